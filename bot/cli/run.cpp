// `hotwatch run`: the bot itself.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bot/app.hpp"
#include "bot/cli/subcommands.hpp"
#include "bot/clock.hpp"
#include "commands/grammar.hpp"

namespace hotwatch::cli
{

namespace
{
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

void add_run(CLI::App& app, Action& chosen)
{
    auto options = std::make_shared<RunOptions>();
    auto at = std::make_shared<std::string>();
    auto* run = app.add_subcommand("run", "Run the bot in the foreground until SIGTERM or SIGINT");
    run->footer("Needs both tokens in the environment. SIGHUP reads the configuration anew: one that is wrong changes "
                "nothing.\n"
                "Exit 75: another Hotwatch holds this store.");
    run->add_flag("--virtual-clock", options->virtual_clock,
                  "A clock that `hotwatch clock` can move; only with SLACK_API_URL on loopback");
    run->add_option("--at", *at, "Where the virtual clock starts (default: now)")->needs("--virtual-clock");
    run->add_flag("--no-limits", options->without_limits,
                  "No rate limits of our own; only with SLACK_API_URL on loopback")
        ->group("");
    run->callback(
        [options, at, &chosen]
        {
            chosen = [options, at](const ReadConfig& read)
            {
                const Config config = read();
                options->at = start_time(*at);
                run_app(config, *options, read);
                return done;
            };
        });
}

}  // namespace hotwatch::cli
