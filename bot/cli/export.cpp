// `hotwatch export [--format json|csv] [--out FILE] WHAT`: what Hotwatch keeps, for spreadsheets and programs.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "bot/cli/choice.hpp"
#include "bot/cli/out_file.hpp"
#include "bot/cli/reach.hpp"
#include "bot/cli/snapshot.hpp"
#include "bot/export/format.hpp"
#include "bot/export/rows.hpp"

namespace hotwatch::cli
{

namespace
{
struct Options
{
    std::string what;
    std::string format = "json";
    std::string out;
};

std::vector<std::string_view> subject_names()
{
    std::vector<std::string_view> names;
    for (const auto& subject : exports::subjects())
        names.push_back(subject.name);
    return names;
}

std::int64_t write_json(OutFile& out, const exports::Subject& subject, Snapshot& snapshot)
{
    std::int64_t rows = 0;
    out.write("[");
    subject.each(snapshot.book(), snapshot.taken_at(),
                 [&](const exports::Row& row)
                 {
                     out.write(rows++ == 0 ? "\n" : ",\n");
                     out.write(exports::as_json(row));
                 });
    out.write(rows == 0 ? "]\n" : "\n]\n");
    return rows;
}

std::int64_t write_csv(OutFile& out, const exports::Subject& subject, Snapshot& snapshot)
{
    exports::Row heading;
    for (const auto name : subject.columns)
        heading.push_back({name, exports::Nothing{}});
    out.write(exports::csv_heading(heading));
    std::int64_t rows = 0;
    subject.each(snapshot.book(), snapshot.taken_at(),
                 [&](const exports::Row& row)
                 {
                     ++rows;
                     out.write(exports::as_csv(row));
                 });
    return rows;
}

int run_export(const ReadConfig& read, const Options& options)
{
    if (const auto problem = not_one_of("export", options.what, subject_names()); !problem.empty())
        return say(problem, usage);
    if (const auto problem = not_one_of("format", options.format, {"json", "csv"}); !problem.empty())
        return say(problem, usage);
    const auto& all = exports::subjects();
    const auto subject =
        std::ranges::find_if(all, [&](const exports::Subject& each) { return each.name == options.what; });
    try
    {
        OutFile out{options.out};
        Snapshot snapshot{read()};
        const auto rows =
            options.format == "csv" ? write_csv(out, *subject, snapshot) : write_json(out, *subject, snapshot);
        out.finish();
        if (!out.is_standard_output())
            return say(fmt::format("{}: {} rows of {}.", options.out, rows, subject->name), done);
        return done;
    }
    catch (const NotWritten& why)
    {
        return say(fmt::format("Nothing was exported: {}", why.what()), failed);
    }
}

std::string list_of_subjects()
{
    std::string text = "WHAT is one of:";
    for (const auto& subject : exports::subjects())
        text += fmt::format("\n  {:<10} {}", subject.name, subject.about);
    return text + "\nTimes are UTC; people stand by Slack id with a name beside it. Works while Hotwatch runs.";
}
}  // namespace

void add_export(CLI::App& app, Action& chosen)
{
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("export", "Print what Hotwatch keeps as JSON or CSV: incidents, timeline, …");
    command->add_option("WHAT", options->what, "What to export, see below")->required();
    command->add_option("--format", options->format, "json (one array) or csv")->capture_default_str();
    command->add_option("--out", options->out,
                        "A file to write instead; one of that name is replaced once it is whole");
    command->footer(list_of_subjects());
    command->callback([options, &chosen]
                      { chosen = [options](const ReadConfig& read) { return run_export(read, *options); }; });
}

}  // namespace hotwatch::cli
