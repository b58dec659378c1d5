// What was handled already, and how it was answered: a redelivery is answered the same and changes nothing.
#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr int erase_at_once = 5'000;  // rows per call: about 20 ms, so that cleaning never holds the desk

constexpr Sql select_seen = R"sql(
    SELECT key, at, answer, response_url, ack_written FROM seen WHERE key = :key
)sql";

constexpr Sql insert_seen = R"sql(
    INSERT INTO seen (key, at, answer, response_url, ack_written)
    VALUES (:key, :at, :answer, :response_url, :ack_written)
)sql";

// Erased with the other keys: by then Slack sends nothing older any more.
constexpr Sql upsert_newest = R"sql(
    INSERT INTO seen (key, at, answer, response_url, ack_written) VALUES ('newest:' || :object, :at, '', '', 1)
    ON CONFLICT (key) DO UPDATE SET at = excluded.at WHERE seen.at <= excluded.at
)sql";

// Once the answer went out in the ack, nothing will be posted to its address any more.
constexpr Sql update_ack_written = R"sql(
    UPDATE seen SET ack_written = 1, response_url = '' WHERE key = :key
)sql";

constexpr Sql select_unacknowledged = R"sql(
    SELECT key, at, answer, response_url, ack_written FROM seen WHERE ack_written = 0 AND at >= :since ORDER BY at, key
)sql";

constexpr Sql erase_keys = R"sql(
    DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE at < :before ORDER BY at LIMIT :most)
)sql";

constexpr Sql erase_urls = R"sql(
    UPDATE seen SET response_url = '' WHERE response_url <> '' AND at < :before
)sql";

Seen read_seen(Statement& row)
{
    return {.key = row.text(),
            .at = row.time(),
            .answer = row.text(),
            .response_url = row.text(),
            .ack_written = row.boolean()};
}

}  // namespace

std::optional<Seen> SeenKeys::find(std::string_view key)
{
    auto row = connection_.prepare(select_seen);
    return row.bind(":key", key).step() ? std::optional{read_seen(row)} : std::nullopt;
}

void SeenKeys::add(const Seen& seen)
{
    connection_.prepare(insert_seen)
        .bind(":key", seen.key)
        .bind(":at", seen.at)
        .bind(":answer", seen.answer)
        .bind(":response_url", seen.response_url)
        .bind(":ack_written", seen.ack_written)
        .run();
}

void SeenKeys::ack_written(std::string_view key)
{
    connection_.prepare(update_ack_written).bind(":key", key).run();
}

bool SeenKeys::is_newest(std::string_view object, UtcMillis happened)
{
    return connection_.prepare(upsert_newest).bind(":object", object).bind(":at", happened).run() != 0;
}

std::vector<Seen> SeenKeys::unacknowledged(UtcMillis since)
{
    auto row = connection_.prepare(select_unacknowledged);
    row.bind(":since", since);
    std::vector<Seen> all;
    while (row.step())
        all.push_back(read_seen(row));
    return all;
}

void SeenKeys::erase_old(UtcMillis keys_before, UtcMillis urls_before)
{
    connection_.prepare(erase_urls).bind(":before", urls_before).run();
    connection_.prepare(erase_keys).bind(":before", keys_before).bind(":most", erase_at_once).run();
}

}  // namespace hotwatch
