#include "tests/slack_sim/plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace slack_sim
{

namespace
{
constexpr std::string_view bold_on = "\033[1m", bold_off = "\033[22m", italic_on = "\033[3m", italic_off = "\033[23m",
                           strike_on = "\033[9m", strike_off = "\033[29m", dim_on = "\033[2m";
constexpr std::array<const char*, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Civil
{
    std::chrono::year_month_day date;
    std::chrono::weekday weekday;
    std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
};

Civil civil(Millis time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    return {day, std::chrono::weekday{day}, std::chrono::hh_mm_ss{time - day}};
}

std::string date_text(const Civil& at, bool has_year)
{
    const auto text = fmt::format("{} {} {}", day_names[at.weekday.c_encoding()], static_cast<unsigned>(at.date.day()),
                                  month_names[static_cast<unsigned>(at.date.month()) - 1]);
    return has_year ? fmt::format("{} {}", text, static_cast<int>(at.date.year())) : text;
}

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// `date^epoch^format[^link]|fallback`, between <! and > (platform section 15.2).
std::string read_date(std::string_view mark)
{
    const std::string_view fallback = mark.substr(std::min(mark.find('|'), mark.size() - 1) + 1);
    const auto first = mark.find('^');
    const auto second = mark.find('^', first + 1);
    std::int64_t epoch = 0;
    if (second == std::string_view::npos ||
        std::from_chars(mark.data() + first + 1, mark.data() + second, epoch).ec != std::errc{})
        return std::string{fallback};
    std::string text{mark.substr(second + 1, mark.find_first_of("^|", second + 1) - second - 1)};
    const Civil at = civil(Millis{std::chrono::seconds{epoch}});
    const auto hour = fmt::format("{:02}:{:02}", at.time.hours().count(), at.time.minutes().count());
    const auto iso = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(at.date.year()),
                                 static_cast<unsigned>(at.date.month()), static_cast<unsigned>(at.date.day()));
    replace_all(text, "{time_secs}", fmt::format("{}:{:02} UTC", hour, at.time.seconds().count()));
    replace_all(text, "{time}", hour + " UTC");
    replace_all(text, "{date_num}", iso);
    for (const std::string_view form : {"{date_short_pretty}", "{date_pretty}", "{date_long_pretty}", "{date_short}"})
        replace_all(text, form, date_text(at, false));
    for (const std::string_view form : {"{date_long}", "{date}"})
        replace_all(text, form, date_text(at, true));
    return text;
}

/// What stands between < and >.
std::string read_mark(std::string_view mark, const NameOf& name_of)
{
    const auto bar = mark.find('|');
    const std::string_view label = bar == std::string_view::npos ? std::string_view{} : mark.substr(bar + 1);
    const std::string_view target = mark.substr(0, bar);
    const auto named = [&](char sign, std::string_view id)
    {
        std::string name = name_of ? name_of(id) : "";
        if (name.empty())
            name = label.empty() ? id : label;
        return name.starts_with(sign) ? name : sign + name;
    };
    if (target.starts_with('@'))
        return named('@', target.substr(1));
    if (target.starts_with('#'))
        return named('#', target.substr(1));
    if (target.starts_with("!subteam^"))
        return named('@', target.substr(9));
    if (target.starts_with("!date^"))
        return read_date(mark.substr(1));
    if (target.starts_with('!'))
        return fmt::format("@{}", target.substr(1));
    return label.empty() || label == target ? std::string{target} : fmt::format("{} ({})", label, target);
}

bool is_word_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The place of the sign that ends the emphasis begun at `open`, npos where it begins none (Slack's rules of thumb:
/// outside at the edge of a word, inside not beside a blank, on one line).
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

void append_entity(std::string_view text, std::size_t& at, std::string& out)
{
    static constexpr std::array<std::pair<std::string_view, char>, 3> entities{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};
    for (const auto& [name, sign] : entities)
        if (text.substr(at).starts_with(name))
        {
            out += sign;
            at += name.size();
            return;
        }
    out += text[at++];
}
}  // namespace

std::string read_mrkdwn(std::string_view mrkdwn, const NameOf& name_of, const Look& look)
{
    std::string out;
    std::map<std::size_t, std::string_view> endings;  // where an emphasis ends, and what turns it off
    bool is_code = false;
    for (std::size_t at = 0; at < mrkdwn.size();)
    {
        const char c = mrkdwn[at];
        const auto close = c == '<' ? mrkdwn.find('>', at) : std::string_view::npos;
        if (close != std::string_view::npos)
        {
            out += read_mark(mrkdwn.substr(at + 1, close - at - 1), name_of);
            at = close + 1;
        }
        else if (const auto ending = endings.find(at); ending != endings.end())
        {
            if (look.is_coloured)
                out += ending->second;
            ++at;
        }
        else if (c == '`')
        {
            is_code = !is_code;
            out += c;
            ++at;
        }
        else if (const bool is_sign = !is_code && (c == '*' || c == '_' || c == '~');
                 is_sign && closing(mrkdwn, at) != std::string_view::npos)
        {
            endings[closing(mrkdwn, at)] = c == '*' ? bold_off : c == '_' ? italic_off : strike_off;
            if (look.is_coloured)
                out += c == '*' ? bold_on : c == '_' ? italic_on : strike_on;
            ++at;
        }
        else if (c == '&')
            append_entity(mrkdwn, at, out);
        else
        {
            out += c;
            ++at;
        }
    }
    return out;
}

std::string emphasised(std::string_view text, const Look& look)
{
    return look.is_coloured ? fmt::format("{}{}{}", bold_on, text, bold_off) : std::string{text};
}

std::string dimmed(std::string_view text, const Look& look)
{
    return look.is_coloured ? fmt::format("{}{}{}", dim_on, text, bold_off) : std::string{text};
}

std::string hour_text(Millis time)
{
    const Civil at = civil(time);
    return fmt::format("{:02}:{:02}", at.time.hours().count(), at.time.minutes().count());
}

std::string day_text(Millis time)
{
    return fmt::format("{} {}", date_text(civil(time), true), hour_text(time));
}

Millis time_of(std::string_view ts)
{
    std::int64_t seconds = 0;
    std::from_chars(ts.data(), ts.data() + ts.size(), seconds);
    return Millis{std::chrono::seconds{seconds}};
}

std::size_t columns(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
    {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == 0x1B)
            at = std::min(text.find('m', at), text.size());
        else if (byte >= 0xF0)
            count += 2;  // beyond the basic plane: emoji, which are wide
        else if ((byte & 0xC0U) != 0x80U)
            ++count;
    }
    return count;
}

std::vector<std::string> wrapped(const std::string& line, std::size_t width)
{
    std::vector<std::string> lines;
    const auto indent = std::min(line.find_first_not_of(' '), line.size());
    std::string current;
    bool is_empty = true;  // but for the indentation
    for (auto at = indent; at < line.size();)
    {
        const auto end = std::min(line.find(' ', at), line.size());
        const std::string word = line.substr(at, end - at);
        if (is_empty)
            current = std::string(indent, ' ') + word;
        else if (columns(current) + 1 + columns(word) <= width)
            current += " " + word;
        else
        {
            lines.push_back(std::move(current));
            current = std::string(indent, ' ') + word;
        }
        is_empty = false;
        at = end + 1;
    }
    lines.push_back(std::move(current));
    return lines;
}

}  // namespace slack_sim
