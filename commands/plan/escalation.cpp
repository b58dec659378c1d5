// Escalation Procedures: who is called at each level, and when.
#include <algorithm>

#include "commands/letters.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
/// "Level 2: Engineering Lead": 2 and what follows.
std::optional<PlanLevel> level_named(std::string_view heading)
{
    const auto words = folded(heading);
    if (!words.starts_with("level ") || words.size() < 7 || words[6] < '1' || words[6] > '9' ||
        (words.size() > 7 && words[7] != ' '))
        return std::nullopt;
    PlanLevel level;
    level.number = words[6] - '0';
    const auto digit = heading.find(words[6]);
    level.title = trimmed(heading.substr(digit + 1), " \t:-.");
    return level;
}

Notify whom_of(std::string_view title, int number)
{
    const auto words = folded(title);
    const auto has = [&words](std::string_view word) { return words.find(word) != std::string::npos; };
    if (has("manager") || has("director") || has("head of"))
        return Notify::manager;
    if (has("lead") || has("architect"))
        return Notify::lead;
    if (has("backup") || has("secondary"))
        return Notify::backup;
    if (has("on call") || has("primary"))
        return Notify::primary;
    return number <= 1 ? Notify::primary : number == 2 ? Notify::lead : Notify::manager;
}

/// "P0 incident not resolved in 30 minutes": a step for each severity; without a time it is at once.
void read_condition(std::string_view text, PlanLevel& level)
{
    const auto severities = severities_in(text);
    const auto after = figure_in(text);
    const auto words = folded(text);
    const bool waits = words.find("not resolved") != std::string::npos ||
                       words.find("unresolved") != std::string::npos ||
                       words.find("not acknowledged") != std::string::npos ||
                       words.find("after") != std::string::npos || words.find("longer than") != std::string::npos;
    if (severities.empty() || (waits && !after) || (!waits && after))
    {
        level.also.push_back(trim(text));
        return;
    }
    for (const auto severity : severities)
        level.after.push_back({severity, waits ? *after : seconds{0}});
}

void read_line(const std::string& text, std::string& label, PlanLevel& level)
{
    const auto colon = text.find(':');
    if (colon == std::string::npos)
        return;
    label = folded(std::string_view{text}.substr(0, colon));
    const auto value = trim(std::string_view{text}.substr(colon + 1));
    if (label == "contact" && level.contact.empty())
        level.contact = value;
    else if (label == "when" && !value.empty())
        read_condition(value, level);
}

/// A level's own blocks: labels in paragraphs, conditions as the list below "When".
void read_block(const Block& block, std::string& label, PlanLevel& level)
{
    if (block.kind == Block::Kind::paragraph)
    {
        for (std::string_view rest = block.text; !rest.empty();)
        {
            const auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(line.size() + 1, rest.size()));
            read_line(std::string{line}, label, level);
        }
    }
    else if (block.kind == Block::Kind::list)
    {
        for (const auto& item : block.items)
            if (label == "when")
                read_condition(item.text, level);
            else
                read_line(item.text, label, level);
    }
}

bool is_ladder(const Columns& columns)
{
    return columns.find({"level"}) && columns.find({"when", "after", "trigger", "condition"});
}

void read_table(const Block& table, Document& document, Plan& plan)
{
    const Columns columns{table.rows.front()};
    if (!is_ladder(columns))
        return;
    check_width(table, plan.problems);
    for (std::size_t i = 1; i < table.rows.size(); ++i)
    {
        const auto& row = table.rows[i];
        const auto name = cell(row, columns.find({"level"}));
        auto level = level_named(folded(name).starts_with("level") ? name : "Level " + name);
        if (!level)
        {
            plan.problems.push_back({row.line, row.cells.empty() ? 1 : row.cells.front().column,
                                     "\"" + name + "\" is no level; write 1, 2 or 3"});
            continue;
        }
        level->contact = cell(row, columns.find({"contact", "who", "notify"}));
        level->notify = whom_of(level->title + " " + level->contact, level->number);
        level->line = row.line;
        read_condition(cell(row, columns.find({"when", "after", "trigger", "condition"})), *level);
        plan.escalation.push_back(std::move(*level));
    }
    document.note(table.line, "escalation levels");
}
}  // namespace

void read_escalation(Document& document, Plan& plan)
{
    std::optional<PlanLevel> level;
    std::string label;
    const auto end = [&]
    {
        if (level)
            plan.escalation.push_back(*std::exchange(level, std::nullopt));
    };
    for (const auto& block : document.blocks())
    {
        if (block.kind == Block::Kind::heading)
        {
            end();
            label.clear();
            level = level_named(block.text);
            if (!level)
                continue;
            level->line = block.line;
            level->notify = whom_of(level->title, level->number);
            document.note(block.line, "escalation level " + std::to_string(level->number));
        }
        else if (block.kind == Block::Kind::table && !block.rows.empty())
            read_table(block, document, plan);
        else if (level)
            read_block(block, label, *level);
    }
    end();
    std::ranges::stable_sort(plan.escalation, {}, &PlanLevel::number);
}

}  // namespace hotwatch::plan
