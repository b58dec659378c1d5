// What happened to an incident, entry by entry.
#include <algorithm>
#include <array>

#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql insert_entry = R"sql(
    INSERT INTO timeline (incident_id, at, actor, action, text, source)
    VALUES (:incident_id, :at, :actor, :action, :text, :source)
)sql";

// A negative LIMIT would be SQLite's alone; the largest number says "all" everywhere.
constexpr Sql select_entries = R"sql(
    SELECT incident_id, at, actor, action, text, source FROM timeline
    WHERE incident_id = :incident_id ORDER BY at DESC, id DESC LIMIT :most
)sql";

constexpr Sql select_part = R"sql(
    SELECT incident_id, at, actor, action, text, source FROM timeline
    WHERE incident_id = :incident_id ORDER BY at, id LIMIT :most OFFSET :skip
)sql";

constexpr Sql select_every = R"sql(
    SELECT incident_id, at, actor, action, text, source FROM timeline ORDER BY incident_id, at, id
)sql";

constexpr Sql select_last = R"sql(
    SELECT incident_id, at, actor, action, text, source FROM timeline
    WHERE incident_id = :incident_id AND action = :action ORDER BY at DESC, id DESC LIMIT 1
)sql";

constexpr Sql count_entries = R"sql(
    SELECT count(*) FROM timeline WHERE incident_id = :incident_id
)sql";

// What a search reads, and what was declared where the title holds only its beginning; 0008_incident_search.sql and
// 0009_long_declarations.sql read the same.
constexpr std::array<std::string_view, 6> said_by_people{"update",    "note",     "resolved",
                                                         "mitigated", "reopened", "cancelled"};

bool is_searched(const TimelineEntry& entry)
{
    if (entry.action == "declared")  // counted in bytes, which are never fewer: a short one may be indexed twice
        return entry.text.size() > longest_incident_title;
    return !entry.text.empty() && std::ranges::find(said_by_people, entry.action) != said_by_people.end();
}

TimelineEntry read_one(Statement& row)
{
    return {.incident = row.integer(),
            .at = row.time(),
            .actor = {row.text()},
            .action = row.text(),
            .text = row.text(),
            .source = row.text()};
}

std::vector<TimelineEntry> read(Statement& row)
{
    std::vector<TimelineEntry> entries;
    while (row.step())
        entries.push_back(read_one(row));
    return entries;
}

}  // namespace

void Incidents::add(const TimelineEntry& entry)
{
    connection_.prepare(insert_entry)
        .bind(":incident_id", entry.incident)
        .bind(":at", entry.at)
        .bind(":actor", entry.actor.value)
        .bind(":action", entry.action)
        .bind(":text", entry.text)
        .bind(":source", entry.source)
        .run();
    if (is_searched(entry))
        add_to_index(entry.incident, connection_.last_id(), entry.text);
}

std::vector<TimelineEntry> Incidents::timeline(std::int64_t incident, int newest)
{
    const auto most = newest > 0 ? newest : std::numeric_limits<std::int64_t>::max();
    auto row = connection_.prepare(select_entries);
    row.bind(":incident_id", incident).bind(":most", most);
    auto entries = read(row);
    std::reverse(entries.begin(), entries.end());
    return entries;
}

std::vector<TimelineEntry> Incidents::timeline_part(std::int64_t incident, std::int64_t skip, int most)
{
    auto row = connection_.prepare(select_part);
    row.bind(":incident_id", incident).bind(":most", most).bind(":skip", skip);
    return read(row);
}

void Incidents::walk_timeline(const std::function<void(const TimelineEntry&)>& visit)
{
    auto row = connection_.prepare(select_every);
    while (row.step())
        visit(read_one(row));
}

std::int64_t Incidents::timeline_size(std::int64_t incident)
{
    auto row = connection_.prepare(count_entries);
    (void)row.bind(":incident_id", incident).step();  // an aggregate always gives its one row
    return row.integer();
}

std::optional<TimelineEntry> Incidents::last(std::int64_t incident, std::string_view action)
{
    auto row = connection_.prepare(select_last);
    row.bind(":incident_id", incident).bind(":action", action);
    const auto entries = read(row);
    return entries.empty() ? std::nullopt : std::optional{entries.front()};
}

}  // namespace hotwatch
