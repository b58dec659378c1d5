#include "storage/schedules.hpp"

#include <algorithm>

#include "storage/connection.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

constexpr UtcMillis end_of_time = UtcMillis::max();  // of the version in force

constexpr Sql select_rotation_at = R"sql(
    SELECT id, zone, in_force_from, in_force_until FROM rotation
    WHERE in_force_until > :t AND in_force_from <= :t ORDER BY in_force_until LIMIT 1
)sql";

constexpr Sql end_rotations = R"sql(
    UPDATE rotation SET in_force_until = :since WHERE in_force_until > :since
)sql";

constexpr Sql insert_rotation = R"sql(
    INSERT INTO rotation (zone, in_force_from, in_force_until) VALUES (:zone, :in_force_from, :in_force_until)
)sql";

constexpr Sql delete_shifts_from = R"sql(
    DELETE FROM shift WHERE rotation_id IN (SELECT id FROM rotation WHERE in_force_from >= :since)
)sql";

constexpr Sql delete_rotations_from = R"sql(
    DELETE FROM rotation WHERE in_force_from >= :since
)sql";

constexpr Sql insert_shift = R"sql(
    INSERT INTO shift (rotation_id, starts_at, ends_at, label, primary_name, backup_name, manager_name, wall_start,
        wall_end)
    VALUES (:rotation_id, :starts_at, :ends_at, :label, :primary_name, :backup_name, :manager_name, :wall_start,
        :wall_end)
)sql";

constexpr Sql select_shifts = R"sql(
    SELECT id, starts_at, ends_at, label, primary_name, backup_name, manager_name, wall_start, wall_end FROM shift
    WHERE rotation_id = :rotation_id ORDER BY starts_at
)sql";

constexpr Sql insert_override = R"sql(
    INSERT INTO override (role, user_id, starts_at, ends_at, reason, made_at, made_by)
    VALUES (:role, :user_id, :starts_at, :ends_at, :reason, :made_at, :made_by)
)sql";

constexpr Sql cancel_override = R"sql(
    UPDATE override SET cancelled_at = :at, cancelled_by = :by WHERE id = :id
)sql";

constexpr Sql select_override = R"sql(
    SELECT id, role, user_id, starts_at, ends_at, reason, made_at, made_by, cancelled_at, cancelled_by
    FROM override WHERE id = :id
)sql";

constexpr Sql select_overrides_in = R"sql(
    SELECT id FROM override WHERE until_at > :start AND starts_at < :end AND until_at > starts_at
)sql";

struct Version
{
    std::int64_t id = 0;
    std::string zone;
    Period in_force;
};

std::optional<Version> version_at(UtcMillis t, Connection& connection)
{
    auto row = connection.prepare(select_rotation_at);
    if (!row.bind(":t", t).step())
        return std::nullopt;
    Version version;
    version.id = row.integer();
    version.zone = row.text();
    version.in_force.start = row.time();
    version.in_force.end = row.time();
    return version;
}

std::optional<Version> newest_version(Connection& connection)
{
    return version_at(end_of_time - milliseconds{1}, connection);
}

std::vector<Shift> shifts_of(std::int64_t rotation, Connection& connection)
{
    auto row = connection.prepare(select_shifts);
    row.bind(":rotation_id", rotation);
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
        if (const auto wall = row.optional_time())
            shift.wall_start = wall->time_since_epoch();
        if (const auto wall = row.optional_time())
            shift.wall_end = wall->time_since_epoch();
    }
    return shifts;
}

bool say_the_same(const Shift& one, const Shift& other)
{
    return one.period.start == other.period.start && one.period.end == other.period.end && one.label == other.label &&
           one.primary == other.primary && one.backup == other.backup && one.manager == other.manager &&
           one.wall_start == other.wall_start && one.wall_end == other.wall_end;
}

std::optional<UtcMillis> as_column(const std::optional<milliseconds>& wall)
{
    return wall ? std::optional{UtcMillis{*wall}} : std::nullopt;
}

/// A new version for the rows, in force from `since` on: those that would begin later never are, and the one before
/// ends. The first is in force from ever.
std::int64_t version_from(UtcMillis since, std::string_view zone, Connection& connection)
{
    connection.prepare(delete_shifts_from).bind(":since", since).run();
    connection.prepare(delete_rotations_from).bind(":since", since).run();
    connection.prepare(end_rotations).bind(":since", since).run();
    const bool is_first = !version_at(since - milliseconds{1}, connection);
    connection.prepare(insert_rotation)
        .bind(":zone", zone)
        .bind(":in_force_from", is_first ? UtcMillis{} : since)
        .bind(":in_force_until", end_of_time)
        .run();
    return connection.last_id();
}

}  // namespace

void Schedule::replace(const std::vector<Shift>& shifts, std::string_view zone, UtcMillis since)
{
    auto sorted = shifts;
    std::ranges::stable_sort(sorted, {}, [](const Shift& shift) { return shift.period.start; });
    const auto newest = newest_version(connection_);
    if (newest && newest->zone == zone && std::ranges::equal(shifts_of(newest->id, connection_), sorted, say_the_same))
        return;

    const auto id = version_from(since, zone, connection_);
    for (const auto& shift : sorted)
        connection_.prepare(insert_shift)
            .bind(":rotation_id", id)
            .bind(":starts_at", shift.period.start)
            .bind(":ends_at", shift.period.end)
            .bind(":label", shift.label)
            .bind(":primary_name", shift.primary)
            .bind(":backup_name", shift.backup)
            .bind(":manager_name", shift.manager)
            .bind(":wall_start", as_column(shift.wall_start))
            .bind(":wall_end", as_column(shift.wall_end))
            .run();
}

std::vector<Shift> Schedule::shifts()
{
    const auto newest = newest_version(connection_);
    return newest ? shifts_of(newest->id, connection_) : std::vector<Shift>{};
}

std::optional<Rotation> Schedule::rotation_at(UtcMillis t)
{
    const auto version = version_at(t, connection_);
    if (!version)
        return std::nullopt;
    return Rotation{version->in_force, version->zone, shifts_of(version->id, connection_)};
}

std::int64_t Schedule::add(const Override& change)
{
    connection_.prepare(insert_override)
        .bind(":role", roles.of(change.role))
        .bind(":user_id", change.user.value)
        .bind(":starts_at", change.period.start)
        .bind(":ends_at", change.period.end)
        .bind(":reason", change.reason)
        .bind(":made_at", change.made.at)
        .bind(":made_by", change.made.by.value)
        .run();
    return connection_.last_id();
}

void Schedule::cancel(std::int64_t id, const Mark& mark)
{
    connection_.prepare(cancel_override).bind(":at", mark.at).bind(":by", mark.by.value).bind(":id", id).run();
}

std::optional<Override> Schedule::find(std::int64_t id)
{
    auto row = connection_.prepare(select_override);
    if (!row.bind(":id", id).step())
        return std::nullopt;
    Override change;
    change.id = row.integer();
    change.role = roles.value(row.text());
    change.user.value = row.text();
    change.period.start = row.time();
    change.period.end = row.time();
    change.reason = row.text();
    change.made.at = row.time();
    change.made.by.value = row.text();
    if (const auto at = row.optional_time())
        change.cancelled = Mark{*at, {row.text()}};
    return change;
}

std::vector<Override> Schedule::overrides_in(const Period& period)
{
    auto row = connection_.prepare(select_overrides_in);
    auto ids = row.bind(":start", period.start).bind(":end", period.end).integers();
    std::ranges::sort(ids);
    std::vector<Override> found;
    for (const auto id : ids)
        if (auto change = find(id))
            found.push_back(std::move(*change));
    return found;
}

}  // namespace hotwatch
