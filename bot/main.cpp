// Arguments to a subcommand, what it throws to an exit code. The subcommands stand in bot/cli/.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

#include "bot/cli/subcommands.hpp"
#include "storage/database.hpp"

namespace
{
using namespace hotwatch;

// In the order that --help shows.
constexpr std::array families{&cli::add_run,    &cli::add_ask,    &cli::add_backup,   &cli::add_verify,
                              &cli::add_export, &cli::add_report, &cli::add_manifest, &cli::add_clock};

int complain(const std::string& what, int exit_code)
{
    const auto line = fmt::format("hotwatch: {}\n", what);
    (void)std::fwrite(line.data(), 1, line.size(), stderr);  // fmt would throw where nobody can read it
    return exit_code;
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
    cli::Action chosen;
    for (const auto add : families)
        add(app, chosen);

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
