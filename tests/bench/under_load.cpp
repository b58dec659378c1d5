// Rates, latencies and bursts: Hotwatch and a floor in turn, several times over, and the median of the ratios.
#include <fmt/format.h>

#include <algorithm>

#include "tests/bench/figures.hpp"
#include "tests/bench/stores.hpp"

namespace bench
{

namespace
{
struct Compared
{
    double ours = 0;   // medians
    double floor = 0;  //
    double ratio = 0;
};

using Figure = std::function<double(Candidate&)>;

/// Who goes first changes from round to round: what drifts in the machine falls on both.
Compared compare(const Settings& settings, const std::string& what, Candidate& ours, Candidate& floor,
                 const Figure& figure)
{
    std::vector<double> values;
    std::vector<double> floors;
    std::vector<double> ratios;
    for (int round = 0; round < settings.rounds; ++round)
    {
        const bool we_begin = round % 2 == 0;
        const double first = figure(we_begin ? ours : floor);
        const double second = figure(we_begin ? floor : ours);
        values.push_back(we_begin ? first : second);
        floors.push_back(we_begin ? second : first);
        ratios.push_back(values.back() / floors.back());
        say(fmt::format("{}, round {} of {}: {:.4g} to {:.4g}", what, round + 1, settings.rounds, values.back(),
                        floors.back()));
    }
    return {median(values), median(floors), median(ratios)};
}

double percentile(std::vector<double> values, double part)
{
    const auto place = std::min(static_cast<std::size_t>(part * static_cast<double>(values.size())), values.size() - 1);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
    return values[place];
}

std::string a_second(double rate)
{
    return grouped(rate) + "/s";
}

std::string millis(double value)
{
    return fmt::format("{:.2f} ms", value);
}

std::string micros(double seconds)
{
    return fmt::format("{:.0f} us", seconds * 1e6);
}

/// The programs that are measured, all running at once: only one of them works at a time.
class Field
{
  public:
    Field(const Settings& settings, const Declared& declared, Report& report)
        : settings_(settings), declared_(declared), report_(report)
    {
    }

    void measure();

  private:
    static constexpr std::int64_t few = 1'000;
    static constexpr std::size_t in_flight = 64;

    std::unique_ptr<Candidate> hotwatch_with(std::int64_t incidents);
    std::unique_ptr<Candidate> floor(const std::string& mode);
    void warm_up(Candidate& candidate);
    [[nodiscard]] std::size_t sized(std::size_t count) const
    {
        return std::max<std::size_t>(static_cast<std::size_t>(static_cast<double>(count) * settings_.size), 100);
    }
    [[nodiscard]] Load declares() const { return {.count = sized(2'000), .in_flight = in_flight, .declare_every = 1}; }
    [[nodiscard]] Load reads() const { return {.count = sized(6'000), .in_flight = in_flight}; }
    /// For the table's last rows.
    void note_cost(const std::string& of, const Measured& measured, Candidate& candidate);
    void show_cost(const std::string& of);

    double declares_posted(Candidate& candidate);
    double declares_acked(Candidate& candidate);
    double reads_acked(Candidate& candidate);
    double p99(Candidate& candidate);
    double burst(Candidate& candidate, std::size_t declare_every);
    void compare_with_floors(Candidate& hotwatch, Candidate& ack, Candidate& commit, Candidate& group);
    void compare_with_many(Candidate& hotwatch, Candidate& many);

    const Settings& settings_;
    const Declared& declared_;
    Report& report_;
    struct Cost
    {
        std::vector<double> ours, floor, simulator;  // seconds of CPU an envelope
    };
    std::map<std::string, Cost> costs_;
};

std::unique_ptr<Candidate> Field::hotwatch_with(std::int64_t incidents)
{
    const auto directory = settings_.directory / fmt::format("hotwatch-{}", incidents);
    std::filesystem::create_directories(directory);
    say(fmt::format("storing {} incidents", grouped(static_cast<double>(incidents))));
    make_store(directory / "store.db", incidents);
    return std::make_unique<Candidate>(hotwatch_program(settings_, directory), directory);
}

std::unique_ptr<Candidate> Field::floor(const std::string& mode)
{
    const auto directory = settings_.directory / ("floor-" + mode);
    return std::make_unique<Candidate>(floor_program(settings_, mode, declared_, directory), directory);
}

void Field::warm_up(Candidate& candidate)
{
    candidate.start();
    run(candidate, {.count = sized(400), .in_flight = in_flight, .declare_every = 2});
}

void Field::note_cost(const std::string& of, const Measured& measured, Candidate& candidate)
{
    auto& cost = costs_[of];
    const auto count = static_cast<double>(measured.sent);
    (candidate.program().posts_cards ? cost.ours : cost.floor).push_back(measured.cpu_seconds / count);
    if (candidate.program().posts_cards)
        cost.simulator.push_back(measured.simulator_cpu_seconds / count);
}

void Field::show_cost(const std::string& of)
{
    const auto& cost = costs_[of];
    const double ours = median(cost.ours);
    const double floor = median(cost.floor);
    report_.rows.push_back(
        only_shown(fmt::format("CPU a {} (the simulator takes {} beside it)", of, micros(median(cost.simulator))),
                   micros(ours), micros(floor), fmt::format("{:.1f} x", ours / floor)));
}

/// A second, with the card accepted by Slack: what a person in the channel has got.
double Field::declares_posted(Candidate& candidate)
{
    const auto measured = run(candidate, declares());
    note_cost("declare", measured, candidate);
    return static_cast<double>(measured.sent) / std::max(measured.seconds_to_last_ack, measured.seconds_to_last_card);
}

double Field::declares_acked(Candidate& candidate)
{
    const auto measured = run(candidate, declares());
    return static_cast<double>(measured.sent) / measured.seconds_to_last_ack;
}

double Field::reads_acked(Candidate& candidate)
{
    const auto measured = run(candidate, reads());
    note_cost("read", measured, candidate);
    return static_cast<double>(measured.sent) / measured.seconds_to_last_ack;
}

double Field::p99(Candidate& candidate)
{
    constexpr double per_second = 500;
    return percentile(run(candidate, {.count = sized(2'500), .per_second = per_second, .declare_every = 5}).ack_ms,
                      0.99);
}

double Field::burst(Candidate& candidate, std::size_t declare_every)
{
    return run(candidate, {.count = 1'000, .declare_every = declare_every}).seconds_to_last_ack * 1'000;
}

void Field::compare_with_floors(Candidate& hotwatch, Candidate& ack, Candidate& commit, Candidate& group)
{
    auto& rows = report_.rows;
    auto result =
        compare(settings_, "declares posted", hotwatch, group, [&](Candidate& c) { return declares_posted(c); });
    rows.push_back(share_of("declares, 64 in flight, acknowledged and posted", a_second(result.ours),
                            a_second(result.floor), result.ratio, 0.6));
    result =
        compare(settings_, "declares acknowledged", hotwatch, group, [&](Candidate& c) { return declares_acked(c); });
    rows.push_back(
        share_of("  the same, acknowledged only", a_second(result.ours), a_second(result.floor), result.ratio, 0.6));
    result =
        compare(settings_, "against a commit each", hotwatch, commit, [&](Candidate& c) { return declares_acked(c); });
    rows.push_back(only_shown("  against a floor that commits each by itself", a_second(result.ours),
                              a_second(result.floor), fmt::format("{:.0f} %", result.ratio * 100)));
    result = compare(settings_, "reads", hotwatch, ack, [&](Candidate& c) { return reads_acked(c); });
    rows.push_back(share_of("reads, 64 in flight", a_second(result.ours), a_second(result.floor), result.ratio, 0.5));
    result = compare(settings_, "p99", hotwatch, group, [&](Candidate& c) { return p99(c); });
    rows.push_back(
        times_of("ack p99, 500/s with 20 % declares", millis(result.ours), millis(result.floor), result.ratio, 1.4));
    result = compare(settings_, "burst", hotwatch, group, [&](Candidate& c) { return burst(c, 5); });
    rows.push_back(times_of("1,000 at once with 20 % declares, to the last ack", millis(result.ours),
                            millis(result.floor), result.ratio, 2));
    result = compare(settings_, "burst of declares", hotwatch, group, [&](Candidate& c) { return burst(c, 1); });
    rows.push_back(times_of("1,000 declares at once, to the last ack", millis(result.ours), millis(result.floor),
                            result.ratio, 2));
}

void Field::compare_with_many(Candidate& hotwatch, Candidate& many)
{
    const auto title = [&](const std::string& what)
    { return fmt::format("{}: {} incidents against 1,000", what, grouped(static_cast<double>(settings_.incidents))); };
    auto result =
        compare(settings_, "declares, many stored", many, hotwatch, [&](Candidate& c) { return declares_posted(c); });
    report_.rows.push_back(only_shown(title("declares"), a_second(result.ours), a_second(result.floor),
                                      fmt::format("{:.0f} %", result.ratio * 100)));
    result = compare(settings_, "reads, many stored", many, hotwatch, [&](Candidate& c) { return reads_acked(c); });
    report_.rows.push_back(only_shown(title("reads"), a_second(result.ours), a_second(result.floor),
                                      fmt::format("{:.0f} %", result.ratio * 100)));
}

void Field::measure()
{
    const auto hotwatch = hotwatch_with(few);
    const auto many = hotwatch_with(settings_.incidents);
    const auto ack = floor("ack");
    const auto commit = floor("commit");
    const auto group = floor("group");
    for (auto* candidate : {hotwatch.get(), ack.get(), commit.get(), group.get()})
        warm_up(*candidate);
    compare_with_floors(*hotwatch, *ack, *commit, *group);
    show_cost("declare");
    show_cost("read");
    warm_up(*many);
    compare_with_many(*hotwatch, *many);
    say("judging");
    judge_and_stop(*hotwatch, few, report_);
    judge_and_stop(*many, settings_.incidents, report_);
    for (auto* candidate : {ack.get(), commit.get(), group.get()})
        judge_and_stop(*candidate, 0, report_);
}
}  // namespace

void measure_under_load(const Settings& settings, const Declared& declared, Report& report)
{
    Field{settings, declared, report}.measure();
}

}  // namespace bench
