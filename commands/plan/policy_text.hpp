// The policy's figures as plain lines of text, for keeping in the book.
#pragma once

#include <string>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch::plan
{

/// "P0.respond = 300" and so on, one figure a line; seconds, "never" for none.
std::string to_text(const Policy& policy);

/// Lays what `text` says over `policy`. Lines that are not understood are passed over: a newer version may write more.
void lay_text_over(std::string_view text, Policy& policy);

}  // namespace hotwatch::plan
