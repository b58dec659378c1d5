// A word on the command line that must be one of a few.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::cli
{

/// "" where `word` is one of `known`; else what to say: the word, the nearest, and the list. `what` names the choice.
std::string not_one_of(std::string_view what, std::string_view word, const std::vector<std::string_view>& known);

}  // namespace hotwatch::cli
