// What a search over 100,000 entries costs: the usual question, the worst one, and what a store of a plan's size pays.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include "storage/database.hpp"

namespace
{

using namespace hotwatch;

constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};
constexpr std::size_t vocabulary = 20'000;
constexpr int words_in_a_title = 6;
constexpr int words_in_a_body = 120;

class CountedIds : public IdSource
{
  public:
    std::string uuid() override { return fmt::format("00000000-0000-4000-8000-{:012}", ++made_); }
    std::string salt() override { return fmt::format("{:032x}", ++made_); }

  private:
    std::int64_t made_ = 0;
};

/// Words as often as in written language: the n-th most frequent one stands for 1/n of the first (Zipf).
class Language
{
  public:
    Language()
    {
        double sum = 0;
        for (std::size_t rank = 1; rank <= vocabulary; ++rank)
            until_.push_back(sum += 1.0 / static_cast<double>(rank));
    }

    [[nodiscard]] static std::string word(std::size_t rank)
    {
        constexpr std::string_view consonants = "bdfgklmnprstvz";
        constexpr std::string_view vowels = "aeiou";
        std::string text;
        for (auto left = rank + 100; left > 0; left /= consonants.size() * vowels.size())
        {
            text += consonants[left % consonants.size()];
            text += vowels[left / consonants.size() % vowels.size()];
        }
        return text;
    }

    std::string say(int count)
    {
        std::string text;
        for (int i = 0; i < count; ++i)
        {
            const auto at = std::uniform_real_distribution<>{0, until_.back()}(dice_);
            const auto rank = std::ranges::lower_bound(until_, at) - until_.begin();
            text += (text.empty() ? "" : " ") + word(static_cast<std::size_t>(rank));
        }
        return text;
    }

    std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>{0, count - 1}(dice_); }

  private:
    std::vector<double> until_;
    std::mt19937_64 dice_{20'261'124};
};

class Library
{
  public:
    explicit Library(std::int64_t entries) : database_("", ids_)
    {
        database_.begin();
        for (std::int64_t i = 0; i < entries; ++i)
        {
            Entry entry;
            entry.kind = static_cast<EntryKind>(i % 3);
            entry.title = language_.say(words_in_a_title);
            entry.key = fmt::format("entry-{}", i);
            entry.body = language_.say(words_in_a_body);
            entry.edited = {noon, {}};
            database_.book().knowledge.add(entry);
            if (i % 50 == 0)
                titles_.push_back(entry.title);
        }
        database_.commit();
        database_.begin();
    }

    /// Four words of some entry's title, in any order: somebody who half remembers it.
    std::string question()
    {
        std::string text;
        const auto& title = titles_[language_.below(titles_.size())];
        std::size_t taken = 0;
        for (std::size_t at = 0; at < title.size() && taken < 4; ++taken)
        {
            const auto end = std::min(title.find(' ', at), title.size());
            text.insert(0, title.substr(at, end - at) + " ");
            at = end + 1;
        }
        return text;
    }

    Knowledge& knowledge() { return database_.book().knowledge; }

  private:
    CountedIds ids_;
    Database database_;
    Language language_;
    std::vector<std::string> titles_;
};

Library& library(std::int64_t entries)
{
    static std::map<std::int64_t, std::unique_ptr<Library>> libraries;
    auto& found = libraries[entries];
    if (!found)
        found = std::make_unique<Library>(entries);
    return *found;
}

/// Milliseconds that one search takes.
double timed(Library& from, const std::string& words)
{
    const auto start = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(from.knowledge().search(words, std::nullopt, 5));
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void report(benchmark::State& state, std::vector<double>& took)
{
    std::ranges::sort(took);
    const auto at = [&took](double share)
    { return took[static_cast<std::size_t>(share * static_cast<double>(took.size() - 1))]; };
    state.counters["p50_ms"] = at(0.5);
    state.counters["p99_ms"] = at(0.99);
    state.counters["worst_ms"] = took.back();
}

void search_as_asked(benchmark::State& state)
{
    auto& from = library(state.range(0));
    std::vector<double> took;
    for (auto _ : state)
        took.push_back(timed(from, from.question()));
    report(state, took);
}
BENCHMARK(search_as_asked)->Arg(100)->Arg(100'000)->Iterations(2'000)->Unit(benchmark::kMillisecond);

/// The words that most entries have, all at once: nothing narrows it down.
void search_for_common_words(benchmark::State& state)
{
    auto& from = library(state.range(0));
    std::string words;
    for (std::size_t rank = 0; rank < 12; ++rank)
        words += Language::word(rank) + " ";
    std::vector<double> took;
    for (auto _ : state)
        took.push_back(timed(from, words));
    report(state, took);
}
BENCHMARK(search_for_common_words)->Arg(100'000)->Iterations(200)->Unit(benchmark::kMillisecond);

/// Two letters that begin many words, none of which is one by itself.
void search_for_a_beginning(benchmark::State& state)
{
    auto& from = library(state.range(0));
    std::vector<double> took;
    for (auto _ : state)
        took.push_back(timed(from, "ba zzzz ko"));
    report(state, took);
}
BENCHMARK(search_for_a_beginning)->Arg(100'000)->Iterations(200)->Unit(benchmark::kMillisecond);

/// Nothing that any entry has.
void search_in_vain(benchmark::State& state)
{
    auto& from = library(state.range(0));
    std::vector<double> took;
    for (auto _ : state)
        took.push_back(timed(from, "qqxqq wwxww xxyxx yywyy"));
    report(state, took);
}
BENCHMARK(search_in_vain)->Arg(100'000)->Iterations(200)->Unit(benchmark::kMillisecond);

/// Incidents with a title, two updates and what fixed them; every tenth word of any of them is one of the common ones.
class Past
{
  public:
    explicit Past(std::int64_t incidents) : database_("", ids_)
    {
        database_.begin();
        auto& book = database_.book();
        for (std::int64_t i = 0; i < incidents; ++i)
        {
            Incident incident;
            incident.title = language_.say(words_in_a_title);
            incident.state = IncidentState::cancelled;
            incident.declared = incident.last_update = {noon, {"U0ANA"}};
            const auto id = book.incidents.add(incident);
            for (const auto* action : {"update", "update", "cancelled"})
                book.incidents.add(TimelineEntry{.incident = id,
                                                 .at = noon,
                                                 .actor = {},
                                                 .action = action,
                                                 .text = language_.say(words_in_an_update),
                                                 .source = "slash"});
        }
        database_.commit();
        database_.begin();
    }

    double timed(const std::string& words)
    {
        const auto start = std::chrono::steady_clock::now();
        benchmark::DoNotOptimize(database_.book().incidents.search(words, 10));
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    }

  private:
    static constexpr int words_in_an_update = 20;
    CountedIds ids_;
    Database database_;
    Language language_;
};

/// Words of rising rank: the further, the fewer incidents have both.
void search_incidents(benchmark::State& state)
{
    static Past past{100'000};
    const auto words = fmt::format("{} {}", Language::word(static_cast<std::size_t>(state.range(0))),
                                   Language::word(static_cast<std::size_t>(state.range(1))));
    std::vector<double> took;
    for (auto _ : state)
        took.push_back(past.timed(state.range(1) == 0 ? Language::word(0).substr(0, 2) + " zzzz" : words));
    report(state, took);
}
BENCHMARK(search_incidents)
    ->Args({0, 1})          // both in most
    ->Args({50, 5'000})     // a usual and a rare one
    ->Args({1'000, 1'001})  // two that hardly ever meet
    ->Args({15'000, 3})
    ->Args({0, 0})  // two letters that begin many
    ->Iterations(200)
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
