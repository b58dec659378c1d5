#include "commands/oncall/oncall.hpp"

#include <algorithm>

#include "commands/oncall/handler.hpp"
#include "commands/oncall/render.hpp"
#include "commands/oncall/when.hpp"

namespace hotwatch
{

namespace
{
using namespace oncall;

bool is_anybody(const Watch& watch)
{
    return std::ranges::any_of(watch.covers, [](const Cover& cover) { return !cover.holder.name.empty(); });
}

Standing standing_at(UtcMillis t, const Roster& roster, const Request& request, Book& book, UtcMillis now)
{
    Standing standing;
    standing.reader = reader_of(request, book, now);
    standing.watch = watch_at(t, roster, book);
    if (const auto next = next_turn(roster, t))
        standing.next = watch_at(next->shift.period.start, roster, book);
    standing.repeats = repeats_by(roster, t);
    return standing;
}

/// Overrides that begin between now and the next handoff.
std::vector<Changed> coming(const Roster& roster, const Standing& standing, Book& book, UtcMillis now)
{
    std::vector<Changed> found;
    if (!standing.next)
        return found;
    for (const auto& stretch : changes_in(roster, {now, standing.next->at + longest_override}))
        if (stretch.period.start > now && stretch.period.start < standing.next->at)
            found.push_back(changed(stretch, book));
    return found;
}
}  // namespace

Outcome show_oncall(const Request& request, Book& book, UtcMillis now)
{
    const auto roster = roster_ahead(book, now);
    auto standing = standing_at(now, roster, request, book, now);
    if (!standing.next && !is_anybody(standing.watch))
        return refuse(Refusal::Why::unavailable, render_no_rotation());
    standing.coming = coming(roster, standing, book, now);
    standing.waiting = waiting(book);
    const auto& primary = standing.watch.of(Role::primary).holder;
    const auto& turn = standing.watch.turn;
    const auto left = turn ? turn->shift.period.end - now : milliseconds{0};
    standing.may_take =
        left >= shortest_override && left <= longest_override && (primary.user.empty() || primary.user != request.user);
    Reply answer;
    answer.message = render(standing);
    return answer;
}

Outcome show_next(const Request& request, Book& book, UtcMillis now)
{
    const auto roster = roster_ahead(book, now);
    auto standing = standing_at(now, roster, request, book, now);
    if (!standing.next)
        return refuse(Refusal::Why::unavailable, render_no_rotation());
    standing.coming = coming(roster, standing, book, now);
    standing.repeats = repeats_by(roster, standing.next->at);
    Reply answer;
    answer.message = render_next(standing);
    return answer;
}

Outcome show_oncall_at(const Request& request, Book& book, UtcMillis now)
{
    const auto& typed = request.words.rest;
    const auto t = moment(typed, request.zone, now);
    if (!t)
        return refuse(Refusal::Why::usage, refuse_moment(typed, reader_of(request, book, now)));
    const auto roster = roster_of({*t, *t + milliseconds{1}}, book);
    Reply answer;
    answer.message = render_at(standing_at(*t, roster, request, book, now));
    return answer;
}

}  // namespace hotwatch
