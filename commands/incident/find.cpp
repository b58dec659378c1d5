#include "commands/incident/find.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/grammar.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
/// What a verb is for, where nobody names an incident.
enum class Wanted
{
    open,
    over
};

/// The first word and what follows it.
std::pair<std::string, std::string> split_first(const std::string& text)
{
    const auto end = text.find_first_of(" \n\t");
    if (end == std::string::npos)
        return {text, {}};
    const auto rest = text.find_first_not_of(" \n\t", end);
    return {text.substr(0, end), rest == std::string::npos ? std::string{} : text.substr(rest)};
}

bool is_bare_number(const std::string& word)
{
    return !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

Refusal not_found(const Message& message)
{
    return {.why = Refusal::Why::not_found, .message = message, .fields = {}};
}

Refusal which_of(const SomeIncidents& candidates, const Request& request)
{
    const auto& words = request.words;
    return {.why = Refusal::Why::ambiguous,
            .message = ask_which(candidates, words.verb, "incident " + words.verb, flags_of(request) + words.rest),
            .fields = {}};
}

/// What a verb for resolved incidents may mean; none where it can only mean something that goes on.
SomeIncidents over_candidates(const Request& request, Book& book)
{
    constexpr int looked_at = 50;
    auto found = book.incidents.resolved(looked_at);
    const auto is_here = [&](const Incident& incident) { return incident.room.channel == request.channel; };
    if (std::ranges::any_of(found, is_here))
        std::erase_if(found, [&](const Incident& incident) { return !is_here(incident); });
    const auto count = static_cast<std::int64_t>(found.size());
    found.resize(std::min<std::size_t>(found.size(), most_choices));
    return {std::move(found), count};
}

/// The last that was closed or cancelled, of the newest few.
std::optional<Incident> last_over(Book& book)
{
    constexpr int looked_at = 50;
    const auto newest = book.incidents.newest();
    for (int i = 0; newest && i < looked_at; ++i)
    {
        auto incident = book.incidents.find(newest->id - i);
        if (incident && !is_unresolved(incident->state) && incident->state != IncidentState::merged)
            return incident;
    }
    return std::nullopt;
}

boost::system::result<Meant, Refusal> unnamed(const Request& request, Wanted wanted, Book& book, UtcMillis now)
{
    const auto& words = request.words;
    if (auto here = of_room(request, book))
        return Meant{*here, words.rest};
    if (wanted == Wanted::over)
    {
        auto over = over_candidates(request, book);
        const auto last = words.verb == "reopen" ? last_over(book) : std::nullopt;
        if (last && std::ranges::find(over.first, last->id, &Incident::id) == over.first.end())
        {
            over.first.push_back(*last);
            ++over.count;
        }
        // What was closed a moment ago may be meant as well as what is resolved: reopening is always asked about.
        if (over.count == 1 && !last)
            return Meant{over.first.front(), words.rest};
        if (over.count > 0)
            return which_of(over, request);
    }
    auto candidates =
        request.channel.empty() ? SomeIncidents{} : book.incidents.some_open_in(request.channel, most_choices);
    if (candidates.count == 0)
        candidates = book.incidents.some_open(most_choices);
    if (candidates.count == 1)
        return Meant{candidates.first.front(), words.rest};
    if (candidates.count == 0)
    {
        const auto newest = book.incidents.newest();
        return not_found(nothing_open(newest ? std::optional{view_of(*newest, book, now)} : std::nullopt,
                                      shown_name("incident", book.policy())));
    }
    return which_of(candidates, request);
}

boost::system::result<Meant, Refusal> wanted_one(const Request& request, Wanted wanted, Book& book, UtcMillis now)
{
    const auto [word, rest] = split_first(request.words.rest);
    const auto first = std::string{trimmed(std::string_view{word}, ",;.!?")};  // "INC-12?" names INC-12
    const auto id = parse_incident_id(first);
    if (!id)
        return unnamed(request, wanted, book, now);
    if (*id == 0)
    {
        Request unsaid = request;
        unsaid.words.rest = rest;
        return unnamed(unsaid, wanted, book, now);
    }
    auto incident = book.incidents.find(*id);
    if (is_bare_number(first) && !rest.empty())
    {
        const auto here = of_room(request, book);
        const bool fits = incident && (wanted == Wanted::over ? incident->state == IncidentState::resolved
                                                              : is_unresolved(incident->state));
        const bool is_text = here ? here->id != *id : !fits;
        if (is_text)
            return unnamed(request, wanted, book, now);
    }
    if (!incident)
        return not_found(no_such_incident(*id, shown_name("incident", book.policy())));
    return Meant{*incident, rest};
}
}  // namespace

std::optional<Incident> of_room(const Request& request, Book& book)
{
    if (request.channel.empty() || request.thread_ts.empty())
        return std::nullopt;
    const auto found = book.incidents.in_room({request.channel, request.thread_ts}, 1);
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

boost::system::result<Meant, Refusal> meant(const Request& request, Book& book, UtcMillis now)
{
    return wanted_one(request, Wanted::open, book, now);
}

boost::system::result<Meant, Refusal> meant_over(const Request& request, Book& book, UtcMillis now)
{
    return wanted_one(request, Wanted::over, book, now);
}

}  // namespace hotwatch::incident
