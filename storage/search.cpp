// How entries are found: SQLite's FTS5 behind Knowledge::search. The one place that knows its query language.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "storage/connection.hpp"
#include "storage/knowledge.hpp"
#include "storage/search_words.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql insert_words = R"sql(
    INSERT INTO entry_index (rowid, title, body, kind) VALUES (:id, :title, :body, :kind)
)sql";

constexpr Sql delete_words = R"sql(
    INSERT INTO entry_index (entry_index, rowid, title, body, kind) VALUES ('delete', :id, :title, :body, :kind)
)sql";

constexpr Sql insert_title = R"sql(
    INSERT INTO entry_title (rowid, title, kind) VALUES (:id, :title, :kind)
)sql";

constexpr Sql delete_title = R"sql(
    INSERT INTO entry_title (entry_title, rowid, title, kind) VALUES ('delete', :id, :title, :kind)
)sql";

constexpr Sql select_newest_id = R"sql(
    SELECT max(id) FROM entry
)sql";

constexpr Sql count_some = R"sql(
    SELECT count(*), max(id) FROM (SELECT rowid AS id FROM entry_index WHERE entry_index MATCH :query LIMIT :most)
)sql";

constexpr Sql select_weighed = R"sql(
    SELECT id, rank, count(*) OVER ()
    FROM (SELECT rowid AS id, weigh(entry_index, :documents) AS rank FROM entry_index
          WHERE entry_index MATCH :query LIMIT :looked_at)
    ORDER BY rank DESC, id LIMIT :most
)sql";

constexpr Sql select_titles_weighed = R"sql(
    SELECT id, rank, count(*) OVER ()
    FROM (SELECT rowid AS id, weigh(entry_title, :documents) AS rank FROM entry_title
          WHERE entry_title MATCH :query LIMIT :looked_at)
    ORDER BY rank DESC, id LIMIT :most
)sql";

// What bounds the cost of a search, whatever the store holds: measured in tests/bench/search_bench.cpp.
constexpr int most_counted = 1'000;            // entries with a word, before their number is estimated
constexpr int most_looked_at = 500;            // entries that are weighed in each of the ways to find them
constexpr double most_by_some = 2'000;         // entries that have one of several words, each of which will do
constexpr std::ptrdiff_t most_in_title = 2;    // words that have to stand in a title, where too many entries have them
constexpr std::size_t shortest_beginning = 2;  // letters; one letter begins nearly everything

/// A word as FTS5 looks for it, and about how many entries have it.
struct Term
{
    std::string query;
    double documents = 0;
};

/// A word in quotes is never an operator or a column; search_words leaves no quote in it.
std::string quoted(const std::string& word)
{
    return fmt::format("\"{}\"", word);
}

/// Counted up to a limit; beyond it, as many more as if those with the word were spread evenly.
double documents_with(Connection& connection, const std::string& query)
{
    auto row = connection.prepare(count_some);
    row.bind(":query", fmt::format("{{title body}} : ({})", query)).bind(":most", most_counted).step();
    const auto counted = row.integer();
    if (counted < most_counted)
        return static_cast<double>(counted);
    const auto last = static_cast<double>(row.integer());
    auto newest = connection.prepare(select_newest_id);
    newest.step();
    return static_cast<double>(counted) * static_cast<double>(newest.integer()) / last;
}

/// What each word is looked for as: itself where any entry has it, else the words that begin so; left out where there
/// are none either. The rarest first.
std::vector<Term> terms_of(const std::vector<std::string>& words, Connection& connection)
{
    std::vector<Term> terms;
    for (const auto& word : words)
    {
        Term term{quoted(word), 0};
        term.documents = documents_with(connection, term.query);
        if (term.documents <= 0 && word.size() >= shortest_beginning)
        {
            term.query += " *";
            term.documents = documents_with(connection, term.query);
        }
        if (term.documents > 0)
            terms.push_back(std::move(term));
    }
    std::ranges::stable_sort(terms, {}, &Term::documents);
    return terms;
}

std::string joined(const std::vector<Term>& terms, std::string_view by)
{
    std::string query;
    for (const auto& term : terms)
        query += fmt::format("{}{}", query.empty() ? "" : by, term.query);
    return query;
}

/// The rarest of them, as many as together have few enough entries; one at least.
std::vector<Term> telling(const std::vector<Term>& terms)
{
    std::vector<Term> few;
    double documents = 0;
    for (const auto& term : terms)
        if (documents += term.documents; few.empty() || documents <= most_by_some)
            few.push_back(term);
    return few;
}

class Search
{
  public:
    Search(Connection& connection, std::optional<EntryKind> kind, const std::vector<Term>& terms, int most)
        : connection_(connection), kind_(kind), terms_(terms), most_(most)
    {
    }

    /// False where so many have every word that they were not all looked at. So do the others.
    bool look_for_every_word(bool is_all_that_was_asked)
    {
        return look(select_weighed, fmt::format("{{title body}} : ({})", joined(terms_, " AND ")), 0,
                    is_all_that_was_asked);
    }

    bool look_for_some(const std::vector<Term>& some)
    {
        return look(select_weighed, fmt::format("{{title body}} : (({}) AND ({}))", joined(some, " OR "), any()),
                    some.size(), false);
    }

    bool look_in_titles(const std::vector<Term>& every)
    {
        return look(select_titles_weighed, fmt::format("title : (({}) AND ({}))", joined(every, " AND "), any()),
                    every.size(), false);
    }

    std::vector<Found> best(Knowledge& knowledge) const
    {
        std::vector<std::pair<std::int64_t, Hit>> order{hits_.begin(), hits_.end()};
        std::ranges::stable_sort(order, std::greater{}, [](const auto& each) { return each.second.rank; });
        std::vector<Found> found;
        for (const auto& [id, hit] : order)
            if (found.size() < static_cast<std::size_t>(most_))
                found.push_back({knowledge.find(id).value(), hit.rank, hit.has_all_words});
        return found;
    }

  private:
    struct Hit
    {
        double rank = 0;
        bool has_all_words = false;
    };

    /// Selects what has any of the words, for what is selected already: so all of them are weighed.
    [[nodiscard]] std::string any() const { return joined(terms_, " OR "); }

    /// Weighs what `query` selects, by its phrases after the first `selecting` ones, which are the terms. What is found
    /// in several ways counts once. False: there was more to look at.
    bool look(Sql sql, const std::string& query, std::size_t selecting, bool has_all_words)
    {
        std::vector<double> documents(selecting + (kind_ ? 1 : 0), -1);
        for (const auto& term : terms_)
            documents.push_back(term.documents);
        const auto of_kind = kind_ ? fmt::format("kind : \"{}\" AND ", entry_kinds.of(*kind_)) : std::string{};
        auto row = connection_.prepare(sql);
        row.bind(":query", of_kind + query)
            .bind_blob(":documents",
                       {reinterpret_cast<const char*>(documents.data()), documents.size() * sizeof(double)})
            .bind(":looked_at", most_looked_at)
            .bind(":most", most_);
        std::int64_t looked_at = 0;
        while (row.step())
        {
            auto& hit = hits_[row.integer()];
            hit.rank = std::max(hit.rank, row.real());
            hit.has_all_words = hit.has_all_words || has_all_words;
            looked_at = row.integer();
        }
        return looked_at < most_looked_at;
    }

    Connection& connection_;
    std::optional<EntryKind> kind_;
    const std::vector<Term>& terms_;
    int most_;
    std::map<std::int64_t, Hit> hits_;
};

}  // namespace

void Knowledge::add_to_index(std::int64_t id, const Entry& entry)
{
    connection_.prepare(insert_words)
        .bind(":id", id)
        .bind(":title", entry.title)
        .bind(":body", entry.body)
        .bind(":kind", entry_kinds.of(entry.kind))
        .run();
    connection_.prepare(insert_title)
        .bind(":id", id)
        .bind(":title", entry.title)
        .bind(":kind", entry_kinds.of(entry.kind))
        .run();
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
        .bind(":kind", entry_kinds.of(stored.kind))
        .run();
    connection_.prepare(delete_title)
        .bind(":id", stored.id)
        .bind(":title", stored.title)
        .bind(":kind", entry_kinds.of(stored.kind))
        .run();
    connection_.release();
}

std::vector<Found> Knowledge::search(std::string_view words, std::optional<EntryKind> kind, int most)
{
    const auto asked = search_words(words);
    const auto terms = terms_of(asked, connection_);
    if (terms.empty() || most <= 0)
        return {};
    Search search{connection_, kind, terms, most};
    bool is_whole = search.look_for_every_word(terms.size() == asked.size());
    if (is_whole && terms.size() > 1)
        is_whole = search.look_for_some(telling(terms));
    if (!is_whole)
        search.look_in_titles({terms.begin(), terms.begin() + std::min(std::ssize(terms), most_in_title)});
    return search.best(*this);
}

}  // namespace hotwatch
