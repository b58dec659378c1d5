// Typing: slash commands, messages, mentions, and Slack's own /invite.
#include "people.hpp"

#include <fmt/format.h>

#include "payloads.hpp"
#include "typing.hpp"

namespace slack_sim
{

namespace
{

/// Ends an act that sent nothing.
std::string refused(Slack& slack, std::string why)
{
    slack.says = std::move(why);
    return "";
}

/// The app's answer inside the ack of a slash command, shown to the person or to the channel.
void show_answer(Slack& slack, const std::string& channel_id, const std::string& user, const std::string& typed,
                 const Json& payload)
{
    if (payload.is_null())
        return;
    Channel& channel = *slack.workspace.channel(channel_id);
    const Content content = read_content(slack, Args{payload});
    if (content.is_refused())
    {
        slack.says = "invalid_command_response";
        slack.ledger.violations.push_back("ack payload of " + typed + " refused: " + refusal(content).dump());
        return;
    }
    if (Args{payload}.text("response_type") != "in_channel")
    {
        slack.bot_says(channel, content, "", user);
        return;
    }
    Message command;  // an answer for all shows what was typed, too
    command.user = user;
    command.text = typed;
    slack.workspace.add(channel, std::move(command));
    slack.bot_says(channel, content);
}

std::string invite(Slack& slack, const User& user, Channel& channel, std::string_view whom)
{
    const User* const guest = slack.workspace.user(whom);
    if (guest == nullptr)
        return refused(slack, "user_not_found");
    if (channel.is_dm() || channel.is_archived || !channel.has(user.id))
        return refused(slack, "cant_invite");
    if (channel.has(guest->id))
        return refused(slack, "already_in_channel");
    slack.person_joins(channel, guest->id, user.id);
    return refused(slack, "");
}

std::string say(Slack& slack, const User& user, Channel& channel, std::string_view line, std::string_view thread_ts)
{
    if (channel.is_archived)
        return refused(slack, "is_archived");
    if (!channel.has(user.id))
    {
        if (channel.kind != Channel::Kind::open)
            return refused(slack, "not_in_channel");
        slack.person_joins(channel, user.id);
    }
    if (!thread_ts.empty() && channel.find(thread_ts) == nullptr)
        return refused(slack, "thread_not_found");
    channel.is_dm_open = channel.is_dm_open || channel.is_dm();

    Message message;
    message.user = user.id;
    message.text = encode_typed(slack.workspace, line, Escapes::message);
    message.client_msg_id = slack.uuid();
    message.blocks = Json::array({rich_text_json(slack, message.text)});
    if (!thread_ts.empty())
        message.thread_ts = thread_ts;
    const Message& said = slack.workspace.add(channel, std::move(message));
    if (channel.is_dm() && slack.is_bot_in(channel))
        return slack.acting_key = slack.tell(message_event(slack, channel, said, "message"), &channel, said.text);
    const bool is_mention = said.text.find(fmt::format("<@{}>", slack.config.bot_user_id)) != std::string::npos;
    if (!is_mention)
        return "";
    if (!slack.is_bot_in(channel))
        return refused(slack, "not_in_channel");
    return slack.acting_key = slack.tell(message_event(slack, channel, said, "app_mention"), &channel, said.text);
}

}  // namespace

std::string send_command(Slack& slack, const User& user, Channel& channel, std::string_view command,
                         std::string_view text)
{
    const std::string trigger = slack.triggers.issue(user.id);
    const std::string url = slack.hooks.open("commands", {channel.id, user.id, "", "", {}, 0});
    Delivery delivery;
    delivery.kind = "slash_commands";
    delivery.what = text.empty() ? std::string{command} : fmt::format("{} {}", command, text);
    delivery.key = trigger;
    delivery.payload = written(slash_payload(slack, user, channel, command, text, trigger, url));
    delivery.accepts_response = true;
    delivery.on_ack = [&slack, channel_id = channel.id, user_id = user.id, typed = delivery.what](const Json& payload)
    { show_answer(slack, channel_id, user_id, typed, payload); };
    delivery.on_silence = [&slack, trigger]
    {
        if (slack.acting_key == trigger)
            slack.says = "operation_timeout";
    };
    slack.acting_key = trigger;
    if (!slack.sockets.send(std::move(delivery)))
        return refused(slack, "dispatch_failed");
    return trigger;
}

std::string send_interaction(Slack& slack, Json payload, std::string what, bool accepts_response,
                             std::function<void(const Json&)> on_ack)
{
    const std::string key = payload.value("trigger_id", "");
    const std::string type = payload.at("type").get<std::string>();
    Delivery delivery;
    delivery.kind = "interactive";
    delivery.what = std::move(what);
    delivery.key = key;
    delivery.payload = written(payload);
    delivery.accepts_response = accepts_response;
    delivery.on_ack = std::move(on_ack);
    delivery.on_silence = [&slack, key, type]
    {
        if (slack.acting_key != key)
            return;
        slack.says = type == "view_submission" ? "connection_error"
                     : type == "shortcut"      ? "operation_timeout"
                                               : "warning_icon";
    };
    slack.acting_key = key;
    if (!slack.sockets.send(std::move(delivery)))
        return refused(slack, "dispatch_failed");
    return key;
}

std::string person_types(Slack& slack, std::string_view user_name, std::string_view channel_name, std::string_view line,
                         std::string_view thread_ts)
{
    slack.says.clear();
    const User* const user = slack.workspace.user(user_name);
    if (user == nullptr)
        return refused(slack, "user_not_found");
    Channel* const channel = channel_name == "dm" ? slack.workspace.channel_called("dm:" + user->name)
                                                  : slack.workspace.channel_called(channel_name);
    if (channel == nullptr)
        return refused(slack, "channel_not_found");
    if (channel->is_dm() && !channel->has(user->id))
        return refused(slack, "not_in_channel");
    if (!line.starts_with('/'))
        return say(slack, *user, *channel, line, thread_ts);
    if (!thread_ts.empty())
        return refused(slack, "not_supported_in_threads");
    const auto space = line.find(' ');
    const std::string command{line.substr(0, space)};
    std::string_view text = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    if (command == "/invite")
        return invite(slack, *user, *channel, text);
    if (!slack.commands.contains(command))
        return refused(slack, "unknown_command");
    if (channel->is_archived)
        return refused(slack, "is_archived");
    channel->is_dm_open = channel->is_dm_open || channel->is_dm();
    return send_command(slack, *user, *channel, command, encode_typed(slack.workspace, text, Escapes::command));
}

std::string person_uses_shortcut(Slack& slack, std::string_view user_name, std::string_view callback_id)
{
    slack.says.clear();
    const User* const user = slack.workspace.user(user_name);
    if (user == nullptr)
        return refused(slack, "user_not_found");
    return send_interaction(slack, shortcut_payload(slack, *user, callback_id, slack.triggers.issue(user->id)),
                            std::string{callback_id}, false, nullptr);
}

}  // namespace slack_sim
