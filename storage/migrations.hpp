// Brings a store to the schema of this binary: numbered scripts, forward only, one transaction each.
#pragma once

#include <string>

#include "storage/connection.hpp"

namespace hotwatch
{

/// 'Hwch': marks the file as ours (SQLite header, offset 68).
constexpr std::int64_t application_id = 0x48776368;

/// The schema this binary knows, counted in `user_version`.
[[nodiscard]] int newest_schema();

/// Throws StoreRefused where the file's schema is newer than this binary; `path` is for the message.
void refuse_newer_schema(Connection& connection, const std::string& path);

/// Runs what is missing. A script that fails leaves the store as the one before it left it.
void migrate(Connection& connection);

}  // namespace hotwatch
