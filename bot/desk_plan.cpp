// A plan that somebody gave: put in force, and the report told.
#include "bot/desk.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/plan/report.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

void Desk::take(const PlanGiven& event, BatchResult& result)
{
    // A configuration read in this very batch counts already.
    auto settings =
        new_settings_ ? *new_settings_ : NewSettings{{}, settings_.backups, settings_.plan, settings_.lay_over};
    const auto imported = import_plan(event.request, settings.plan, book_, clock_.now());
    if (imported.changed && !event.request.is_dry)
    {
        settings.policy = load_policy(book_);
        settings.lay_over(settings.policy);
        incident::keep_cadences(settings.policy, &book_.policy(), book_, clock_.now());
        new_settings_ = std::move(settings);
    }
    result.answers.push_back({event.ticket,
                              import_report(imported, event.request, shown_name("oncall", book_.policy())),
                              imported.plan.problems.empty() && !imported.is_no_plan ? 0 : 1});
}

}  // namespace hotwatch
