// Obligations that recur: one row each, holding its next step.
#include "storage/book.hpp"
#include "storage/connection.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

constexpr int urgencies = 4;  // 0 to 3, as the table's constraint says

constexpr Sql upsert_timer = R"sql(
    INSERT INTO timer (kind, subject, urgency, due_at, grid_at, is_snoozed)
    VALUES (:kind, :subject, :urgency, :due_at, :grid_at, :is_snoozed)
    ON CONFLICT (kind, subject) DO UPDATE SET urgency = excluded.urgency, due_at = excluded.due_at,
        grid_at = excluded.grid_at, is_snoozed = excluded.is_snoozed
)sql";

constexpr Sql delete_timer = R"sql(
    DELETE FROM timer WHERE kind = :kind AND subject = :subject
)sql";

constexpr Sql select_timer = R"sql(
    SELECT id, kind, subject, urgency, due_at, grid_at, is_snoozed FROM timer
    WHERE kind = :kind AND subject = :subject
)sql";

// One urgency at a time: the index then gives the order, however many are due.
constexpr Sql select_due = R"sql(
    SELECT id, kind, subject, urgency, due_at, grid_at, is_snoozed FROM timer
    WHERE urgency = :urgency AND due_at <= :now ORDER BY due_at, id LIMIT :most
)sql";

constexpr Sql select_next = R"sql(
    SELECT due_at FROM timer ORDER BY due_at LIMIT 1
)sql";

Timer read_timer(Statement& row)
{
    return {.id = row.integer(),
            .kind = timer_kinds.value(row.text()),
            .subject = row.integer(),
            .urgency = static_cast<int>(row.integer()),
            .due_at = row.time(),
            .grid_at = row.time(),
            .snoozed = row.boolean()};
}

}  // namespace

void Timers::arm(const Timer& timer)
{
    connection_.prepare(upsert_timer)
        .bind(":kind", timer_kinds.of(timer.kind))
        .bind(":subject", timer.subject)
        .bind(":urgency", timer.urgency)
        .bind(":due_at", timer.due_at)
        .bind(":grid_at", timer.grid_at)
        .bind(":is_snoozed", timer.snoozed)
        .run();
}

void Timers::disarm(TimerKind kind, std::int64_t subject)
{
    connection_.prepare(delete_timer).bind(":kind", timer_kinds.of(kind)).bind(":subject", subject).run();
}

std::optional<Timer> Timers::find(TimerKind kind, std::int64_t subject)
{
    auto row = connection_.prepare(select_timer);
    if (!row.bind(":kind", timer_kinds.of(kind)).bind(":subject", subject).step())
        return std::nullopt;
    return read_timer(row);
}

std::vector<Timer> Timers::due(UtcMillis now, int most)
{
    std::vector<Timer> timers;
    if (const auto next = next_due(); !next || *next > now)
        return timers;  // nearly every batch ends here
    for (int urgency = 0; urgency < urgencies; ++urgency)
    {
        const auto room = most - static_cast<int>(timers.size());
        if (room <= 0)
            break;
        auto row = connection_.prepare(select_due);
        row.bind(":urgency", urgency).bind(":now", now).bind(":most", room);
        while (row.step())
            timers.push_back(read_timer(row));
    }
    return timers;
}

std::optional<UtcMillis> Timers::next_due()
{
    auto row = connection_.prepare(select_next);
    return row.step() ? std::optional{row.time()} : std::nullopt;
}

}  // namespace hotwatch
