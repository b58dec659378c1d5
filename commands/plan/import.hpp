// A whole plan into the book: figures, rotation, knowledge, and whose plan it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/apply.hpp"
#include "commands/plan/merge.hpp"

namespace hotwatch
{

struct ImportRequest
{
    std::string markdown;
    std::string origin;  // the file's name; "" for the plan that is built in
    std::string actor;   // for the audit log: "console:ana", "hotwatch"
    plan::Side take = plan::Side::neither;
    bool is_dry = false;  // nothing is written
};

struct Imported
{
    Plan plan;
    std::vector<plan::Change> changes;
    FiguresChanged figures;
    Policy before;  // the figures that the book has, and those that the plan gives
    Policy after;
    std::vector<std::string> untied;  // names of the plan that no Slack user carries, as far as people are known
    bool changed = false;             // something was written, or would be
    bool is_no_plan = false;          // nothing in the text makes a support plan: nothing was written
    bool is_first = false;            // a team's own takes the place of the one that is built in
    bool is_from_the_start = false;   // also for the past: nothing happened under the one that is built in
};

/// Reads the plan and puts it in force in the caller's transaction, with one audit row where that changes anything; the
/// same plan once more writes nothing. What could not be read stands in `plan.problems` and keeps what it was before.
Imported import_plan(const ImportRequest& request, const PlanSettings& settings, Book& book, UtcMillis now);

/// The plan that the book works by: `built_in` until somebody imported their own, then theirs.
ImportRequest plan_of(Book& book, std::string_view built_in);

}  // namespace hotwatch
