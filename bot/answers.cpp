#include "bot/answers.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/intake.hpp"
#include "commands/blocks.hpp"
#include "commands/direct.hpp"
#include "commands/render_calls.hpp"

namespace hotwatch::answers
{

namespace
{
using nlohmann::json;

constexpr std::size_t most_typed = 2'900;  // of what a section holds

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

/// What everybody sees belongs into the thread that it was asked in; what one person sees shows where they are.
std::string response_url_body(const ReplyPath& path, const Message& message, Reply::To to)
{
    json body{{"response_type", "ephemeral"}, {"replace_original", false}};
    if (to == Reply::To::channel)
    {
        body["response_type"] = "in_channel";
        if (!path.thread_ts.empty())
            body["thread_ts"] = path.thread_ts;
    }
    return with_blocks(std::move(body), message);
}

bool may_be_ephemeral(const ReplyPath& path)
{
    return (path.channel.value.starts_with('C') || path.channel.value.starts_with('G')) && !path.user.empty();
}

constexpr std::string_view answer_mark = "answer/";  // a purpose: whose answer it is, and where they asked

std::string purpose_of(const ReplyPath& path)
{
    if (path.user.empty())
        return {};
    return fmt::format("{}{}/{}/{}", answer_mark, path.user.value, path.channel.value, path.thread_ts);
}

/// nullopt: of no answer.
std::optional<ReplyPath> path_in(std::string_view purpose)
{
    if (!purpose.starts_with(answer_mark))
        return std::nullopt;
    purpose.remove_prefix(answer_mark.size());
    const auto user_end = purpose.find('/');
    const auto channel_end = purpose.find('/', user_end + 1);
    if (user_end == std::string_view::npos || channel_end == std::string_view::npos)
        return std::nullopt;
    return ReplyPath{.user = UserId{std::string{purpose.substr(0, user_end)}},
                     .channel = ChannelId{std::string{purpose.substr(user_end + 1, channel_end - user_end - 1)}},
                     .thread_ts = std::string{purpose.substr(channel_end + 1)},
                     .response_url = {}};
}

std::string ephemeral_args(const ReplyPath& path, const Message& message)
{
    json args{{"channel", path.channel.value}, {"user", path.user.value}};
    if (!path.thread_ts.empty())
        args["thread_ts"] = path.thread_ts;
    return with_blocks(std::move(args), message);
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

std::optional<slack::ApiRequest> direct_call(const DirectAnswer& answer)
{
    const auto& path = answer.path;
    if (!path.response_url.empty())
        return slack::ApiRequest{.method = "response_url",
                                 .args = response_url_body(path, answer.message, answer.to),
                                 .url = path.response_url,
                                 .token = slack::Token::none};
    if (!may_be_ephemeral(path) && !(path.channel.value.starts_with('D') && !path.user.empty()))
        return std::nullopt;
    return slack::ApiRequest{.method = "chat.postEphemeral", .args = ephemeral_args(path, answer.message), .url = {}};
}

Ack ack_that_says(const EnvelopeArrived& event, const Message& message, std::vector<DirectAnswer>& direct)
{
    const auto& envelope = event.envelope;
    Ack ack{.socket = event.socket, .envelope_id = envelope.id, .payload = {}, .key = {}, .verdict = {}};
    const DirectAnswer answer{.path = path_of(envelope.content), .message = message};
    const auto* form = std::get_if<slack::Submission>(&envelope.content);
    if (form != nullptr && !form->values.empty())
        ack.payload = field_errors_payload({{form->values.begin()->first, message.text}});
    else if (form == nullptr && envelope.accepts_payload)
    {
        ack.payload = slash_payload(message, Reply::To::asker);
        ack.verdict = answer;
    }
    else
        direct.push_back(answer);
    return ack;
}

void owe_private(Book& book, const ReplyPath& path, const Message& message, UtcMillis now)
{
    Call call;
    call.kind = CallKind::once;
    call.send_class = SendClass::acknowledgement;
    call.purpose = purpose_of(path);
    if (!path.response_url.empty())
    {
        call.method = "response_url";
        call.response_url = path.response_url;
        call.args = response_url_body(path, message, Reply::To::asker);
    }
    else if (may_be_ephemeral(path))
    {
        call.method = "chat.postEphemeral";
        call.args = ephemeral_args(path, message);
    }
    else
    {
        owe_direct(book, path.user, message, now);
        return;
    }
    book.outbox.add(std::move(call), now);
}

void owe_otherwise(Book& book, const Call& parked, UtcMillis now)
{
    auto path = path_in(parked.purpose);
    if (!path || parked.is_unclear())
        return;
    const auto args = json::parse(parked.args, nullptr, false);
    if (!args.is_object())
        return;
    Message message{.text = args.value("text", std::string{}), .blocks = {}};
    if (args.contains("blocks"))
        message.blocks = dump(args.at("blocks"));
    if (parked.method != "response_url")
        path->channel = {};  // it is not said there
    owe_private(book, *path, message, now);
}

void owe_shared(Book& book, const ReplyPath& path, const Message& message, UtcMillis now)
{
    if (path.response_url.empty())
    {
        book.outbox.add(post(path.channel, path.thread_ts, message, SendClass::acknowledgement), now);
        return;
    }
    Call call;
    call.kind = CallKind::once;
    call.send_class = SendClass::acknowledgement;
    call.method = "response_url";
    call.response_url = path.response_url;
    call.args = response_url_body(path, message, Reply::To::channel);
    call.purpose = purpose_of(path);
    book.outbox.add(std::move(call), now);
}

void owe_replacement(Book& book, const std::string& url, const Message& message, UtcMillis now)
{
    Call call;
    call.kind = CallKind::once;
    call.send_class = SendClass::acknowledgement;
    call.method = "response_url";
    call.response_url = url;
    call.args = with_blocks({{"replace_original", true}}, message);
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

std::string typed(const std::map<std::string, std::string>& fields, const std::vector<slack::FieldLabel>& labels)
{
    auto unlabelled = fields;
    std::string lines;
    for (const auto& [block_id, label] : labels)
        if (const auto field = unlabelled.extract(block_id); field && !field.mapped().empty())
            lines += fmt::format("\n• {}: {}", blocks::escape(label), blocks::escape(field.mapped()));
    for (const auto& [block_id, value] : unlabelled)
        if (!value.empty())
            lines += "\n• " + blocks::escape(value);
    return lines;
}

Message with_typed(const Message& message, const std::map<std::string, std::string>& fields,
                   const std::vector<slack::FieldLabel>& labels)
{
    const auto lines = typed(fields, labels);
    if (lines.empty())
        return message;
    const auto note = blocks::cut("You had typed:" + lines, most_typed);
    json all = json::parse(message.blocks, nullptr, false);
    if (!all.is_array())
        all = json::array({blocks::section(message.text)});
    all.push_back(blocks::section(note));
    return blocks::message(message.text + "\n" + note, all);
}

Message not_recorded()
{
    return {.text = "Nothing was recorded: Hotwatch's disk is full, so nothing was done. Please tell whoever runs "
                    "Hotwatch, and tell your team directly meanwhile. Questions are still answered.",
            .blocks = {}};
}

Message not_recorded_yet()
{
    return {.text =
                "Nothing was recorded: Hotwatch's disk is full. Slack sends your message again within some minutes; "
                "if there is room by then, it is done and answered. Please tell whoever runs Hotwatch, and tell "
                "your team directly meanwhile.",
            .blocks = {}};
}

Message recorded()
{
    return {.text = "Recorded.", .blocks = {}};
}

Message nothing_changed()
{
    return {.text = "There was nothing to change.", .blocks = {}};
}

Message still_storing()
{
    return {.text = "Still storing this, the disk is slow. Whether it was recorded follows here in a moment.",
            .blocks = {}};
}

Message took_too_long()
{
    return {
        .text =
            "This took too long and was stopped, so that nobody else has to wait; nothing was changed. Please send it "
            "again; if it was a question, ask for less at once: one incident or one severity, for example.",
        .blocks = {}};
}

Message apology()
{
    return {.text = "Something went wrong in Hotwatch, and nothing was changed. Please try again; if it happens again, "
                    "tell whoever runs Hotwatch (the log has the details).",
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
    return {
        .text =
            "The form could not be opened: Slack gives it three seconds, and it came too late or Slack refused it. " +
            text_form.text,
        .blocks = {}};
}

Message edited_too_late(UtcMillis at, std::string_view recorded)
{
    return {.text = fmt::format("What you sent now was not recorded: this form was recorded already, {}, with other "
                                "words:{}\nIf the newer words are to stand, please open the form anew.",
                                blocks::date(at), blocks::cut(std::string{recorded}, most_typed / 2)),
            .blocks = {}};
}

std::string text_of_payload(std::string_view payload)
{
    const json parsed = json::parse(payload, nullptr, false);
    return parsed.is_object() ? parsed.value("text", std::string{}) : std::string{};
}

}  // namespace hotwatch::answers
