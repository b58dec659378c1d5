// The forms for a new entry and for changing one, and what was filled in. Slack takes 3,000 characters in a field, so a
// text is one field for each part, and as many as a part needs. Pure.
#pragma once

#include <optional>
#include <string>

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::knowledge
{

inline constexpr std::string_view field_title = "title";
inline constexpr std::string_view field_text = "text";  // of FAQ entries and articles; runbooks have one a part

/// A form for a new entry; `title` and `text` as far as they were given.
Modal add_form(EntryKind kind, std::string_view title, std::string_view text, const Policy& policy);

/// A form with the entry's text; nullopt where that is too long for one.
std::optional<Modal> edit_form(const Entry& entry, const Policy& policy);

/// The Markdown that the fields make, cleaned and put together again.
std::string body_in(const Request& request, EntryKind kind);
/// The first field of the text: where what is wrong with it is told.
std::string_view body_field(EntryKind kind);

}  // namespace hotwatch::knowledge
