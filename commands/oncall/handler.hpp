// What the handlers of /oncall share.
#pragma once

#include <string>
#include <string_view>

#include "commands/oncall/modal.hpp"
#include "commands/oncall/words.hpp"
#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::oncall
{

Refusal refuse(Refusal::Why why, Message message);

/// The same under the form's field, where the request came from a form.
Refusal refuse_in_field(const Request& request, Refusal::Why why, std::string_view field, const Message& message);

/// The form where it can be opened, the form's words with a button that opens it for mentions, its words alone in a
/// shell.
Outcome ask_for(const Request& request, Modal form, std::string_view verb);

/// A form's field, cleaned and trimmed; "" where it has none.
std::string said_in(const Request& request, std::string_view field);

/// Mentions stand only in answers that nobody but the asker sees.
Reader reader_of(const Request& request, Book& book, UtcMillis now);

/// What decides from now on, for as long as people plan ahead.
Roster roster_ahead(Book& book, UtcMillis now);

/// An override where it decides, with the names of both holders.
Changed changed(const Stretch& stretch, Book& book);

/// That the rotation repeats at `t`, or will have begun to by then.
std::optional<Repeats> repeats_by(const Roster& roster, UtcMillis t);

inline constexpr int most_waiting_shown = 8;
/// Open incidents that nobody has acknowledged, worst first.
SomeIncidents waiting(Book& book);

}  // namespace hotwatch::oncall
