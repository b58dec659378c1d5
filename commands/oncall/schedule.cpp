// `schedule`: the coming turns, a line each.
#include <charconv>

#include "commands/oncall/handler.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/oncall/render.hpp"

namespace hotwatch
{

namespace
{
using namespace oncall;

constexpr int usual_weeks = 4;
constexpr int most_weeks = 12;

/// "", "6", "6 weeks", "6w". nullopt: none of these, or out of range.
std::optional<int> weeks_in(const std::vector<std::string>& args)
{
    if (args.empty())
        return usual_weeks;
    const auto& word = args.front();
    int weeks = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), weeks);
    const std::string_view rest{end, word.data() + word.size()};
    const bool has_unit = args.size() == 2 && rest.empty() && (args[1] == "weeks" || args[1] == "week");
    if (error != std::errc{} || !(has_unit || (args.size() == 1 && (rest.empty() || rest == "w"))))
        return std::nullopt;
    return weeks >= 1 && weeks <= most_weeks ? std::optional{weeks} : std::nullopt;
}

Holder planned(const Turn& turn, Role role, Book& book)
{
    Stretch stretch;
    stretch.planned = name_in(turn.shift, role);
    return holder_of(stretch, book);
}

Row row_of(UtcMillis t, UtcMillis until, const Roster& roster, Book& book)
{
    Row row;
    if (const auto turn = turn_at(roster, t))
    {
        row.period = turn->shift.period;
        row.label = turn->shift.label;
        row.primary = planned(*turn, Role::primary, book);
        row.backup = planned(*turn, Role::backup, book);
        row.manager = planned(*turn, Role::manager, book);
        return row;
    }
    const auto next = next_turn(roster, t);
    row.period = {t, next ? next->shift.period.start : until};
    return row;
}
}  // namespace

Outcome show_schedule(const Request& request, Book& book, UtcMillis now)
{
    ScheduleShown schedule;
    schedule.reader = reader_of(request, book, now);
    const auto weeks = weeks_in(request.words.args);
    if (!weeks)
        return refuse(Refusal::Why::usage, refuse_weeks(request.words.rest, schedule.reader));
    const auto roster = roster_ahead(book, now);
    const auto changes = changes_in(roster, {now, now + std::chrono::weeks{*weeks}});
    if (roster.rotation.shifts.empty() && changes.empty())
        return refuse(Refusal::Why::unavailable, render_no_rotation());

    schedule.weeks = *weeks;
    const auto until = now + std::chrono::weeks{*weeks};
    for (auto t = now; t < until;)
    {
        auto row = row_of(t, until, roster, book);
        for (const auto& stretch : changes)
            if (t <= stretch.period.start && stretch.period.start < row.period.end)
                row.changes.push_back(changed(stretch, book));
        if (!schedule.repeats)
            schedule.repeats = repeats_by(roster, t);
        t = row.period.end;
        schedule.rows.push_back(std::move(row));
    }
    Reply answer;
    answer.message = render(schedule);
    return answer;
}

}  // namespace hotwatch
