// The plan's rotation, as dated shifts.
#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql delete_shifts = R"sql(
    DELETE FROM shift
)sql";

constexpr Sql insert_shift = R"sql(
    INSERT INTO shift (starts_at, ends_at, label, primary_name, backup_name, manager_name)
    VALUES (:starts_at, :ends_at, :label, :primary_name, :backup_name, :manager_name)
)sql";

constexpr Sql select_shifts = R"sql(
    SELECT id, starts_at, ends_at, label, primary_name, backup_name, manager_name FROM shift ORDER BY starts_at, id
)sql";

}  // namespace

void Schedule::replace(const std::vector<Shift>& shifts)
{
    connection_.prepare(delete_shifts).run();
    for (const auto& shift : shifts)
        connection_.prepare(insert_shift)
            .bind(":starts_at", shift.period.start)
            .bind(":ends_at", shift.period.end)
            .bind(":label", shift.label)
            .bind(":primary_name", shift.primary)
            .bind(":backup_name", shift.backup)
            .bind(":manager_name", shift.manager)
            .run();
}

std::vector<Shift> Schedule::shifts()
{
    auto row = connection_.prepare(select_shifts);
    std::vector<Shift> shifts;
    while (row.step())
    {
        Shift& shift = shifts.emplace_back();
        shift.id = row.integer();
        shift.period.start = row.time();
        shift.period.end = row.time();
        shift.label = row.text();
        shift.primary = row.text();
        shift.backup = row.text();
        shift.manager = row.text();
    }
    return shifts;
}

}  // namespace hotwatch
