// Text from outside made safe to keep.
#include <algorithm>
#include <array>

#include "commands/grammar.hpp"

namespace hotwatch
{

namespace
{
constexpr char32_t replacement = 0xFFFD;
constexpr int most_marks_in_a_row = 8;  // combining marks beyond this only make a line unreadable

struct Range
{
    char32_t first;
    char32_t last;
};

bool is_in(char32_t c, std::span<const Range> ranges)
{
    return std::ranges::any_of(ranges, [c](const Range& range) { return range.first <= c && c <= range.last; });
}

/// Not to be seen, but acted on or taken for text: controls, bidirectional marks, zero-width characters, fillers that
/// draw nothing, tags, and what is no character at all.
bool is_invisible(char32_t c)
{
    static constexpr std::array ranges{
        Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0xAD, 0xAD},     Range{0x034F, 0x034F},
        Range{0x061C, 0x061C}, Range{0x115F, 0x1160}, Range{0x180B, 0x180F}, Range{0x200B, 0x200F},
        Range{0x202A, 0x202E}, Range{0x2060, 0x206F}, Range{0x3164, 0x3164}, Range{0xFEFF, 0xFEFF},
        Range{0xFFA0, 0xFFA0}, Range{0xFFF9, 0xFFFB}, Range{0xFFFE, 0xFFFF}, Range{0xE0000, 0xE0FFF}};
    return is_in(c, ranges);
}

bool is_combining(char32_t c)
{
    static constexpr std::array ranges{Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},
                                       Range{0x0610, 0x061A}, Range{0x064B, 0x065F}, Range{0x0E31, 0x0E31},
                                       Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E}, Range{0x1AB0, 0x1AFF},
                                       Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20FF}, Range{0xFE20, 0xFE2F}};
    return is_in(c, ranges);
}

/// What phones put in the place of plain quotes, dashes and blanks.
char32_t plain_form(char32_t c)
{
    switch (c)
    {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x2032:
        return U'\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x2033:
        return U'"';
    case 0x00A0:
    case 0x1680:
    case 0x202F:
    case 0x205F:
    case 0x2800:
    case 0x3000:
        return U' ';
    default:
        return c >= 0x2000 && c <= 0x200A ? U' ' : c;
    }
}

/// Takes one code point off the front. Overlong forms, surrogates and stray bytes are `replacement`, one for each byte.
char32_t take(std::string_view& text)
{
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    std::size_t length = 1;
    char32_t c = lead;
    if (lead >= 0xC2 && lead <= 0xDF)
    {
        length = 2;
        c = lead & 0x1FU;
    }
    else if (lead >= 0xE0 && lead <= 0xEF)
    {
        length = 3;
        c = lead & 0x0FU;
    }
    else if (lead >= 0xF0 && lead <= 0xF4)
    {
        length = 4;
        c = lead & 0x07U;
    }
    else if (lead >= 0x80)
        c = replacement;
    bool is_whole = length <= text.size();
    for (std::size_t i = 1; is_whole && i < length; ++i)
    {
        is_whole = (byte(i) & 0xC0U) == 0x80U;
        c = (c << 6U) | (byte(i) & 0x3FU);
    }
    const bool is_overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (!is_whole || is_overlong || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
    {
        text.remove_prefix(1);
        return replacement;
    }
    text.remove_prefix(length);
    return c;
}

void put(std::string& to, char32_t c)
{
    const auto add = [&to](char32_t bits) { to += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80)
        add(c);
    else if (c < 0x800)
    {
        add(0xC0U | (c >> 6U));
        add(0x80U | (c & 0x3FU));
    }
    else if (c < 0x10000)
    {
        add(0xE0U | (c >> 12U));
        add(0x80U | ((c >> 6U) & 0x3FU));
        add(0x80U | (c & 0x3FU));
    }
    else
    {
        add(0xF0U | (c >> 18U));
        add(0x80U | ((c >> 12U) & 0x3FU));
        add(0x80U | ((c >> 6U) & 0x3FU));
        add(0x80U | (c & 0x3FU));
    }
}
}  // namespace

std::string clean(std::string_view text, bool keep_lines)
{
    std::string cleaned;
    cleaned.reserve(text.size());
    int marks = 0;
    bool at_word_start = true;
    while (!text.empty())
    {
        char32_t c = plain_form(take(text));
        if (c == U'\r' && text.starts_with('\n'))
            continue;
        if (c == U'\r' || c == 0x0085)
            c = U'\n';
        if (c == U'\n' || c == U'\t' || c == 0x2028 || c == 0x2029)
            c = keep_lines ? (c == U'\t' ? U'\t' : U'\n') : U' ';
        else if (is_invisible(c))
            continue;
        marks = is_combining(c) ? marks + 1 : 0;
        if (marks > most_marks_in_a_row)
            continue;
        // A phone makes one long dash of "--"; before a word that is a flag again, elsewhere it stays punctuation.
        if (at_word_start && (c == 0x2013 || c == 0x2014) && !text.empty() && text.front() != ' ')
            cleaned += "--";
        else
            put(cleaned, c);
        at_word_start = c == U' ' || c == U'\n' || c == U'\t';
    }
    return cleaned;
}

}  // namespace hotwatch
