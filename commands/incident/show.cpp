// `/incident`, `show`, `list`: what is going on.
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/find.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr int entries_shown = 5;

Reply show_one(const Incident& incident, Book& book, UtcMillis now)
{
    std::vector<std::pair<TimelineEntry, std::string>> entries;
    for (const auto& entry : book.incidents.timeline(incident.id, entries_shown))
        entries.emplace_back(entry, name_of(entry.actor, book));
    Reply answer;
    answer.message = render_incident(view_of(incident, book, now), entries, now);
    return answer;
}

/// What a list is narrowed to.
struct Filter
{
    std::string title = "Open incidents, worst first:";
    std::string none = "No incident is open.";
    std::optional<Severity> severity;
    UserId of;  // declared or commanded by them; empty: anybody's
};

Reply show_list(const Filter& filter, Book& book, UtcMillis now)
{
    std::vector<View> views;
    for (const auto& incident : book.incidents.open())
    {
        const bool is_theirs = filter.of.empty() || incident.commander == filter.of ||
                               incident.declared.by == filter.of ||
                               (incident.acknowledged && incident.acknowledged->by == filter.of);
        if (is_theirs && (!filter.severity || incident.severity == *filter.severity))
            views.push_back(view_of(incident, book, now));
    }
    Reply answer;
    answer.message = render_list(views, views.empty() ? filter.none : filter.title, now);
    return answer;
}

/// "", "open", "mine", "P0". nullopt: none of these.
std::optional<Filter> filter_named(const Request& request)
{
    Filter filter;
    const auto& word = request.words.rest;
    if (word.empty() || word == "open")
        return filter;
    if (word == "mine" || word == "my")
    {
        filter.of = request.user;
        filter.title = "Open incidents that you declared, acknowledged or command:";
        filter.none = "No open incident is yours.";
        return filter;
    }
    filter.severity = parse_severity(word);
    if (!filter.severity)
        return std::nullopt;
    filter.title = fmt::format("Open incidents, {}:", blocks::severity(*filter.severity));
    filter.none = fmt::format("No incident with {} is open.", blocks::severity(*filter.severity));
    return filter;
}

/// The one that is talked about where the question was asked.
std::optional<Incident> of_this_place(const Request& request, Book& book)
{
    if (auto here = of_room(request, book))
        return here;
    if (request.channel.empty())
        return std::nullopt;
    const auto found = book.incidents.open_in(request.channel);
    return found.size() == 1 ? std::optional{found.front()} : std::nullopt;
}
}  // namespace

Outcome show_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto& words = request.words;
    if (words.verb == "list")
    {
        const auto filter = filter_named(request);
        if (!filter)
            return refuse(Refusal::Why::usage, how_to("A list is of open ones, yours (`mine`), or one severity.",
                                                      shown_name("incident", book.policy()) + " list P0"));
        return show_list(*filter, book, now);
    }
    if (words.verb == "show" || !words.rest.empty())
    {
        const auto found = meant(request, book, now);
        if (!found)
            return found.error();
        return show_one(found->incident, book, now);
    }
    if (const auto here = of_this_place(request, book))
        return show_one(*here, book, now);
    return show_list({}, book, now);
}

}  // namespace hotwatch
