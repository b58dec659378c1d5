#include "commands/oncall/handler.hpp"

#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
constexpr auto far_ahead = std::chrono::days{120};
}

Refusal refuse(Refusal::Why why, Message message)
{
    return {.why = why, .message = std::move(message), .fields = {}};
}

Reader reader_of(const Request& request, Book& book, UtcMillis now)
{
    const bool is_private = request.origin == Origin::slash || request.origin == Origin::button;
    return {now, is_private && !request.words.flags.contains("share"), shown_name("oncall", book.policy())};
}

Roster roster_ahead(Book& book, UtcMillis now)
{
    return roster_of({now, now + far_ahead}, book);
}

Changed changed(const Stretch& stretch, Book& book)
{
    auto planned = stretch;
    planned.changed.reset();
    return {stretch, holder_of(stretch, book), holder_of(planned, book)};
}

std::optional<Repeats> repeats_by(const Roster& roster, UtcMillis t)
{
    const auto turn = turn_at(roster, t);
    if (!turn || turn->round == 0)
        return std::nullopt;
    return Repeats{*repeats_from(roster.rotation.shifts)};
}

std::vector<Incident> waiting(Book& book)
{
    auto incidents = book.incidents.open();
    std::erase_if(incidents, [](const Incident& incident) { return incident.state != IncidentState::open; });
    return incidents;
}

}  // namespace hotwatch::oncall
