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

/// The value of a line such as "**Time zone**: Europe/Berlin".
std::optional<std::string> value_of(const std::vector<Block>& blocks, std::initializer_list<std::string_view> names, int& line)
{
    for (const auto& block : blocks)
    {
        if (block.kind != Block::Kind::paragraph && block.kind != Block::Kind::list)
            continue;
        std::vector<Item> items = block.items;
        int offset = 0;
        for (std::size_t start = 0; block.items.empty() && start <= block.text.size(); ++offset)
        {
            const auto end = std::min(block.text.find('\n', start), block.text.size());
            items.push_back({block.text.substr(start, end - start), block.line + offset});
            start = end + 1;
        }
        for (const auto& item : items)
        {
            const auto colon = item.text.find(':');
            if (colon == std::string::npos)
                continue;
            const auto name = folded(std::string_view{item.text}.substr(0, colon));
            if (std::ranges::find(names, name) == names.end())
                continue;
            line = item.line;
            return trim(std::string_view{item.text}.substr(colon + 1));
        }
    }
    return std::nullopt;
}

void read_settings(const std::vector<Block>& blocks, Plan& plan)
{
    int line = 1;
    if (const auto zone = value_of(blocks, {"time zone", "timezone", "team time zone", "team timezone"}, line))
    {
        if (is_zone(*zone))
            plan.team_zone = *zone;
        else
            plan.problems.push_back(
                {line, 1, fmt::format("\"{}\" is no time zone; write one such as America/New_York", *zone)});
    }
    if (const auto handoff = value_of(blocks, {"handoff", "handoff time", "hand off"}, line))
    {
        plan.handoff = parse_handoff(*handoff);
        if (!plan.handoff)
            plan.problems.push_back({line, 1, fmt::format("\"{}\" is no handoff; write one such as Mon 09:00", *handoff)});
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
        const auto& text = table.rows[i].cells[*action].text;
        const auto hash = text.find('#');
        const auto end = hash == std::string::npos
                             ? hash
                             : text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_", hash + 1);
        if (hash != std::string::npos && text.substr(hash, end - hash) != plan.severities[0].channel)
            plan.alerts_channel = text.substr(hash, end - hash);
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
                plan.problems.push_back({block.line, 1, "this table has no column named Primary; the rotation was not read"});
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
    std::ranges::stable_sort(plan.problems, {}, [](const PlanProblem& problem) { return std::pair{problem.line, problem.column}; });
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
