#include "commands/incident/lifecycle.hpp"

#include <utility>

namespace hotwatch::incident
{

namespace
{
/// Moves with which the work on an incident ends or begins anew: a button drawn before means another incident, so to
/// speak.
bool is_turning_point(Move move)
{
    return move != Move::acknowledge && move != Move::mitigate;
}

void acknowledge(Incident& incident, const Mark& mark)
{
    if (!incident.acknowledged)
        incident.acknowledged = mark;
    if (incident.commander.empty())
        incident.commander = mark.by;
}

void reopen(Incident& incident, const Mark& mark)
{
    if (incident.state == IncidentState::cancelled)
    {
        incident.paused += mark.at - incident.moved.at;
        incident.acknowledged.reset();
        incident.response_from = mark.at;
    }
    else
        incident.paused += mark.at - incident.resolved.value_or(incident.moved).at;
    incident.mitigated.reset();
    incident.resolved.reset();
    incident.resolution.clear();
    incident.eta.reset();
    incident.followed_up.reset();
    incident.follow_up.clear();
}
}  // namespace

bool is_unresolved(IncidentState state)
{
    return state == IncidentState::open || state == IncidentState::acknowledged || state == IncidentState::mitigated;
}

std::optional<IncidentState> after(IncidentState state, Move move)
{
    using enum IncidentState;
    const auto when = [](bool possible, IncidentState to) { return possible ? std::optional{to} : std::nullopt; };
    switch (move)
    {
    case Move::acknowledge:
        return when(state == open, acknowledged);
    case Move::mitigate:
        return when(state == open || state == acknowledged, mitigated);
    case Move::resolve:
        return when(is_unresolved(state), resolved);
    case Move::reopen:
        return state == cancelled ? std::optional{open} : when(state == resolved || state == closed, acknowledged);
    case Move::close:
        return when(state == resolved, closed);
    case Move::cancel:
        return when(is_unresolved(state), cancelled);
    case Move::merge:
        return when(is_unresolved(state), merged);
    }
    return std::nullopt;
}

Incident moved(Incident incident, Move move, const Mark& mark, std::string why)
{
    const auto to = after(incident.state, move);
    switch (move)
    {
    case Move::acknowledge:
        acknowledge(incident, mark);
        break;
    case Move::mitigate:
        acknowledge(incident, mark);
        incident.mitigated = mark;
        break;
    case Move::resolve:
        acknowledge(incident, mark);
        incident.resolved = mark;
        incident.resolution = why;
        break;
    case Move::reopen:
        reopen(incident, mark);
        break;
    case Move::close:
    case Move::cancel:
    case Move::merge:
        break;
    }
    incident.state = to.value_or(incident.state);
    incident.moved = mark;
    incident.moved_why = std::move(why);
    ++incident.version;
    if (is_turning_point(move))
    {
        incident.moved_version = incident.version;
        incident.reminders_unanswered = 0;
    }
    return incident;
}

std::string_view word(IncidentState state)
{
    switch (state)
    {
    case IncidentState::open:
        return "open";
    case IncidentState::acknowledged:
        return "acknowledged";
    case IncidentState::mitigated:
        return "mitigated";
    case IncidentState::resolved:
        return "resolved";
    case IncidentState::closed:
        return "closed";
    case IncidentState::cancelled:
        return "cancelled";
    case IncidentState::merged:
        return "merged";
    }
    return "unknown";
}

}  // namespace hotwatch::incident
