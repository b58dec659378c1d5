// `hotwatch verify`: prints the verdict over the store; exit 1 where something is broken.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "bot/cli/reach.hpp"

namespace hotwatch::cli
{

void add_verify(CLI::App& app, Action& chosen)
{
    auto* verify =
        app.add_subcommand("verify", "Check the store: integrity, audit chain, every promise kept, late or pending");
    verify->callback(
        [&chosen] {
            chosen = [](const ReadConfig& read) {
                return through_bot_or_alone(read(), {{"op", "verify"}}, VerifyAsked{});
            };
        });
}

}  // namespace hotwatch::cli
