// How calls end that were not simply sent: parked ones settled by a person, old ones cleaned away, and those of a
// restored store, which may have been sent since.
#include <fmt/format.h>

#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr int erase_at_once = 5'000;  // rows per call: about 20 ms, so that cleaning never holds the desk

// What may have been posted is looked for first.
constexpr Sql update_parked = R"sql(
    UPDATE outbox SET state = CASE WHEN kind = 'look_up' AND started_at IS NOT NULL AND error LIKE :unclear
            THEN 'unknown' ELSE 'pending' END,
        looks = 0, not_before = :now, error = ''
    WHERE id = :id AND state <> 'sent' AND state = 'parked'
)sql";

constexpr Sql forget_after = R"sql(
    UPDATE outbox SET after_id = NULL WHERE after_id = :id AND after_id IS NOT NULL
)sql";

constexpr Sql forget_card = R"sql(
    UPDATE incident SET card_row = NULL WHERE card_row = :id AND card_row IS NOT NULL
)sql";

constexpr Sql forget_announcement = R"sql(
    UPDATE incident SET announcement_row = NULL
    WHERE id = (SELECT subject FROM outbox WHERE id = :id) AND announcement_row = :id
)sql";

constexpr Sql forget_reminder = R"sql(
    DELETE FROM open_reminder WHERE call_id = :id
)sql";

constexpr Sql forget_page = R"sql(
    DELETE FROM open_page WHERE call_id = :id
)sql";

constexpr Sql delete_parked = R"sql(
    DELETE FROM outbox WHERE id = :id AND state <> 'sent' AND state = 'parked'
)sql";

constexpr Sql select_outdated = R"sql(
    SELECT id FROM outbox WHERE dedupe_key = :dedupe_key AND dedupe_key <> '' AND id < :id AND state = 'parked'
    ORDER BY id
)sql";

// Kept: incidents' cards, rows that a later row, an unanswered reminder or an unanswered page still names.
constexpr Sql erase_sent = R"sql(
    DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox AS old
        WHERE state = 'sent' AND is_kept = 0 AND created_at < :before AND (started_at IS NULL OR started_at < :before)
            AND NOT EXISTS (SELECT 1 FROM outbox AS later WHERE later.after_id = old.id)
            AND NOT EXISTS (SELECT 1 FROM open_reminder WHERE call_id = old.id)
            AND NOT EXISTS (SELECT 1 FROM open_page WHERE call_id = old.id)
        ORDER BY created_at LIMIT :most)
)sql";

constexpr Sql erase_parked_once = R"sql(
    DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox AS old
        WHERE state <> 'sent' AND state = 'parked' AND kind = 'once' AND is_kept = 0 AND created_at < :before
            AND NOT EXISTS (SELECT 1 FROM outbox AS later WHERE later.after_id = old.id)
            AND NOT EXISTS (SELECT 1 FROM open_reminder WHERE call_id = old.id)
            AND NOT EXISTS (SELECT 1 FROM open_page WHERE call_id = old.id)
        ORDER BY id LIMIT :most)
)sql";

constexpr Sql erase_urls = R"sql(
    UPDATE outbox SET response_url = '' WHERE response_url <> '' AND created_at < :before
)sql";

constexpr Sql erase_holds = R"sql(
    DELETE FROM hold WHERE ends_at < :before
)sql";

constexpr Sql look_up_first = R"sql(
    UPDATE outbox SET state = 'unknown', started_at = coalesce(started_at, created_at), looks = 0
    WHERE state <> 'sent' AND state IN ('pending', 'sending') AND kind = 'look_up'
)sql";

constexpr Sql drop_once_only = R"sql(
    DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox AS old
        WHERE state <> 'sent' AND state IN ('pending', 'sending', 'unknown') AND kind = 'once' AND is_kept = 0
            AND NOT EXISTS (SELECT 1 FROM outbox AS later WHERE later.after_id = old.id)
            AND NOT EXISTS (SELECT 1 FROM open_reminder WHERE call_id = old.id)
            AND NOT EXISTS (SELECT 1 FROM open_page WHERE call_id = old.id))
)sql";

}  // namespace

void Outbox::retry(std::int64_t row, UtcMillis now)
{
    const auto unclear = fmt::format("{}%", outcome_unknown);
    if (connection_.prepare(update_parked).bind(":unclear", unclear).bind(":now", now).bind(":id", row).run() == 0)
        throw std::logic_error{fmt::format("call {} is to be sent again, but is not parked", row)};
    news_.push_back(row);
}

void Outbox::drop(std::int64_t row)
{
    for (const auto& forget : {forget_after, forget_card, forget_announcement, forget_reminder, forget_page})
        connection_.prepare(forget).bind(":id", row).run();
    if (connection_.prepare(delete_parked).bind(":id", row).run() == 0)
        throw std::logic_error{fmt::format("call {} is to be dropped, but is not parked", row)};
}

void Outbox::drop_outdated(const Call& newer)
{
    auto outdated = connection_.prepare(select_outdated);
    for (const auto id : outdated.bind(":dedupe_key", newer.dedupe_key).bind(":id", newer.id).integers())
        drop(id);
}

void Outbox::distrust()
{
    connection_.prepare(look_up_first).run();
    connection_.prepare(drop_once_only).run();
}

void Outbox::erase_old(UtcMillis sent_before, UtcMillis url_before)
{
    connection_.prepare(erase_urls).bind(":before", url_before).run();
    connection_.prepare(erase_holds).bind(":before", sent_before).run();
    connection_.prepare(erase_sent).bind(":before", sent_before).bind(":most", erase_at_once).run();
    connection_.prepare(erase_parked_once).bind(":before", sent_before).bind(":most", erase_at_once).run();
}

}  // namespace hotwatch
