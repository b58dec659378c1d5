// bench: measures Hotwatch against the simulator and the floors, and ends with a table. `tests/run --bench` runs it.
// Exit status 1 where something was lost, doubled or refused, or could not be measured; a missed aim is printed.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <thread>

#include "tests/bench/figures.hpp"

namespace
{
using namespace bench;

void measure(const Settings& settings, Report& report)
{
    const auto wants_any = [&](std::initializer_list<const char*> some)
    { return std::ranges::any_of(some, [&](const char* part) { return settings.wants(part); }); };
    const bool under_load = wants_any({"declares", "reads", "latency", "bursts", "many"});
    Declared declared;
    if (under_load || settings.wants("standing"))
        declared = count_declaration(settings, report);
    if (under_load)
        measure_under_load(settings, declared, report);
    if (settings.wants("large"))
        measure_large(settings, report);
    if (settings.wants("reminders"))
        measure_reminders(settings, report);
    if (settings.wants("standing"))
        measure_standing(settings, declared, report);
    if (declared.rows > 0)
        std::cout << fmt::format("\nA P2 declaration adds {} rows and {} bytes to the store; the floors that commit "
                                 "insert as many.\n",
                                 declared.rows, declared.bytes);
}

int conclude(const Settings& settings, const Report& report)
{
    std::cout << fmt::format("{} cores; medians of {} rounds in turn, the ratio being the median of the rounds' "
                             "ratios. Answers put off or later than 3 s: {}.\n",
                             std::thread::hardware_concurrency(), settings.rounds, report.late);
    for (const auto& fault : report.faults)
        std::cout << "FAULT: " << fault << '\n';
    const auto with = [&](Verdict verdict) { return std::ranges::count(report.rows, verdict, &Row::verdict); };
    std::cout << '\n'
              << table(report.rows)
              << fmt::format("{}: {} aims met, {} missed\n",
                             report.faults.empty() ? "nothing lost, nothing doubled" : "FAILED, see FAULT above",
                             with(Verdict::met), with(Verdict::missed));
    return report.faults.empty() ? 0 : 1;
}
}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Measures Hotwatch against the Slack simulator, beside floors on plain Beast."};
    Settings settings;
    const auto programs = std::filesystem::absolute(argv[0]).parent_path();
    settings.hotwatch = programs / "hotwatch";
    settings.floor = programs / "bench_floor";
    std::filesystem::path directory = programs.parent_path() / "bench";
    int idle = static_cast<int>(settings.idle.count());
    app.add_option("--hotwatch", settings.hotwatch, "The program (default: the one beside this)");
    app.add_option("--floor", settings.floor, "The floor (default: the one beside this)");
    app.add_option("--directory", directory, "Where stores and logs stand meanwhile; on a real disk");
    app.add_option("--rounds", settings.rounds, "How often each comparison is made")->check(CLI::PositiveNumber);
    app.add_option("--size", settings.size, "Of every load, 1 being the usual one")->check(CLI::Range(0.05, 10.0));
    app.add_option("--incidents", settings.incidents, "Stored, for what must cost the same as with 1,000")
        ->check(CLI::PositiveNumber);
    app.add_option("--large", settings.large, "Stored, for the start and the backup of a store of years")
        ->check(CLI::PositiveNumber);
    app.add_option("--idle", idle, "Seconds of doing nothing")->check(CLI::PositiveNumber);
    app.add_option("--only", settings.only, "Only these parts")->check(CLI::IsMember(parts));
    CLI11_PARSE(app, argc, argv);
    settings.idle = std::chrono::seconds{idle};
    // One run, one place: what a run before left behind would be measured along.
    settings.directory = std::filesystem::absolute(directory) / std::to_string(::getpid());
    Report report;
    int status = 1;
    try
    {
        std::filesystem::create_directories(settings.directory);
        measure(settings, report);
        status = conclude(settings, report);
    }
    catch (const std::exception& error)
    {
        conclude(settings, report);
        std::cerr << "bench: " << error.what() << '\n';
    }
    std::error_code ignored;  // what could not be removed takes room, no more
    std::filesystem::remove_all(settings.directory, ignored);
    return status;
}
