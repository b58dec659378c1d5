#include "bot/cli/choice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "commands/grammar.hpp"

namespace hotwatch::cli
{

std::string not_one_of(std::string_view what, std::string_view word, const std::vector<std::string_view>& known)
{
    if (std::ranges::find(known, word) != known.end())
        return {};
    const auto near = nearest(word, known);
    return fmt::format("There is no {} \"{}\".{} It is one of {}.", what, clean(word),
                       near.empty() ? std::string{} : fmt::format(" Did you mean {}?", near), fmt::join(known, ", "));
}

}  // namespace hotwatch::cli
