// What one event costs in the book, and that it costs the same however much the book holds.
#include <benchmark/benchmark.h>

#include "tests/bench/stores.hpp"

namespace
{

using namespace hotwatch;

constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};
constexpr int batch = 64;

void declare(Database& database, std::int64_t number, bool is_history)
{
    database.savepoint();
    benchmark::DoNotOptimize(database.book().seen.find("trigger of nobody"));
    bench::store_declaration(database.book(), number, noon, is_history);
    benchmark::DoNotOptimize(database.book().outbox.take_news());
    database.release();
}

void event_of_a_batch(benchmark::State& state)
{
    bench::CountedIds ids;
    Database database{"", ids};
    std::int64_t number = 0;
    database.begin();
    while (number < state.range(0))
        declare(database, ++number, true);
    database.commit();
    for (auto _ : state)
    {
        database.begin();
        for (int i = 0; i < batch; ++i)
            declare(database, ++number, false);
        database.commit();
    }
    state.SetItemsProcessed(state.iterations() * batch);
    state.counters["us_per_event"] = benchmark::Counter(static_cast<double>(state.iterations()) * batch / 1e6,
                                                        benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(event_of_a_batch)->Arg(0)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
