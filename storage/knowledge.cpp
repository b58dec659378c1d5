// Entries of knowledge, every version of each, and what people say of them. How they are found: search.cpp.
#include "storage/knowledge.hpp"

#include <fmt/format.h>

#include <limits>

#include "storage/connection.hpp"
#include "storage/search_words.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql insert_entry = R"sql(
    INSERT INTO entry (kind, key, title, body, version, edited_at, edited_by, plan_key, plan_hash, is_edited,
        is_retired)
    VALUES (:kind, :key, :title, :body, 1, :edited_at, :edited_by, :plan_key, :plan_hash, :is_edited, :is_retired)
)sql";

constexpr Sql update_entry = R"sql(
    UPDATE entry SET kind = :kind, key = :key, title = :title, body = :body, version = :version,
        edited_at = :edited_at, edited_by = :edited_by, plan_key = :plan_key, plan_hash = :plan_hash,
        is_edited = :is_edited, is_retired = :is_retired
    WHERE id = :id
)sql";

constexpr Sql insert_version = R"sql(
    INSERT INTO entry_version (entry_id, version, edited_at, edited_by, title, body)
    VALUES (:entry_id, :version, :edited_at, :edited_by, :title, :body)
)sql";

constexpr Sql select_entry = R"sql(
    SELECT id, kind, key, title, body, version, edited_at, edited_by, plan_key, plan_hash, is_edited, is_retired,
        helped, not_helpful, last_used
    FROM entry WHERE id = :id
)sql";

constexpr Sql select_by_key = R"sql(
    SELECT id FROM entry WHERE kind = :kind AND key = :key AND is_retired = 0
)sql";

constexpr Sql select_titled = R"sql(
    SELECT id FROM entry
    WHERE kind = :kind AND title = :title COLLATE NOCASE AND is_retired = 0 ORDER BY id LIMIT 1
)sql";

constexpr Sql select_from_plan = R"sql(
    SELECT id FROM entry WHERE plan_key <> '' ORDER BY id
)sql";

constexpr Sql select_all = R"sql(
    SELECT id FROM entry WHERE is_retired = 0 ORDER BY title COLLATE NOCASE, id LIMIT :most OFFSET :skip
)sql";

constexpr Sql select_kind = R"sql(
    SELECT id FROM entry WHERE kind = :kind AND is_retired = 0 ORDER BY title COLLATE NOCASE, id
    LIMIT :most OFFSET :skip
)sql";

constexpr Sql select_every = R"sql(
    SELECT id FROM entry WHERE kind = :kind ORDER BY id
)sql";

constexpr Sql count_all = R"sql(
    SELECT count(*) FROM entry WHERE is_retired = 0
)sql";

constexpr Sql count_kind = R"sql(
    SELECT count(*) FROM entry WHERE kind = :kind AND is_retired = 0
)sql";

constexpr Sql select_versions = R"sql(
    SELECT version, edited_at, edited_by, title, body FROM entry_version WHERE entry_id = :entry_id ORDER BY version
)sql";

constexpr Sql select_vote = R"sql(
    SELECT is_helped FROM entry_vote WHERE entry_id = :entry_id AND voter = :voter
)sql";

constexpr Sql upsert_vote = R"sql(
    INSERT INTO entry_vote (entry_id, voter, is_helped, at) VALUES (:entry_id, :voter, :is_helped, :at)
    ON CONFLICT (entry_id, voter) DO UPDATE SET is_helped = excluded.is_helped, at = excluded.at
)sql";

constexpr Sql update_votes = R"sql(
    UPDATE entry SET helped = helped + :helped, not_helpful = not_helpful + :not_helpful, last_used = :last_used
    WHERE id = :id
)sql";

void bind_facts(Statement& statement, const Entry& entry)
{
    statement.bind(":kind", entry_kinds.of(entry.kind))
        .bind(":key", entry.key)
        .bind(":title", entry.title)
        .bind(":body", entry.body)
        .bind(":edited_at", entry.edited.at)
        .bind(":edited_by", entry.edited.by.value)
        .bind(":plan_key", entry.plan_key)
        .bind(":plan_hash", entry.plan_hash)
        .bind(":is_edited", entry.is_edited)
        .bind(":is_retired", entry.is_retired);
}

void keep_version(Connection& connection, const Entry& entry, std::int64_t id, int version)
{
    connection.prepare(insert_version)
        .bind(":entry_id", id)
        .bind(":version", version)
        .bind(":edited_at", entry.edited.at)
        .bind(":edited_by", entry.edited.by.value)
        .bind(":title", entry.title)
        .bind(":body", entry.body)
        .run();
}

/// The entries of those ids, in their order.
std::vector<Entry> read_all(Knowledge& knowledge, const std::vector<std::int64_t>& ids)
{
    std::vector<Entry> entries;
    entries.reserve(ids.size());
    for (const auto id : ids)
        entries.push_back(knowledge.find(id).value());
    return entries;
}

}  // namespace

std::int64_t Knowledge::add(const Entry& entry)
{
    auto statement = connection_.prepare(insert_entry);
    bind_facts(statement, entry);
    statement.run();
    const auto id = connection_.last_id();
    keep_version(connection_, entry, id, 1);
    if (!entry.is_retired)
        add_to_index(id, entry);
    return id;
}

int Knowledge::save(const Entry& entry)
{
    const auto stored = find(entry.id);
    if (!stored)
        throw std::logic_error{fmt::format("entry {} is saved, but there is none", entry.id)};
    const bool is_new_text = stored->title != entry.title || stored->body != entry.body;
    const bool is_indexed_anew = is_new_text || stored->is_retired != entry.is_retired || stored->kind != entry.kind;
    const int version = is_new_text ? stored->version + 1 : stored->version;
    auto statement = connection_.prepare(update_entry);
    bind_facts(statement, entry);
    statement.bind(":version", version).bind(":id", entry.id).run();
    if (is_new_text)
        keep_version(connection_, entry, entry.id, version);
    if (is_indexed_anew && !stored->is_retired)
        take_from_index(*stored);
    if (is_indexed_anew && !entry.is_retired)
        add_to_index(entry.id, entry);
    return version;
}

std::optional<Entry> Knowledge::find(std::int64_t id)
{
    auto row = connection_.prepare(select_entry);
    if (!row.bind(":id", id).step())
        return std::nullopt;
    Entry entry;
    entry.id = row.integer();
    entry.kind = entry_kinds.value(row.text());
    entry.key = row.text();
    entry.title = row.text();
    entry.body = row.text();
    entry.version = static_cast<int>(row.integer());
    entry.edited.at = row.time();
    entry.edited.by.value = row.text();
    entry.plan_key = row.text();
    entry.plan_hash = row.text();
    entry.is_edited = row.boolean();
    entry.is_retired = row.boolean();
    entry.helped = static_cast<int>(row.integer());
    entry.not_helpful = static_cast<int>(row.integer());
    entry.last_used = row.optional_time();
    return entry;
}

std::optional<Entry> Knowledge::find(EntryKind kind, std::string_view key)
{
    const auto ids =
        connection_.prepare(select_by_key).bind(":kind", entry_kinds.of(kind)).bind(":key", key).integers();
    return ids.empty() ? std::nullopt : find(ids.front());
}

std::optional<Entry> Knowledge::titled(EntryKind kind, std::string_view title)
{
    const auto key = key_from(title);
    auto found = key.empty() ? std::nullopt : find(kind, key);
    if (found && all_words(found->title) == all_words(title))
        return found;
    // A long title is cut in its key, and one that was changed since keeps its old one.
    auto row = connection_.prepare(select_titled);
    return row.bind(":kind", entry_kinds.of(kind)).bind(":title", title).step() ? find(row.integer()) : std::nullopt;
}

std::vector<Entry> Knowledge::from_plan()
{
    return read_all(*this, connection_.prepare(select_from_plan).integers());
}

std::vector<Entry> Knowledge::list(std::optional<EntryKind> kind, int most, int skip)
{
    auto statement = connection_.prepare(kind ? select_kind : select_all);
    if (kind)
        statement.bind(":kind", entry_kinds.of(*kind));
    return read_all(*this, statement.bind(":most", most).bind(":skip", skip).integers());
}

void Knowledge::walk(EntryKind kind, const std::function<void(const Entry&)>& visit)
{
    auto row = connection_.prepare(select_every);
    row.bind(":kind", entry_kinds.of(kind));
    while (row.step())
        if (const auto entry = find(row.integer()))
            visit(*entry);
}

std::int64_t Knowledge::count(std::optional<EntryKind> kind)
{
    auto statement = connection_.prepare(kind ? count_kind : count_all);
    if (kind)
        statement.bind(":kind", entry_kinds.of(*kind));
    statement.step();
    return statement.integer();
}

std::vector<EntryVersion> Knowledge::versions(std::int64_t id)
{
    std::vector<EntryVersion> all;
    auto row = connection_.prepare(select_versions);
    row.bind(":entry_id", id);
    while (row.step())
    {
        EntryVersion version;
        version.version = static_cast<int>(row.integer());
        version.edited.at = row.time();
        version.edited.by.value = row.text();
        version.title = row.text();
        version.body = row.text();
        all.push_back(std::move(version));
    }
    return all;
}

std::string Knowledge::free_key(EntryKind kind, std::string_view title)
{
    auto wanted = key_from(title);
    if (wanted.empty())
        wanted = "entry";
    auto key = wanted;
    for (int number = 2; find(kind, key); ++number)
        key = fmt::format("{}-{}", wanted, number);
    return key;
}

bool Knowledge::voted(std::int64_t id, const UserId& by, bool helped, UtcMillis at)
{
    std::optional<bool> before;
    if (auto row = connection_.prepare(select_vote); row.bind(":entry_id", id).bind(":voter", by.value).step())
        before = row.boolean();
    if (before == helped)
        return false;
    connection_.prepare(upsert_vote)
        .bind(":entry_id", id)
        .bind(":voter", by.value)
        .bind(":is_helped", helped)
        .bind(":at", at)
        .run();
    const auto change = [&](bool counted) { return (helped == counted ? 1 : 0) - (before == counted ? 1 : 0); };
    connection_.prepare(update_votes)
        .bind(":helped", change(true))
        .bind(":not_helpful", change(false))
        .bind(":last_used", at)
        .bind(":id", id)
        .run();
    return true;
}

}  // namespace hotwatch
