#include "bot/check/look_at_store.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "commands/blocks.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/render.hpp"

namespace hotwatch::check
{

namespace
{
using Mark = Finding::Mark;

constexpr std::uintmax_t megabyte = 1'000'000;
constexpr std::uintmax_t too_little = 64 * megabyte;
constexpr std::uintmax_t little = 256 * megabyte;
constexpr std::size_t named_at_most = 5;

std::string list_of(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < named_at_most; ++i)
        text += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", names[i]);
    return names.size() > named_at_most ? fmt::format("{} and {} more", text, names.size() - named_at_most) : text;
}

std::optional<UtcMillis> newest_backup(Book& book)
{
    const auto text = book.notes.get("backup_at");
    std::int64_t count = 0;
    if (text.empty() || std::from_chars(text.data(), text.data() + text.size(), count).ec != std::errc{})
        return std::nullopt;
    return UtcMillis{milliseconds{count}};
}
}  // namespace

Findings about_store(const Verdict& verdict)
{
    const auto audit = Finding{Mark::well, "audit chain", fmt::format("{} rows, unbroken.", verdict.audit_rows), ""};
    const auto database =
        Finding{Mark::well, "database",
                fmt::format("whole; {} incidents, {} messages owed to Slack.", verdict.incidents, verdict.owed), ""};
    if (verdict.problem.empty())
    {
        if (verdict.parked == 0)
            return {database, audit};
        return {database,
                audit,
                {Mark::note, "outbox", fmt::format("{} messages could not be posted in Slack.", verdict.parked),
                 "See `hotwatch ask /status`."}};
    }
    if (verdict.problem.find("audit") != std::string::npos)
        return {
            database,
            {Mark::failed, "audit chain", verdict.problem + ".", "Keep the file as evidence; who could write to it?"}};
    return {{Mark::failed, "database", verdict.problem + ".", "Restore the newest backup: hotwatch restore FILE"}};
}

Findings about_people(Book& book)
{
    std::vector<std::string> untied;
    std::vector<std::string> gone;
    const auto names = names_of_plan(book);
    for (const auto& name : names)
    {
        const auto link = book.people.link_of(name);
        const auto person = link ? book.people.find(link->user) : std::nullopt;
        if (!link)
            untied.push_back(name);
        else if (person && person->is_deactivated)
            gone.push_back(name);
    }
    const auto mend = fmt::format("In Slack: {} link \"NAME\" @user; or under [people] in the configuration.",
                                  shown_name("oncall", book.policy()));
    if (names.empty())
        return {{Mark::failed, "people", "the plan names nobody on call.", "Give it an On-Call Rotation."}};
    if (untied.size() == names.size())
        return {{Mark::failed, "people",
                 fmt::format("nobody of the plan is linked to a Slack user ({}): pages go to the emergency channel.",
                             list_of(untied)),
                 mend}};
    Findings findings;
    if (!gone.empty())
        findings.push_back({Mark::failed, "people",
                            fmt::format("linked to an account that is deactivated: {}.", list_of(gone)), mend});
    if (!untied.empty())
        findings.push_back(
            {Mark::note, "people", fmt::format("not linked to a Slack user: {}.", list_of(untied)), mend});
    if (findings.empty())
        findings.push_back(
            {Mark::well, "people", fmt::format("all {} of the plan are Slack users.", names.size()), ""});
    return findings;
}

Findings about_plan(const Plan& plan, const std::vector<PlanFinding>& open, const std::string& file)
{
    const auto name = file.empty() ? std::string{"the built-in plan"} : file;
    Findings findings;
    for (const auto& problem : plan.problems)
        findings.push_back({Mark::failed, "plan",
                            fmt::format("line {} of {} cannot be read: {}", problem.line, name, problem.text),
                            "What it said before counts. Mend it, then: hotwatch plan import FILE"});
    for (std::size_t i = 0; i < open.size() && i < named_at_most; ++i)
        findings.push_back(
            {Mark::note, "plan", fmt::format("line {} of {}: {}", open[i].line, name, open[i].text), open[i].proposal});
    if (open.size() > named_at_most)
        findings.push_back({Mark::note, "plan", fmt::format("{} more are open in it.", open.size() - named_at_most),
                            "hotwatch plan check FILE lists them all."});
    if (findings.empty())
        findings.push_back({Mark::well, "plan", name + " is in force; nothing in it is open.", ""});
    return findings;
}

Finding about_backups(Book& book, const BackupPlan& plan, bool is_running, UtcMillis now)
{
    const auto newest = newest_backup(book);
    const auto age = newest ? fmt::format("the newest is {} old", blocks::duration(now - *newest))
                            : std::string{"there is none yet"};
    if (plan.directory.empty())
        return {Mark::note, "backups", age + "; none are made by themselves.",
                "Set directory under [backup], and carry them to another machine."};
    const bool is_late = !newest || now - *newest > 2 * plan.every;
    if (!is_late)
        return {Mark::well, "backups", age + ".", ""};
    if (!is_running)
        return {Mark::note, "backups", age + ", and no Hotwatch runs to make one.", "Start it."};
    return {Mark::failed, "backups", fmt::format("{}, though one is due every {}.", age, blocks::duration(plan.every)),
            fmt::format("Is there room in {}, and may Hotwatch write there? `hotwatch ask /status` says why.",
                        plan.directory)};
}

Finding about_disk(const std::string& store_path)
{
    const auto folder = std::filesystem::absolute(store_path).parent_path();
    std::error_code failed;
    const auto space = std::filesystem::space(folder, failed);
    if (failed)
        return {Mark::failed, "disk", fmt::format("{} cannot be looked at: {}.", folder.string(), failed.message()),
                "Make the folder, or give another path under [store]."};
    const auto fact = fmt::format("{} MB free in {}.", space.available / megabyte, folder.string());
    if (space.available < too_little)
        return {Mark::failed, "disk", fact, "Free some space: a full disk records nothing."};
    return {space.available < little ? Mark::note : Mark::well, "disk", fact,
            space.available < little ? "Free some space before it is full." : ""};
}

}  // namespace hotwatch::check
