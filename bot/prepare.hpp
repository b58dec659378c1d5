// What every process does with a freshly opened store: the plan is read into it once, and the policy is put together.
#pragma once

#include "bot/config.hpp"
#include "storage/database.hpp"

namespace hotwatch
{

/// In an open transaction: imports the built-in plan where the store holds none or an older one, and ties the
/// configured people. Returns the plan's figures with the configuration laid over them, for the book once the
/// transaction is on disk. Throws ConfigError for a zone or handoff that cannot be understood.
Policy lay_configuration(Book& book, const Config& config, UtcMillis now);

/// Imports the built-in plan where the store holds none or an older one, ties the configured people, and sets the
/// book's policy: the plan's figures with the configuration laid over them. Throws ConfigError for a zone or handoff
/// that cannot be understood.
void prepare_book(Database& database, const Config& config, UtcMillis now);

}  // namespace hotwatch
