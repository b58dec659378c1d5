// Rotations without dates: by week and by weekday, laid into one dated cycle that then repeats.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "commands/letters.hpp"
#include "commands/plan/dates.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
using namespace std::chrono;

// Where a plan says no day, weeks are counted from here: the same plan read at another time has to mean the same.
constexpr year_month_day counted_from = year{2024} / January / 1;  // a Monday

constexpr std::array day_names{std::string_view{"Sunday"},    std::string_view{"Monday"},   std::string_view{"Tuesday"},
                               std::string_view{"Wednesday"}, std::string_view{"Thursday"}, std::string_view{"Friday"},
                               std::string_view{"Saturday"}};

/// The last `day` up to the rotation's start.
sys_days week_of(const Plan& plan, weekday day)
{
    const sys_days start{plan.rotation_start.value_or(counted_from)};
    return start - (weekday{start} - day);
}

/// "Week 2", "2", "Sprint A".
bool names_a_week(std::string_view when)
{
    const auto words = folded(when);
    const auto is_number = !words.empty() && words.find_first_not_of("0123456789") == std::string::npos;
    return is_number || words.starts_with("week") || words.starts_with("wk") || words.starts_with("sprint");
}

/// "Mon", "Tue-Thu", "Sat, Sun", "weekend": each day once, counted from Sunday. Empty: some word is no day.
std::vector<unsigned> weekdays_in(std::string_view when)
{
    std::vector<unsigned> days;
    const auto add = [&days](unsigned day)
    {
        if (std::ranges::find(days, day) == days.end())
            days.push_back(day);
    };
    int from = -1;  // where a range begins; none is open
    for (std::size_t at = 0; at < when.size();)
    {
        const auto start = at;
        while (at < when.size() && lowered(when[at]) >= 'a' && lowered(when[at]) <= 'z')
            ++at;
        const auto word = lowered(when.substr(start, at - start));
        if (word.empty())
        {
            const bool is_dash = when[at] == '-' || when.substr(at).starts_with("–");
            if (is_dash && !days.empty())
                from = static_cast<int>(days.back());
            ++at;
            continue;
        }
        if (word == "weekend" || word == "weekends")
        {
            add(6);
            add(0);
            continue;
        }
        if (word == "weekdays")
        {
            for (unsigned day = 1; day <= 5; ++day)
                add(day);
            continue;
        }
        if (word == "and")
            continue;
        if (word == "to" && !days.empty())
        {
            from = static_cast<int>(days.back());
            continue;
        }
        const auto day = weekday_named(word);
        if (!day)
            return {};
        const auto last = day->c_encoding();
        for (auto next = from < 0 ? last : static_cast<unsigned>(from); next != last; next = (next + 1) % 7)
            add(next);
        add(last);
        from = -1;
    }
    return days;
}

void lay_weeks(const std::vector<RotationRow>& rows, const Handoff& handoff, Plan& plan)
{
    auto start = week_of(plan, handoff.day);
    for (const auto& row : rows)
    {
        auto shift = row.shift;
        shift.label = trim(row.when);
        shift.first = start;
        shift.last = start + days{6};
        plan.rotation.push_back(std::move(shift));
        start += days{7};
    }
    plan.rotation_kind = RotationKind::weekly;
}

void lay_weekdays(const std::vector<RotationRow>& rows, Plan& plan)
{
    std::array<const RotationRow*, 7> holds{};  // by day, counted from Monday
    for (const auto& row : rows)
        for (const auto day : weekdays_in(row.when))
        {
            auto& held = holds.at((day + 6) % 7);
            if (held != nullptr)
                plan.problems.push_back({row.shift.line, row.column,
                                         fmt::format("{} stands in line {} already; it was left out here",
                                                     day_names.at(day), held->shift.line)});
            else
                held = &row;
        }
    const auto monday = week_of(plan, Monday);
    for (std::size_t day = 0; day < holds.size();)
    {
        auto end = day + 1;
        while (end < holds.size() && holds.at(end) == holds.at(day))
            ++end;
        PlanShift shift;
        if (const auto* row = holds.at(day))
        {
            shift = row->shift;
            shift.label = trim(row->when);
        }
        else
        {
            shift.line = rows.front().shift.line;
            shift.label = end == day + 1 ? std::string{day_names.at((day + 1) % 7)}
                                         : fmt::format("{} to {}", day_names.at((day + 1) % 7), day_names.at(end % 7));
        }
        shift.first = monday + days{day};
        shift.last = monday + days{end - 1};
        plan.rotation.push_back(std::move(shift));
        day = end;
    }
    plan.rotation_kind = RotationKind::by_weekday;
}
}  // namespace

bool read_undated_rotation(const std::vector<RotationRow>& rows, const Handoff& handoff, Plan& plan)
{
    const auto all = [&rows](const auto& holds) { return !rows.empty() && std::ranges::all_of(rows, holds); };
    if (!all([](const RotationRow& row) { return !dates_in(row.when); }))
        return false;
    if (all([](const RotationRow& row) { return !weekdays_in(row.when).empty(); }))
        lay_weekdays(rows, plan);
    else if (all([](const RotationRow& row) { return names_a_week(row.when); }))
        lay_weeks(rows, handoff, plan);
    else
        return false;
    return true;
}

}  // namespace hotwatch::plan
