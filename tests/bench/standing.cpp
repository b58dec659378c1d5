// What Hotwatch costs while nothing happens, and how soon it is there.
#include <fmt/format.h>

#include "tests/bench/figures.hpp"

namespace bench
{

namespace
{
void measure_start(const Settings& settings, Candidate& hotwatch, Candidate& floor, Report& report)
{
    std::vector<double> ours;
    std::vector<double> floors;
    std::vector<double> ratios;
    const auto once = [](Candidate& candidate)
    {
        const auto taken = candidate.start_to_first_ack();
        candidate.let_settle();
        candidate.stop();
        return taken.count() * 1'000;
    };
    (void)once(hotwatch);  // the first start makes the store, and reads the program from the disk
    (void)once(floor);
    for (int round = 0; round < 2 * settings.rounds; ++round)
    {
        ours.push_back(once(hotwatch));
        floors.push_back(once(floor));
        ratios.push_back(ours.back() / floors.back());
    }
    say(fmt::format("start to first ack: {:.1f} to {:.1f} ms", median(ours), median(floors)));
    report.rows.push_back(times_of("start to first ack, a store with nothing in it",
                                   fmt::format("{:.1f} ms", median(ours)), fmt::format("{:.1f} ms", median(floors)),
                                   median(ratios), 1.6));
}
}  // namespace

void measure_standing(const Settings& settings, const Declared& declared, Report& report)
{
    constexpr double most_mb = 18;
    constexpr double most_cpu = 0.5;  // ms a second
    const auto ours = settings.directory / "standing-hotwatch";
    const auto theirs = settings.directory / "standing-floor";
    Candidate hotwatch{hotwatch_program(settings, ours), ours};
    Candidate floor{floor_program(settings, "group", declared, theirs), theirs};
    measure_start(settings, hotwatch, floor, report);

    say(fmt::format("idle for {} s", settings.idle.count()));
    hotwatch.start();
    floor.start();
    pause(std::chrono::seconds{2});
    const auto before = hotwatch.cpu();
    const auto floor_before = floor.cpu();
    const auto began = Clock::now();
    pause(settings.idle);
    const std::chrono::duration<double> length = Clock::now() - began;
    const auto per_second = [&](std::chrono::duration<double> spent) { return spent.count() * 1'000 / length.count(); };
    auto row = at_most("CPU, idle, a second", per_second(hotwatch.cpu() - before), most_cpu, "ms", 2);
    row.floor = fmt::format("{:.2f} ms", per_second(floor.cpu() - floor_before));
    auto memory = at_most("memory, idle, resident", hotwatch.resident_mb(), most_mb, "MB", 1);
    memory.floor = fmt::format("{:.1f} MB", floor.resident_mb());
    report.rows.push_back(std::move(memory));
    report.rows.push_back(std::move(row));
    judge_and_stop(hotwatch, 0, report);
    judge_and_stop(floor, 0, report);
}

}  // namespace bench
