// `/incident`, `show`: what is going on.
#include "commands/incident/find.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr int entries_shown = 5;

Outcome show_one(const Incident& incident, Book& book, UtcMillis now)
{
    std::vector<std::pair<TimelineEntry, std::string>> entries;
    for (const auto& entry : book.incidents.timeline(incident.id, entries_shown))
        entries.emplace_back(entry, name_of(entry.actor, book));
    const auto into = target_of(incident, book);
    return unchanged(render_incident(view_of(incident, book, now), entries,
                                     into.id == incident.id ? std::string{} : headline(into), now));
}

/// The one that is talked about where the question was asked.
std::optional<Incident> of_this_place(const Request& request, Book& book)
{
    if (auto here = of_room(request, book))
        return here;
    if (request.channel.empty())
        return std::nullopt;
    const auto found = book.incidents.some_open_in(request.channel, 1);
    return found.count == 1 ? std::optional{found.first.front()} : std::nullopt;
}
}  // namespace

Outcome show_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto& words = request.words;
    if (words.verb == "show" || !words.rest.empty())
    {
        const auto found = meant(request, book, now);
        if (!found)
            return found.error();
        return show_one(found->incident, book, now);
    }
    if (const auto here = of_this_place(request, book))
        return show_one(*here, book, now);
    return list_incidents(request, book, now);
}

}  // namespace hotwatch
