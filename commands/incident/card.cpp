#include "commands/incident/card.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/direct.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_severity.hpp"
#include "commands/render_calls.hpp"

namespace hotwatch
{

namespace incident
{

namespace
{
Call call_for(const Incident& incident, std::string_view method)
{
    Call call;
    call.method = method;
    call.subject = incident.id;
    call.severity = static_cast<int>(incident.severity);
    return call;
}
}  // namespace

ChannelId channel_for(const std::string& key, Book& book)
{
    const auto& channels = book.policy().channels;
    const auto found = channels.find(key);
    if (found == channels.end())
        return {};
    const auto channel = book.people.channel_named(found->second);
    return channel ? channel->id : ChannelId{found->second};
}

ChannelId emergency_channel(Book& book)
{
    return channel_for("emergency", book);
}

ChannelId channel_of(Severity severity, Book& book)
{
    const auto channel = channel_for(book.policy().of(severity).channel, book);
    return channel.empty() ? emergency_channel(book) : channel;
}

Call card_call(const Incident& incident, Book& book, UtcMillis now)
{
    auto call = call_for(incident, "chat.postMessage");
    call.kind = CallKind::look_up;
    // Until it stands nothing can be said in the room, so a grave one does not queue behind other cards.
    call.send_class = incident.severity <= Severity::p1 ? SendClass::acknowledgement : SendClass::card;
    call.conversation = fmt::format("channel:{}", incident.room.channel.value);
    call.purpose = "incident.card";
    call.args = post_args({incident.room.channel, {}}, render_card(view_of(incident, book, now)));
    return call;
}

void post_card(Incident& incident, Book& book, UtcMillis now)
{
    incident.card_row = book.outbox.add(card_call(incident, book, now), now);
    book.incidents.save(incident);
}

void refresh_card(const Incident& incident, Book& book, UtcMillis now, bool is_pressed)
{
    refresh_card(view_of(incident, book, now), book, now, is_pressed);
}

void refresh_card(const View& view, Book& book, UtcMillis now, bool is_pressed)
{
    const auto& incident = view.incident;
    auto call = call_for(incident, "chat.update");
    call.kind = CallKind::repeatable;
    call.send_class = is_pressed ? SendClass::acknowledgement : SendClass::card;
    call.purpose = "incident.card_edit";
    call.dedupe_key = fmt::format("card:{}", incident.id);
    call.conversation = call.dedupe_key;
    if (incident.room.thread_ts.empty())
    {
        call.after = incident.card_row;
        call.take = Take::message_ts;
    }
    call.args = update_args(incident.room.channel, incident.room.thread_ts, render_card(view));
    call.not_before = earliest_edit(book, call.dedupe_key, now);
    book.outbox.put(std::move(call), now);
    if (incident.announcement_row != 0)
        edit_posted(book, incident.announcement_row, render_announcement(view), now);
}

std::int64_t say_in_emergency(const Incident& incident, const Message& message, SendClass send_class, Book& book,
                              UtcMillis now)
{
    return say_in_channel(incident, emergency_channel(book), message, send_class, {}, book, now);
}

std::int64_t say_in_channel(const Incident& incident, const ChannelId& channel, const Message& message,
                            SendClass send_class, std::string_view purpose, Book& book, UtcMillis now)
{
    auto call = call_for(incident, "chat.postMessage");
    call.kind = CallKind::look_up;
    call.send_class = send_class;
    call.conversation = fmt::format("channel:{}", channel.value);
    call.purpose = purpose;
    call.args = post_args({channel, {}}, message);
    return book.outbox.add(std::move(call), now);
}

std::int64_t say_in_room(const Incident& incident, const Message& message, SendClass send_class, Book& book,
                         UtcMillis now, std::string dedupe_key)
{
    auto call = call_for(incident, "chat.postMessage");
    call.dedupe_key = std::move(dedupe_key);
    call.kind = CallKind::look_up;
    call.send_class = send_class;
    call.conversation = fmt::format("incident:{}", incident.id);
    if (incident.room.thread_ts.empty())
    {
        call.after = incident.card_row;
        call.take = Take::thread_ts;
    }
    call.args = post_args(incident.room, message);
    return call.dedupe_key.empty() ? book.outbox.add(std::move(call), now) : book.outbox.put(std::move(call), now);
}

}  // namespace incident

}  // namespace hotwatch
