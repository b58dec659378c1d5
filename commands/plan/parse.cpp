// Which part of a plan goes to which reader.
#include "commands/plan/parse.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/plan/dates.hpp"
#include "commands/plan/read.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
using namespace plan;

enum class Part
{
    other,
    rotation,
    targets,
    alerts
};

Part part_named(std::string_view heading)
{
    const auto words = folded(heading);
    if (words.find("rotation") != std::string::npos)
        return Part::rotation;
    if (words.find("response time") != std::string::npos || words.find("slas") != std::string::npos)
        return Part::targets;
    if (words.find("alert rules") != std::string::npos)
        return Part::alerts;
    return Part::other;
}

/// A table says by its columns what it is, whatever stands above it.
Part part_of(const Block& table)
{
    const Columns columns{table.rows.front()};
    if (columns.find({"primary"}) && columns.find({"backup", "secondary", "week", "dates"}))
        return Part::rotation;
    if (columns.find({"priority", "severity"}) && columns.find({"response", "respond"}))
        return Part::targets;
    if (columns.find({"alert"}) && columns.find({"action"}))
        return Part::alerts;
    return Part::other;
}

/// A paragraph's lines or a list's items, each with its place.
std::vector<Item> lines_of(const Block& block)
{
    if (block.kind == Block::Kind::list)
        return block.items;
    std::vector<Item> lines;
    if (block.kind != Block::Kind::paragraph)
        return lines;
    for (std::string_view rest = block.text; !rest.empty();)
    {
        const auto line = rest.substr(0, rest.find('\n'));
        lines.push_back({std::string{line}, block.line + static_cast<int>(lines.size())});
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return lines;
}

/// The value of a line such as "**Time zone**: Europe/Berlin", with its place.
std::optional<Item> value_of(const std::vector<Block>& blocks, std::initializer_list<std::string_view> names)
{
    for (const auto& block : blocks)
        for (const auto& [text, line] : lines_of(block))
        {
            const auto colon = text.find(':');
            if (colon != std::string::npos &&
                std::ranges::find(names, folded(std::string_view{text}.substr(0, colon))) != names.end())
                return Item{trim(std::string_view{text}.substr(colon + 1)), line};
        }
    return std::nullopt;
}

void read_start(const std::vector<Block>& blocks, Plan& plan)
{
    const auto start = value_of(blocks, {"rotation starts", "rotation start", "rotation starts on"});
    if (!start)
        return;
    const auto dates = dates_in(start->text);
    const auto day = dates && dates->first.year
                         ? std::optional{*dates->first.year / dates->first.month / dates->first.day}
                         : std::nullopt;
    if (day && day->ok())
        plan.rotation_start = day;
    else
        plan.problems.push_back(
            {start->line, 1, fmt::format("\"{}\" is no day with its year; write one such as 2025-10-13", start->text)});
}

void read_settings(const std::vector<Block>& blocks, Plan& plan)
{
    read_start(blocks, plan);
    if (const auto zone = value_of(blocks, {"time zone", "timezone", "team time zone", "team timezone"}))
    {
        if (is_zone(zone->text))
            plan.team_zone = zone->text;
        else
            plan.problems.push_back(
                {zone->line, 1, fmt::format("\"{}\" is no time zone; write one such as America/New_York", zone->text)});
    }
    if (const auto handoff = value_of(blocks, {"handoff", "handoff time", "hand off"}))
    {
        plan.handoff = parse_handoff(handoff->text);
        if (!plan.handoff)
            plan.problems.push_back(
                {handoff->line, 1, fmt::format("\"{}\" is no handoff; write one such as Mon 09:00", handoff->text)});
    }
}

/// The channel of the first rule that does not go where P0 incidents go.
std::string alerts_channel_of(const Plan& plan)
{
    const auto found =
        std::ranges::find_if(plan.alerts, [&plan](const PlanAlert& alert)
                             { return !alert.channel.empty() && alert.channel != plan.severities[0].channel; });
    return found == plan.alerts.end() ? std::string{} : found->channel;
}

/// Tables that are recognised by their columns, or by the heading above them.
class Tables
{
  public:
    Tables(Document& document, const std::vector<std::chrono::year>& years, const Handoff& handoff, Plan& plan)
        : document_(document), years_(years), handoff_(handoff), plan_(plan)
    {
    }

    void read()
    {
        Part heading = Part::other;
        for (const auto& block : document_.blocks())
        {
            if (block.kind == Block::Kind::heading)
                heading = part_named(block.text);
            if (heading != Part::other && is_broken_table(block, plan_.problems))
            {
                has_rotation_ = has_rotation_ || heading == Part::rotation;
                has_targets_ = has_targets_ || heading == Part::targets;
            }
            if (block.kind == Block::Kind::table && !block.rows.empty())
                read(block, heading);
        }
        if (!has_rotation_ && unread_rotation_)
            plan_.problems.push_back(*unread_rotation_);
        else if (!has_rotation_)
            plan_.problems.push_back({1, 1,
                                      "no On-Call Rotation table was found (columns Week, Primary, Backup, Manager): "
                                      "an import leaves who is on "
                                      "call as it is"});
        if (!has_targets_ && unread_targets_)
            plan_.problems.push_back(*unread_targets_);
        else if (!has_targets_)
            plan_.problems.push_back({1, 1,
                                      "no Response Time SLAs table was found (columns Channel, Priority, Response, "
                                      "Resolution): the built-in times stand"});
        plan_.alerts_channel = alerts_channel_of(plan_);
    }

  private:
    void read(const Block& table, Part heading)
    {
        switch (part_of(table))
        {
        case Part::rotation:
            if (!has_rotation_)
            {
                read_rotation(table, years_, plan_.handoff.value_or(handoff_), plan_);
                use(table, fmt::format("{} shift{}", plan_.rotation.size(), plan_.rotation.size() == 1 ? "" : "s"));
            }
            has_rotation_ = true;
            break;
        case Part::targets:
            read_targets(table, plan_);
            use(table, "response times");
            has_targets_ = true;
            break;
        case Part::alerts:
            plan::read_alerts(table, document_, plan_);
            break;
        case Part::other:
            // Said only where no other table is read for it.
            if (heading == Part::rotation)
                unread_rotation_ = {table.line, 1, "this table has no column named Primary; the rotation was not read"};
            if (heading == Part::targets)
                unread_targets_ = {
                    table.line, 1,
                    "this table has no columns named Priority and Response; the response times were not read"};
            break;
        }
    }

    /// Who is on call and the times are answered from the book, where later changes count; an article would contradict
    /// it.
    void use(const Block& table, std::string what)
    {
        document_.take(table.line, table.rows.size() > 1 ? table.rows.back().line : table.line + 1);
        document_.note(table.line, std::move(what));
    }

    Document& document_;
    const std::vector<std::chrono::year>& years_;
    const Handoff& handoff_;
    Plan& plan_;
    bool has_rotation_ = false;
    bool has_targets_ = false;
    std::optional<PlanProblem> unread_rotation_;
    std::optional<PlanProblem> unread_targets_;
};

void list_headings(const Document& document, Plan& plan)
{
    const auto& sections = document.sections();
    for (std::size_t at = 1; at < sections.size(); ++at)
    {
        const auto& section = sections[at];
        plan.headings.push_back({.line = section.line,
                                 .level = section.level,
                                 .text = section.heading,
                                 .use = fmt::format("{}", fmt::join(section.uses, ", ")),
                                 .has_more = document.end_of(at) > at + 1});
    }
}
}  // namespace

Plan parse_plan(std::string_view markdown, const Handoff& default_handoff)
{
    Plan plan;
    auto mended = mend(markdown);
    plan.mends = std::move(mended.mends);
    Document document{std::move(mended.text)};
    const auto& blocks = document.blocks();
    read_settings(blocks, plan);
    const auto years = years_in(markdown);
    Tables{document, years, default_handoff, plan}.read();
    read_levels(blocks, plan);
    for (const auto& section : document.sections())
        if (const auto severity = severity_named(section.heading))
            document.note(section.line, fmt::format("severity P{}", *severity));
    read_escalation(document, plan);
    read_goals(document, plan);
    read_runbooks(document, plan);
    read_faq(document, plan);
    read_articles(document, plan);
    finish_entries(plan);
    list_headings(document, plan);
    std::ranges::stable_sort(plan.problems, {},
                             [](const PlanProblem& problem) {
                                 return std::pair{problem.line, problem.column};
                             });
    return plan;
}

}  // namespace hotwatch
