// An incident with everything that its messages say about it, gathered once so that rendering stays pure.
#pragma once

#include <optional>
#include <string>

#include "commands/incident/clocks.hpp"
#include "commands/oncall/resolve.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

struct View
{
    Incident incident;
    SeverityPolicy policy;
    Clocks clocks;
    std::optional<UtcMillis> next_update;  // when the next reminder falls due
    OnCall on_call;
    // Names as people read them, not escaped; "" where there is nobody.
    std::string declared_by;
    std::string commander;
    std::string acknowledged_by;
    std::string resolved_by;
    std::string updated_by;
    std::string command;  // "/incident", as this workspace calls it
};

View view_of(const Incident& incident, Book& book, UtcMillis now);

}  // namespace hotwatch::incident
