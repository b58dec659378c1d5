// An incident with everything that its messages say about it, gathered once so that rendering stays pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/incident/asked.hpp"
#include "commands/incident/clocks.hpp"
#include "commands/oncall/resolve.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// A role in this incident, and the name of who has it; not escaped.
struct Part
{
    IncidentRole role = IncidentRole::responder;
    std::string name;
};

struct View
{
    Incident incident;
    SeverityPolicy policy;
    Clocks clocks;
    std::optional<UtcMillis> next_update;  // when the next reminder falls due
    OnCall on_call;
    Asked asked;              // whom it is asked of while it is open
    std::vector<Part> parts;  // by role; without the commander
    // Names as people read them, not escaped; "" where there is nobody.
    std::string declared_by;
    std::string commander;
    std::string acknowledged_by;
    std::string resolved_by;
    std::string updated_by;
    std::string moved_by;        // "Hotwatch" where it closed by itself
    std::string link;            // to its thread; "" until Slack has told its own address and the thread's
    std::string command;         // "/incident", as this workspace calls it
    std::string oncall_command;  // "/oncall"
};

View view_of(const Incident& incident, Book& book, UtcMillis now);

}  // namespace hotwatch::incident
