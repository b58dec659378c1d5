// What a plan says that nobody acts on yet by itself, kept in the book as lines of text: escalation levels, alert
// rules, goals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/parse.hpp"

namespace hotwatch
{

struct PlanRules
{
    std::vector<PlanLevel> escalation;
    std::vector<PlanAlert> alerts;
    std::vector<PlanGoal> goals;
    friend bool operator==(const PlanRules&, const PlanRules&) = default;
};

PlanRules rules_of(const Plan& plan);

/// Those of the plan that was put in force last; none where there was none.
PlanRules load_rules(Book& book);

namespace plan
{
inline constexpr std::string_view rules_note = "plan.rules";  // where the book keeps them

/// One line each, its fields parted by tabs.
std::string to_text(const PlanRules& rules);
/// Lines that are not understood are passed over: a newer version may write more.
PlanRules rules_from(std::string_view text);
}  // namespace plan

}  // namespace hotwatch
