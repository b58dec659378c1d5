// `hotwatch ask [--as USER] [--in CHANNEL] LINE`: any command, its answer as text.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "bot/cli/reach.hpp"

namespace hotwatch::cli
{

void add_ask(CLI::App& app, Action& chosen)
{
    auto line = std::make_shared<LineAsked>();
    auto* ask = app.add_subcommand("ask", "Run any command and print the answer; works while Slack is down");
    ask->footer(
        "Examples:\n"
        "  hotwatch ask /oncall\n"
        "  hotwatch ask '/incident declare P1 Queue is down' --as @ana\n"
        "  hotwatch ask '/incident help'\n"
        "It reaches the running Hotwatch, or opens the store where none runs. Exit 2: the command was not understood.");
    ask->add_option("line", line->line, "The command, such as '/incident list'; quote it")->required();
    ask->add_option("--as", line->as, "The Slack user it runs as (default: the console, with admin rights)");
    ask->add_option("--in", line->in, "The channel it runs in, and --share posts in");
    ask->callback(
        [line, &chosen]
        {
            chosen = [line](const ReadConfig& read)
            {
                line->unix_user = unix_user();
                return through_bot_or_alone(
                    read(), {{"op", "ask"}, {"line", line->line}, {"as", line->as}, {"in", line->in}}, *line);
            };
        });
}

}  // namespace hotwatch::cli
