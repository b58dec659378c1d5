#include "bot/answers.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/blocks.hpp"
#include "commands/direct.hpp"
#include "commands/render_calls.hpp"

namespace hotwatch::answers
{

namespace
{
using nlohmann::json;

std::string dump(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Rendered blocks are JSON text already; they are put in as they are, which saves parsing them again.
std::string with_blocks(json object, const Message& message)
{
    object["text"] = message.text;
    std::string text = dump(object);
    if (message.blocks.empty())
        return text;
    text.pop_back();
    return text + R"(,"blocks":)" + message.blocks + "}";
}
}  // namespace

std::string slash_payload(const Message& message, Reply::To to)
{
    if (message.text.empty())
        return {};
    return with_blocks({{"response_type", to == Reply::To::channel ? "in_channel" : "ephemeral"}}, message);
}

std::string field_errors_payload(const FieldErrors& errors)
{
    json fields = json::object();
    for (const auto& [block_id, text] : errors)
        fields[block_id] = text;
    return dump({{"response_action", "errors"}, {"errors", fields}});
}

std::string response_url_body(const Message& message)
{
    return with_blocks({{"response_type", "ephemeral"}, {"replace_original", false}}, message);
}

void owe_private(Book& book, const ReplyPath& path, const Message& message, UtcMillis now)
{
    Call call;
    call.kind = CallKind::once;
    call.send_class = SendClass::acknowledgement;
    if (!path.response_url.empty())
    {
        call.method = "response_url";
        call.response_url = path.response_url;
        call.args = response_url_body(message);
    }
    else if (path.channel.value.starts_with('C') || path.channel.value.starts_with('G'))
    {
        call.method = "chat.postEphemeral";
        json args{{"channel", path.channel.value}, {"user", path.user.value}};
        if (!path.thread_ts.empty())
            args["thread_ts"] = path.thread_ts;
        call.args = with_blocks(std::move(args), message);
    }
    else
    {
        owe_direct(book, path.user, message, now);
        return;
    }
    book.outbox.add(std::move(call), now);
}

Call post(const ChannelId& channel, std::string_view thread_ts, const Message& message, SendClass send_class)
{
    Call call;
    call.kind = CallKind::look_up;
    call.send_class = send_class;
    call.method = "chat.postMessage";
    call.conversation = thread_ts.empty() ? channel.value : fmt::format("{}/{}", channel.value, thread_ts);
    call.args = post_args({channel, std::string{thread_ts}}, message);
    return call;
}

Message not_recorded()
{
    return {.text = "Nothing was recorded: Hotwatch's disk is full, so nothing was done. Please tell your operator, "
                    "and tell your team directly meanwhile. Questions are still answered.",
            .blocks = {}};
}

Message still_storing()
{
    return {.text = "Still storing this, the disk is slow. Whether it was recorded follows here in a moment.",
            .blocks = {}};
}

Message apology()
{
    return {.text = "Something in Hotwatch went wrong with this, and nothing was changed. The log of the bot has the "
                    "details; please try again or tell your operator.",
            .blocks = {}};
}

Message recorded_late(UtcMillis at, std::string_view answer)
{
    return {.text = fmt::format("Recorded {}, though the answer may not have reached you: {}", blocks::date(at),
                                answer.empty() ? "done." : answer),
            .blocks = {}};
}

Message trigger_too_late(const Message& text_form)
{
    return {.text = "The form could not be opened in time (Slack allows three seconds). " + text_form.text,
            .blocks = {}};
}

std::string text_of_payload(std::string_view payload)
{
    const json parsed = json::parse(payload, nullptr, false);
    return parsed.is_object() ? parsed.value("text", std::string{}) : std::string{};
}

}  // namespace hotwatch::answers
