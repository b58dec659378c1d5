// `cancel`, `overrides`: what was arranged, and taking it back.
#include <algorithm>
#include <charconv>

#include "commands/direct.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/change.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/permission.hpp"

namespace hotwatch
{

namespace
{
using namespace oncall;

/// "3", "#3", "override 3". nullopt: no number.
std::optional<std::int64_t> id_in(const std::vector<std::string>& args)
{
    if (args.empty() || args.size() > 2 || (args.size() == 2 && lowered(args.front()) != "override"))
        return std::nullopt;
    const auto word = trimmed(args.back(), "#,.");
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    return error == std::errc{} && end == word.data() + word.size() && id > 0 ? std::optional{id} : std::nullopt;
}

std::vector<Listed> listed(Book& book, UtcMillis now)
{
    const auto roster = roster_of({now, UtcMillis::max()}, book);
    std::vector<Listed> all;
    for (const auto& change : roster.overrides)
    {
        const auto period = change.in_force();
        const Period left{std::max(now, period.start), period.end};
        all.push_back({change,
                       {name_of(change.user, book), change.user},
                       held_by_others(without(roster, change.id), change.role, left, change.user, book),
                       name_of(change.made.by, book)});
    }
    std::ranges::stable_sort(all, {}, [](const Listed& one) { return one.change.period.start; });
    return all;
}

/// What of the override is still to come, and who has the role then once it is gone.
Cancelled cancelled_by(const Request& request, const Override& change, Book& book, UtcMillis now)
{
    Cancelled cancelled;
    cancelled.reader = reader_of(request, book, now);
    cancelled.change = change;
    cancelled.holder = {name_of(change.user, book), change.user};
    cancelled.by = name_of(request.user, book);
    cancelled.asker = request.user;
    cancelled.left = {std::max(now, change.period.start), change.period.end};
    const auto roster = roster_of({now, change.period.end}, book);
    const auto rest = without(roster, change.id);
    for (const auto& stretch : stretches(roster, change.role, cancelled.left))
    {
        if (!stretch.changed || stretch.changed->id != change.id)
            continue;  // a newer one lies over it, and stays
        cancelled.decides = true;
        for (auto& holder : held_by_others(rest, change.role, stretch.period, UserId{}, book))
            if (std::ranges::find(cancelled.instead, holder) == cancelled.instead.end())
                cancelled.instead.push_back(std::move(holder));
    }
    return cancelled;
}

std::optional<Refusal> not_allowed(const Request& request, const Cancelled& cancelled, Book& book, UtcMillis now)
{
    const auto& change = cancelled.change;
    const auto is_asker = [&](const UserId& user) { return !user.empty() && user == request.user; };
    const bool concerns = is_asker(change.user) || is_asker(change.made.by) ||
                          std::ranges::any_of(cancelled.instead, is_asker, &Holder::user);
    if (concerns || is_manager(request, book, now))
        return std::nullopt;
    std::vector<std::string> names{cancelled.holder.name};
    for (const auto& holder : cancelled.instead)
        if (std::ranges::find(names, holder.name) == names.end())
            names.push_back(holder.name);
    return refuse(Refusal::Why::not_allowed, refuse_cancelling(change, names));
}

void tell_people(const Cancelled& cancelled, Book& book, UtcMillis now)
{
    if (cancelled.change.user != cancelled.asker)
        owe_direct(book, cancelled.change.user, tell_cancelled(cancelled), now);
    for (const auto& holder : cancelled.instead)
        if (holder.user != cancelled.asker && holder.user != cancelled.change.user)
            owe_direct(book, holder.user, tell_reinstated(cancelled), now);
}
}  // namespace

Outcome cancel_override(const Request& request, Book& book, UtcMillis now)
{
    const auto reader = reader_of(request, book, now);
    const auto& typed = request.words.rest;
    if (typed.empty())
        return refuse(Refusal::Why::usage, refuse_no_id(listed(book, now), reader));
    const auto id = id_in(request.words.args);
    const auto change = id ? book.schedule.find(*id) : std::nullopt;
    if (!change)
        return refuse(Refusal::Why::not_found, refuse_no_override(typed, reader));
    if (change->cancelled)
        return refuse(Refusal::Why::not_now, refuse_cancelled_already(*change, name_of(change->cancelled->by, book)));
    if (change->period.end <= now)
        return refuse(Refusal::Why::not_now, refuse_ended(*change, name_of(change->user, book)));
    const auto cancelled = cancelled_by(request, *change, book, now);
    if (auto refusal = not_allowed(request, cancelled, book, now))
        return std::move(*refusal);

    book.schedule.cancel(change->id, {now, request.user});
    if (change->role == Role::primary && change->period.contains(now))
        redraw_waiting_cards(book, now);
    if (cancelled.decides)
    {
        tell_people(cancelled, book, now);
        tell_channel(request, news_cancelled(cancelled), book, now);
    }
    Reply answer;
    answer.message = answer_cancelled(cancelled);
    answer.object = label(*change);
    return answer;
}

Outcome show_overrides(const Request& request, Book& book, UtcMillis now)
{
    Reply answer;
    answer.message = render_overrides(listed(book, now), reader_of(request, book, now));
    return answer;
}

}  // namespace hotwatch
