#include "storage/migrations.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <filesystem>

#include "storage/database.hpp"
#include "storage/file_moves.hpp"
#include "storage/store_file.hpp"

namespace hotwatch
{

extern const std::string_view migration_0001;  // storage/migrations/0001_initial.sql
extern const std::string_view migration_0002;  // storage/migrations/0002_knowledge.sql
extern const std::string_view migration_0003;  // storage/migrations/0003_punctuality.sql
extern const std::string_view migration_0004;  // storage/migrations/0004_overrides.sql
extern const std::string_view migration_0005;  // storage/migrations/0005_incident_life.sql
extern const std::string_view migration_0006;  // storage/migrations/0006_lists.sql
extern const std::string_view migration_0007;  // storage/migrations/0007_direct_channels.sql
extern const std::string_view migration_0008;  // storage/migrations/0008_incident_search.sql
extern const std::string_view migration_0009;  // storage/migrations/0009_long_declarations.sql

namespace
{

// A released script is never edited; the next one is appended here.
const std::array migrations{&migration_0001, &migration_0002, &migration_0003, &migration_0004, &migration_0005,
                            &migration_0006, &migration_0007, &migration_0008, &migration_0009};

int schema_of(Connection& connection)
{
    return std::stoi(connection.ask("PRAGMA user_version"));
}

std::string sql_text(std::string_view text)
{
    std::string sql = "'";
    for (const char c : text)
        sql += c == '\'' ? std::string{"''"} : std::string{c};
    return sql + "'";
}

/// The store as it is, whole or not at all; one of an earlier try is replaced. For whoever wants to go back.
void keep_copy(Connection& connection, const std::string& copy)
{
    const auto part = copy + ".part";
    const auto refuse = [&copy](const std::string& why)
    {
        throw StoreRefused{fmt::format("the store was not brought to schema version {}: the copy {} could not be made "
                                       "first: {}",
                                       newest_schema(), copy, why)};
    };
    std::error_code none;
    std::filesystem::remove(part, none);
    if (!FileHandle{::open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)}.is_open())
        refuse(reason());
    try
    {
        connection.run_script(fmt::format("VACUUM INTO {}", sql_text(part)));
        // Slack's response_urls are secrets, and over before anybody goes back to this.
        Connection{part, ""}.run_script("PRAGMA secure_delete = ON; UPDATE outbox SET response_url = ''; "
                                        "UPDATE seen SET response_url = ''");
    }
    catch (...)
    {
        std::filesystem::remove(part, none);
        throw;
    }
    if (!sync_file(part) || std::rename(part.c_str(), copy.c_str()) != 0 || !sync_folder(copy))
        refuse(reason());
}

}  // namespace

int newest_schema()
{
    return static_cast<int>(migrations.size());
}

void refuse_newer_schema(Connection& connection, const std::string& path)
{
    if (const int schema = schema_of(connection); schema > newest_schema())
        throw StoreRefused{
            fmt::format("{} has schema version {}, and this hotwatch knows versions up to {}: start the newer "
                        "hotwatch that wrote it, or restore a backup made before the upgrade",
                        path, schema, newest_schema())};
}

void migrate(Connection& connection, const std::string& store)
{
    const int found = schema_of(connection);
    if (found >= newest_schema())
        return;
    if (found > 0 && !store.empty())
        keep_copy(connection, fmt::format("{}.before-v{}", store, newest_schema()));
    connection.begin();
    try
    {
        for (int schema = found; schema < newest_schema(); ++schema)
            connection.run_script(std::string{*migrations[static_cast<std::size_t>(schema)]});
        connection.run_script(fmt::format("PRAGMA user_version = {}", newest_schema()));
        connection.commit();
    }
    catch (...)
    {
        connection.roll_back();
        throw;
    }
}

}  // namespace hotwatch
