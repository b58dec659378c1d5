// Where an incident's card came to stand, and where it goes when it cannot stand where it was meant to.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "commands/direct.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/render_calls.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

bool is_person(const ChannelId& channel)
{
    return channel.value.starts_with('U') || channel.value.starts_with('W');
}

void note(const Incident& incident, std::string_view action, const std::string& text, Book& book, UtcMillis now)
{
    book.incidents.add(TimelineEntry{.incident = incident.id,
                                     .at = now,
                                     .actor = {},
                                     .action = std::string{action},
                                     .text = text,
                                     .source = "outbox"});
}

/// A channel or a person by name, for the timeline.
std::string named(const ChannelId& place, Book& book)
{
    if (is_person(place))
        return name_of(UserId{place.value}, book);
    const auto channel = book.people.channel(place);
    return channel ? "#" + channel->name : place.value;
}

/// Where a card may stand, the best first; people by their id.
std::array<ChannelId, 4> places(const Incident& incident, Book& book, UtcMillis now)
{
    const auto asked = asked_first(on_call_at(now, book), book).user;
    const auto declarer = is_reachable(incident.declared.by) ? incident.declared.by : UserId{};
    return {channel_for("emergency", book), channel_for("support", book), ChannelId{asked.value},
            ChannelId{declarer.value}};
}

/// One row a place and incident, so that no place is tried twice.
std::string key_of(const Incident& incident, std::size_t place)
{
    return fmt::format("card of {} in place {}", incident.id, place);
}

/// The next place after those that were tried. Past the end: there is none.
std::size_t next_place(const Incident& incident, const std::array<ChannelId, 4>& all, const ChannelId& tried,
                       Book& book)
{
    std::size_t next = 0;
    for (std::size_t place = 0; place < all.size(); ++place)
        if (book.outbox.newest_with_key(key_of(incident, place)))
            next = place + 1;
    const auto is_useless = [&](const ChannelId& place)
    { return place.empty() || place == tried || place == incident.room.channel; };
    while (next < all.size() && is_useless(all[next]))
        ++next;
    return next;
}

void owe_card(Incident& incident, std::size_t place, Book& book, UtcMillis now)
{
    auto call = card_call(incident, book, now);
    call.dedupe_key = key_of(incident, place);
    if (is_person(incident.room.channel))
    {
        call.conversation = "dm:" + incident.room.channel.value;
        call.after = owe_opening(UserId{incident.room.channel.value}, book, now,
                                 {.send_class = call.send_class, .severity = call.severity});
        call.take = Take::channel;
    }
    incident.card_row = book.outbox.add(std::move(call), now);
    book.incidents.save(incident);
}

/// What is still owed to the thread of a card that is gone waits for the thread of the incident's new one.
void bring_along(const Incident& incident, const std::string& lost_ts, Book& book)
{
    const Room lost{incident.room.channel, lost_ts};
    for (auto& call : book.outbox.unsettled())
    {
        if (call.state != CallState::pending || call.method != "chat.postMessage" || !is_post_in(call.args, lost))
            continue;
        call.after = incident.card_row;
        call.take = Take::thread_ts;
        call.args = without_thread(call.args);
        book.outbox.readdress(call);
    }
}
}  // namespace

void incident_card_posted(Book& book, std::int64_t incident, const ChannelId& channel, const std::string& ts,
                          UtcMillis now)
{
    auto found = book.incidents.find(incident);
    if (!found)
        return;
    book.incidents.set_room(incident, {channel, ts});
    const auto meant = std::exchange(found->room, {channel, ts}).channel;
    if (is_person(meant) || meant.value.starts_with('#') || meant == channel)
        return;
    note(*found, "card moved", fmt::format("to {}: {} takes no posts", named(channel, book), named(meant, book)), book,
         now);
    say_in_room(*found, render_card_moved(view_of(*found, book, now), meant, {}), SendClass::card, book, now);
}

void incident_card_lost(Book& book, const Call& card, const ChannelId& tried, UtcMillis now)
{
    auto incident = book.incidents.find(card.subject);
    if (!incident || incident->card_row != card.id)
        return;
    const auto all = places(*incident, book, now);
    const auto place = next_place(*incident, all, tried, book);
    if (place >= all.size())
        return note(*incident, "not delivered", "the card: " + card.error, book, now);
    const auto from = std::exchange(incident->room, {all[place], {}}).channel;
    owe_card(*incident, place, book, now);
    book.outbox.follow_instead(card.id, incident->card_row);
    note(*incident, "card moved",
         fmt::format("from {} to {}: {}", named(from, book), named(all[place], book), card.error), book, now);
    const auto view = view_of(*incident, book, now);
    say_in_room(*incident, render_card_moved(view, from, card.error), SendClass::card, book, now);
    if (is_person(all[place]) && incident->declared.by.value != all[place].value)
        owe_direct(book, incident->declared.by, render_card_is_direct(view, name_of(UserId{all[place].value}, book)),
                   now, {.severity = static_cast<int>(incident->severity), .subject = incident->id});
}

void incident_card_deleted(Book& book, std::int64_t incident, const std::string& lost_ts, UtcMillis now)
{
    auto found = book.incidents.find(incident);
    if (!found)
        return;
    const auto key = fmt::format("card of {} instead of {}", incident, lost_ts);
    if (found->room.thread_ts != lost_ts || book.outbox.newest_with_key(key))
        return refresh_card(*found, book, now);  // an edit that was on its way while the new card was owed
    if (!is_unresolved(found->state) && found->state != IncidentState::resolved)
        return note(*found, "card deleted", "in Slack; it is not posted anew, as the work is over", book, now);
    found->room.thread_ts.clear();
    auto call = card_call(*found, book, now);
    call.dedupe_key = key;
    found->card_row = book.outbox.add(std::move(call), now);
    book.incidents.save(*found);
    bring_along(*found, lost_ts, book);
    note(*found, "card deleted", "in Slack; it is posted anew, and the new one's thread is the room", book, now);
    if (const auto edit = book.outbox.newest_with_key(fmt::format("card:{}", incident));
        edit && edit->state == CallState::pending)
        refresh_card(*found, book, now);
    say_in_room(*found, render_card_anew(view_of(*found, book, now)), SendClass::card, book, now);
}

}  // namespace hotwatch
