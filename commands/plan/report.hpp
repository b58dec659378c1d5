// What was read from a plan and what an import did, as text for a terminal. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/import.hpp"
#include "commands/plan/lint.hpp"

namespace hotwatch
{

/// `plan check`: every heading with what became of it, what could not be read, what is proposed.
std::string check_report(const Plan& plan, std::span<const PlanFinding> findings, std::string_view file);

/// `plan import`: the headings, what could not be read, what changed, the conflicts, and whom nobody in Slack is.
/// `oncall_command` is /oncall as this workspace calls it.
std::string import_report(const Imported& imported, const ImportRequest& request, std::string_view oncall_command);

}  // namespace hotwatch
