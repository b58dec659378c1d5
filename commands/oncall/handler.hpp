// What the handlers of /oncall share.
#pragma once

#include <string>

#include "commands/oncall/words.hpp"
#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::oncall
{

Refusal refuse(Refusal::Why why, Message message);

/// Mentions stand only in answers that nobody but the asker sees.
Reader reader_of(const Request& request, Book& book, UtcMillis now);

/// What decides from now on, for as long as people plan ahead.
Roster roster_ahead(Book& book, UtcMillis now);

/// An override where it decides, with the names of both holders.
Changed changed(const Stretch& stretch, Book& book);

/// That the rotation repeats at `t`, or will have begun to by then.
std::optional<Repeats> repeats_by(const Roster& roster, UtcMillis t);

/// Open incidents that nobody has acknowledged, worst first.
std::vector<Incident> waiting(Book& book);

}  // namespace hotwatch::oncall
