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

/// The programs that are measured, all of them running: only one works at a time.
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
    void measure_declares(Candidate& hotwatch, Candidate& group);
    void measure_reads(Candidate& hotwatch);
    void measure_latency(Candidate& hotwatch, Candidate& group);
    void measure_bursts(Candidate& hotwatch, Candidate& group);
    void measure_many(Candidate& hotwatch, Candidate& many);
    void show(Row row) { report_.rows.push_back(std::move(row)); }

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

void Field::measure_declares(Candidate& hotwatch, Candidate& group)
{
    auto result =
        compare(settings_, "declares posted", hotwatch, group, [&](Candidate& c) { return declares_posted(c); });
    show(share_of("declares, 64 in flight, acknowledged and posted", a_second(result.ours), a_second(result.floor),
                  result.ratio, 0.6));
    result =
        compare(settings_, "declares acknowledged", hotwatch, group, [&](Candidate& c) { return declares_acked(c); });
    show(share_of("  the same, acknowledged only", a_second(result.ours), a_second(result.floor), result.ratio, 0.6));
    const auto commit = floor("commit");
    warm_up(*commit);
    result =
        compare(settings_, "against a commit each", hotwatch, *commit, [&](Candidate& c) { return declares_acked(c); });
    show(only_shown("  against a floor that commits each by itself", a_second(result.ours), a_second(result.floor),
                    fmt::format("{:.0f} %", result.ratio * 100)));
    judge_and_stop(*commit, 0, report_);
    show_cost("declare");
}

void Field::measure_reads(Candidate& hotwatch)
{
    const auto ack = floor("ack");
    warm_up(*ack);
    const auto result = compare(settings_, "reads", hotwatch, *ack, [&](Candidate& c) { return reads_acked(c); });
    show(share_of("reads, 64 in flight", a_second(result.ours), a_second(result.floor), result.ratio, 0.5));
    judge_and_stop(*ack, 0, report_);
    show_cost("read");
}

void Field::measure_latency(Candidate& hotwatch, Candidate& group)
{
    const auto result = compare(settings_, "p99", hotwatch, group, [&](Candidate& c) { return p99(c); });
    show(times_of("ack p99, 500/s with 20 % declares", millis(result.ours), millis(result.floor), result.ratio, 1.4));
}

void Field::measure_bursts(Candidate& hotwatch, Candidate& group)
{
    auto result = compare(settings_, "burst", hotwatch, group, [&](Candidate& c) { return burst(c, 5); });
    show(times_of("1,000 at once with 20 % declares, to the last ack", millis(result.ours), millis(result.floor),
                  result.ratio, 2));
    result = compare(settings_, "burst of declares", hotwatch, group, [&](Candidate& c) { return burst(c, 1); });
    show(times_of("1,000 declares at once, to the last ack", millis(result.ours), millis(result.floor), result.ratio,
                  2));
}

void Field::measure_many(Candidate& hotwatch, Candidate& many)
{
    const auto title = [&](const std::string& what)
    { return fmt::format("{}: {} incidents against 1,000", what, grouped(static_cast<double>(settings_.incidents))); };
    auto result =
        compare(settings_, "declares, many stored", many, hotwatch, [&](Candidate& c) { return declares_acked(c); });
    show(only_shown(title("declares"), a_second(result.ours), a_second(result.floor),
                    fmt::format("{:.0f} %", result.ratio * 100)));
    result = compare(settings_, "reads, many stored", many, hotwatch, [&](Candidate& c) { return reads_acked(c); });
    show(only_shown(title("reads"), a_second(result.ours), a_second(result.floor),
                    fmt::format("{:.0f} %", result.ratio * 100)));
    judge_and_stop(hotwatch, few, report_);
    judge_and_stop(many, settings_.incidents, report_);
    const auto start = [](Candidate& candidate)
    {
        const auto taken = candidate.start_to_first_ack();
        candidate.let_settle();
        candidate.stop();
        return taken.count() * 1'000;
    };
    result = compare(settings_, "start, many stored", many, hotwatch, start);
    show(only_shown(title("start to first ack"), millis(result.ours), millis(result.floor),
                    fmt::format("{:.1f} x", result.ratio)));
}

void Field::measure()
{
    const auto hotwatch = hotwatch_with(few);
    const auto group = floor("group");
    warm_up(*hotwatch);
    warm_up(*group);
    if (settings_.wants("declares"))
        measure_declares(*hotwatch, *group);
    if (settings_.wants("reads"))
        measure_reads(*hotwatch);
    if (settings_.wants("latency"))
        measure_latency(*hotwatch, *group);
    if (settings_.wants("bursts"))
        measure_bursts(*hotwatch, *group);
    judge_and_stop(*group, 0, report_);
    if (!settings_.wants("many"))
        return judge_and_stop(*hotwatch, few, report_);
    const auto many = hotwatch_with(settings_.incidents);
    warm_up(*many);
    measure_many(*hotwatch, *many);
}
}  // namespace

void measure_under_load(const Settings& settings, const Declared& declared, Report& report)
{
    Field{settings, declared, report}.measure();
}

}  // namespace bench
