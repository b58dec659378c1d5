// Response targets and priority levels to the figures of each severity.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "commands/letters.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
void read_figure(const Row& row, std::optional<std::size_t> column, std::optional<seconds>& into, Plan& plan)
{
    if (!column || *column >= row.cells.size())
        return;
    const auto& cell = row.cells[*column];
    into = figure_in(cell.text);
    if (!into)
        plan.problems.push_back({row.line, cell.column,
                                 fmt::format("no time in \"{}\"; write it as \"< 5 min\" or \"4 hours\"", cell.text)});
}

void read_channel(const Row& row, std::optional<std::size_t> column, PlanSeverity& severity, Plan& plan)
{
    if (!column || *column >= row.cells.size())
        return;
    const auto& cell = row.cells[*column];
    severity.channel = channel_in(cell.text);
    const auto words = folded(cell.text);
    const bool is_left_open = words.empty() || words == "none" || words == "n a";
    if (severity.channel.empty() && !is_left_open)
        plan.problems.push_back(
            {row.line, cell.column, fmt::format("no channel in \"{}\"; write it as \"#hotdash-support\"", cell.text)});
}

/// One line of a level's response list.
void read_promise(const std::string& text, PlanSeverity& severity, seconds report_within)
{
    const auto words = folded(text);
    if (words.starts_with("update every") || words.starts_with("updates every") || words.starts_with("status update"))
        severity.update_every = figure_in(text);
    else if (words.find("post mortem") != std::string::npos || words.find("postmortem") != std::string::npos ||
             words.find("root cause") != std::string::npos)
        severity.report_within = report_within;
    else if ((words.find("response") != std::string::npos || words.starts_with("answer")) && !severity.respond_within)
        severity.respond_within = figure_in(text);
}

/// "Within 24 hours of incident", where the plan says how soon a report is owed.
seconds report_time(const std::vector<Block>& blocks)
{
    bool in_review = false;
    for (const auto& block : blocks)
    {
        if (block.kind != Block::Kind::heading)
            continue;
        const auto words = folded(block.text);
        in_review = in_review || words.find("post incident review") != std::string::npos;
        if (in_review && words.starts_with("within"))
            if (const auto time = figure_in(block.text))
                return *time;
    }
    return std::chrono::hours{24};
}
}  // namespace

std::optional<std::size_t> severity_named(std::string_view heading)
{
    const auto words = folded(heading);
    if (words.size() < 2 || words[0] != 'p' || words[1] < '0' || words[1] > '3' ||
        (words.size() > 2 && words[2] != ' '))
        return std::nullopt;
    return static_cast<std::size_t>(words[1] - '0');
}

std::vector<Severity> severities_in(std::string_view text)
{
    std::vector<Severity> found;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
    {
        const bool starts = i == 0 || !(std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0);
        const bool ends = i + 2 == text.size() || std::isalnum(static_cast<unsigned char>(text[i + 2])) == 0;
        if (lowered(text[i]) != 'p' || text[i + 1] < '0' || text[i + 1] > '3' || !starts || !ends)
            continue;
        const auto severity = static_cast<Severity>(text[i + 1] - '0');
        if (std::ranges::find(found, severity) == found.end())
            found.push_back(severity);
    }
    return found;
}

void read_targets(const Block& table, Plan& plan)
{
    check_width(table, plan.problems);
    const Columns columns{table.rows.front()};
    const auto priority = columns.find({"priority", "severity"});
    const auto channel = columns.find({"channel"});
    const auto response = columns.find({"response", "respond"});
    const auto resolution = columns.find({"resolution", "resolve"});
    for (std::size_t i = 1; i < table.rows.size(); ++i)
    {
        const auto& row = table.rows[i];
        if (!priority || *priority >= row.cells.size())
            continue;
        const auto level = severity_named(row.cells[*priority].text);
        if (!level)
        {
            plan.problems.push_back({row.line, row.cells[*priority].column,
                                     fmt::format("\"{}\" is no priority from P0 to P3", row.cells[*priority].text)});
            continue;
        }
        auto& severity = plan.severities[*level];
        if (plan.targets_lines[*level] != 0)
            plan.further_targets.push_back(row.line);
        plan.targets_lines[*level] = row.line;
        read_channel(row, channel, severity, plan);
        read_figure(row, response, severity.respond_within, plan);
        read_figure(row, resolution, severity.resolve_within, plan);
    }
}

void read_levels(const std::vector<Block>& blocks, Plan& plan)
{
    const auto report_within = report_time(blocks);
    PlanSeverity* current = nullptr;
    int level = 0;
    std::string label;  // the words above a list
    for (const auto& block : blocks)
    {
        if (block.kind == Block::Kind::heading)
        {
            const auto found = severity_named(block.text);
            if (found)
            {
                current = &plan.severities[*found];
                current->has_section = true;
                level = block.level;
            }
            else if (block.level <= level)
                current = nullptr;
            label.clear();
        }
        else if (current == nullptr)
            continue;
        else if (block.kind == Block::Kind::paragraph)
        {
            std::string_view rest = block.text;  // labels may follow one another without a blank line
            while (!rest.empty())
            {
                const auto line = rest.substr(0, rest.find('\n'));
                rest.remove_prefix(std::min(line.size() + 1, rest.size()));
                label = folded(line);
                const auto colon = line.find(':');
                if (label.starts_with("definition") && colon != std::string_view::npos)
                    current->definition = trim(line.substr(colon + 1));
            }
        }
        else if (block.kind == Block::Kind::list && label.starts_with("example"))
            for (const auto& item : block.items)
                current->examples.push_back({item.text, item.line});
        else if (block.kind == Block::Kind::list)
            for (const auto& item : block.items)
                read_promise(item.text, *current, report_within);
    }
}

}  // namespace hotwatch::plan
