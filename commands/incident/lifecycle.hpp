// Which move leads from which state to which (product section 5). Pure.
#pragma once

#include <optional>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch::incident
{

enum class Move
{
    acknowledge,
    mitigate,
    resolve,
    reopen,
    close,
    cancel,
    merge
};

/// Open, acknowledged or mitigated: somebody still has work with it.
bool is_unresolved(IncidentState state);

/// The state that `move` leads to. nullopt: not possible from `state`. What a move asks for besides (nothing owed
/// before closing, an unresolved target of a merge, rights) is for its handler.
std::optional<IncidentState> after(IncidentState state, Move move);

/// The incident after the move, by `mark` and for the reason `why` (of a resolution: what fixed it). Mitigating and
/// resolving what is open acknowledges it too, by that person; whoever acknowledges commands where nobody does yet.
/// Reopening takes the time since the resolution out of its clocks, and asks for the report anew; one that was
/// cancelled is open again, so its response clock starts anew. The version grows.
/// Precondition: after(incident.state, move). A merge names its target besides.
Incident moved(Incident incident, Move move, const Mark& mark, std::string why);

std::string_view word(IncidentState state);  // "open", "acknowledged", …

}  // namespace hotwatch::incident
