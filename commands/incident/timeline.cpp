// `timeline`: what happened, entry by entry, a screen at a time.
#include <algorithm>
#include <charconv>

#include "commands/incident/find.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render_timeline.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr int entries_on_a_screen = 15;

/// A flag that counts entries, from 1. nullopt: left out, or no such number.
std::optional<std::int64_t> number_in(const Request& request, std::string_view flag)
{
    const auto text = said(request, flag);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0 ? std::optional{number}
                                                                                  : std::nullopt;
}
}  // namespace

Outcome show_timeline(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant(request, book, now);
    if (!found)
        return found.error();
    const auto view = view_of(found->incident, book, now);
    const auto size = book.incidents.timeline_size(found->incident.id);

    if (request.words.flags.contains("entry"))
    {
        const auto number = number_in(request, "entry");
        if (!number || *number > size)
            return refuse(Refusal::Why::usage, no_such_entry(view, size));
        const auto entry = book.incidents.timeline_part(found->incident.id, *number - 1, 1).front();
        return unchanged(render_entry(view, {*number, entry, name_of(entry.actor, book)}));
    }
    auto end = size;
    if (request.words.flags.contains("before"))
    {
        const auto number = number_in(request, "before");
        if (!number || *number > size + 1)
            return refuse(Refusal::Why::usage, no_such_entry(view, size));
        end = *number - 1;
    }
    const auto skip = std::max<std::int64_t>(0, end - entries_on_a_screen);
    std::vector<NumberedEntry> entries;
    for (const auto& entry : book.incidents.timeline_part(found->incident.id, skip, static_cast<int>(end - skip)))
        entries.push_back({skip + static_cast<std::int64_t>(entries.size()) + 1, entry, name_of(entry.actor, book)});
    return unchanged(render_timeline(view, entries, size));
}

}  // namespace hotwatch
