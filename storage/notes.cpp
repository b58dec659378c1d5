// Small values by name.
#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql select_note = R"sql(
    SELECT value FROM note WHERE name = :name
)sql";

constexpr Sql upsert_note = R"sql(
    INSERT INTO note (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE note.value <> excluded.value
)sql";

}  // namespace

std::string Notes::get(std::string_view name)
{
    auto row = connection_.prepare(select_note);
    return row.bind(":name", name).step() ? row.text() : std::string{};
}

void Notes::set(std::string_view name, std::string_view value)
{
    connection_.prepare(upsert_note).bind(":name", name).bind(":value", value).run();
}

}  // namespace hotwatch
