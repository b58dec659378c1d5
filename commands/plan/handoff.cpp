// When a shift passes on, and when a team is at work, as people write it.
#include "commands/plan/dates.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch
{

namespace
{
using std::chrono::hours;
using std::chrono::minutes;

std::optional<int> number(std::string_view digits, int most)
{
    if (digits.empty() || digits.size() > 2 || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    const int value = digits.size() == 1 ? digits[0] - '0' : (digits[0] - '0') * 10 + (digits[1] - '0');
    return value <= most ? std::optional{value} : std::nullopt;
}

/// "9:00"; "24:00" is the end of the day.
std::optional<minutes> time_of_day(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const auto hour = number(text.substr(0, colon), 24);
    const auto minute = number(text.substr(colon + 1), 59);
    if (!hour || !minute || (*hour == 24 && *minute != 0))
        return std::nullopt;
    return hours{*hour} + minutes{*minute};
}

/// "Mon-Fri" or "Wed". False: it is neither.
bool add_days(std::string_view text, BusinessHours& business)
{
    const auto dash = text.find('-');
    const auto first = plan::weekday_named(plan::trim(text.substr(0, dash)));
    const auto last = dash == std::string_view::npos ? first : plan::weekday_named(plan::trim(text.substr(dash + 1)));
    if (!first || !last)
        return false;
    for (auto day = *first;; ++day)
    {
        business.days.at(day.c_encoding()) = true;
        if (day == *last)
            return true;
    }
}
}  // namespace

std::optional<Handoff> parse_handoff(std::string_view text)
{
    const auto words = plan::trim(text);
    const auto blank = words.find(' ');
    if (blank == std::string::npos)
        return std::nullopt;
    const auto day = plan::weekday_named(std::string_view{words}.substr(0, blank));
    const auto time = time_of_day(plan::trim(std::string_view{words}.substr(blank + 1)));
    if (!day || !time || *time == hours{24})
        return std::nullopt;
    return Handoff{*day, *time};
}

std::optional<BusinessHours> parse_business_hours(std::string_view text)
{
    const auto words = plan::trim(text);
    const auto blank = words.rfind(' ');
    if (blank == std::string::npos)
        return std::nullopt;
    BusinessHours business;
    business.days.fill(false);
    std::string_view days{words};
    days = days.substr(0, blank);
    for (;;)
    {
        const auto comma = days.find(',');
        if (!add_days(days.substr(0, comma), business))
            return std::nullopt;
        if (comma == std::string_view::npos)
            break;
        days.remove_prefix(comma + 1);
    }
    const auto times = std::string_view{words}.substr(blank + 1);
    const auto dash = times.find('-');
    const auto from = time_of_day(times.substr(0, dash));
    const auto to = dash == std::string_view::npos ? std::nullopt : time_of_day(times.substr(dash + 1));
    if (!from || !to || *from >= *to)
        return std::nullopt;
    business.from = *from;
    business.to = *to;
    return business;
}

}  // namespace hotwatch
