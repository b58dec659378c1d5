#include "bot/cli.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "bot/control_client.hpp"
#include "bot/desk.hpp"
#include "bot/prepare.hpp"
#include "commands/grammar.hpp"

namespace hotwatch::cli
{

namespace
{
using nlohmann::json;

std::string unix_user()
{
    std::array<char, 4096> space{};
    passwd entry{};
    passwd* found = nullptr;
    getpwuid_r(getuid(), &entry, space.data(), space.size(), &found);
    return found != nullptr ? std::string{found->pw_name} : fmt::format("uid{}", getuid());
}

int say(const std::string& text, int exit_code)
{
    fmt::print(exit_code == done ? stdout : stderr, "{}\n", text);
    return exit_code;
}

/// The running Hotwatch's answer; nullopt: none is running.
std::optional<json> call(const Config& config, const json& request)
{
    const auto line = request.dump(-1, ' ', false, json::error_handler_t::replace);
    const auto answer = control_call(control_path(config.store_path), line);
    return answer ? std::optional{json::parse(*answer)} : std::nullopt;
}

/// One event for a desk of our own, while no Hotwatch runs.
int without_bot(const Config& config, Event event)
{
    if (!std::filesystem::exists(config.store_path))
        return say(fmt::format(
                       "There is no store at {} and no Hotwatch is running. Start one with `hotwatch run`, or name the "
                       "store with HOTWATCH_DB.",
                       config.store_path),
                   failed);
    Random random;
    const SystemClock clock;
    Database database{config.store_path, random};
    prepare_book(database, config, clock.now());
    Desk desk{database, clock, random, {.sender = {}, .is_offline = true}};
    const auto result = desk.handle({std::move(event)});
    const auto& answer = result.answers.at(0);
    return say(answer.text, answer.exit_code);
}

/// A Hotwatch that is just starting or stopping holds the store and does not answer yet, or any more: it gets some
/// seconds.
int through_bot_or_alone(const Config& config, const json& request, const Event& event)
{
    constexpr int tries = 50;
    for (int attempt = 1;; ++attempt)
    {
        if (const auto answer = call(config, request))
            return say(answer->value("text", answer->value("error", "")), answer->value("exit", failed));
        try
        {
            return without_bot(config, event);
        }
        catch (const StoreHeld&)
        {
            if (attempt == tries)
                throw;
        }
        ::poll(nullptr, 0, 100);
    }
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
    const auto now =
        std::chrono::system_clock::to_time_t(UtcMillis{milliseconds{answer->at("now_ms").get<std::int64_t>()}});
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &utc);
    return say(fmt::format("It is now {}; everything due on the way is done.", text.data()), done);
}
}  // namespace

std::string control_path(const std::string& store_path)
{
    return store_path + ".sock";
}

int ask(const Config& config, const std::string& line, const std::string& as, const std::string& in)
{
    return through_bot_or_alone(config, {{"op", "ask"}, {"line", line}, {"as", as}, {"in", in}},
                                LineAsked{.line = line, .as = as, .in = in, .unix_user = unix_user()});
}

int verify(const Config& config)
{
    return through_bot_or_alone(config, {{"op", "verify"}}, VerifyAsked{});
}

int clock_advance(const Config& config, const std::string& duration)
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

int clock_set(const Config& config, const std::string& time)
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

}  // namespace hotwatch::cli
