// What every reader of typed words needs: ASCII lower case, trimming, and taking one word off the front.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace hotwatch
{

inline constexpr std::string_view blanks = " \t\n";

constexpr char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// ASCII only: verbs, flags and ids are ASCII, and other letters are never compared.
inline std::string lowered(std::string_view text)
{
    std::string low{text};
    std::ranges::transform(low, low.begin(), [](char c) { return lowered(c); });
    return low;
}

/// Without `unwanted` characters at either end.
inline std::string_view trimmed(std::string_view text, std::string_view unwanted = blanks)
{
    const auto start = text.find_first_not_of(unwanted);
    return start == std::string_view::npos ? std::string_view{}
                                           : text.substr(start, text.find_last_not_of(unwanted) - start + 1);
}

/// Of a temporary: a text of its own, so that nothing is left pointing into what is gone.
inline std::string trimmed(std::string&& text, std::string_view unwanted = blanks)
{
    return std::string{trimmed(std::string_view{text}, unwanted)};
}

struct Word
{
    std::string text;      // without quotes
    std::string_view raw;  // as it stands, quotes and all
};

/// Takes the first word off `text`. Blanks inside double quotes belong to the word; a quote that nothing closes is a
/// letter like any other.
Word take_word(std::string_view& text);

}  // namespace hotwatch
