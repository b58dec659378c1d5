// Which part of a plan goes to which reader.
#include "commands/plan/parse.hpp"

#include <algorithm>

#include <fmt/format.h>

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

void read_settings(const std::vector<Block>& blocks, Plan& plan)
{
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
void read_alerts(const Block& table, Plan& plan)
{
    const auto action = Columns{table.rows.front()}.find({"action"});
    for (std::size_t i = 1; action && i < table.rows.size() && plan.alerts_channel.empty(); ++i)
    {
        if (*action >= table.rows[i].cells.size())
            continue;
        if (auto channel = channel_in(table.rows[i].cells[*action].text); channel != plan.severities[0].channel)
            plan.alerts_channel = std::move(channel);
    }
}
}  // namespace

Plan parse_plan(std::string_view markdown, const Handoff& default_handoff)
{
    Plan plan;
    const auto blocks = read_markdown(markdown);
    read_settings(blocks, plan);
    const auto years = years_in(markdown);
    Part heading = Part::other;
    bool has_rotation = false;
    bool has_targets = false;
    const Block* alerts = nullptr;
    for (const auto& block : blocks)
    {
        if (block.kind == Block::Kind::heading)
            heading = part_named(block.text);
        if (heading != Part::other && is_broken_table(block, plan.problems))
        {
            has_rotation = has_rotation || heading == Part::rotation;
            has_targets = has_targets || heading == Part::targets;
        }
        if (block.kind != Block::Kind::table || block.rows.empty())
            continue;
        switch (part_of(block))
        {
        case Part::rotation:
            if (!has_rotation)
                read_rotation(block, years, plan.handoff.value_or(default_handoff), plan);
            has_rotation = true;
            break;
        case Part::targets:
            read_targets(block, plan);
            has_targets = true;
            break;
        case Part::alerts:
            alerts = &block;
            break;
        case Part::other:
            if (heading == Part::rotation)
                plan.problems.push_back(
                    {block.line, 1, "this table has no column named Primary; the rotation was not read"});
            has_rotation = has_rotation || heading == Part::rotation;
            break;
        }
    }
    read_levels(blocks, plan);
    if (alerts != nullptr)
        read_alerts(*alerts, plan);
    if (!has_rotation)
        plan.problems.push_back({1, 1, "no On-Call Rotation table was found: nobody is on call"});
    if (!has_targets)
        plan.problems.push_back({1, 1, "no Response Time SLAs table was found: the built-in times stand"});
    std::ranges::stable_sort(plan.problems, {},
                             [](const PlanProblem& problem) {
                                 return std::pair{problem.line, problem.column};
                             });
    return plan;
}

std::optional<Handoff> parse_handoff(std::string_view text)
{
    const auto words = trim(text);
    const auto blank = words.find(' ');
    if (blank == std::string::npos)
        return std::nullopt;
    const auto day = weekday_named(std::string_view{words}.substr(0, blank));
    const auto time = trim(std::string_view{words}.substr(blank + 1));
    const auto colon = time.find(':');
    const auto number = [](std::string_view digits, int most) -> std::optional<int>
    {
        if (digits.empty() || digits.size() > 2 || digits.find_first_not_of("0123456789") != std::string_view::npos)
            return std::nullopt;
        const int value = digits.size() == 1 ? digits[0] - '0' : (digits[0] - '0') * 10 + (digits[1] - '0');
        return value <= most ? std::optional{value} : std::nullopt;
    };
    if (!day || colon == std::string::npos)
        return std::nullopt;
    const auto hour = number(std::string_view{time}.substr(0, colon), 23);
    const auto minute = number(std::string_view{time}.substr(colon + 1), 59);
    if (!hour || !minute)
        return std::nullopt;
    return Handoff{*day, std::chrono::hours{*hour} + std::chrono::minutes{*minute}};
}

}  // namespace hotwatch
