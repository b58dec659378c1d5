// `hotwatch manifest [--format json|yaml] [--reasons]`: the Slack app of this build, and why it needs each scope.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/cli/reach.hpp"
#include "bot/manifest.hpp"
#include "bot/slack/scopes.hpp"

namespace hotwatch::cli
{

namespace
{
struct Options
{
    std::string format = "json";
    bool reasons = false;
};

int print_manifest(const Config& config, const Options& options)
{
    if (options.reasons)
    {
        fmt::print("{}", slack::scope_table());
        return done;
    }
    const auto manifest = make_manifest(config.commands);
    if (const auto problems = manifest_problems(manifest); !problems.empty())
        throw ConfigError{fmt::format("Slack would refuse this manifest: {}", fmt::join(problems, "; "))};
    fmt::print("{}", options.format == "yaml" ? manifest_as_yaml(manifest) : manifest.dump(2) + "\n");
    return done;
}
}  // namespace

void add_manifest(CLI::App& app, Action& chosen)
{
    auto options = std::make_shared<Options>();
    auto* manifest = app.add_subcommand(
        "manifest", "Print the Slack app's manifest: commands as they are called here, scopes, events, shortcuts");
    manifest->add_option("--format", options->format, "json, or yaml with the reason of each scope beside it")
        ->check(CLI::IsMember({"json", "yaml"}))
        ->capture_default_str();
    manifest->add_flag("--reasons", options->reasons, "Print what each scope is for instead");
    manifest->callback([options, &chosen]
                       { chosen = [options](const ReadConfig& read) { return print_manifest(read(), *options); }; });
}

}  // namespace hotwatch::cli
