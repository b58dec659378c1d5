// `hotwatch plan check FILE` and `hotwatch plan import FILE`.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "bot/cli/reach.hpp"
#include "bot/prepare.hpp"
#include "commands/blocks.hpp"
#include "commands/plan/report.hpp"
#include "storage/file_moves.hpp"

namespace hotwatch::cli
{

namespace
{
namespace fs = std::filesystem;

constexpr std::uintmax_t longest_plan = std::uintmax_t{4} * 1024 * 1024;  // a book is a quarter of that

/// Why this file is no plan, or its text.
struct PlanFile
{
    std::string text;
    std::string problem;  // "" it can be read
};

PlanFile read_file(const std::string& path)
{
    std::error_code none;
    const auto kind = fs::status(path, none).type();
    if (kind == fs::file_type::not_found)
        return {{}, fmt::format("There is no file {}.", path)};
    if (kind == fs::file_type::directory)
        return {{}, fmt::format("{} is a folder. Name the plan's Markdown file in it.", path)};
    if (kind == fs::file_type::regular && fs::file_size(path, none) > longest_plan)
        return {{},
                fmt::format("{} has {} MB; a plan is a Markdown document of at most {} MB.", path,
                            fs::file_size(path, none) >> 20U, longest_plan >> 20U)};
    std::ifstream file{path, std::ios::binary};
    if (!file)
        return {{}, fmt::format("{} cannot be read: {}.", path, reason())};
    PlanFile read;
    read.text.resize(longest_plan + 1);
    file.read(read.text.data(), static_cast<std::streamsize>(read.text.size()));
    read.text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad())
        read.problem = fmt::format("{} cannot be read: {}.", path, reason());
    else if (read.text.size() > longest_plan)
        read.problem =
            fmt::format("{} is longer than {} MB; a plan is a Markdown document.", path, longest_plan >> 20U);
    else if (read.text.find_first_not_of(" \t\r\n") == std::string::npos)
        read.problem = fmt::format("{} is empty.", path);
    else if (read.text.starts_with("\xFF\xFE") || read.text.starts_with("\xFE\xFF"))
        read.problem = fmt::format("{} is UTF-16. Save it as UTF-8.", path);
    else if (read.text.find('\0') != std::string::npos)
        read.problem = fmt::format("{} is no text: it holds NUL bytes. A plan is a Markdown document in UTF-8.", path);
    return read;
}

int check(const Config& config, const std::string& path, bool is_strict)
{
    const auto file = read_file(path);
    if (!file.problem.empty())
        return say(file.problem, failed);
    const auto plan = parse_plan(file.text, plan_settings(config).handoff);
    const auto findings = lint_plan(plan, file.text, config.team_zone.has_value());
    const bool is_well = plan.problems.empty() && (!is_strict || findings.empty());
    fmt::print("{}\n", check_report(plan, findings, fs::path{path}.filename().string()));
    if (is_strict && !findings.empty())
        fmt::print("--strict: the {} above count as failed.\n", blocks::counted(std::ssize(findings), "proposal"));
    return is_well ? done : failed;
}

int import(const Config& config, const std::string& path, const std::string& take, bool is_dry)
{
    auto file = read_file(path);
    if (!file.problem.empty())
        return say(file.problem, failed);
    const nlohmann::json request{{"op", "plan_import"},
                                 {"text", file.text},
                                 {"name", fs::path{path}.filename().string()},
                                 {"take", take},
                                 {"dry", is_dry}};
    PlanGiven event;
    event.request = {.markdown = std::move(file.text),
                     .origin = fs::path{path}.filename().string(),
                     .actor = "console:" + unix_user(),
                     .take = take == "plan"    ? plan::Side::plan
                             : take == "slack" ? plan::Side::slack
                                               : plan::Side::neither,
                     .is_dry = is_dry};
    // A team may give its plan before Hotwatch ever runs.
    return through_bot_or_alone(config, request, event, is_dry ? WithoutStore::pretend : WithoutStore::make);
}
}  // namespace

void add_plan(CLI::App& app, Action& chosen)
{
    struct Typed
    {
        std::string file;
        std::string take;
        bool is_strict = false;
        bool is_dry = false;
    };
    auto typed = std::make_shared<Typed>();
    auto* plan = app.add_subcommand("plan", "Read a team's support plan (Markdown): check it, or put it in force");
    plan->require_subcommand(1);
    auto* looked = plan->add_subcommand("check", "Say what is read from FILE, what is not, and what is open in it");
    looked->add_option("FILE", typed->file, "The plan, a Markdown document in UTF-8")->required();
    looked->add_flag("--strict", typed->is_strict, "Exit 1 for proposals too, not only for what cannot be read");
    looked->callback(
        [typed, &chosen]
        { chosen = [typed](const ReadConfig& read) { return check(read(), typed->file, typed->is_strict); }; });
    auto* taken = plan->add_subcommand("import", "Put the plan in FILE in force, also while Hotwatch is running");
    taken->add_option("FILE", typed->file, "The plan, a Markdown document in UTF-8")->required();
    taken->add_flag("--dry-run", typed->is_dry, "Say what would change, and change nothing");
    taken->add_option("--take", typed->take, "Whose text counts where plan and Slack both changed one: plan or slack")
        ->check(CLI::IsMember({"plan", "slack"}));
    taken->callback(
        [typed, &chosen] {
            chosen = [typed](const ReadConfig& read)
            { return import(read(), typed->file, typed->take, typed->is_dry); };
        });
}

}  // namespace hotwatch::cli
