// `hotwatch report incident ID [--out FILE]`: the documents of product section 10.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "bot/cli/choice.hpp"
#include "bot/cli/out_file.hpp"
#include "bot/cli/reach.hpp"
#include "bot/cli/snapshot.hpp"
#include "bot/secrets.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/post_incident.hpp"

namespace hotwatch::cli
{

namespace
{
namespace fs = std::filesystem;

constexpr std::array periods{"daily", "weekly", "monthly"};

struct Options
{
    std::string kind;
    std::string id;
    std::string out;
};

/// "" is standard output; in a folder the report gets its own name.
std::string target_of(const std::string& out, const incident::PostIncident& report)
{
    std::error_code none;
    return fs::is_directory(out, none) ? (fs::path{out} / incident::post_incident_file(report)).string() : out;
}

int write_report(const Config& config, std::int64_t id, const std::string& out)
{
    Snapshot snapshot{config};
    auto& book = snapshot.book();
    const auto incident = book.incidents.find(id);
    if (!incident)
    {
        const auto newest = book.incidents.newest();
        return say(newest ? fmt::format("There is no INC-{}. The newest is INC-{}, {}.", id, newest->id, newest->title)
                          : fmt::format("There is no INC-{}: nothing was declared yet.", id),
                   failed);
    }
    const auto report = incident::post_incident_of(*incident, book, snapshot.taken_at());
    const auto target = target_of(out, report);
    std::error_code none;
    // A report is filled in by hand: what somebody wrote into it is worth more than what can be printed again.
    if (fs::is_regular_file(target, none))
        return say(fmt::format("Nothing was written: {} exists, and somebody may have filled it in. Move it away, or "
                               "give another name.",
                               target),
                   failed);
    try
    {
        OutFile file{target};
        file.write(without_secrets(incident::render_post_incident(report)));
        file.finish();
        if (!file.is_standard_output())
            return say(
                fmt::format("{}: the report of INC-{}. What only people know is marked \"To fill in\".", target, id),
                done);
        return done;
    }
    catch (const NotWritten& why)
    {
        return say(fmt::format("Nothing was written: {}", why.what()), failed);
    }
}

int report(const ReadConfig& read, const Options& options)
{
    if (std::ranges::find(periods, options.kind) != periods.end())
        return say(fmt::format("This version writes no {} report, only those of incidents: hotwatch report incident "
                               "INC-12",
                               options.kind),
                   usage);
    if (const auto problem = not_one_of("report", options.kind, {"incident", "daily", "weekly", "monthly"});
        !problem.empty())
        return say(problem, usage);
    if (options.id.empty())
        return say("Which incident? Write it like this: hotwatch report incident INC-12", usage);
    const auto id = parse_incident_id(options.id);
    if (!id || *id == 0)
        return say(fmt::format("\"{}\" is no incident. Write it like this: hotwatch report incident INC-12",
                               clean(options.id)),
                   usage);
    return write_report(read(), *id, options.out);
}
}  // namespace

void add_report(CLI::App& app, Action& chosen)
{
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("report", "Write the post-incident report of an incident as Markdown");
    command->add_option("KIND", options->kind, "incident")->required();
    command->add_option("ID", options->id, "Which one, such as INC-12");
    command->add_option(
        "--out", options->out,
        "A file to write, or a folder: there it is called YYYY-MM-DD-title.md. One that exists is kept");
    command->footer(
        "What Hotwatch knows is filled in: figures, timeline, resolution. What only people know is left as a\n"
        "blank to fill. Works while Hotwatch runs. Example: hotwatch report incident INC-12 --out .");
    command->callback([options, &chosen]
                      { chosen = [options](const ReadConfig& read_config) { return report(read_config, *options); }; });
}

}  // namespace hotwatch::cli
