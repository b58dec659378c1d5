// `merge into`: two incidents are one.
#include <algorithm>

#include <fmt/format.h>

#include "commands/grammar.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/letters.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

/// "INC-3 into INC-12", "into 12", "INC-3 INC-12": what is typed before and after.
struct Ids
{
    std::string from;  // "" this room's
    std::optional<std::int64_t> into;
};

Ids read_ids(const Request& request)
{
    if (const auto field = request.fields.find(std::string{field_target}); field != request.fields.end())
        return {request.words.rest, parse_incident_id(trimmed(clean(field->second)))};
    std::string_view rest = request.words.rest;
    const auto first = take_word(rest).text;
    if (lowered(first) == "into" || lowered(first) == "with")
        return {{}, parse_incident_id(take_word(rest).text)};
    auto second = take_word(rest).text;
    if (lowered(second) == "into" || lowered(second) == "with")
        second = take_word(rest).text;
    return {first, parse_incident_id(second)};
}

boost::system::result<Incident, Refusal> target(const Ids& ids, const Incident& incident, Book& book, UtcMillis now)
{
    const auto view = view_of(incident, book, now);
    const auto found = book.incidents.find(*ids.into);
    if (!found)
        return refuse(Refusal::Why::not_found, no_such_incident(*ids.into, view.command));
    const auto end = target_of(*found, book);
    if (end.id == incident.id)
        return refuse(Refusal::Why::usage, merge_into_itself(view));
    if (!is_unresolved(end.state))
        return refuse(Refusal::Why::not_now, merge_into_over(view, view_of(end, book, now)));
    return end;
}

std::vector<Incident> others_open(const Incident& incident, Book& book)
{
    constexpr int most_offered = 100;  // of a menu (platform section 15.1)
    auto others = book.incidents.open(most_offered + 1);
    std::erase_if(others, [&](const Incident& other) { return other.id == incident.id; });
    return others;
}
}  // namespace

Outcome merge_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto ids = read_ids(request);
    if (!ids.from.empty() && !parse_incident_id(ids.from))
        return refuse(Refusal::Why::usage, how_to_merge(book.policy()));
    Request about = request;
    about.words.rest = ids.from;
    const auto found = meant_unresolved(about, book, now);
    if (!found)
        return found.error();
    if (auto refusal = out_of_date(request, found->incident, book, now))
        return *std::move(refusal);
    if (auto refusal = only_responders_and_declarer(request, found->incident, "merge incidents", book, now))
        return *std::move(refusal);
    if (!ids.into || *ids.into == 0)
    {
        const auto others = others_open(found->incident, book);
        const auto view = view_of(found->incident, book, now);
        if (others.empty())
            return refuse(Refusal::Why::not_now, nothing_to_merge_into(view));
        return ask_for(request, merge_form(view, others), "merge", found->incident);
    }
    auto into = target(ids, found->incident, book, now);
    if (!into)
        return into.error();

    auto incident = moved(found->incident, Move::merge, {now, request.user}, {});
    incident.merged_into = into->id;
    book.incidents.save(incident);
    note(request, incident, "merged", fmt::format("into INC-{}", into->id), book, now);
    end_work(request, incident, "the merge", book, now);
    note(request, *into, "merged", fmt::format("INC-{} became part of this: {}", incident.id, incident.title), book,
         now);
    const auto view = view_of(incident, book, now);
    const auto target_view = view_of(*into, book, now);
    say_in_room(incident, render_merged(view, target_view), SendClass::acknowledgement, book, now);
    say_in_room(*into, render_merged_in(view, target_view), SendClass::acknowledgement, book, now);
    return reply(incident, answer_merged(view, target_view));
}

}  // namespace hotwatch
