#include "commands/incident/lifecycle.hpp"

namespace hotwatch::incident
{

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
