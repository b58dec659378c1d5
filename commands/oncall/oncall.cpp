#include "commands/oncall/oncall.hpp"

#include "commands/oncall/render.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch
{

Outcome show_oncall(const Request& request, Book& book, UtcMillis now)
{
    const auto shifts = book.schedule.shifts();
    const auto& zone = book.policy().team_zone;
    const auto next = next_turn(shifts, now, zone);
    if (!next)
        return Refusal{.why = Refusal::Why::unavailable, .message = oncall::render_no_rotation(), .fields = {}};

    oncall::Standing standing;
    standing.now = now;
    standing.may_mention = request.origin == Origin::slash || request.origin == Origin::button;
    standing.next = {holders_of(*next, book), next->shift.period, next->shift.label};
    if (const auto turn = turn_at(shifts, now, zone))
    {
        standing.current = oncall::Watch{holders_of(*turn, book), turn->shift.period, turn->shift.label};
        if (turn->round > 0)
            standing.repeating_since = repeats_from(shifts);
    }
    Reply answer;
    answer.message = oncall::render(standing);
    return answer;
}

}  // namespace hotwatch
