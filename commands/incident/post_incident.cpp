#include "commands/incident/post_incident.hpp"

#include "commands/grammar.hpp"

namespace hotwatch::incident
{

namespace
{
/// "<@U0ANA>" as Slack's own clients show it; a report is read without Slack.
std::string with_names(const std::string& text, Book& book)
{
    std::string out;
    std::size_t done = 0;
    for (auto at = text.find("<@"); at != std::string::npos; at = text.find("<@", done))
    {
        const auto end = text.find('>', at);
        if (end == std::string::npos)
            break;
        const auto user = parse_user(std::string_view{text}.substr(at, end + 1 - at));
        out.append(text, done, at - done);
        out += user ? "@" + name_of(*user, book) : text.substr(at, end + 1 - at);
        done = end + 1;
    }
    return out.append(text, done);
}
}  // namespace

PostIncident post_incident_of(const Incident& incident, Book& book, UtcMillis now)
{
    PostIncident report{
        .view = view_of(incident, book, now), .timeline = {}, .zone = book.policy().team_zone, .now = now};
    report.view.incident.resolution = with_names(incident.resolution, book);
    for (auto& entry : book.incidents.timeline(incident.id))
    {
        entry.text = with_names(entry.text, book);
        auto who = name_of(entry.actor, book);
        report.timeline.push_back(
            {static_cast<std::int64_t>(report.timeline.size()) + 1, std::move(entry), std::move(who)});
    }
    return report;
}

}  // namespace hotwatch::incident
