// How long knowledge may be. In UTF-16 units, as Slack counts.
#pragma once

#include <cstddef>

namespace hotwatch::knowledge
{

inline constexpr std::size_t longest_title = 150;    // a heading in Slack
inline constexpr std::size_t longest_body = 30'000;  // ten messages' worth: what is longer is a document, not an answer

}  // namespace hotwatch::knowledge
