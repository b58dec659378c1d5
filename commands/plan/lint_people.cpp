// Rotations, the hours that they are meant in, and who takes over.
#include <algorithm>

#include <fmt/format.h>

#include "commands/plan/lint_rules.hpp"

namespace hotwatch::plan
{

namespace
{
std::string date(const std::chrono::year_month_day& day)
{
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

void find_end(const LintView& view)
{
    const auto& rotation = view.plan.rotation;
    if (rotation.empty())
        return;
    if (view.plan.rotation_kind == RotationKind::dated)
        view.find(rotation.back().line, fmt::format("The rotation ends on {}.", date(rotation.back().last)),
                  fmt::format("From then on its {} row{} repeat{}, and the answers say so.", rotation.size(),
                              rotation.size() == 1 ? "" : "s", rotation.size() == 1 ? "s" : ""));
    else if (!view.plan.rotation_start)
        view.find(rotation.front().line, "Nothing says in which week the rotation begins.",
                  fmt::format("Its first row is the week of {}; write **Rotation starts**: and a date.",
                              date(rotation.front().first)));
    for (const auto& shift : rotation)
        if (shift.primary.empty())
            view.find(shift.line, fmt::format("Nobody is on call on {}.", shift.label),
                      "Add a row; until then the emergency channel is told.");
}

void find_gaps(const LintView& view)
{
    const auto& rotation = view.plan.rotation;
    if (view.plan.rotation_kind != RotationKind::dated)
        return;
    for (std::size_t i = 1; i < rotation.size(); ++i)
    {
        using std::chrono::days;
        const auto from = std::chrono::sys_days{rotation[i - 1].last} + days{1};
        const auto until = std::chrono::sys_days{rotation[i].first} - days{1};
        if (from <= until)
            view.find(rotation[i].line, fmt::format("Nobody is on call from {} to {}.", date(from), date(until)),
                      "Add a row; until then the emergency channel is asked.");
    }
}

void find_missing_zone(const LintView& view)
{
    const bool names_a_wrong_one = std::ranges::any_of(view.plan.problems, [](const PlanProblem& problem)
                                                       { return problem.text.find("time zone") != std::string::npos; });
    if (view.plan.team_zone.empty() && !view.has_zone && !names_a_wrong_one)
        view.find(1, "No time zone is written: nobody can tell when a handoff at 09:00 is.",
                  "America/New_York counts. Write **Time zone**: Europe/Berlin, or set [team] timezone.");
}

void find_nobody_to_take_over(const LintView& view)
{
    const auto within = view.plan.severities[0].respond_within;
    if (!within)
        return;
    for (const auto& shift : view.plan.rotation)
        if (!shift.primary.empty() && (shift.backup.empty() || shift.backup == shift.primary))
            view.find(shift.line,
                      fmt::format("A P0 is answered within {}, but nobody takes over from {} in {}.", in_words(*within),
                                  shift.primary, shift.label),
                      shift.manager.empty() ? "The emergency channel is told instead; name a backup."
                                            : fmt::format("{} is called instead; name a backup.", shift.manager));
}
}  // namespace

void lint_people(const LintView& view)
{
    find_end(view);
    find_gaps(view);
    find_missing_zone(view);
    find_nobody_to_take_over(view);
}

}  // namespace hotwatch::plan
