#include "tests/bench/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "tests/bench/judge.hpp"
#include "tests/bench/stores.hpp"

namespace bench
{

bool Settings::wants(std::string_view part) const
{
    return only.empty() || std::ranges::find(only, part) != only.end();
}

Program hotwatch_program(const Settings& settings, const std::filesystem::path& directory)
{
    return {.name = "Hotwatch",
            .command = {settings.hotwatch.string(), "run", "--no-limits"},
            .variables = {{"HOTWATCH_DB", (directory / "store.db").string()},
                          {"HOTWATCH_LISTEN", ""},
                          {"HOTWATCH_CONFIG", ""}},
            .sockets = 2,
            .posts_cards = true};
}

Program floor_program(const Settings& settings, const std::string& mode, const Declared& declared,
                      const std::filesystem::path& directory)
{
    const auto bytes_of_row = declared.rows > 0 ? declared.bytes / declared.rows : 0;
    return {.name = fmt::format("the floor ({})", mode),
            .command = {settings.floor.string(), mode, std::to_string(declared.rows), std::to_string(bytes_of_row),
                        (directory / "store.db").string()},
            .variables = {},
            .sockets = 1,
            .posts_cards = false};
}

void judge_and_stop(Candidate& candidate, std::int64_t before, Report& report)
{
    const auto judgement = judge(candidate);
    report.faults.insert(report.faults.end(), judgement.faults.begin(), judgement.faults.end());
    report.late += judgement.late;
    const auto declared = candidate.with(
        [](const slack_sim::Sim& sim)
        {
            std::set<std::string> keys;
            for (const auto& envelope : sim.ledger().envelopes)
                if (report_in(envelope.what) != 0)
                    keys.insert(envelope.key);
            return static_cast<std::int64_t>(keys.size());
        });
    candidate.stop();
    if (!candidate.program().posts_cards)
        return;
    if (const auto problem = problem_of(candidate.store(), before + declared); !problem.empty())
        report.faults.push_back(fmt::format("{}: {}", candidate.program().name, problem));
}

Declared count_declaration(const Settings& settings, Report& report)
{
    constexpr std::size_t warm_up = 20;
    constexpr std::size_t counted = 200;
    say("counting what a declaration writes");
    const auto directory = settings.directory / "count";
    Candidate hotwatch{hotwatch_program(settings, directory), directory};
    hotwatch.start();
    run(hotwatch, {.count = warm_up, .in_flight = 1, .declare_every = 1});
    hotwatch.stop();
    const auto before = size_of(hotwatch.store());
    hotwatch.start();
    run(hotwatch, {.count = counted, .in_flight = 1, .declare_every = 1});
    judge_and_stop(hotwatch, 0, report);
    const auto after = size_of(hotwatch.store());
    // Rounded: the second start asks Slack a few things, which are rows as well.
    const auto each = [](std::int64_t grown) { return static_cast<int>((grown + counted / 2) / counted); };
    return {each(after.rows - before.rows), each(after.bytes - before.bytes)};
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void say(const std::string& what)
{
    std::cout << "bench: " << what << '\n' << std::flush;
}

}  // namespace bench
