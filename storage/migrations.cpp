#include "storage/migrations.hpp"

#include <fmt/format.h>

#include <array>

#include "storage/database.hpp"

namespace hotwatch
{

extern const std::string_view migration_0001;  // storage/migrations/0001_initial.sql
extern const std::string_view migration_0002;  // storage/migrations/0002_knowledge.sql
extern const std::string_view migration_0003;  // storage/migrations/0003_punctuality.sql
extern const std::string_view migration_0004;  // storage/migrations/0004_overrides.sql
extern const std::string_view migration_0005;  // storage/migrations/0005_incident_life.sql

namespace
{

// A released script is never edited; the next one is appended here.
const std::array migrations{&migration_0001, &migration_0002, &migration_0003, &migration_0004, &migration_0005};

int schema_of(Connection& connection)
{
    return std::stoi(connection.ask("PRAGMA user_version"));
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

void migrate(Connection& connection)
{
    for (int schema = schema_of(connection); schema < newest_schema(); ++schema)
    {
        connection.begin();
        try
        {
            connection.run_script(std::string{*migrations[static_cast<std::size_t>(schema)]});
            connection.run_script(fmt::format("PRAGMA user_version = {}", schema + 1));
            connection.commit();
        }
        catch (...)
        {
            connection.roll_back();
            throw;
        }
    }
}

}  // namespace hotwatch
