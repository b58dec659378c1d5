// Arguments to a subcommand, what it throws to an exit code. The subcommands stand in bot/cli/.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

#include "bot/cli/choice.hpp"
#include "bot/cli/subcommands.hpp"
#include "storage/database.hpp"

namespace
{
using namespace hotwatch;

// In the order that --help shows.
constexpr std::array families{&cli::add_run,      &cli::add_check,  &cli::add_plan,   &cli::add_ask,
                              &cli::add_backup,   &cli::add_verify, &cli::add_export, &cli::add_report,
                              &cli::add_manifest, &cli::add_clock};

constexpr const char* first_steps = R"(First steps:
  hotwatch manifest      what to paste at api.slack.com/apps to make the Slack app
  hotwatch check         whether all is in place, and how to mend what is not
  hotwatch plan check F  what it makes of your team's plan; `plan import F` puts it in force
  hotwatch run           the bot; stop it with Ctrl-C, SIGHUP reads the configuration anew
  hotwatch ask /status   what it says of itself; any command can be asked like this

Environment (it wins over the file):
  SLACK_APP_TOKEN (xapp-…), SLACK_BOT_TOKEN (xoxb-…), or files named by …_FILE
  HOTWATCH_CONFIG, HOTWATCH_DB (default: hotwatch.db), HOTWATCH_LISTEN (default: 127.0.0.1:8080)
  SLACK_API_URL, SSL_CERT_FILE for another Slack, such as the simulator

Exit codes: 0 done, 1 failed, 2 usage or configuration, 75 another Hotwatch holds this store.
`hotwatch SUBCOMMAND --help` says more of each.)";

int complain(const std::string& what, int exit_code)
{
    const auto line = fmt::format("hotwatch: {}\n", what);
    (void)std::fwrite(line.data(), 1, line.size(), stderr);  // fmt would throw where nobody can read it
    return exit_code;
}

/// What to say of a first word that is no subcommand; "" it is one, or there is none.
std::string unknown_subcommand(const CLI::App& app, int argc, char** argv)
{
    for (int i = 1; i < argc; ++i)
    {
        const std::string_view word = argv[i];
        if (word == "--config")
            ++i;  // its path
        if (word.starts_with('-'))
            continue;
        std::vector<std::string_view> known;
        for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
            known.push_back(command->get_name());
        return cli::not_one_of("subcommand", word, known);
    }
    return {};
}
}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Hotwatch stands watch over a service with the people who run it, in Slack."};
    app.name("hotwatch");
    app.set_version_flag("--version", "hotwatch " HOTWATCH_VERSION);
    app.require_subcommand(1);
    app.footer(first_steps);
    std::string config_path;
    app.add_option("--config", config_path,
                   "Configuration (default: $HOTWATCH_CONFIG, else hotwatch.toml where it exists)");
    cli::Action chosen;
    for (const auto add : families)
        add(app, chosen);

    try
    {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& error)
    {
        if (const auto word = unknown_subcommand(app, argc, argv); !word.empty())
            return complain(word, cli::usage);
        return app.exit(error) == 0 ? cli::done : cli::usage;
    }

    try
    {
        return chosen(
            [&config_path]
            {
                return read_config(config_path.empty() ? std::nullopt
                                                       : std::optional<std::filesystem::path>{config_path},
                                   process_environment());
            });
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
