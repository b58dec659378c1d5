#include "bot/check/look_at_store.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "bot/directory.hpp"
#include "commands/blocks.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/oncall/rights.hpp"
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

/// Why nobody can be reached or have a right by that id; "" all is well, or Slack's list was never read.
std::string why_not(const UserId& user, Book& book)
{
    if (const auto unfit = oncall::unfit_for_duty(user, book); !unfit.empty())
        return fmt::format("{} is {}", user.value, unfit);
    const auto person = book.people.find(user);
    const bool is_listed = !book.notes.get(directory::people_listed_note).empty();
    return is_listed && !(person && person->is_complete) ? fmt::format("Slack knows no {}", user.value) : std::string{};
}

/// The ids that the configuration gives rights to.
Findings about_roles(Book& book)
{
    Findings findings;
    const auto& policy = book.policy();
    for (const auto& [role, users] : {std::pair{"managers", &policy.managers},
                                      std::pair{"responders", &policy.responders}, std::pair{"admins", &policy.admins}})
        for (const auto& user : *users)
            if (const auto why = why_not(user, book); !why.empty())
                findings.push_back({Mark::failed, "people", fmt::format("{}: {}.", role, why),
                                    "Mend [people] in the configuration; in Slack: profile, More, Copy member ID."});
    return findings;
}
}  // namespace

Findings about_store(const Verdict& verdict)
{
    const auto audit = Finding{Mark::well, "audit chain", fmt::format("{} rows, unbroken.", verdict.audit_rows), ""};
    const auto database =
        Finding{Mark::well, "database",
                fmt::format("whole; {}, {} owed to Slack.", blocks::counted(verdict.incidents, "incident"),
                            blocks::counted(verdict.owed, "message")),
                ""};
    if (verdict.problem.empty())
    {
        if (verdict.parked == 0)
            return {database, audit};
        return {database,
                audit,
                {Mark::note, "outbox",
                 fmt::format("{} could not be posted in Slack.", blocks::counted(verdict.parked, "message")),
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
    Findings findings = about_roles(book);
    const auto names = names_of_plan(book);
    const auto mend = fmt::format("In Slack: {} link \"NAME\" @user; or under [people] in the configuration.",
                                  shown_name("oncall", book.policy()));
    for (const auto& name : names)
        if (const auto link = book.people.link_of(name); !link)
            untied.push_back(name);
        else if (const auto why = why_not(link->user, book); !why.empty())
            findings.push_back({Mark::failed, "people", fmt::format("\"{}\" cannot be asked: {}.", name, why), mend});
    if (names.empty())
        findings.push_back({Mark::failed, "people", "the plan names nobody on call.", "Give it an On-Call Rotation."});
    else if (untied.size() == names.size())
        findings.push_back(
            {Mark::failed, "people",
             fmt::format("nobody of the plan is linked to a Slack user ({}): pages go to the emergency channel.",
                         list_of(untied)),
             mend});
    else if (!untied.empty())
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
                            fmt::format("line {} of {} cannot be read: {}.", problem.line, name, problem.text),
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
