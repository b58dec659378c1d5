#include "commands/incident/card.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/incident/render.hpp"
#include "commands/render_calls.hpp"

namespace hotwatch
{

void incident_card_posted(Book& book, std::int64_t incident, const ChannelId& channel, const std::string& ts)
{
    if (book.incidents.find(incident))
        book.incidents.set_room(incident, {channel, ts});
}

namespace incident
{

namespace
{
constexpr seconds card_edits_apart{3};  // product section 3, "Quiet"

Call call_for(const Incident& incident, std::string_view method)
{
    Call call;
    call.method = method;
    call.subject = incident.id;
    call.severity = static_cast<int>(incident.severity);
    return call;
}
}  // namespace

ChannelId channel_of(Severity severity, Book& book)
{
    const auto& policy = book.policy();
    auto found = policy.channels.find(policy.of(severity).channel);
    if (found == policy.channels.end())
        found = policy.channels.find("emergency");
    if (found == policy.channels.end())
        return {};
    const auto channel = book.people.channel_named(found->second);
    return channel ? channel->id : ChannelId{found->second};
}

void post_card(Incident& incident, Book& book, UtcMillis now)
{
    auto call = call_for(incident, "chat.postMessage");
    call.kind = CallKind::look_up;
    // Until it stands nothing can be said in the room, so a grave one does not queue behind other cards.
    call.send_class = incident.severity <= Severity::p1 ? SendClass::acknowledgement : SendClass::card;
    call.conversation = fmt::format("channel:{}", incident.room.channel.value);
    call.purpose = "incident.card";
    call.args = post_args({incident.room.channel, {}}, render_card(view_of(incident, book, now)));
    incident.card_row = book.outbox.add(std::move(call), now);
    book.incidents.save(incident);
}

void refresh_card(const Incident& incident, Book& book, UtcMillis now, bool is_pressed)
{
    auto call = call_for(incident, "chat.update");
    call.kind = CallKind::repeatable;
    call.send_class = is_pressed ? SendClass::acknowledgement : SendClass::card;
    call.dedupe_key = fmt::format("card:{}", incident.id);
    call.conversation = call.dedupe_key;
    if (incident.room.thread_ts.empty())
    {
        call.after = incident.card_row;
        call.take = Take::message_ts;
    }
    call.args = update_args(incident.room.channel, incident.room.thread_ts, render_card(view_of(incident, book, now)));
    call.not_before = now;
    if (const auto last = book.outbox.newest_with_key(call.dedupe_key))
        call.not_before = std::max(now, last->started_at.value_or(last->created_at) + card_edits_apart);
    book.outbox.put(std::move(call), now);
}

std::int64_t say_in_room(const Incident& incident, const Message& message, SendClass send_class, Book& book,
                         UtcMillis now)
{
    auto call = call_for(incident, "chat.postMessage");
    call.kind = CallKind::look_up;
    call.send_class = send_class;
    call.conversation = fmt::format("incident:{}", incident.id);
    if (incident.room.thread_ts.empty())
    {
        call.after = incident.card_row;
        call.take = Take::thread_ts;
    }
    call.args = post_args(incident.room, message);
    return book.outbox.add(std::move(call), now);
}

}  // namespace incident

}  // namespace hotwatch
