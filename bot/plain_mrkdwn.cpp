// Slack's markup as words: marks, emphasis, entities (platform section 15).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "bot/plain_text.hpp"
#include "bot/slack/envelope.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
constexpr std::array<const char*, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

std::string in_words(UtcMillis t, std::string format, const std::string& zone)
{
    const auto local = to_local(t, zone);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{local - day};
    const auto short_date =
        fmt::format("{} {} {}", day_names[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                    month_names[static_cast<unsigned>(date.month()) - 1]);
    const auto hour = fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
    const auto name = zone_name(t, zone);
    replace_all(format, "{time}", fmt::format("{} {}", hour, name));
    replace_all(format, "{time_secs}", fmt::format("{}:{:02} {}", hour, time.seconds().count(), name));
    replace_all(format, "{date_num}",
                fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day())));
    for (const auto* form : {"{date_short_pretty}", "{date_pretty}", "{date_long_pretty}", "{date_short}"})
        replace_all(format, form, short_date);
    for (const auto* form : {"{date_long}", "{date}"})
        replace_all(format, form, fmt::format("{} {}", short_date, static_cast<int>(date.year())));
    return format;
}

/// "!date^1760447040^{date_short_pretty} at {time}|fallback"
std::string read_date(std::string_view mark, const std::string& zone)
{
    const auto bar = mark.find('|');
    const std::string fallback{bar == std::string_view::npos ? "" : mark.substr(bar + 1)};
    const auto first = mark.find('^');
    const auto second = mark.find('^', first + 1);
    std::int64_t epoch = 0;
    if (second == std::string_view::npos || second > bar ||
        std::from_chars(mark.data() + first + 1, mark.data() + second, epoch).ec != std::errc{})
        return fallback;
    const auto end = std::min(mark.find('^', second + 1), bar);
    return in_words(UtcMillis{seconds{epoch}}, std::string{mark.substr(second + 1, end - second - 1)}, zone);
}

std::string named(std::string_view sign, std::string name, std::string_view label, std::string_view id)
{
    if (name.empty())
        name = label.empty() ? id : label;
    return name.starts_with(sign) ? name : std::string{sign} + name;
}

/// What stands between < and >. Anything that is none of Slack's notations stays as it is.
std::string read_mark(std::string_view mark, const Reading& reading)
{
    const auto bar = mark.find('|');
    const auto label = bar == std::string_view::npos ? std::string_view{} : mark.substr(bar + 1);
    const auto target = mark.substr(0, bar);
    if (target.starts_with('@'))
        return named("", reading.person(UserId{std::string{target.substr(1)}}), label, target.substr(1));
    if (target.starts_with('#'))
        return named("#", reading.channel(ChannelId{std::string{target.substr(1)}}), label, target.substr(1));
    if (target.starts_with("!date^"))
        return read_date(mark, reading.zone);
    if (target.starts_with("!subteam^"))
        return named("@", {}, label, target.substr(9));
    if (target.starts_with('!'))
        return named("@", {}, label, target.substr(1));
    if (target.find("://") == std::string_view::npos && !target.starts_with("mailto:"))
        return fmt::format("<{}>", mark);
    return label.empty() || label == target ? std::string{target} : fmt::format("{} ({})", label, target);
}

bool is_word_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Where the emphasis that the sign at `open` begins ends again; npos where it begins none: outside it stands at the
/// edge of a word, inside not beside a blank, and all on one line.
std::size_t closing(std::string_view text, std::size_t open)
{
    const char sign = text[open];
    const bool may_open = (open == 0 || !is_word_character(text[open - 1])) && open + 1 < text.size() &&
                          text[open + 1] != ' ' && text[open + 1] != sign;
    for (auto at = open + 2; may_open && at < text.size() && text[at] != '\n'; ++at)
        if (text[at] == sign && text[at - 1] != ' ' && (at + 1 == text.size() || !is_word_character(text[at + 1])))
            return at;
    return std::string_view::npos;
}
}  // namespace

std::string plain_mrkdwn(std::string_view mrkdwn, const Reading& reading)
{
    std::string out;
    std::set<std::size_t> closed;  // signs that end an emphasis
    bool is_code = false;
    for (std::size_t at = 0; at < mrkdwn.size();)
    {
        const char c = mrkdwn[at];
        if (const auto close = c == '<' ? mrkdwn.find('>', at) : std::string_view::npos;
            close != std::string_view::npos)
        {
            out += read_mark(mrkdwn.substr(at + 1, close - at - 1), reading);
            at = close + 1;
            continue;
        }
        if (c == '&')
        {
            const auto length = std::min<std::size_t>(mrkdwn.find(';', at) - at + 1, mrkdwn.size() - at);
            out += slack::decode_entities(mrkdwn.substr(at, length));
            at += length;
            continue;
        }
        is_code ^= c == '`';
        const bool is_sign = !is_code && (c == '*' || c == '_' || c == '~');
        const auto end = is_sign && !closed.contains(at) ? closing(mrkdwn, at) : std::string_view::npos;
        if (end != std::string_view::npos)
            closed.insert(end);
        else if (!closed.contains(at))
            out += c;
        ++at;
    }
    return out;
}

}  // namespace hotwatch
