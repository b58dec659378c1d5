// Many reminders due at one instant, on the real clock: how long until the last of them is on the disk.
#include <fmt/format.h>

#include <fstream>
#include <map>

#include "tests/bench/figures.hpp"
#include "tests/bench/judge.hpp"
#include "tests/bench/stores.hpp"

namespace bench
{

namespace
{
using namespace std::chrono_literals;

/// Rows in the audit log, by the head that is written beside the store after each commit: each reminder is one.
std::int64_t audit_rows(const std::filesystem::path& store)
{
    std::ifstream head{store.string() + ".head"};
    std::string mark;
    std::int64_t count = -1;
    head >> mark >> count;
    return count;
}

/// Each incident's thread has exactly one.
void judge_reminders(Candidate& hotwatch, std::size_t posts_before, std::int64_t expected, Report& report)
{
    const auto threads = hotwatch.with(
        [&](const slack_sim::Sim& sim)
        {
            std::map<std::string, int> found;
            const auto& posts = sim.ledger().posts;
            for (auto i = posts_before; i < posts.size(); ++i)
                ++found[posts[i].thread_ts];
            return found;
        });
    const auto doubled = std::ranges::count_if(threads, [](const auto& thread) { return thread.second > 1; });
    if (const auto found = static_cast<std::int64_t>(threads.size()); found != expected || doubled > 0)
        report.faults.push_back(
            fmt::format("of {} reminders {} threads got one, {} more than one", expected, found, doubled));
}
}  // namespace

void measure_reminders(const Settings& settings, Report& report)
{
    constexpr auto give_up = 60s;
    constexpr auto posted_within = 180s;
    const auto directory = settings.directory / "reminders";
    const auto count = static_cast<std::int64_t>(static_cast<double>(settings.reminders) * settings.size);
    Candidate hotwatch{hotwatch_program(settings, directory), directory};
    say(fmt::format("declaring {} incidents that want updates", grouped(static_cast<double>(count))));
    hotwatch.start();
    run(hotwatch, {.count = static_cast<std::size_t>(count),
                   .in_flight = 64,
                   .declare_every = 1,
                   .severity = "P1",
                   .give_up = posted_within});
    judge_and_stop(hotwatch, 0, report);

    // Due once Hotwatch is up and at rest, which takes it as long as now.
    const auto before_start = Clock::now();
    hotwatch.start();
    const auto start_takes = Clock::now() - before_start;
    hotwatch.stop();
    const auto due =
        std::chrono::ceil<std::chrono::milliseconds>(std::chrono::system_clock::now() + 2 * start_takes + 2s);
    if (const auto armed = make_all_due(hotwatch.store(), due); armed != count)
        report.faults.push_back(fmt::format("{} reminders are armed for {} incidents", armed, count));
    const auto posts_before = hotwatch.with([](const slack_sim::Sim& sim) { return sim.ledger().posts.size(); });
    hotwatch.start();
    const auto rows_before = audit_rows(hotwatch.store());
    if (std::chrono::system_clock::now() > due)
        throw std::runtime_error{"Hotwatch came up too late for its reminders"};
    while (audit_rows(hotwatch.store()) < rows_before + count && std::chrono::system_clock::now() < due + give_up)
        pause(1ms);
    const std::chrono::duration<double> committed = std::chrono::system_clock::now() - due;
    const auto are_posted = [&](const slack_sim::Sim& sim)
    { return sim.ledger().posts.size() >= posts_before + static_cast<std::size_t>(count); };
    hotwatch.until(are_posted, posted_within);
    const std::chrono::duration<double> posted = std::chrono::system_clock::now() - due;
    hotwatch.let_settle(posted_within);
    judge_reminders(hotwatch, posts_before, count, report);
    judge_and_stop(hotwatch, 0, report);
    const auto title = grouped(static_cast<double>(count)) + " reminders due at once";
    report.rows.push_back(at_most(title + ", all committed", committed.count(), 1, "s", 2));
    report.rows.push_back(only_shown("  and posted, without Slack's limits", fmt::format("{:.1f} s", posted.count())));
}

}  // namespace bench
