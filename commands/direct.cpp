#include "commands/direct.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/render_calls.hpp"

namespace hotwatch
{

namespace
{
constexpr seconds edits_apart{3};

/// Empty: none yet. Who left the workspace is asked for again: Slack's refusal sends the message elsewhere.
ChannelId open_conversation(const UserId& user, Book& book)
{
    const auto person = book.people.find(user);
    return person && person->is_deactivated ? ChannelId{} : book.people.direct_channel(user);
}
}  // namespace

bool is_reachable(const UserId& user)
{
    return !user.empty() && !user.value.starts_with("console:");
}

std::int64_t owe_opening(const UserId& user, Book& book, UtcMillis now, const Urgency& urgency)
{
    Call open;
    open.kind = CallKind::repeatable;
    open.send_class = urgency.send_class;
    open.severity = urgency.severity;
    open.method = "conversations.open";
    open.purpose = opening_purpose;
    open.args = open_args(user);
    return book.outbox.add(std::move(open), now);
}

std::int64_t owe_direct(Book& book, const UserId& user, const Message& message, UtcMillis now, const Urgency& urgency)
{
    if (!is_reachable(user))
        return 0;
    Call direct;
    direct.kind = CallKind::look_up;
    direct.send_class = urgency.send_class;
    direct.severity = urgency.severity;
    direct.method = "chat.postMessage";
    direct.conversation = "dm:" + user.value;
    direct.subject = urgency.subject;
    direct.purpose = urgency.purpose;
    if (const auto opened = open_conversation(user, book); !opened.empty())
        direct.args = post_args({opened, {}}, message);
    else
    {
        direct.args = post_args({ChannelId{user.value}, {}}, message);
        direct.after = owe_opening(user, book, now, urgency);
        direct.take = Take::channel;
    }
    return book.outbox.add(std::move(direct), now);
}

UtcMillis earliest_edit(Book& book, std::string_view dedupe_key, UtcMillis now)
{
    const auto last = book.outbox.newest_with_key(dedupe_key);
    return last ? std::max(now, last->started_at.value_or(last->created_at) + edits_apart) : now;
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
    call.not_before = earliest_edit(book, call.dedupe_key, now);
    book.outbox.put(std::move(call), now);
}

}  // namespace hotwatch
