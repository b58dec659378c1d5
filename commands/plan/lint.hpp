// What a plan leaves open or says twice, each with a rule that would settle it (product section 2). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/parse.hpp"

namespace hotwatch
{

struct PlanFinding
{
    int line = 1;
    std::string text;      // what is so, a sentence
    std::string proposal;  // what counts until the plan says otherwise, or what to write
    friend bool operator==(const PlanFinding&, const PlanFinding&) = default;
};

/// By line. `has_zone`: the configuration names the team's time zone.
std::vector<PlanFinding> lint_plan(const Plan& plan, std::string_view markdown, bool has_zone = false);

}  // namespace hotwatch
