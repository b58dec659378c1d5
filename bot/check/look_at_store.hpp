// What the store can be asked about: whether it is whole, who of the plan is nobody in Slack, what is open in
// the plan itself, how old the newest backup
// is, how much room is left. Pure, but for the room.
#pragma once

#include "bot/backup_plan.hpp"
#include "bot/check/finding.hpp"
#include "commands/plan/lint.hpp"
#include "storage/database.hpp"

namespace hotwatch::check
{

/// Two lines: the file, and the audit chain in it.
Findings about_store(const Verdict& verdict);

/// Names of the plan without a Slack user, or tied to an account that is no more. Nobody tied at all fails.
Findings about_people(Book& book);

/// What is open in the plan in force, or contradicts itself, with the rule that counts meanwhile; a part that cannot be
/// read fails. `file` "": the plan that is built in.
Findings about_plan(const Plan& plan, const std::vector<PlanFinding>& open, const std::string& file);

/// `is_running`: a Hotwatch works on the store, so that backups are being made.
Finding about_backups(Book& book, const BackupPlan& plan, bool is_running, UtcMillis now);

/// Free space where the store is, or is to be.
Finding about_disk(const std::string& store_path);

}  // namespace hotwatch::check
