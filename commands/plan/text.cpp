// Words, figures and table shapes, as plans write them.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

struct Unit
{
    std::string_view word;
    std::int64_t seconds;
};
constexpr std::array units{Unit{"s", 1},        Unit{"sec", 1},       Unit{"second", 1},   Unit{"m", 60},
                           Unit{"min", 60},     Unit{"minute", 60},   Unit{"h", 3'600},    Unit{"hr", 3'600},
                           Unit{"hour", 3'600}, Unit{"d", 86'400},    Unit{"day", 86'400}, Unit{"w", 604'800},
                           Unit{"wk", 604'800}, Unit{"week", 604'800}};

std::optional<std::int64_t> unit_seconds(std::string word)
{
    for (int plural = 0; plural < 2; ++plural)
    {
        const auto* found = std::ranges::find(units, std::string_view{word}, &Unit::word);
        if (found != units.end())
            return found->seconds;
        if (!word.ends_with('s'))
            return std::nullopt;
        word.pop_back();
    }
    return std::nullopt;
}

/// The word that starts at `at` or after blanks and hyphens there, in small letters; `at` moves behind it.
std::string next_word(std::string_view text, std::size_t& at)
{
    while (at < text.size() && (text[at] == ' ' || text[at] == '-'))
        ++at;
    std::string word;
    while (at < text.size() && is_letter(text[at]))
        word += lower(text[at++]);
    return word;
}

/// The code point at the start of `text` and its length in bytes; 0 for what is no UTF-8.
std::pair<char32_t, std::size_t> code_point(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
    if (length > text.size())
        return {0, 1};
    char32_t point = length == 1 ? byte(0) : byte(0) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        point = (point << 6U) | (byte(i) & 0x3FU);
    return {point, length};
}

/// Letters of living scripts; signs, spaces and quotes of any width are none.
bool is_letter_of_a_script(char32_t point)
{
    const bool is_iteration_mark = point >= 0x3005 && point <= 0x3007;  // 々 and its kind
    const bool is_sign =
        point == 0xD7 || point == 0xF7 || point >= 0xF900 || (point >= 0x2000 && point < 0x3041 && !is_iteration_mark);
    return point >= 0xC0 && !is_sign;
}

/// As Slack has it: Latin, Greek and Cyrillic capitals small, others as they are.
char32_t small(char32_t point)
{
    const bool is_capital =
        (point >= 0xC0 && point <= 0xDE) || (point >= 0x391 && point <= 0x3A9) || (point >= 0x410 && point <= 0x42F);
    return is_capital ? point + 0x20 : point >= 0x400 && point <= 0x40F ? point + 0x50 : point;
}

/// The name of a channel that `text` begins with, in small letters; "" none.
std::string small_name(std::string_view text)
{
    std::string name;
    while (!text.empty())
    {
        const auto [point, length] = code_point(text);
        if (point < 0x80 && (is_letter(text[0]) || is_digit(text[0]) || text[0] == '-' || text[0] == '_'))
            name += lower(text[0]);
        else if (is_letter_of_a_script(point))
        {
            const auto low = small(point);
            if (low < 0x800)
            {
                name += static_cast<char>(0xC0U | (low >> 6U));
                name += static_cast<char>(0x80U | (low & 0x3FU));
            }
            else
                name += text.substr(0, length);
        }
        else
            break;
        text.remove_prefix(length);
    }
    return name;
}

std::size_t bars_in(std::string_view line)
{
    return static_cast<std::size_t>(std::ranges::count(line, '|'));
}

bool is_rule(std::string_view line)
{
    return line.find('-') != std::string_view::npos && line.find_first_not_of("|-: \t\r") == std::string_view::npos;
}
}  // namespace

std::string trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

std::string folded(std::string_view text)
{
    std::string out;
    for (const char c : text)
    {
        const bool is_word = is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (is_word)
            out += lower(c);
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (out.ends_with(' '))
        out.pop_back();
    return out;
}

std::optional<seconds> figure_in(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();)
    {
        const bool is_negative =
            is_digit(text[at]) && at > 0 && text[at - 1] == '-' && (at == 1 || text[at - 2] == ' ');
        if (is_negative)
        {
            while (at < text.size() && is_digit(text[at]))
                ++at;
            continue;
        }
        if (!is_digit(text[at]) || (at > 0 && (is_letter(text[at - 1]) || text[at - 1] == '.')))
        {
            ++at;
            continue;
        }
        std::int64_t number = 0;
        while (at < text.size() && is_digit(text[at]))
            number = std::min<std::int64_t>(number * 10 + (text[at++] - '0'), 1'000'000);
        auto after = at;
        auto word = next_word(text, after);
        if (word == "business" || word == "calendar" || word == "working")
            word = next_word(text, after);
        if (const auto unit = unit_seconds(word); unit && number > 0)
            return seconds{number * *unit};
    }
    return std::nullopt;
}

std::optional<Number> number_in(std::string_view text)
{
    auto at = text.find_first_of("0123456789");
    if (at == std::string_view::npos)
        return std::nullopt;
    Number number;
    int decimals = -1;  // none so far
    for (; at < text.size(); ++at)
    {
        const char c = text[at];
        const bool is_digit = c >= '0' && c <= '9';
        if (is_digit && decimals < 3)
        {
            number.thousandths = number.thousandths * 10 + (c - '0');
            decimals += decimals >= 0 ? 1 : 0;
        }
        else if (c == '.' && decimals < 0)
            decimals = 0;
        else if (!is_digit && (c != ',' || decimals >= 0))
            break;
        if (number.thousandths > 1'000'000'000)
            return std::nullopt;
    }
    for (int i = std::max(decimals, 0); i < 3; ++i)
        number.thousandths *= 10;
    number.behind = text.substr(at);
    return number;
}

std::string cell(const Row& row, std::optional<std::size_t> column)
{
    return column && *column < row.cells.size() ? row.cells[*column].text : std::string{};
}
Columns::Columns(const Row& header)
{
    for (const auto& cell : header.cells)
        names_.push_back(folded(cell.text));
}

std::optional<std::size_t> Columns::find(std::initializer_list<std::string_view> words) const
{
    for (const auto word : words)
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (names_[i].find(word) != std::string::npos)
                return i;
    return std::nullopt;
}

void check_width(const Block& table, std::vector<PlanProblem>& problems)
{
    const auto wanted = table.rows.front().cells.size();
    for (const auto& row : table.rows)
    {
        const auto got = row.cells.size();
        if (got == wanted)
            continue;
        const auto& place = got > wanted ? row.cells[wanted] : row.cells.empty() ? Cell{} : row.cells.back();
        problems.push_back(
            {row.line, place.column,
             fmt::format("this row has {} {}, the table's header has {}", got, got == 1 ? "cell" : "cells", wanted)});
    }
}

bool is_broken_table(const Block& block, std::vector<PlanProblem>& problems)
{
    if (block.kind != Block::Kind::paragraph)
        return false;
    const auto end = block.text.find('\n');
    if (end == std::string::npos)
        return false;
    const auto head = std::string_view{block.text}.substr(0, end);
    auto rule = std::string_view{block.text}.substr(end + 1);
    rule = rule.substr(0, rule.find('\n'));
    if (bars_in(head) < 2 || (!is_rule(rule) && bars_in(rule) < 2))
        return false;
    problems.push_back({block.line + 1, 1,
                        is_rule(rule)
                            ? "this line must have as many columns as the header above it; the table was not read"
                            : "under a table's header a line such as |---|---| is missing; the table was not read"});
    return true;
}

std::vector<std::chrono::year> years_in(std::string_view text)
{
    std::vector<std::pair<int, int>> counted;  // year, how often
    for (std::size_t at = 0; at + 4 <= text.size(); ++at)
    {
        const bool starts = at == 0 || !(is_digit(text[at - 1]) || is_letter(text[at - 1]));
        const bool ends = at + 4 == text.size() || !(is_digit(text[at + 4]) || is_letter(text[at + 4]));
        if (!starts || !ends || text.substr(at, 2) != "20" || !is_digit(text[at + 2]) || !is_digit(text[at + 3]))
            continue;
        const int year = 2000 + (text[at + 2] - '0') * 10 + (text[at + 3] - '0');
        const auto found = std::ranges::find(counted, year, &std::pair<int, int>::first);
        if (found == counted.end())
            counted.emplace_back(year, 1);
        else
            ++found->second;
    }
    std::ranges::stable_sort(counted, std::ranges::greater{}, &std::pair<int, int>::second);
    std::vector<std::chrono::year> years;
    for (const auto& [year, times] : counted)
        years.emplace_back(year);
    return years;
}

}  // namespace hotwatch::plan

namespace hotwatch
{

std::string channel_in(std::string_view text)
{
    const auto hash = text.find('#');
    if (hash == std::string_view::npos)
        return {};
    if (hash > 0 && text[hash - 1] == '<')  // a mention of Slack's own, which has an id
        return {};
    const auto name = plan::small_name(text.substr(hash + 1));
    return name.empty() ? std::string{} : "#" + name;
}

}  // namespace hotwatch
