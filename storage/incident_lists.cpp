// Which incidents there are: lists, bounded, worst or newest first, and how many more.
#include <limits>

#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql select_every_id = R"sql(
    SELECT id FROM incident ORDER BY id
)sql";

constexpr Sql select_open = R"sql(
    SELECT id FROM incident WHERE is_open ORDER BY severity, id
    LIMIT :most OFFSET :skip
)sql";

constexpr Sql count_open = R"sql(
    SELECT count(*) FROM (SELECT 1 FROM incident WHERE is_open LIMIT :most) AS some
)sql";

constexpr Sql select_open_with = R"sql(
    SELECT id FROM incident WHERE is_open AND severity = :severity ORDER BY id
    LIMIT :most OFFSET :skip
)sql";

// Each part by an index of its own: what a person has to do with is little beside what all have open.
constexpr Sql select_open_of = R"sql(
    SELECT id, severity FROM incident WHERE is_open AND commander <> '' AND commander = :user
    UNION
    SELECT id, severity FROM incident WHERE is_open AND declared_by = :user
    UNION
    SELECT id, severity FROM incident WHERE is_open AND acknowledged_by = :user
    UNION
    SELECT incident.id, incident.severity FROM incident_role
    JOIN incident ON incident.id = incident_role.incident_id
    WHERE incident_role.user_id = :user AND incident.is_open
    ORDER BY severity, id LIMIT :most OFFSET :skip
)sql";

constexpr Sql select_unacknowledged = R"sql(
    SELECT id FROM incident WHERE state = 'open' ORDER BY severity, id LIMIT :most
)sql";

constexpr Sql count_unacknowledged = R"sql(
    SELECT count(*) FROM (SELECT 1 FROM incident WHERE state = 'open' LIMIT :most) AS some
)sql";

constexpr Sql select_led = R"sql(
    SELECT id FROM incident
    WHERE is_open AND commander <> '' AND commander = :commander
        AND (:acknowledged_only = 0 OR state <> 'open')
    ORDER BY severity, id LIMIT :most
)sql";

constexpr Sql count_led = R"sql(
    SELECT count(*) FROM (
        SELECT 1 FROM incident
        WHERE is_open AND commander <> '' AND commander = :commander AND (:acknowledged_only = 0 OR state <> 'open')
        LIMIT :most) AS some
)sql";

constexpr Sql select_open_in = R"sql(
    SELECT id FROM incident WHERE is_open AND channel = :channel
    ORDER BY severity, id LIMIT :most
)sql";

constexpr Sql count_open_in = R"sql(
    SELECT count(*) FROM (SELECT 1 FROM incident WHERE is_open AND channel = :channel LIMIT :most) AS some
)sql";

// A negative LIMIT would be SQLite's alone; the largest number says "all" everywhere.
constexpr Sql select_in_thread = R"sql(
    SELECT id FROM incident WHERE channel = :channel AND thread_ts = :thread_ts ORDER BY id DESC LIMIT :most
)sql";

constexpr Sql select_in_channel = R"sql(
    SELECT id FROM incident WHERE channel = :channel ORDER BY id DESC LIMIT :most
)sql";

constexpr Sql select_declared_since = R"sql(
    SELECT id FROM incident WHERE declared_at >= :since ORDER BY declared_at DESC, id DESC LIMIT :most OFFSET :skip
)sql";

constexpr Sql select_resolved = R"sql(
    SELECT id FROM incident WHERE state = 'resolved' AND id > 0 ORDER BY id DESC LIMIT :most
)sql";

constexpr Sql select_newest = R"sql(
    SELECT max(id) FROM incident
)sql";

constexpr Sql count_incidents = R"sql(
    SELECT count(*) FROM incident
)sql";

std::int64_t or_all(int most)
{
    return most > 0 ? most : std::numeric_limits<std::int64_t>::max();
}

std::vector<Incident> each(Incidents& incidents, const std::vector<std::int64_t>& ids)
{
    std::vector<Incident> found;
    found.reserve(ids.size());
    for (const auto id : ids)
        found.push_back(incidents.find(id).value());
    return found;
}

/// Counts only where there are more than are wanted.
SomeIncidents some(Incidents& incidents, Statement rows, Statement count, int most)
{
    auto first = each(incidents, rows.bind(":most", most).integers());
    if (first.size() < static_cast<std::size_t>(most))
        return {first, static_cast<std::int64_t>(first.size())};
    (void)count.bind(":most", SomeIncidents::most_counted).step();  // an aggregate always gives its one row
    return {std::move(first), count.integer()};
}

}  // namespace

std::vector<Incident> Incidents::open(int most, int skip)
{
    return each(*this, connection_.prepare(select_open).bind(":most", or_all(most)).bind(":skip", skip).integers());
}

std::vector<Incident> Incidents::open_with(Severity severity, int most, int skip)
{
    auto statement = connection_.prepare(select_open_with);
    statement.bind(":severity", static_cast<int>(severity)).bind(":most", most).bind(":skip", skip);
    return each(*this, statement.integers());
}

std::vector<Incident> Incidents::open_of(const UserId& user, int most, int skip)
{
    auto statement = connection_.prepare(select_open_of);
    return each(*this, statement.bind(":user", user.value).bind(":most", most).bind(":skip", skip).integers());
}

SomeIncidents Incidents::some_open(int most)
{
    auto rows = connection_.prepare(select_open);
    rows.bind(":skip", 0);
    return some(*this, std::move(rows), connection_.prepare(count_open), most);
}

SomeIncidents Incidents::unacknowledged(int most)
{
    return some(*this, connection_.prepare(select_unacknowledged), connection_.prepare(count_unacknowledged), most);
}

SomeIncidents Incidents::led_by(const UserId& commander, bool acknowledged_only, int most)
{
    auto rows = connection_.prepare(select_led);
    auto count = connection_.prepare(count_led);
    for (auto* statement : {&rows, &count})
        statement->bind(":commander", commander.value).bind(":acknowledged_only", acknowledged_only ? 1 : 0);
    return some(*this, std::move(rows), std::move(count), most);
}

SomeIncidents Incidents::some_open_in(const ChannelId& channel, int most)
{
    auto rows = connection_.prepare(select_open_in);
    auto count = connection_.prepare(count_open_in);
    for (auto* statement : {&rows, &count})
        statement->bind(":channel", channel.value);
    return some(*this, std::move(rows), std::move(count), most);
}

std::vector<Incident> Incidents::in_room(const Room& room, int most)
{
    auto statement = connection_.prepare(room.thread_ts.empty() ? select_in_channel : select_in_thread);
    statement.bind(":channel", room.channel.value).bind(":most", or_all(most));
    if (!room.thread_ts.empty())
        statement.bind(":thread_ts", room.thread_ts);
    return each(*this, statement.integers());
}

std::vector<Incident> Incidents::resolved(int most)
{
    return each(*this, connection_.prepare(select_resolved).bind(":most", most).integers());
}

std::optional<Incident> Incidents::newest()
{
    auto statement = connection_.prepare(select_newest);
    return statement.step() ? find(statement.integer()) : std::nullopt;  // max of nothing reads as 0, which no row has
}

std::vector<Incident> Incidents::declared_since(UtcMillis since, int most, int skip)
{
    auto statement = connection_.prepare(select_declared_since);
    return each(*this, statement.bind(":since", since).bind(":most", most).bind(":skip", skip).integers());
}

void Incidents::walk(const std::function<void(const Incident&)>& visit)
{
    auto row = connection_.prepare(select_every_id);
    while (row.step())
        if (const auto incident = find(row.integer()))
            visit(*incident);
}

std::int64_t Incidents::count()
{
    auto statement = connection_.prepare(count_incidents);
    (void)statement.step();  // an aggregate always gives its one row
    return statement.integer();
}

}  // namespace hotwatch
