#include "storage/search_rank.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace hotwatch
{

namespace
{

constexpr int most_phrases = 64;
constexpr int title_column = 0;
constexpr int body_column = 1;
constexpr int kind_column = 2;
constexpr double title_weight = 8;     // a word of the title says as much as eight of the body
constexpr double saturation = 1.2;     // bm25's k1: the tenth "queue" adds little to the ninth
constexpr double length_share = 0.75;  // bm25's b: how much long texts are held back

using Figures = std::array<double, most_phrases>;

/// How often each phrase stands in the row, words of the title counted by their weight.
int occurrences(const Fts5ExtensionApi& fts, Fts5Context* row, int phrases, Figures& times)
{
    int instances = 0;
    int result = fts.xInstCount(row, &instances);
    for (int i = 0; result == SQLITE_OK && i < instances; ++i)
    {
        int phrase = 0;
        int column = 0;
        int offset = 0;
        result = fts.xInst(row, i, &phrase, &column, &offset);
        if (result == SQLITE_OK && phrase < phrases)
            times.at(static_cast<std::size_t>(phrase)) += column == title_column ? title_weight : 1;
    }
    return result;
}

/// The length of the row's text against the average of all; 1 in the index of titles, which keeps no lengths.
int relative_length(const Fts5ExtensionApi& fts, Fts5Context* row, double rows, double& relative)
{
    relative = 1;
    if (fts.xColumnCount(row) <= kind_column)
        return SQLITE_OK;
    double length = 0;
    double all = 0;
    for (const int column : {title_column, body_column})
    {
        int tokens = 0;
        sqlite3_int64 total = 0;
        if (const int result = fts.xColumnSize(row, column, &tokens); result != SQLITE_OK)
            return result;
        if (const int result = fts.xColumnTotalSize(row, column, &total); result != SQLITE_OK)
            return result;
        length += tokens;
        all += static_cast<double>(total);
    }
    if (all > 0)
        relative = length * rows / all;
    return SQLITE_OK;
}

double weight(const Figures& documents, const Figures& times, std::size_t phrases, double rows, double relative)
{
    double score = 0;
    double found = 0;
    double asked = 0;
    for (std::size_t i = 0; i < phrases; ++i)
    {
        if (documents.at(i) < 0)
            continue;
        const double having = std::min(documents.at(i), rows);
        const double rarity = std::log(1 + (rows - having + 0.5) / (having + 0.5));
        asked += rarity;
        if (times.at(i) <= 0)
            continue;
        found += rarity;
        score += rarity * times.at(i) * (saturation + 1) /
                 (times.at(i) + saturation * (1 - length_share + length_share * relative));
    }
    return asked > 0 ? score * found / asked : 0;
}

void weigh(const Fts5ExtensionApi* fts, Fts5Context* row, sqlite3_context* answer, int arguments,
           sqlite3_value** argument)
{
    const int phrases = fts->xPhraseCount(row);
    Figures documents{};
    Figures times{};
    const auto bytes = static_cast<std::size_t>(std::max(phrases, 0)) * sizeof(double);
    if (arguments != 1 || phrases > most_phrases || sqlite3_value_bytes(argument[0]) != static_cast<int>(bytes))
    {
        sqlite3_result_error(answer, "weigh takes one figure for each phrase", -1);
        return;
    }
    std::memcpy(documents.data(), sqlite3_value_blob(argument[0]), bytes);
    sqlite3_int64 rows = 0;
    double relative = 1;
    int result = fts->xRowCount(row, &rows);
    if (result == SQLITE_OK)
        result = occurrences(*fts, row, phrases, times);
    if (result == SQLITE_OK)
        result = relative_length(*fts, row, static_cast<double>(rows), relative);
    if (result != SQLITE_OK)
    {
        sqlite3_result_error_code(answer, result);
        return;
    }
    sqlite3_result_double(
        answer, weight(documents, times, static_cast<std::size_t>(phrases), static_cast<double>(rows), relative));
}

/// SQLite hands FTS5's interface out as a pointer bound to a statement.
fts5_api* interface_of(sqlite3* connection)
{
    fts5_api* found = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK)
    {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&found), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return found;
}

}  // namespace

void add_search_rank(sqlite3* connection)
{
    auto* fts = interface_of(connection);
    if (fts == nullptr || fts->xCreateFunction(fts, "weigh", nullptr, weigh, nullptr) != SQLITE_OK)
        throw std::runtime_error{"this SQLite has no full text search (FTS5)"};
}

}  // namespace hotwatch
