// What a plan of 5,000 lines costs: reading it, looking it through, importing it, and importing it once more.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <algorithm>

#include "commands/plan/import.hpp"
#include "commands/plan/lint.hpp"
#include "storage/database.hpp"

namespace
{

using namespace hotwatch;

constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};

class CountedIds : public IdSource
{
  public:
    std::string uuid() override { return fmt::format("00000000-0000-4000-8000-{:012}", ++made_); }
    std::string salt() override { return fmt::format("{:032x}", ++made_); }

  private:
    std::int64_t made_ = 0;
};

/// A year's rotation, then issues, questions and sections in turn, as many as make 5,000 lines.
std::string long_plan()
{
    constexpr std::ptrdiff_t wanted = 5'000;
    std::string text = "# Plan of 2026\n\n**Time zone**: Europe/Berlin\n\n## On-Call Rotation\n\n"
                       "| Week | Primary | Backup | Manager |\n|---|---|---|---|\n";
    const std::chrono::sys_days first{std::chrono::year{2026} / 1 / 5};
    for (int week = 0; week < 52; ++week)
    {
        const std::chrono::year_month_day from{first + std::chrono::days{7 * week}};
        const std::chrono::year_month_day to{first + std::chrono::days{7 * week + 6}};
        const auto date = [](const std::chrono::year_month_day& day)
        {
            return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                               static_cast<unsigned>(day.day()));
        };
        text +=
            fmt::format("| {} to {} | Person {} | Person {} | Mia |\n", date(from), date(to), week % 5, (week + 1) % 5);
    }
    text += "\n## Common Issues\n\n";
    for (int i = 0; std::ranges::count(text, '\n') < wanted / 2; ++i)
        text += fmt::format(
            "### Issue {0}: Service {0} does not answer\n\n**Symptoms**:\n\n- Requests to service {0} wait\n"
            "- Error {0} in the log\n\n**Diagnosis**:\n\n```bash\n# Is it up?\ncurl https://s{0}.example.com\n\n"
            "# What does it log?\nfly logs -a s{0} | grep error\n```\n\n**Resolution**:\n\n```bash\n"
            "fly apps restart s{0}\n```\n\n**Workaround**: use service {1}\n\n",
            i, i + 1);
    text += "## FAQ\n\n";
    for (int i = 0; std::ranges::count(text, '\n') < wanted * 3 / 4; ++i)
        text += fmt::format("**Q: How do I do task {0}?**\nA: Open page {0} and press the button for it.\n\n", i);
    for (int i = 0; std::ranges::count(text, '\n') < wanted; ++i)
        text += fmt::format(
            "## Section {0}\n\nWhat everybody should know of part {0} of the service.\n\n- one\n- two\n\n", i);
    return text;
}

void read(benchmark::State& state)
{
    const auto text = long_plan();
    for (auto _ : state)
        benchmark::DoNotOptimize(parse_plan(text));
    state.counters["lines"] = static_cast<double>(std::ranges::count(text, '\n'));
}
BENCHMARK(read)->Unit(benchmark::kMillisecond);

void look_through(benchmark::State& state)
{
    const auto text = long_plan();
    for (auto _ : state)
        benchmark::DoNotOptimize(lint_plan(parse_plan(text), text));
}
BENCHMARK(look_through)->Unit(benchmark::kMillisecond);

void import_into_empty_store(benchmark::State& state)
{
    const auto text = long_plan();
    std::size_t entries = 0;
    for (auto _ : state)
    {
        state.PauseTiming();
        CountedIds ids;
        Database database{"", ids};
        database.begin();
        state.ResumeTiming();
        entries = import_plan({.markdown = text, .origin = "plan.md", .actor = "bench"}, {}, database.book(), noon)
                      .changes.size();
        state.PauseTiming();
        database.commit();
        state.ResumeTiming();
    }
    state.counters["entries"] = static_cast<double>(entries);
}
BENCHMARK(import_into_empty_store)->Unit(benchmark::kMillisecond);

void import_once_more(benchmark::State& state)
{
    const auto text = long_plan();
    CountedIds ids;
    Database database{"", ids};
    database.begin();
    (void)import_plan({.markdown = text, .origin = "plan.md", .actor = "bench"}, {}, database.book(), noon);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            import_plan({.markdown = text, .origin = "plan.md", .actor = "bench"}, {}, database.book(), noon));
}
BENCHMARK(import_once_more)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
