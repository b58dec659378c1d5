// What a search for incidents found. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

namespace hotwatch::incident
{

struct Sought
{
    std::string words;                                // as typed
    std::vector<std::pair<View, std::string>> found;  // and what was said on its timeline, as in FoundIncident
    std::vector<std::string> unknown;                 // words that were left out, as no incident has them
    bool has_more = false;
    std::string command;          // "/incident", as this workspace calls it
    std::string runbook_command;  // "/runbook"
};
Message render_sought(const Sought& sought, UtcMillis now);

}  // namespace hotwatch::incident
