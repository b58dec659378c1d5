// Arguments, configuration, the subcommand, the exit code.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

#include "bot/app.hpp"
#include "bot/cli.hpp"
#include "bot/clock.hpp"
#include "commands/grammar.hpp"
#include "storage/database.hpp"

namespace
{
using namespace hotwatch;

int complain(const std::string& what, int exit_code)
{
    fmt::print(stderr, "hotwatch: {}\n", what);
    return exit_code;
}

std::optional<UtcMillis> start_time(const std::string& text)
{
    if (text.empty())
        return std::nullopt;
    const auto at = parse_time(text, "UTC", SystemClock{}.now());
    if (!at)
        throw ConfigError{
            fmt::format("--at {}: expected a time such as 2025-10-13T13:00Z or \"2025-10-13 13:00\" (UTC)", text)};
    return at;
}
}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Hotwatch stands watch over a service with the people who run it, in Slack."};
    app.name("hotwatch");
    app.set_version_flag("--version", "hotwatch " HOTWATCH_VERSION);
    app.require_subcommand(1);
    std::string config_path;
    app.add_option("--config", config_path,
                   "Configuration (default: $HOTWATCH_CONFIG, else hotwatch.toml where it exists)");

    auto* run = app.add_subcommand("run", "Run the bot in the foreground until SIGTERM or SIGINT");
    RunOptions options;
    std::string at;
    run->add_flag("--virtual-clock", options.virtual_clock,
                  "A clock that `hotwatch clock` can move; only with SLACK_API_URL on loopback");
    run->add_option("--at", at, "Where the virtual clock starts (default: now)")->needs("--virtual-clock");
    run->add_flag("--no-limits", options.without_limits,
                  "No rate limits of our own; only with SLACK_API_URL on loopback")
        ->group("");

    auto* ask = app.add_subcommand("ask", "Run any command and print the answer; works while Slack is down");
    std::string line;
    std::string as;
    std::string in;
    ask->add_option("line", line, "The command, such as '/incident list'")->required();
    ask->add_option("--as", as, "The Slack user it runs as (default: the console, with admin rights)");
    ask->add_option("--in", in, "The channel it runs in");

    auto* verify =
        app.add_subcommand("verify", "Check the store: integrity, audit chain, every promise kept, late or pending");

    auto* clock = app.add_subcommand("clock", "Move the clock of a Hotwatch started with `run --virtual-clock`");
    clock->require_subcommand(1);
    std::string amount;
    auto* advance = clock->add_subcommand("advance", "Jump forward, doing everything due on the way");
    advance->add_option("duration", amount, "Such as 15m or 2h")->required();
    std::string moment;
    auto* set = clock->add_subcommand("set", "Jump forward to a time");
    set->add_option("time", moment, "Such as 18:00, \"fri 09:00\" or 2025-10-20T09:00Z")->required();

    try
    {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& error)
    {
        return app.exit(error) == 0 ? cli::done : cli::usage;
    }

    try
    {
        const Config config =
            read_config(config_path.empty() ? std::nullopt : std::optional<std::filesystem::path>{config_path},
                        process_environment());
        if (run->parsed())
        {
            options.at = start_time(at);
            run_app(config, options);
            return cli::done;
        }
        if (ask->parsed())
            return cli::ask(config, line, as, in);
        if (verify->parsed())
            return cli::verify(config);
        return advance->parsed() ? cli::clock_advance(config, amount) : cli::clock_set(config, moment);
    }
    catch (const ConfigError& error)
    {
        return complain(error.what(), cli::usage);
    }
    catch (const StoreHeld& error)
    {
        return complain(error.what(), cli::store_held);
    }
    catch (const std::exception& error)
    {
        return complain(error.what(), cli::failed);
    }
}
