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

std::string_view word(IncidentState state);  // "open", "acknowledged", …

}  // namespace hotwatch::incident
