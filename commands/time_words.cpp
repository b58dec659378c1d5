// "18:00", "fri 09:00", "+90m", ISO: moments as people write them, in their own zone.
#include <algorithm>
#include <charconv>
#include <vector>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
using namespace std::chrono;

std::vector<std::string> lowered_words(std::string_view text)
{
    std::vector<std::string> words(1);
    for (const char c : text)
        if (c == ' ' || c == '\t' || c == '\n')
        {
            if (!words.back().empty())
                words.emplace_back();
        }
        else
            words.back() += lowered(c);
    if (words.back().empty())
        words.pop_back();
    return words;
}

/// Takes exactly `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t at_least, std::size_t at_most)
{
    const auto count = std::min(text.find_first_not_of("0123456789"), text.size());
    if (count < at_least || count > at_most)
        return std::nullopt;
    int value = 0;
    std::from_chars(text.data(), text.data() + count, value);
    text.remove_prefix(count);
    return value;
}

bool take_char(std::string_view& text, char c)
{
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

/// 9, 09:00, 18:00:30, 6pm, 6:30am; the rest of `text` stays.
std::optional<seconds> take_hour(std::string_view& text)
{
    const auto hour = take_number(text, 1, 2);
    if (!hour)
        return std::nullopt;
    std::optional<int> minute;
    std::optional<int> second;
    if (take_char(text, ':') && !(minute = take_number(text, 2, 2)))
        return std::nullopt;
    if (minute && take_char(text, ':') && !(second = take_number(text, 2, 2)))
        return std::nullopt;
    const bool is_am = text.starts_with("am");
    const bool is_pm = text.starts_with("pm");
    int hours24 = *hour;
    if (is_am || is_pm)
    {
        text.remove_prefix(2);
        if (*hour < 1 || *hour > 12)
            return std::nullopt;
        hours24 = *hour % 12 + (is_pm ? 12 : 0);
    }
    else if (!minute)
        return std::nullopt;  // a bare number is no time
    if (hours24 > 23 || minute.value_or(0) > 59 || second.value_or(0) > 59)
        return std::nullopt;
    return hours{hours24} + minutes{minute.value_or(0)} + seconds{second.value_or(0)};
}

std::optional<year_month_day> take_date(std::string_view& text)
{
    auto rest = text;
    const auto y = take_number(rest, 4, 4);
    if (!y || !take_char(rest, '-'))
        return std::nullopt;
    const auto m = take_number(rest, 1, 2);
    if (!m || !take_char(rest, '-'))
        return std::nullopt;
    const auto d = take_number(rest, 1, 2);
    if (!d)
        return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok() || *y < 1970 || *y > 2200)
        return std::nullopt;
    text = rest;
    return date;
}

/// "z", "+02:00", "-0500": the offset that an ISO time ends with.
std::optional<minutes> take_offset(std::string_view& text)
{
    if (take_char(text, 'z'))
        return minutes{0};
    const bool is_minus = text.starts_with('-');
    if (!is_minus && !text.starts_with('+'))
        return std::nullopt;
    auto rest = text.substr(1);
    const auto four = take_number(rest, 4, 4);
    const auto hour = four ? std::optional{*four / 100} : take_number(rest, 2, 2);
    if (!hour)
        return std::nullopt;
    const auto minute = four ? std::optional{*four % 100} : take_char(rest, ':') ? take_number(rest, 2, 2) : 0;
    if (!minute || *hour > 14 || *minute > 59)
        return std::nullopt;
    text = rest;
    const minutes offset = hours{*hour} + minutes{*minute};
    return is_minus ? -offset : offset;
}

std::optional<weekday> weekday_of(std::string_view word)
{
    constexpr std::array names{std::string_view{"sunday"},    std::string_view{"monday"},   std::string_view{"tuesday"},
                               std::string_view{"wednesday"}, std::string_view{"thursday"}, std::string_view{"friday"},
                               std::string_view{"saturday"}};
    if (word.size() < 3)
        return std::nullopt;
    for (unsigned i = 0; i < names.size(); ++i)
        if (names[i].starts_with(word))
            return weekday{i};
    return std::nullopt;
}

std::optional<UtcMillis> iso(std::string_view text, std::string_view zone)
{
    const auto date = take_date(text);
    if (!date)
        return std::nullopt;
    seconds hour{0};
    if (!text.empty())
    {
        if (!take_char(text, 't') && !take_char(text, ' '))
            return std::nullopt;
        const auto found = take_hour(text);
        if (!found)
            return std::nullopt;
        hour = *found;
        if (take_char(text, '.') && !take_number(text, 1, 9))
            return std::nullopt;
    }
    const LocalMillis wall{local_days{*date}.time_since_epoch() + hour};
    if (text.empty())
        return to_utc(wall, zone);
    take_char(text, ' ');
    if (text == "utc")
        return UtcMillis{wall.time_since_epoch()};
    const auto offset = take_offset(text);
    if (!offset || !text.empty())
        return std::nullopt;
    return UtcMillis{wall.time_since_epoch()} - *offset;
}
}  // namespace

std::optional<UtcMillis> parse_time(std::string_view text, std::string_view zone, UtcMillis now, Nearest nearest)
{
    const auto words = lowered_words(text);
    if (words.empty() || words.size() > 3)
        return std::nullopt;
    if (words.size() == 1 && words[0] == "now")
        return now;
    if (words.size() == 1 && words[0].starts_with('+'))
    {
        const auto ahead = parse_duration(std::string_view{words[0]}.substr(1));
        return ahead ? std::optional{now + *ahead} : std::nullopt;
    }
    if (words.size() == 1 && words[0].starts_with('-'))
    {
        const auto back = parse_duration(std::string_view{words[0]}.substr(1));
        return back ? std::optional{now - *back} : std::nullopt;
    }
    std::string joined;
    for (const auto& word : words)
        joined += (joined.empty() ? "" : " ") + word;
    if (const auto found = iso(joined, zone))
        return found;

    const auto today = floor<days>(to_local(now, zone));
    const auto on = [zone](local_days day, seconds hour)
    { return to_utc(LocalMillis{day.time_since_epoch() + hour}, zone); };
    std::string_view last = words.back();
    const auto hour = take_hour(last);
    const bool has_hour = hour && last.empty();
    const auto& first = words[0];
    if (words.size() == 1 && has_hour)
    {
        for (int offset = -1; offset <= 1; ++offset)
        {
            // next: the first later one; past: the last that is not later.
            const auto day = nearest == Nearest::next ? today + days{offset} : today - days{offset};
            const auto at = on(day, *hour);
            if (nearest == Nearest::next ? at > now : at <= now)
                return at;
        }
        return std::nullopt;
    }
    if (words.size() > 2 || (words.size() == 2 && !has_hour))
        return std::nullopt;
    const seconds of_day = has_hour ? *hour : seconds{0};  // a day alone is its beginning, as in a date alone
    if (first == "today")
        return on(today, of_day);
    if (first == "tomorrow")
        return on(today + days{1}, of_day);
    if (first == "yesterday")
        return on(today - days{1}, of_day);
    if (const auto day = weekday_of(first))
        for (int step = 0; step <= 7; ++step)
        {
            const auto date = nearest == Nearest::next ? today + days{step} : today - days{step};
            const auto at = on(date, of_day);
            if (weekday{date} == *day && (nearest == Nearest::next ? at > now : at <= now))
                return at;
        }
    return std::nullopt;
}

}  // namespace hotwatch
