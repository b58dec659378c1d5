// How entries are found: SQLite's FTS5 behind Knowledge::search. The one place that knows its query language.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "storage/connection.hpp"
#include "storage/knowledge.hpp"
#include "storage/search_words.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

// bm25 is smaller for better matches; a word of the title counts as much as eight of the body.
constexpr Sql select_found = R"sql(
    SELECT entry.id, bm25(entry_index, 8.0, 1.0) AS badness
    FROM entry_index JOIN entry ON entry.id = entry_index.rowid
    WHERE entry_index MATCH :query AND (:kind = '' OR entry.kind = :kind)
    ORDER BY badness, entry.id LIMIT :most
)sql";

constexpr Sql select_any = R"sql(
    SELECT rowid FROM entry_index WHERE entry_index MATCH :query LIMIT 1
)sql";

constexpr Sql insert_words = R"sql(
    INSERT INTO entry_index (rowid, title, body) VALUES (:id, :title, :body)
)sql";

constexpr Sql delete_words = R"sql(
    INSERT INTO entry_index (entry_index, rowid, title, body) VALUES ('delete', :id, :title, :body)
)sql";

constexpr std::size_t shortest_beginning = 2;  // letters; one letter begins nearly everything

/// A word as FTS5 takes it: quoted, so that it is never an operator or a column. search_words leaves no quote in it.
std::string quoted(const std::string& word)
{
    return fmt::format("\"{}\"", word);
}

bool finds_any(Connection& connection, const std::string& query)
{
    return connection.prepare(select_any).bind(":query", query).step();
}

/// What each word is looked for as: itself where any entry has it, else the words that begin so; left out where there
/// are none either.
std::vector<std::string> terms_of(const std::vector<std::string>& words, Connection& connection)
{
    std::vector<std::string> terms;
    for (const auto& word : words)
    {
        auto term = quoted(word);
        if (!finds_any(connection, term))
            term = word.size() >= shortest_beginning ? term + " *" : "";
        if (!term.empty() && (!term.ends_with('*') || finds_any(connection, term)))
            terms.push_back(std::move(term));
    }
    return terms;
}

struct Hit
{
    std::int64_t id = 0;
    double rank = 0;
};

std::vector<Hit> hits(Connection& connection, const std::string& query, std::optional<EntryKind> kind, int most)
{
    std::vector<Hit> found;
    auto row = connection.prepare(select_found);
    row.bind(":query", query).bind(":kind", kind ? entry_kinds.of(*kind) : "").bind(":most", most);
    while (row.step())
    {
        const auto id = row.integer();
        found.push_back({id, -std::strtod(row.text().c_str(), nullptr)});
    }
    return found;
}

}  // namespace

void Knowledge::add_to_index(std::int64_t id, const Entry& entry)
{
    connection_.prepare(insert_words).bind(":id", id).bind(":title", entry.title).bind(":body", entry.body).run();
}

void Knowledge::take_from_index(const Entry& stored)
{
    // The end of a savepoint writes out what FTS5 holds in memory. Without that, SQLite 3.40 reports a damaged file
    // once a row is deleted, looked for by a beginning, and added again in one transaction
    // (Search.FollowsEditsAndRetirement).
    connection_.savepoint();
    connection_.prepare(delete_words)
        .bind(":id", stored.id)
        .bind(":title", stored.title)
        .bind(":body", stored.body)
        .run();
    connection_.release();
}

std::vector<Found> Knowledge::search(std::string_view words, std::optional<EntryKind> kind, int most)
{
    const auto asked = search_words(words);
    const auto terms = terms_of(asked, connection_);
    if (terms.empty() || most <= 0)
        return {};
    auto best = hits(connection_, fmt::format("{}", fmt::join(terms, " AND ")), kind, most);
    const bool has_all = !best.empty() && terms.size() == asked.size();
    if (best.empty() && terms.size() > 1)
        best = hits(connection_, fmt::format("{}", fmt::join(terms, " OR ")), kind, most);
    std::vector<Found> found;
    for (const auto& hit : best)
        found.push_back({find(hit.id).value(), hit.rank, has_all});
    return found;
}

}  // namespace hotwatch
