#include "storage/punctuality.hpp"

#include <algorithm>

#include "storage/connection.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql insert_kept = R"sql(
    INSERT INTO kept_promise (kind, due_at, kept_at) VALUES (:kind, :due_at, :kept_at)
)sql";

constexpr Sql select_late = R"sql(
    SELECT kept_at - due_at FROM kept_promise WHERE kept_at >= :start AND kept_at < :end
)sql";

constexpr Sql erase_kept = R"sql(
    DELETE FROM kept_promise WHERE kept_at < :before
)sql";

/// The smallest that `percent` of them do not exceed. Precondition: sorted, not empty.
milliseconds percentile(const std::vector<std::int64_t>& sorted, std::size_t percent)
{
    const auto rank = (sorted.size() * percent + 99) / 100;
    return milliseconds{sorted.at(std::max<std::size_t>(rank, 1) - 1)};
}

}  // namespace

void Punctuality::kept(TimerKind kind, UtcMillis due, UtcMillis at)
{
    connection_.prepare(insert_kept)
        .bind(":kind", timer_kinds.of(kind))
        .bind(":due_at", due)
        .bind(":kept_at", at)
        .run();
}

Lateness Punctuality::lateness(const Period& period)
{
    auto row = connection_.prepare(select_late);
    auto late = row.bind(":start", period.start).bind(":end", period.end).integers();
    if (late.empty())
        return {};
    std::ranges::sort(late);
    return {.count = static_cast<std::int64_t>(late.size()),
            .median = percentile(late, 50),
            .p99 = percentile(late, 99),
            .worst = milliseconds{late.back()}};
}

void Punctuality::erase_old(UtcMillis before)
{
    connection_.prepare(erase_kept).bind(":before", before).run();
}

}  // namespace hotwatch
