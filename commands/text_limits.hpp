// How long a text is to Slack, and where it may be cut.
#pragma once

#include <cstddef>
#include <string_view>

namespace hotwatch
{

/// Length in UTF-16 units: the larger of the two ways in which Slack may count (platform section 15.1).
std::size_t utf16_units(std::string_view text);

/// How many bytes of `text` fit in `most` UTF-16 units without cutting a code point, an entity (&amp;) or a token
/// (<!date^…>).
std::size_t bytes_within(std::string_view text, std::size_t most);

}  // namespace hotwatch
