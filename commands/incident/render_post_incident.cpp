// The post-incident report as Markdown.

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/markdown.hpp"
#include "commands/incident/post_incident.hpp"
#include "commands/incident/words.hpp"
#include "commands/zone.hpp"

namespace hotwatch::incident
{

namespace
{
std::tm wall_time(UtcMillis t, const std::string& zone)
{
    const auto local = std::chrono::floor<seconds>(to_local(t, zone).time_since_epoch());
    return fmt::gmtime(static_cast<std::time_t>(local.count()));
}

std::string day(UtcMillis t, const std::string& zone)
{
    return fmt::format("{:%Y-%m-%d}", wall_time(t, zone));
}

std::string moment(UtcMillis t, const std::string& zone)
{
    return fmt::format("{:%Y-%m-%d %H:%M} {}", wall_time(t, zone), zone_name(t, zone));
}

std::string by(const std::string& who, UtcMillis at, const std::string& zone)
{
    return fmt::format("{}, by {}", moment(at, zone), markdown::line(who));
}

std::string blank(std::string_view what)
{
    return fmt::format("_To fill in: {}_\n", what);
}

std::string fact(std::string_view name, const std::string& value)
{
    return value.empty() ? std::string{} : fmt::format("- **{}:** {}\n", name, value);
}

std::string status(const PostIncident& report)
{
    const auto& incident = report.view.incident;
    const std::string state{word(incident.state)};
    if (incident.state == IncidentState::merged)
        return fmt::format("merged into INC-{}; the work went on there", incident.merged_into);
    if (incident.resolved && incident.state == IncidentState::resolved)
        return state;
    return is_unresolved(incident.state)
               ? fmt::format("{}: the figures below are as of {}", state, moment(report.now, report.zone))
               : state;
}

/// From the start of the impact, where somebody said when that was, to its end.
std::string impact_lasted(const PostIncident& report)
{
    const auto& incident = report.view.incident;
    const auto from = incident.started_at.value_or(incident.declared.at);
    const bool goes_on = is_unresolved(incident.state);
    const auto to = incident.resolved ? incident.resolved->at : goes_on ? report.now : incident.moved.at;
    return fmt::format("{}, from {} to {}{}", blocks::duration(to - from), moment(from, report.zone),
                       goes_on ? "now, " : "", moment(to, report.zone));
}

std::string kept(const Clock& clock, UtcMillis now)
{
    if (clock.is_void)
        return {};
    if (!clock.stopped)
        return fmt::format("not yet ({}, {})", promised(clock), time_left(clock, now));
    return verdict(clock, now);
}

std::string severity_history(const PostIncident& report)
{
    auto text = blocks::severity(report.view.incident.severity);
    for (const auto& [number, entry, who] : report.timeline)
        if (entry.action == "severity")
            text += fmt::format("; {} {}", moment(entry.at, report.zone), markdown::line(entry.text));
    return text;
}

std::string others(const PostIncident& report)
{
    std::string text;
    for (const auto& part : report.view.parts)
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", markdown::line(part.name), word(part.role));
    return text;
}

std::string counted(const PostIncident& report)
{
    int updates = 0;
    int reminders = 0;
    for (const auto& [number, entry, who] : report.timeline)
    {
        updates += entry.action == "update" ? 1 : 0;
        reminders += entry.action == "reminder" ? 1 : 0;
    }
    return fmt::format("{}; {} {} asked for one", updates, reminders, reminders == 1 ? "reminder" : "reminders");
}

std::string facts(const PostIncident& report)
{
    const auto& view = report.view;
    const auto& incident = view.incident;
    const auto& zone = report.zone;
    return fact("Incident", label(incident)) + fact("Date", day(incident.declared.at, zone)) +
           fact("Severity", severity_history(report)) + fact("State", status(report)) +
           fact("Duration", impact_lasted(report)) + fact("Service", markdown::line(incident.service)) +
           fact("Declared", by(view.declared_by, incident.declared.at, zone)) +
           fact("Acknowledged", kept(view.clocks.response, report.now)) +
           fact("Resolved", kept(view.clocks.resolution, report.now)) +
           fact("Commander", view.commander.empty() ? "nobody" : markdown::line(view.commander)) +
           fact("Also worked on it", others(report)) + fact("Updates", counted(report)) +
           fact("Where it was talked about", view.link);
}

std::string timeline(const PostIncident& report)
{
    std::string text;
    std::string shown_day;
    for (const auto& [number, entry, who] : report.timeline)
    {
        if (const auto today = day(entry.at, report.zone); today != shown_day)
        {
            text += fmt::format("{}### {}\n\n", text.empty() ? "" : "\n", today);
            shown_day = today;
        }
        text += fmt::format("- {:%H:%M} {} · **{}** · {}\n", wall_time(entry.at, report.zone),
                            zone_name(entry.at, report.zone), markdown::line(entry.action), markdown::line(who));
        if (!entry.text.empty())
            text += markdown::quote(entry.text, "  ");
    }
    return text.empty() ? "The timeline is empty.\n" : text;
}

std::string resolution(const PostIncident& report)
{
    const auto& view = report.view;
    const auto& incident = view.incident;
    if (is_unresolved(incident.state))
        return "Not resolved yet.\n";
    if (!incident.resolved)  // cancelled, or part of another now
    {
        const auto text =
            fmt::format("It was {} {}.\n", word(incident.state), by(view.moved_by, incident.moved.at, report.zone));
        return incident.moved_why.empty() ? text : text + "\n" + markdown::quote(incident.moved_why, "");
    }
    auto text = fmt::format("Resolved {}.\n", by(view.resolved_by, incident.resolved->at, report.zone));
    if (incident.resolution.empty())
        return text + "\n" + blank("what ended it.");
    return text + "\n" + markdown::quote(incident.resolution, "");
}
}  // namespace

std::string render_post_incident(const PostIncident& report)
{
    const auto section = [](std::string_view heading, const std::string& text)
    { return fmt::format("\n## {}\n\n{}", heading, text); };
    return fmt::format("# {}\n\n", markdown::line(report.view.incident.title)) + facts(report) +
           section("Impact", blank("who noticed it, how, and how many; what they could not do; what was lost.")) +
           section("Timeline", timeline(report)) +
           section("Root cause",
                   blank("what made it possible, and why it was not noticed sooner. Causes, not people.")) +
           section("Resolution", resolution(report)) +
           section("Lessons", "What went well:\n\n- " + blank("what helped, and should stay so.") +
                                  "\nWhat did not:\n\n- " + blank("what cost time.") + "\nWhere luck helped:\n\n- " +
                                  blank("what will not help the next time.")) +
           section("Action items", "- [ ] " + blank("what, who, by when."));
}

std::string post_incident_file(const PostIncident& report)
{
    constexpr std::size_t longest = 60;
    const auto& incident = report.view.incident;
    std::string name;
    for (const char c : incident.title)
    {
        const bool is_upper = c >= 'A' && c <= 'Z';
        if (is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            name += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!name.empty() && name.back() != '-')
            name += '-';
        if (name.size() == longest)
            break;
    }
    name.erase(name.find_last_not_of('-') + 1);
    if (name.empty())
        name = fmt::format("inc-{}", incident.id);
    return fmt::format("{}-{}.md", day(incident.declared.at, report.zone), name);
}

}  // namespace hotwatch::incident
