// What every process does with a freshly opened store: the plan is read into it once, and the policy is put together.
#pragma once

#include "bot/config.hpp"
#include "commands/plan/apply.hpp"
#include "storage/database.hpp"

namespace hotwatch
{

extern const std::string_view built_in_plan;  // deploy/hotdash-plan.md

/// What the configuration says of reading a plan. Throws ConfigError for a zone or handoff that cannot be understood.
PlanSettings plan_settings(const Config& config);

/// In an open transaction: imports the built-in plan where the store holds none or an older one; a plan that somebody
/// imported stays, and is read again only where the configuration or this program's reading of it changed. Ties the
/// configured people. Returns the plan's figures with the configuration laid over them, for the book once the
/// transaction is on disk. Throws as plan_settings does.
Policy lay_configuration(Book& book, const Config& config, UtcMillis now, std::string_view built_in = built_in_plan);

/// The same in a transaction of its own; sets the book's policy.
void prepare_book(Database& database, const Config& config, UtcMillis now, std::string_view built_in = built_in_plan);

}  // namespace hotwatch
