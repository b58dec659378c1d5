// The rotation's table to dated shifts.
#include <algorithm>

#include <fmt/format.h>

#include "commands/plan/dates.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
using namespace std::chrono;

constexpr std::string_view weekday_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                              "Thursday", "Friday", "Saturday"};

/// A row whose dates are read, its year perhaps still open.
struct DatedRow
{
    PlanShift shift;
    WrittenDate first;
    std::optional<WrittenDate> last;
    int column = 1;
};

std::string label_of(std::string_view text, std::size_t dates_begin)
{
    auto label = trim(text.substr(0, dates_begin));
    while (!label.empty() && std::string_view{"(:,-"}.find(label.back()) != std::string_view::npos)
        label = trim(std::string_view{label}.substr(0, label.size() - 1));
    return label.empty() ? trim(text) : label;
}

/// Columns that are nobody's role say when.
struct Meaning
{
    std::optional<std::size_t> primary;
    std::optional<std::size_t> backup;
    std::optional<std::size_t> manager;
};

Meaning meaning_of(const Columns& columns)
{
    return {columns.find({"primary"}), columns.find({"backup", "secondary"}), columns.find({"manager", "escalation"})};
}

RotationRow read_row(const Row& row, const Meaning& meaning, Plan& plan)
{
    RotationRow read{.column = row.cells.empty() ? 1 : row.cells.front().column};
    bool has_when = false;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
    {
        if (i == meaning.primary || i == meaning.backup || i == meaning.manager)
            continue;
        read.column = has_when ? read.column : row.cells[i].column;
        has_when = true;
        read.when += (read.when.empty() ? "" : " ") + row.cells[i].text;
    }
    read.shift.line = row.line;
    read.shift.primary = cell(row, meaning.primary);
    read.shift.backup = cell(row, meaning.backup);
    read.shift.manager = cell(row, meaning.manager);
    if (read.shift.primary.empty())
        plan.problems.push_back(
            {row.line,
             meaning.primary && *meaning.primary < row.cells.size() ? row.cells[*meaning.primary].column : read.column,
             "nobody is named as primary in this row"});
    return read;
}

std::optional<DatedRow> dated(const RotationRow& row, Plan& plan)
{
    const auto dates = dates_in(row.when);
    if (!dates)
    {
        plan.problems.push_back(
            {row.shift.line, row.column,
             fmt::format("no dates in \"{}\"; write them as \"Week 1 (Oct 13-19)\" or \"2025-10-13 to 2025-10-19\"",
                         row.when)});
        return std::nullopt;
    }
    DatedRow read{.shift = row.shift, .first = dates->first, .last = dates->last, .column = row.column};
    read.shift.label = label_of(row.when, dates->begin);
    return read;
}

/// The year in which the first row without one begins on the handoff's weekday, out of those that the plan names.
year year_for(const DatedRow& row, const std::vector<year>& years, const Handoff& handoff, Plan& plan)
{
    for (const auto candidate : years)
    {
        const year_month_day day{candidate, row.first.month, row.first.day};
        if (day.ok() && weekday{sys_days{day}} == handoff.day)
            return candidate;
    }
    const auto fallback = years.front();
    const year_month_day day{fallback, row.first.month, row.first.day};
    if (day.ok())
        plan.problems.push_back(
            {row.shift.line, row.column,
             fmt::format(
                 "the year of this row is a guess: in {} it begins on a {}, and shifts pass on on {}s; write the "
                 "year",
                 static_cast<int>(fallback), weekday_names[weekday{sys_days{day}}.c_encoding()],
                 weekday_names[handoff.day.c_encoding()])});
    return fallback;
}

/// Puts years in: rows follow one another, so a date that would go back is the next year's.
bool date_row(DatedRow& row, year running, const std::optional<year_month_day>& previous, Plan& plan)
{
    auto first = year_month_day{row.first.year.value_or(running), row.first.month, row.first.day};
    if (!row.first.year && previous && first.ok() && sys_days{first} < sys_days{*previous} - days{180})
        first = {first.year() + years{1}, first.month(), first.day()};
    auto last = first;
    if (row.last)
    {
        last = {row.last->year.value_or(first.year()), row.last->month, row.last->day};
        if (!row.last->year && last.ok() && first.ok() && sys_days{last} < sys_days{first})
            last = {last.year() + years{1}, last.month(), last.day()};
    }
    else if (first.ok())
        last = sys_days{first} + days{6};  // a single date is the week that it begins
    if (!first.ok() || !last.ok() || sys_days{last} < sys_days{first})
    {
        plan.problems.push_back({row.shift.line, row.column, "these dates do not exist or run backwards"});
        return false;
    }
    row.shift.first = first;
    row.shift.last = last;
    return true;
}
}  // namespace

void read_rotation(const Block& table, const std::vector<year>& years, const Handoff& handoff, Plan& plan)
{
    check_width(table, plan.problems);
    const auto meaning = meaning_of(Columns{table.rows.front()});
    std::vector<RotationRow> rows;
    for (std::size_t i = 1; i < table.rows.size(); ++i)
        rows.push_back(read_row(table.rows[i], meaning, plan));
    if (read_undated_rotation(rows, handoff, plan))
        return;
    std::optional<year> running;
    std::optional<year_month_day> previous;
    for (const auto& written : rows)
    {
        auto row = dated(written, plan);
        if (!row)
            continue;
        if (!row->first.year && !running)
        {
            if (years.empty())
            {
                plan.problems.push_back(
                    {row->shift.line, row->column, "no year is written here or anywhere in the plan"});
                return;
            }
            running = year_for(*row, years, handoff, plan);
        }
        if (!date_row(*row, running.value_or(year{}), previous, plan))
            continue;
        previous = row->shift.first;
        running = row->shift.first.year();
        plan.rotation.push_back(row->shift);
    }
    std::ranges::stable_sort(plan.rotation, {}, [](const PlanShift& shift) { return sys_days{shift.first}; });
    for (std::size_t i = 1; i < plan.rotation.size();)
    {
        const auto& before = plan.rotation[i - 1];
        if (sys_days{plan.rotation[i].first} > sys_days{before.last})
        {
            ++i;
            continue;
        }
        plan.problems.push_back(
            {plan.rotation[i].line, 1,
             fmt::format("this row begins before the one of line {} ends; it was left out", before.line)});
        plan.rotation.erase(plan.rotation.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

}  // namespace hotwatch::plan
