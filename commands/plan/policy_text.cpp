#include "commands/plan/policy_text.hpp"

#include <charconv>

#include <fmt/format.h>

namespace hotwatch::plan
{

namespace
{
std::string figure(const std::optional<seconds>& value)
{
    return value ? fmt::format("{}", value->count()) : "never";
}

std::optional<seconds> figure(std::string_view value)
{
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    return error == std::errc{} && end == value.data() + value.size() ? std::optional{seconds{count}} : std::nullopt;
}

/// A value stands on one line, whatever a plan's author typed.
std::string one_line(std::string text)
{
    for (char& c : text)
        if (c == '\n' || c == '\r')
            c = ' ';
    return text;
}

void lay_severity(std::string_view name, std::string_view value, SeverityPolicy& severity)
{
    const auto count = figure(value);
    if (name == "respond" && count)
        severity.respond_within = *count;
    else if (name == "resolve" && count)
        severity.resolve_within = *count;
    else if (name == "update" && (count || value == "never"))
        severity.update_every = count;
    else if (name == "report" && (count || value == "never"))
        severity.report_within = count;
    else if (name == "channel")
        severity.channel = value;
    else if (name == "business_hours_only")
        severity.business_hours_only = value == "yes";
    else if (name == "definition")
        severity.definition = value;
}
}  // namespace

std::string to_text(const Policy& policy)
{
    std::string text = fmt::format("zone = {}\n", one_line(policy.team_zone));
    for (const auto& [name, channel] : policy.channels)
        text += fmt::format("channel.{} = {}\n", name, one_line(channel));
    for (std::size_t i = 0; i < policy.severities.size(); ++i)
    {
        const auto& severity = policy.severities[i];
        text +=
            fmt::format("P{0}.respond = {1}\nP{0}.resolve = {2}\nP{0}.update = {3}\nP{0}.report = {4}\nP{0}.channel = "
                        "{5}\nP{0}.business_hours_only = {6}\nP{0}.definition = {7}\n",
                        i, severity.respond_within.count(), severity.resolve_within.count(),
                        figure(severity.update_every), figure(severity.report_within), one_line(severity.channel),
                        severity.business_hours_only ? "yes" : "no", one_line(severity.definition));
    }
    return text;
}

void lay_text_over(std::string_view text, Policy& policy)
{
    constexpr std::string_view equals = " = ";
    while (!text.empty())
    {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto middle = line.find(equals);
        if (middle == std::string_view::npos)
            continue;
        const auto name = line.substr(0, middle);
        const auto value = line.substr(middle + equals.size());
        if (name == "zone")
            policy.team_zone = value;
        else if (name.starts_with("channel."))
            policy.channels[std::string{name.substr(8)}] = value;
        else if (name.size() > 3 && name[0] == 'P' && name[1] >= '0' && name[1] <= '3' && name[2] == '.')
            lay_severity(name.substr(3), value, policy.severities[static_cast<std::size_t>(name[1] - '0')]);
    }
}

}  // namespace hotwatch::plan
