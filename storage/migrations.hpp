// Brings a store to the schema of this binary: numbered scripts, forward only, all that are missing in one transaction.
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

/// Runs what is missing, all or nothing. A store that has a schema already is kept first, as `<store>.before-v<N>`
/// where N is the schema that it is brought to; "" keeps nothing. Throws StoreRefused where that copy cannot be made.
void migrate(Connection& connection, const std::string& store);

}  // namespace hotwatch
