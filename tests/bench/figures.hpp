// The figures of the benchmark: each measures, judges and gives its rows.
#pragma once

#include "tests/bench/load.hpp"
#include "tests/bench/table.hpp"

namespace bench
{

struct Settings
{
    std::filesystem::path hotwatch;   // the programs
    std::filesystem::path floor;      //
    std::filesystem::path directory;  // for stores and logs
    int rounds = 5;
    double size = 1;                   // of every load: less is quicker and noisier
    std::int64_t incidents = 100'000;  // stored, for what must cost the same as with 1,000
    std::int64_t large = 1'000'000;    // stored, for the start and the backup of a store of years
    std::int64_t reminders = 10'000;
    std::chrono::seconds idle{20};
    std::vector<std::string> only;  // the parts to measure, of `parts`; empty: all

    [[nodiscard]] bool wants(std::string_view part) const;
};

inline const std::vector<std::string> parts{"declares", "reads", "latency",   "bursts",
                                            "many",     "large", "reminders", "standing"};

struct Report
{
    std::vector<Row> rows;
    std::vector<std::string> faults;  // lost, doubled, refused: the run has failed
    std::size_t late = 0;             // answered after Slack's 3 s, or put off before that
};

/// What one P2 declaration adds to the store, by the store itself.
struct Declared
{
    int rows = 0;
    int bytes = 0;  // with its indexes
};
Declared count_declaration(const Settings& settings, Report& report);

/// Rates, latencies and bursts against the floors, and against Hotwatch itself on a large store.
void measure_under_load(const Settings& settings, const Declared& declared, Report& report);
/// Start, memory, idle CPU.
void measure_standing(const Settings& settings, const Declared& declared, Report& report);
/// Start and backup of a store of years.
void measure_large(const Settings& settings, Report& report);
/// Many reminders that fall due at one instant.
void measure_reminders(const Settings& settings, Report& report);

// What they share.
Program hotwatch_program(const Settings& settings, const std::filesystem::path& directory);
Program floor_program(const Settings& settings, const std::string& mode, const Declared& declared,
                      const std::filesystem::path& directory);
/// Judges by the ledger, ends the program, and judges by its store, which held `before` incidents.
void judge_and_stop(Candidate& candidate, std::int64_t before, Report& report);
double median(std::vector<double> values);
/// Progress, for whoever waits.
void say(const std::string& what);

}  // namespace bench
