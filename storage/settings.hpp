// What SQLite must do for us, asked for and read back: a setting that did not take is a reason not to start.
#pragma once

#include "storage/connection.hpp"

namespace hotwatch
{

/// Settings that need no look into the file: one connection without shared memory, no stray ways to write.
/// Throws StoreRefused, naming the setting.
void apply_cautious_settings(Connection& connection, bool is_in_memory);

/// Settings for writing: WAL, and each commit on disk before it returns. These may write the file's header.
/// Throws StoreRefused, naming the setting.
void apply_writing_settings(Connection& connection, bool is_in_memory);

}  // namespace hotwatch
