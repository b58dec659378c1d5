// Words to ids, severities, durations, people and channels.
#include <algorithm>
#include <charconv>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"

namespace hotwatch
{

namespace
{
std::optional<std::int64_t> whole_number(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

/// The id inside <@U12|name> or <#C12|name>.
std::optional<std::string> escaped_id(std::string_view word, char mark, std::string_view letters)
{
    if (word.size() < 4 || word.front() != '<' || word[1] != mark || word.back() != '>')
        return std::nullopt;
    const auto id = word.substr(2, std::min(word.find('|'), word.size() - 1) - 2);
    const bool is_whole =
        !id.empty() && letters.find(id.front()) != std::string_view::npos &&
        std::ranges::all_of(id, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
    return is_whole ? std::optional{std::string{id}} : std::nullopt;
}

bool is_id(std::string_view word, std::string_view letters)
{
    return word.size() >= 5 && letters.find(word.front()) != std::string_view::npos &&
           std::ranges::all_of(word, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

/// An id typed as it is: with a digit, so that no name is taken for one.
bool is_bare_id(std::string_view word, std::string_view letters)
{
    return is_id(word, letters) && std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

constexpr auto longest_duration = std::chrono::hours{24 * 366};
}  // namespace

std::optional<std::int64_t> parse_incident_id(std::string_view word)
{
    auto low = lowered(word);
    if (low == "this")
        return 0;
    for (const std::string_view prefix : {"inc-", "inc", "#"})
        if (low.starts_with(prefix))
        {
            low.erase(0, prefix.size());
            break;
        }
    if (low.size() > 15)
        return std::nullopt;
    const auto id = whole_number(low);
    return id && *id > 0 ? id : std::nullopt;
}

std::optional<Severity> parse_severity(std::string_view word)
{
    auto low = lowered(word);
    if (low.starts_with("sev"))
        low.erase(0, 3);
    else if (low.starts_with('p'))
        low.erase(0, 1);
    if (low.size() != 1 || low.front() < '0' || low.front() > '3')
        return std::nullopt;
    return static_cast<Severity>(low.front() - '0');
}

std::optional<seconds> parse_duration(std::string_view word)
{
    const auto low = lowered(word);
    std::string_view rest = low;
    seconds total{0};
    std::int64_t last_unit = std::int64_t{1} << 40;
    while (!rest.empty())
    {
        const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
        const auto count = digits > 6 ? std::nullopt : whole_number(rest.substr(0, digits));
        rest.remove_prefix(digits);
        if (!count || rest.empty())
            return std::nullopt;
        const auto unit_end = std::min(rest.find_first_of("0123456789"), rest.size());
        const auto unit = rest.substr(0, unit_end);
        rest.remove_prefix(unit_end);
        const std::int64_t length = unit == "s" || unit == "sec"   ? 1
                                    : unit == "m" || unit == "min" ? 60
                                    : unit == "h"                  ? 3'600
                                    : unit == "d"                  ? 86'400
                                    : unit == "w"                  ? 604'800
                                                                   : 0;
        if (length == 0 || length >= last_unit)  // larger units first, each once
            return std::nullopt;
        last_unit = length;
        total += seconds{*count * length};
    }
    return total > seconds{0} && total <= longest_duration ? std::optional{total} : std::nullopt;
}

std::optional<UserId> parse_user(std::string_view word)
{
    if (auto id = escaped_id(word, '@', "UW"))
        return UserId{std::move(*id)};
    const auto bare = word.starts_with('@') ? word.substr(1) : word;
    return is_bare_id(bare, "UW") ? std::optional{UserId{std::string{bare}}} : std::nullopt;
}

std::optional<UserId> parse_chosen_user(std::string_view value)
{
    return is_id(value, "UW") ? std::optional{UserId{std::string{value}}} : std::nullopt;
}

std::optional<ChannelId> parse_channel(std::string_view word)
{
    if (auto id = escaped_id(word, '#', "CGD"))
        return ChannelId{std::move(*id)};
    return is_bare_id(word, "CGD") ? std::optional{ChannelId{std::string{word}}} : std::nullopt;
}

}  // namespace hotwatch
