// A satisfaction target needs a question that can be counted.
#include <algorithm>
#include <array>

#include "commands/plan/lint_rules.hpp"

namespace hotwatch::plan
{

namespace
{
/// "rate us from 1 to 5", "on a scale of 1-10", "score".
bool asks_for_a_score(std::string_view line)
{
    constexpr std::array marks{std::string_view{" 1 5"},    std::string_view{"1 to 5"}, std::string_view{"1 10"},
                               std::string_view{"1 to 10"}, std::string_view{"scale"},  std::string_view{"score"},
                               std::string_view{"stars"},   std::string_view{"nps"}};
    const auto words = " " + folded(line) + " ";
    return std::ranges::any_of(marks,
                               [&words](std::string_view mark) { return words.find(mark) != std::string::npos; });
}

bool is_about_surveys(std::string_view heading)
{
    const auto words = folded(heading);
    return words.find("feedback") != std::string::npos || words.find("survey") != std::string::npos;
}
}  // namespace

void lint_surveys(const LintView& view)
{
    const auto& goals = view.plan.goals;
    const auto goal = std::ranges::find(goals, PlanGoal::Kind::satisfaction, &PlanGoal::kind);
    if (goal == goals.end())
        return;
    for (const auto& section : view.document.sections())
        for (int number = section.first; is_about_surveys(section.heading) && number < section.end; ++number)
            if (asks_for_a_score(view.document.line(number)))
                return;
    view.find(goal->line, "Satisfaction has a target, but no survey asks a question that gives a figure.",
              "\"How satisfied are you, from 1 to 5?\" is added to each survey; 4 and 5 count as satisfied.");
}

}  // namespace hotwatch::plan
