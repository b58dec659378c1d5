// A store of years: how soon Hotwatch is there with it, and whether anybody notices that it is being backed up.
#include <fmt/format.h>

#include <algorithm>

#include "tests/bench/figures.hpp"
#include "tests/bench/stores.hpp"

namespace bench
{

namespace
{
using namespace std::chrono_literals;

constexpr double per_second = 100;

double start(Candidate& candidate)
{
    const auto taken = candidate.start_to_first_ack();
    candidate.let_settle();
    candidate.stop();
    return taken.count() * 1'000;
}

std::string millis(double value)
{
    return fmt::format("{:.1f} ms", value);
}

void measure_start(const Settings& settings, Candidate& large, Candidate& empty, const std::string& title,
                   Report& report)
{
    std::vector<double> ours;
    std::vector<double> floors;
    std::vector<double> ratios;
    (void)start(empty);
    (void)start(large);
    for (int round = 0; round < 2 * settings.rounds; ++round)
    {
        ours.push_back(start(large));
        floors.push_back(start(empty));
        ratios.push_back(ours.back() / floors.back());
    }
    say(fmt::format("start to first ack: {:.1f} to {:.1f} ms", median(ours), median(floors)));
    report.rows.push_back(times_of(fmt::format("start to first ack, {} stored, against none", title),
                                   millis(median(ours)), millis(median(floors)), median(ratios), 1.1));
    // Without the mark of a clean close the file is read through before it is written to.
    std::filesystem::remove(large.store().string() + ".closed");
    const auto after_a_kill = start(large);
    report.rows.push_back(only_shown("  the same after a kill, when the store is read through", millis(after_a_kill),
                                     millis(median(floors)), fmt::format("{:.1f} x", after_a_kill / median(floors))));
}

void append(std::vector<double>& all, const Measured& measured)
{
    all.insert(all.end(), measured.ack_ms.begin(), measured.ack_ms.end());
}

double percentile_99(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[std::min(values.size() * 99 / 100, values.size() - 1)];
}

void measure_backup(const Settings& settings, Candidate& large, Report& report)
{
    constexpr auto longest = 10min;
    const Load a_second{.count = static_cast<std::size_t>(per_second), .per_second = per_second, .declare_every = 5};
    const auto directory = large.store().parent_path();
    large.start();
    large.let_settle();
    std::vector<double> before;
    for (int i = 0; i < 10; ++i)
        append(before, run(large, a_second));
    const auto target = directory / "backup.db";
    const auto began = Clock::now();
    slack_sim::ChildProcess backup{{settings.hotwatch.string(), "backup", target.string()},
                                   directory,
                                   {{"HOTWATCH_DB", large.store().string()}, {"HOTWATCH_CONFIG", ""}},
                                   directory / "backup.log"};
    std::vector<double> meanwhile;
    while (backup.is_running() && Clock::now() < began + longest)
        append(meanwhile, run(large, a_second));
    const std::chrono::duration<double> taken = Clock::now() - began;
    if (backup.status() != 0)
        report.faults.push_back("the backup failed, see backup.log");
    const auto megabytes = static_cast<double>(std::filesystem::file_size(large.store())) / 1e6;
    say(fmt::format("backup of {:.0f} MB in {:.0f} s", megabytes, taken.count()));
    auto row =
        at_most(fmt::format("ack p99 while {:.0f} MB are backed up, {:.0f}/s, 20 % declares", megabytes, per_second),
                percentile_99(meanwhile), 100, "ms", 1);
    row.floor = millis(percentile_99(before));
    report.rows.push_back(std::move(row));
    report.rows.push_back(only_shown("  worst ack meanwhile; the backup took", millis(std::ranges::max(meanwhile)),
                                     fmt::format("{:.0f} s", taken.count())));
}
}  // namespace

void measure_large(const Settings& settings, Report& report)
{
    const auto ours = settings.directory / "large";
    const auto theirs = settings.directory / "empty";
    const auto title = grouped(static_cast<double>(settings.large)) + " incidents";
    std::filesystem::create_directories(ours);
    say(fmt::format("storing {}", title));
    make_store(ours / "store.db", settings.large);
    Candidate large{hotwatch_program(settings, ours), ours};
    Candidate empty{hotwatch_program(settings, theirs), theirs};
    measure_start(settings, large, empty, title, report);
    measure_backup(settings, large, report);
    judge_and_stop(large, settings.large, report);
}

}  // namespace bench
