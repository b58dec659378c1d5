// `hotwatch clock advance DURATION` and `hotwatch clock set TIME`, of a Hotwatch run with --virtual-clock.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "bot/cli/reach.hpp"
#include "commands/grammar.hpp"

namespace hotwatch::cli
{

namespace
{
std::string shown(UtcMillis moment)
{
    const auto now = std::chrono::system_clock::to_time_t(moment);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &utc);
    return text.data();
}

int move_clock(const Config& config, const std::function<std::optional<UtcMillis>(UtcMillis now)>& target,
               const std::string& expected)
{
    const auto peek = call(config, {{"op", "clock_peek"}});
    if (!peek)
        return say(fmt::format("No Hotwatch is running on the store {}: there is no clock to move.", config.store_path),
                   failed);
    const auto at = target(UtcMillis{milliseconds{peek->at("now_ms").get<std::int64_t>()}});
    if (!at)
        return say(expected, usage);
    const auto answer = call(config, {{"op", "clock_advance_to"}, {"at_ms", at->time_since_epoch().count()}});
    if (!answer || !answer->value("ok", false))
        return say(answer ? answer->value("error", "") : "Hotwatch ended meanwhile.", failed);
    return say(fmt::format("It is now {}; everything due on the way is done.",
                           shown(UtcMillis{milliseconds{answer->at("now_ms").get<std::int64_t>()}})),
               done);
}

int advance(const Config& config, const std::string& duration)
{
    return move_clock(
        config,
        [&](UtcMillis now) -> std::optional<UtcMillis>
        {
            const auto step = parse_duration(duration);
            return step ? std::optional{now + *step} : std::nullopt;
        },
        fmt::format("\"{}\" is no duration. Write it like 90s, 15m, 1h30m or 7d.", duration));
}

int set(const Config& config, const std::string& time)
{
    return move_clock(
        config,
        [&](UtcMillis now) -> std::optional<UtcMillis>
        {
            const auto at = parse_time(time, config.team_zone.value_or(Policy{}.team_zone), now);
            return at && *at >= now ? at : std::nullopt;
        },
        fmt::format("\"{}\" is no time in the future. Write it like 18:00, \"fri 09:00\" or 2025-10-20T09:00Z.", time));
}
}  // namespace

void add_clock(CLI::App& app, Action& chosen)
{
    auto target = std::make_shared<std::string>();
    auto* clock = app.add_subcommand("clock", "Move the clock of a Hotwatch started with `run --virtual-clock`");
    clock->require_subcommand(1);
    clock->footer("Returns when everything due on the way is done. Example: hotwatch clock advance 15m");
    auto* forward = clock->add_subcommand("advance", "Jump forward, doing everything due on the way");
    forward->add_option("duration", *target, "Such as 15m or 2h")->required();
    forward->callback([target, &chosen]
                      { chosen = [target](const ReadConfig& read) { return advance(read(), *target); }; });
    auto* to = clock->add_subcommand("set", "Jump forward to a time");
    to->add_option("time", *target, "Such as 18:00, \"fri 09:00\" or 2025-10-20T09:00Z")->required();
    to->callback([target, &chosen] { chosen = [target](const ReadConfig& read) { return set(read(), *target); }; });
}

}  // namespace hotwatch::cli
