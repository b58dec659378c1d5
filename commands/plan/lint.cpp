#include "commands/plan/lint.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/plan/lint_rules.hpp"

namespace hotwatch
{

std::string plan::in_words(seconds time)
{
    const auto count = time.count();
    if (count % 86'400 == 0 && count > 86'400)
        return fmt::format("{} d", count / 86'400);
    if (count % 3'600 == 0 && count > 0)
        return fmt::format("{} h", count / 3'600);
    if (count > 3'600)
        return fmt::format("{} h {} min", count / 3'600, count % 3'600 / 60);
    return count % 60 == 0 ? fmt::format("{} min", count / 60) : fmt::format("{} s", count);
}

std::vector<PlanFinding> lint_plan(const Plan& plan, std::string_view markdown, bool has_zone)
{
    std::vector<PlanFinding> findings;
    const plan::Document document{plan::mend(markdown).text};
    const plan::LintView view{plan, document, has_zone, findings};
    plan::lint_times(view);
    plan::lint_people(view);
    plan::lint_text(view);
    plan::lint_surveys(view);
    std::ranges::stable_sort(findings, {}, &PlanFinding::line);
    return findings;
}

}  // namespace hotwatch
