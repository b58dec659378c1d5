// Support Goals: what the team promised itself.
#include <algorithm>

#include <fmt/format.h>

#include "commands/letters.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch
{

seconds error_budget(const PlanGoal& uptime, seconds period)
{
    constexpr std::int64_t whole = 100'000;
    return seconds{period.count() * (whole - std::clamp<std::int64_t>(uptime.share, 0, whole)) / whole};
}

namespace plan
{

namespace
{
bool is_goals(std::string_view heading)
{
    const auto words = folded(heading);
    return words.ends_with("goals") || words.ends_with("objectives") || words.starts_with("service level objective");
}

PlanGoal goal_of(const Item& item)
{
    PlanGoal goal{.text = trim(item.text), .line = item.line};
    std::ranges::replace(goal.text, '\n', ' ');
    const auto words = folded(item.text);
    const auto has = [&words](std::string_view word) { return words.find(word) != std::string::npos; };
    const auto number = number_in(item.text);
    const bool is_share = number && trimmed(number->behind).starts_with('%') && number->thousandths <= 100'000;
    const auto within = figure_in(item.text);
    if (const auto severities = severities_in(item.text); severities.size() == 1)
        goal.severity = severities.front();
    if (is_share && (has("uptime") || has("availab")))
        goal.kind = PlanGoal::Kind::uptime;
    else if (is_share && has("satisf"))
        goal.kind = PlanGoal::Kind::satisfaction;
    else if (within && (has("resol") || has("fixed")))
        goal.kind = PlanGoal::Kind::resolution;
    else if (within && (has("respon") || has("answer")))
        goal.kind = PlanGoal::Kind::response;
    if (goal.kind == PlanGoal::Kind::uptime || goal.kind == PlanGoal::Kind::satisfaction)
        goal.share = number->thousandths;
    else if (goal.kind != PlanGoal::Kind::other)
        goal.within = *within;
    return goal;
}
}  // namespace

void read_goals(Document& document, Plan& plan)
{
    bool is_in_goals = false;
    for (const auto& block : document.blocks())
    {
        if (block.kind == Block::Kind::heading)
            is_in_goals = is_goals(block.text);
        if (!is_in_goals || block.kind != Block::Kind::list)
            continue;
        for (const auto& item : block.items)
            plan.goals.push_back(goal_of(item));
        document.note(block.line, fmt::format("{} goal{}", block.items.size(), block.items.size() == 1 ? "" : "s"));
    }
}

}  // namespace plan

}  // namespace hotwatch
