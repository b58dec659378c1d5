#include "storage/settings.hpp"

#include <fmt/format.h>

#include "storage/database.hpp"

namespace hotwatch
{

namespace
{

struct Setting
{
    std::string_view name;
    Sql set;
    Sql get;
    std::string_view expected;
    bool is_for_files = false;  // has no meaning for a store in memory
};

// SQLite 3.40, as Debian 12 has it, can lose a WAL reset between two connections: there is one, and nobody else gets
// in. Set before the first look into the file, this also keeps the WAL index in our own memory, out of a shared file.
constexpr Setting cautious[] = {
    {"locking_mode=EXCLUSIVE", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA locking_mode", "exclusive"},
    {"mmap_size=0", "PRAGMA mmap_size = 0", "PRAGMA mmap_size", "0",
     true},  // an I/O error stays an error, not a SIGBUS
    {"trusted_schema=OFF", "PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"},
    {"cell_size_check=ON", "PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1"},
    {"foreign_keys=ON", "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"},
    {"temp_store=MEMORY", "PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2"},
    {"synchronous=FULL", "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2"},
    {"cache_size=8 MiB", "PRAGMA cache_size = -8192", "PRAGMA cache_size", "-8192"},
};

constexpr Setting writing[] = {
    {"journal_mode=WAL", "PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal", true},
    {"journal_size_limit=64 MiB", "PRAGMA journal_size_limit = 67108864", "PRAGMA journal_size_limit", "67108864",
     true},
    {"secure_delete=FAST", "PRAGMA secure_delete = FAST", "PRAGMA secure_delete",
     "2"},  // erased secrets are overwritten
};

template <std::size_t Count>
void apply(Connection& connection, const Setting (&settings)[Count], bool is_in_memory)
{
    for (const auto& setting : settings)
    {
        if (is_in_memory && setting.is_for_files)
            continue;
        connection.ask(setting.set);
        const auto got = connection.ask(setting.get);
        if (got != setting.expected)
            throw StoreRefused{
                fmt::format("SQLite did not take the setting {} (it says '{}'): the store cannot be kept safely "
                            "with this SQLite or on this file system",
                            setting.name, got)};
    }
}

}  // namespace

void apply_cautious_settings(Connection& connection, bool is_in_memory)
{
    apply(connection, cautious, is_in_memory);
    if (!connection.be_defensive())
        throw StoreRefused{"SQLite did not take the setting SQLITE_DBCONFIG_DEFENSIVE: this SQLite is too old"};
}

void apply_writing_settings(Connection& connection, bool is_in_memory)
{
    apply(connection, writing, is_in_memory);
}

}  // namespace hotwatch
