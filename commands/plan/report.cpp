#include "commands/plan/report.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/grammar.hpp"
#include "commands/knowledge/render.hpp"
#include "commands/plan/lint_rules.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch
{

namespace
{
using What = plan::Change::What;

std::string counted(std::size_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// One safe line of at most `most` characters; what is cut ends in an ellipsis.
std::string short_line(std::string_view text, std::size_t most)
{
    auto line = clean(text);
    if (utf16_units(line) <= most)
        return line;
    line.resize(bytes_within(line, most - 1));
    return line + "…";
}

/// `text` with blanks behind it up to `width` characters.
std::string padded(std::string text, std::size_t width)
{
    const auto units = utf16_units(text);
    return units < width ? text + std::string(width - units, ' ') : text;
}

std::string place(int line)
{
    return line == 0 ? "        -" : fmt::format("line {:>4}", line);
}

void append_headings(std::string& text, const Plan& plan)
{
    constexpr std::size_t heading_width = 52;
    for (const auto& heading : plan.headings)
    {
        const auto indent = std::string(2 * static_cast<std::size_t>(std::max(heading.level - 1, 0)), ' ');
        const auto title = padded(short_line(indent + heading.text, heading_width), heading_width);
        const auto use = !heading.use.empty() ? std::string_view{heading.use}
                         : heading.has_more   ? std::string_view{"(holds what is below)"}
                                              : std::string_view{"NOT USED: nothing to read under it"};
        text += fmt::format("{:>5}  {}  {}\n", heading.line, title, use);
    }
}

void append_problems(std::string& text, const Plan& plan)
{
    if (plan.problems.empty())
        return;
    text += fmt::format("\nCould not be read ({}):\n", plan.problems.size());
    for (const auto& problem : plan.problems)
        text += fmt::format("  line {}, column {}: {}\n", problem.line, problem.column, short_line(problem.text, 300));
}

std::string header(const Plan& plan, std::string_view file)
{
    const auto unused = std::ranges::count_if(plan.headings, [](const PlanHeading& heading)
                                              { return heading.use.empty() && !heading.has_more; });
    return fmt::format("{}: {}, {} not used.\n\n", file, counted(plan.headings.size(), "heading", "headings"), unused);
}

std::string conflict_reason(const plan::Change& change)
{
    switch (change.what)
    {
    case What::both_changed:
        return "changed in the plan and in Slack";
    case What::written_in_slack:
        return "new in the plan, but written in Slack already";
    case What::retired_in_slack:
        return "changed in the plan, but retired in Slack";
    case What::gone_but_edited:
        return "gone from the plan, but edited in Slack";
    default:
        return {};
    }
}

std::size_t how_many(const Imported& imported, What what, std::optional<EntryKind> kind = std::nullopt)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(imported.changes, [&](const plan::Change& change)
                              { return change.what == what && (!kind || change.kind == *kind); }));
}

void append_named(std::string& text, const Imported& imported, What what)
{
    for (const auto& change : imported.changes)
        if (change.what == what)
            text += fmt::format("    {}  {} \"{}\"\n", place(change.line), knowledge::word(change.kind),
                                short_line(change.title, 80));
}

/// Who is on call from now on, row by row.
void append_rotation(std::string& text, const Plan& plan)
{
    constexpr std::size_t most_rows = 8;
    for (std::size_t i = 0; i < plan.rotation.size() && i < most_rows; ++i)
    {
        const auto& shift = plan.rotation[i];
        text += fmt::format("    {}  {}: {}{}{}\n", place(shift.line), short_line(shift.label, 40),
                            short_line(shift.primary.empty() ? "nobody" : shift.primary, 40),
                            shift.backup.empty() ? "" : ", backup " + short_line(shift.backup, 40),
                            shift.manager.empty() ? "" : ", manager " + short_line(shift.manager, 40));
    }
    if (plan.rotation.size() > most_rows)
        text += fmt::format("    and {} more rows\n", plan.rotation.size() - most_rows);
}

std::string or_never(std::optional<seconds> time)
{
    return time ? plan::in_words(*time) : "never";
}

/// What the plan says otherwise than the one before. The configuration may say otherwise again.
void append_figures(std::string& text, const Policy& before, const Policy& after)
{
    const auto differ = [&text](const std::string& what, const std::string& was, const std::string& is)
    {
        if (was != is)
            text += fmt::format("    {}: {} (was {})\n", what, short_line(is, 80), short_line(was, 80));
    };
    const auto channel = [](const Policy& policy, std::size_t severity)
    {
        const auto found = policy.channels.find(policy.severities[severity].channel);
        return found == policy.channels.end() ? std::string{"none"} : found->second;
    };
    differ("time zone", before.team_zone, after.team_zone);
    differ("channel of alerts", before.channels.at("alerts"), after.channels.at("alerts"));
    for (std::size_t i = 0; i < after.severities.size(); ++i)
    {
        const auto& was = before.severities[i];
        const auto& is = after.severities[i];
        differ(fmt::format("P{} responds within", i), plan::in_words(was.respond_within),
               plan::in_words(is.respond_within));
        differ(fmt::format("P{} resolves within", i), plan::in_words(was.resolve_within),
               plan::in_words(is.resolve_within));
        differ(fmt::format("P{} updates every", i), or_never(was.update_every), or_never(is.update_every));
        differ(fmt::format("P{} report within", i), or_never(was.report_within), or_never(is.report_within));
        differ(fmt::format("P{} channel", i), channel(before, i), channel(after, i));
    }
}

void append_changes(std::string& text, const Imported& imported, bool is_dry)
{
    text += is_dry ? "\nAn import would change:\n" : "\nImported:\n";
    const auto& figures = imported.figures;
    text += fmt::format("  rotation    {}\n", !figures.rotation            ? "unchanged"
                                              : imported.is_from_the_start ? "new, in place of the built-in one"
                                              : is_dry                     ? "new from the moment it is imported"
                                                                           : "new from now on; past shifts stay");
    if (figures.rotation)
        append_rotation(text, imported.plan);
    std::string differing;
    append_figures(differing, imported.before, imported.after);
    text += fmt::format("  figures     {}\n{}",
                        !figures.policy && !figures.rules ? "unchanged"
                        : differing.empty() ? "changed in definitions, escalation, alert rules or goals only"
                                            : "changed; what the configuration says stands over them",
                        differing);
    std::vector<std::string> added;
    for (const auto& [kind, one, many] :
         {std::tuple{EntryKind::runbook, "runbook", "runbooks"}, std::tuple{EntryKind::faq, "FAQ entry", "FAQ entries"},
          std::tuple{EntryKind::article, "article", "articles"}})
        if (const auto count = how_many(imported, What::added, kind); count > 0)
            added.push_back(counted(count, one, many));
    text += fmt::format("  added       {}\n", added.empty() ? "nothing" : fmt::format("{}", fmt::join(added, ", ")));
    text += fmt::format("  replaced    {}\n", how_many(imported, What::replaced));
    append_named(text, imported, What::replaced);
    const auto retired = how_many(imported, What::retired);
    const bool is_only_built_in = imported.is_first && retired > 0 && how_many(imported, What::replaced) == 0 &&
                                  how_many(imported, What::unchanged) == 0;
    text += fmt::format("  retired     {}{}\n", retired, is_only_built_in ? ", all of the built-in plan" : "");
    if (!is_only_built_in)
        append_named(text, imported, What::retired);
    if (const auto settled = how_many(imported, What::settled); settled > 0)
    {
        text += fmt::format("  Slack's     {}\n", settled);
        append_named(text, imported, What::settled);
    }
    text += fmt::format("  unchanged   {}\n", how_many(imported, What::unchanged));
}

void append_conflicts(std::string& text, const Imported& imported)
{
    const auto count = std::ranges::count_if(imported.changes,
                                             [](const plan::Change& change) { return plan::is_conflict(change.what); });
    if (count == 0)
        return;
    text += fmt::format("\nConflicts ({}). What was written in Slack stands; --take plan or --take slack decides:\n",
                        count);
    for (const auto& change : imported.changes)
        if (plan::is_conflict(change.what))
            text += fmt::format("  {}  {} \"{}\": {}\n", place(change.line), knowledge::word(change.kind),
                                short_line(change.title, 80), conflict_reason(change));
}
}  // namespace

std::string check_report(const Plan& plan, std::span<const PlanFinding> findings, std::string_view file)
{
    auto text = header(plan, file);
    append_headings(text, plan);
    append_problems(text, plan);
    if (!findings.empty())
        text += fmt::format("\nProposals ({}):\n", findings.size());
    for (const auto& finding : findings)
        text += fmt::format("  line {}: {}\n            {}\n", finding.line, short_line(finding.text, 300),
                            short_line(finding.proposal, 300));
    std::vector<std::string> names;
    for (const auto& shift : plan.rotation)
        for (const auto* name : {&shift.primary, &shift.backup, &shift.manager})
            if (!name->empty() && std::ranges::find(names, *name) == names.end())
                names.push_back(*name);
    if (!names.empty())
        text += fmt::format("\nWho in Slack is meant by {} is looked up at import and start.\n",
                            short_line(fmt::format("{}", fmt::join(names, ", ")), 300));
    text += plan.problems.empty() ? "\nAll of it could be read.\n" : "";
    return text.substr(0, text.find_last_not_of('\n') + 1);
}

std::string import_report(const Imported& imported, const ImportRequest& request, std::string_view oncall_command)
{
    if (imported.is_no_plan)
        return fmt::format(
            "{} reads like no support plan: it has no rotation, response times, priority levels, "
            "escalation, alert rules, goals, FAQ or common issues. Nothing was imported. What a plan looks like: "
            "deploy/hotdash-plan.md; what is read of a file: hotwatch plan check FILE",
            request.origin);
    auto text = header(imported.plan, request.origin);
    append_headings(text, imported.plan);
    append_problems(text, imported.plan);
    if (imported.changed)
        append_changes(text, imported, request.is_dry);
    append_conflicts(text, imported);
    if (!imported.untied.empty())
        text += fmt::format("\nNot linked to Slack users yet: {}.\nWho is called so in Slack is linked when Hotwatch "
                            "runs; to link the others: {} link \"{}\" @user, or [people] in the configuration.\n",
                            short_line(fmt::format("{}", fmt::join(imported.untied, ", ")), 300), oncall_command,
                            short_line(imported.untied.front(), 80));
    text += !imported.changed                ? "\nNothing to change: this plan is in force."
            : request.is_dry                 ? "\nNothing was written (--dry-run)."
            : imported.plan.problems.empty() ? "\nThis plan is in force now."
                                             : "\nThis plan is in force now, but for what could not be read.";
    return text;
}

}  // namespace hotwatch
