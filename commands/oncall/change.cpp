#include "commands/oncall/change.hpp"

#include <algorithm>
#include <charconv>

#include "commands/direct.hpp"
#include "commands/incident/card.hpp"
#include "commands/oncall/rights.hpp"
#include "commands/permission.hpp"
#include "commands/render.hpp"
#include "commands/render_calls.hpp"

namespace hotwatch::oncall
{

namespace
{
/// Edits that one change of duty may owe: the worst ones; a card beyond these shows who is on call at its next change.
constexpr int most_cards = 100;

std::vector<Stretch> stretches_ahead(const Wanted& wanted, Book& book, UtcMillis now)
{
    const auto roster = roster_of({now, std::max(now + milliseconds{1}, wanted.period.end)}, book);
    return stretches(roster, wanted.role, wanted.period);
}

std::optional<Refusal> not_allowed(const Request& request, const Wanted& wanted, Book& book, UtcMillis now)
{
    const auto refuse_with = [&](const Message& message)
    { return refuse_in_field(request, Refusal::Why::not_allowed, field_person, message); };
    if (const auto why = unfit_for_duty(wanted.user, book); !why.empty())
        return refuse_with(refuse_unfit(name_of(wanted.user, book), why));
    if (wanted.role == Role::manager && !is_manager(request, book, now))
        return refuse_with(refuse_not_manager(some_managers(book, now)));
    const bool is_their_own = wanted.user == request.user;
    if (!is_their_own && !is_manager(request, book, now) && !is_responder(request.user, book, now))
        return refuse_with(refuse_not_responder(some_responders(book, now), shown_name("oncall", book.policy())));
    return std::nullopt;
}

bool holds_throughout(const std::vector<Stretch>& ahead, const UserId& user, Book& book)
{
    return std::ranges::all_of(ahead, [&](const Stretch& stretch) { return holder_of(stretch, book).user == user; });
}

/// For how long, and by what, the role is held at the beginning.
Stretch held_from(const Wanted& wanted, Book& book, UtcMillis now)
{
    const auto start = wanted.period.start;
    return stretches(roster_ahead(book, now), wanted.role, {start, start + std::chrono::days{90}}).front();
}

/// Overrides of others that it would go over and that were not shown yet.
std::vector<Changed> conflicts(const std::vector<Stretch>& ahead, const Wanted& wanted, Book& book)
{
    std::vector<Changed> found;
    std::set<std::int64_t> met;
    for (const auto& stretch : ahead)
        if (stretch.changed && stretch.changed->user != wanted.user && !wanted.over.contains(stretch.changed->id) &&
            met.insert(stretch.changed->id).second)
            found.push_back(changed(stretch, book));
    return found;
}

/// Another role that the person has at the beginning: then nobody stands behind them.
std::optional<Role> doubled(const Override& change, Book& book, UtcMillis now)
{
    const auto at = std::max(now, change.period.start);
    const auto watch = watch_at(at, roster_of({at, at + milliseconds{1}}, book), book);
    for (const auto role : {Role::primary, Role::backup})
        if (role != change.role && watch.of(role).holder.user == change.user)
            return role;
    return std::nullopt;
}

void tell_people(const Placed& placed, const Request& request, Book& book, UtcMillis now)
{
    const auto& change = placed.change;
    if (change.user != request.user)
        owe_direct(book, change.user, tell_placed(placed), now);
    const auto after = watch_at(change.period.end, book);
    for (const auto& relieved : placed.relieved)
        if (relieved.user != request.user)
            owe_direct(book, relieved.user, tell_relieved(placed, after.of(change.role).holder.user == relieved.user),
                       now);
}
}  // namespace

std::vector<Holder> held_by_others(const Roster& roster, Role role, const Period& period, const UserId& except,
                                   Book& book)
{
    std::vector<Holder> found;
    for (const auto& stretch : stretches(roster, role, period))
        if (auto holder = holder_of(stretch, book); !holder.name.empty() &&
                                                    (holder.user.empty() || holder.user != except) &&
                                                    std::ranges::find(found, holder) == found.end())
            found.push_back(std::move(holder));
    return found;
}

Roster without(Roster roster, std::int64_t id)
{
    std::erase_if(roster.overrides, [id](const Override& change) { return change.id == id; });
    return roster;
}

Outcome put_in_place(const Request& request, const Wanted& wanted, Book& book, UtcMillis now)
{
    if (auto refusal = not_allowed(request, wanted, book, now))
        return std::move(*refusal);
    const auto reader = reader_of(request, book, now);
    const auto ahead = stretches_ahead(wanted, book, now);
    const Holder holder{name_of(wanted.user, book), wanted.user};
    if (holds_throughout(ahead, wanted.user, book))
        return refuse(Refusal::Why::not_now, refuse_already_held(wanted.role, holder, held_from(wanted, book, now),
                                                                 wanted.user == request.user, reader));
    if (const auto others = conflicts(ahead, wanted, book); !others.empty())
        return refuse(Refusal::Why::not_now, refuse_conflict(others, wanted.over, wanted.line, reader));

    Placed placed;
    placed.reader = reader;
    placed.holder = holder;
    placed.by = name_of(request.user, book);
    placed.is_own = wanted.user == request.user;
    placed.relieved =
        held_by_others(roster_of({now, wanted.period.end}, book), wanted.role, wanted.period, wanted.user, book);
    placed.change.role = wanted.role;
    placed.change.user = wanted.user;
    placed.change.period = wanted.period;
    placed.change.reason = wanted.reason;
    placed.change.made = {now, request.user};
    placed.change.id = book.schedule.add(placed.change);
    placed.asker = request.user;
    placed.doubled = doubled(placed.change, book, now);
    if (wanted.period.contains(now) && wanted.role == Role::primary)
    {
        placed.waiting = waiting(book);
        redraw_waiting_cards(book, now);
    }
    tell_people(placed, request, book, now);
    tell_channel(request, news_placed(placed), book, now);

    Reply answer;
    answer.message = answer_placed(placed);
    answer.object = label(placed.change);
    return answer;
}

void tell_channel(const Request& request, const Message& message, Book& book, UtcMillis now)
{
    const auto& channels = book.policy().channels;
    const auto name = channels.find("support");
    if (name == channels.end() || name->second.empty())
        return;
    const auto known = book.people.channel_named(name->second);
    const auto channel = known ? known->id : ChannelId{name->second};
    if (request.origin == Origin::mention && request.channel == channel)
        return;
    Call call;
    call.kind = CallKind::look_up;
    call.send_class = SendClass::card;
    call.method = "chat.postMessage";
    call.conversation = channel.value;
    call.args = post_args({channel, {}}, message);
    book.outbox.add(std::move(call), now);
}

void redraw_waiting_cards(Book& book, UtcMillis now)
{
    for (const auto& incident : book.incidents.unacknowledged(most_cards).first)
        incident::refresh_card(incident, book, now);
}

std::set<std::int64_t> ids_in(std::string_view text)
{
    std::set<std::int64_t> ids;
    for (const char* at = text.data(); at < text.data() + text.size();)
    {
        std::int64_t id = 0;
        const auto [end, error] = std::from_chars(at, text.data() + text.size(), id);
        if (error == std::errc{} && id > 0)
            ids.insert(id);
        at = end > at ? end : at + 1;
    }
    return ids;
}

}  // namespace hotwatch::oncall
