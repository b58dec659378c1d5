// How incidents are found by words: SQLite's FTS5 behind Incidents::search. Every word has to stand somewhere in the
// incident, each in another text if need be; the newest come first, so nothing is weighed.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "storage/book.hpp"
#include "storage/connection.hpp"
#include "storage/search_words.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql insert_said = R"sql(
    INSERT INTO incident_index (rowid, said) VALUES (:place, :said)
)sql";

constexpr Sql select_last = R"sql(
    SELECT rowid FROM incident_index WHERE incident_index MATCH :query AND rowid <= :at_most ORDER BY rowid DESC LIMIT 1
)sql";

constexpr Sql select_many = R"sql(
    SELECT rowid FROM incident_index WHERE incident_index MATCH :query ORDER BY rowid DESC LIMIT :most
)sql";

constexpr Sql select_text = R"sql(
    SELECT text FROM timeline WHERE id = :id
)sql";

// What bounds the cost of a search, whatever the store holds: measured in tests/bench/search_bench.cpp.
constexpr int most_looks = 1'500;              // into the index, each about 10 µs
constexpr int most_open = 100;                 // open incidents that are looked at before the newest ones
constexpr int most_of_beginning = 5'000;       // texts that hold a word which begins so
constexpr std::size_t shortest_beginning = 2;  // letters; one letter begins nearly everything

/// A text's place in the index (0008_incident_search.sql).
constexpr int half = 32;
constexpr std::int64_t last_of(std::int64_t incident)
{
    return (incident << half) | 0xFFFF'FFFF;
}
constexpr std::int64_t title_of(std::int64_t incident)
{
    return incident << half;
}

/// One word, or those that begin like it.
class Term
{
  public:
    /// The word itself where any text has it, else the words that begin so.
    Term(Connection& connection, const std::string& word) : connection_(connection), query_(fmt::format("\"{}\"", word))
    {
        if (look(std::numeric_limits<std::int64_t>::max()) || word.size() < shortest_beginning)
            return;
        // FTS5 gathers every word that begins so anew for each look; that is done once.
        is_beginning_ = true;
        auto rows = connection_.prepare(select_many);
        places_ = rows.bind(":query", query_ + " *").bind(":most", most_of_beginning).integers();
    }

    /// The last text at or before `place` that has it.
    std::optional<std::int64_t> at_or_before(std::int64_t place)
    {
        if (!is_beginning_)
            return look(place);
        const auto found = std::ranges::lower_bound(places_, place, std::greater{});
        return found == places_.end() ? std::nullopt : std::optional{*found};
    }

    bool is_known() { return at_or_before(std::numeric_limits<std::int64_t>::max()).has_value(); }
    bool is_in(std::int64_t incident) { return at_or_before(last_of(incident)).value_or(0) >= title_of(incident); }
    bool is_in_title(std::int64_t incident) { return at_or_before(title_of(incident)) == title_of(incident); }

  private:
    std::optional<std::int64_t> look(std::int64_t place)
    {
        auto row = connection_.prepare(select_last);
        return row.bind(":query", query_).bind(":at_most", place).step() ? std::optional{row.integer()} : std::nullopt;
    }

    Connection& connection_;
    std::string query_;
    bool is_beginning_ = false;
    std::vector<std::int64_t> places_;  // of a beginning, last first
};

class Search
{
  public:
    Search(Connection& connection, std::vector<Term>& terms) : connection_(connection), terms_(terms) {}

    /// The newest incident up to `incident` that has all the terms; 0: there is none, or it was looked for long enough.
    std::int64_t at_or_before(std::int64_t incident)
    {
        for (std::size_t agreed = 0, i = 0; incident > 0; i = (i + 1) % terms_.size())
        {
            if (++looks_ > most_looks)
            {
                is_whole_ = false;
                return 0;
            }
            const auto place = terms_[i].at_or_before(last_of(incident));
            if (!place)
                return 0;
            agreed = *place >> half == incident ? agreed + 1 : 1;
            incident = *place >> half;
            if (agreed >= terms_.size())
                return incident;
        }
        return 0;
    }

    bool has_all(std::int64_t incident)
    {
        return std::ranges::all_of(terms_, [&](Term& term) { return term.is_in(incident); });
    }

    /// Whether everything was looked at.
    [[nodiscard]] bool is_whole() const { return is_whole_; }

    /// A text that has one of the words, where the title does not have them all.
    std::string said_in(std::int64_t incident)
    {
        for (auto& term : terms_)
        {
            if (term.is_in_title(incident))
                continue;
            const auto place = term.at_or_before(last_of(incident));
            auto row = connection_.prepare(select_text);
            return place && row.bind(":id", *place & 0xFFFF'FFFF).step() ? row.text() : std::string{};
        }
        return {};
    }

  private:
    Connection& connection_;
    std::vector<Term>& terms_;
    int looks_ = 0;
    bool is_whole_ = true;
};

}  // namespace

void Incidents::add_to_index(std::int64_t incident, std::int64_t entry, std::string_view text)
{
    connection_.prepare(insert_said).bind(":place", title_of(incident) | entry).bind(":said", text).run();
}

IncidentSearch Incidents::search(std::string_view words, std::size_t most)
{
    IncidentSearch result;
    std::vector<Term> terms;
    for (const auto& word : search_words(words))
    {
        Term term{connection_, word};
        if (term.is_known())
            terms.push_back(std::move(term));
        else
            result.unknown.push_back(word);
    }
    if (terms.empty() || most == 0)
        return result;

    Search search{connection_, terms};
    std::vector<std::int64_t> ids;
    for (const auto& incident : open(most_open))
        if (search.has_all(incident.id))
            ids.push_back(incident.id);
    std::ranges::sort(ids, std::greater{});
    for (auto id = search.at_or_before(std::numeric_limits<std::int32_t>::max()); id > 0 && ids.size() <= most;
         id = search.at_or_before(id - 1))
        if (std::ranges::find(ids, id) == ids.end())
            ids.push_back(id);
    result.has_more = ids.size() > most || !search.is_whole();
    ids.resize(std::min(ids.size(), most));
    for (const auto id : ids)
        result.found.push_back({find(id).value(), search.said_in(id)});
    return result;
}

}  // namespace hotwatch
