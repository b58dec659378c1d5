#include "commands/direct.hpp"

#include <fmt/format.h>

#include "commands/render_calls.hpp"

namespace hotwatch
{

bool is_reachable(const UserId& user)
{
    return !user.empty() && !user.value.starts_with("console:");
}

std::int64_t owe_direct(Book& book, const UserId& user, const Message& message, UtcMillis now, const Urgency& urgency)
{
    if (!is_reachable(user))
        return 0;
    Call open;
    open.kind = CallKind::repeatable;
    open.send_class = urgency.send_class;
    open.severity = urgency.severity;
    open.method = "conversations.open";
    open.args = open_args(user);

    Call direct;
    direct.kind = CallKind::look_up;
    direct.send_class = urgency.send_class;
    direct.severity = urgency.severity;
    direct.method = "chat.postMessage";
    direct.conversation = "dm:" + user.value;
    direct.args = post_args({ChannelId{user.value}, {}}, message);
    direct.after = book.outbox.add(std::move(open), now);
    direct.take = Take::channel;
    direct.subject = urgency.subject;
    return book.outbox.add(std::move(direct), now);
}

void edit_posted(Book& book, std::int64_t row, const Message& message, UtcMillis now, SendClass send_class)
{
    const auto posted = book.outbox.find(row);
    if (!posted || posted->state == CallState::parked)
        return;
    Call call;
    call.kind = CallKind::repeatable;
    call.send_class = send_class;
    call.severity = posted->severity;
    call.method = "chat.update";
    call.dedupe_key = fmt::format("edit:{}", row);
    call.conversation = call.dedupe_key;
    call.subject = posted->subject;
    if (posted->state != CallState::sent)
    {
        call.after = row;
        call.take = Take::message_ts;
    }
    call.args = update_args(ChannelId{posted->result_channel}, posted->result_ts, message);
    book.outbox.put(std::move(call), now);
}

}  // namespace hotwatch
