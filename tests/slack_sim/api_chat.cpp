// chat.*: posting, changing and deleting messages (platform sections 14.1 and 14.2).
#include <algorithm>

#include <fmt/format.h>

#include "block_kit.hpp"
#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

/// Where a post goes: an id, "#name" or "name" of a channel the bot may see, or a person, whose DM it opens.
Channel* destination(Slack& slack, std::string call)
{
    if (const User* person = slack.workspace.user(call); person != nullptr && person->id == call)
    {
        if (person->is_deleted || person->is_bot || person->id == "USLACKBOT")
            return nullptr;
        Channel& dm = slack.workspace.dm_with(*person);
        dm.is_dm_open = true;
        return &dm;
    }
    if (Channel* by_id = channel_for_bot(slack, call))
        return by_id;
    if (call.starts_with('#'))
        call.erase(0, 1);
    const Channel* named = slack.workspace.channel_named(call);
    return named == nullptr ? nullptr : channel_for_bot(slack, named->id);
}

/// Why the bot may not post there, "" where it may.
std::string posting_error(const Slack& slack, const Channel& channel)
{
    if (channel.is_archived)
        return "is_archived";
    if (slack.is_bot_in(channel))
        return "";
    return slack.scopes.contains("chat:write.public") ? "" : "not_in_channel";
}

std::string thread_of(const Args& args)
{
    return args.is_number("thread_ts") ? "" : args.text("thread_ts");
}

void record(Slack& slack, const Channel& channel, const Message& message)
{
    slack.post_places[channel.id + message.ts] = slack.ledger.posts.size();
    slack.ledger.posts.push_back(
        {channel.id, message.ts, message.thread_ts, message.text, message.metadata, slack.now, true, false});
    if (slack.watch.posted)
        slack.watch.posted(slack.ledger.posts.back());
}

/// The bot's own message, or why there is none to change.
std::pair<Message*, std::string> own_message(Slack& slack, Channel* channel, const Args& args,
                                             std::string_view if_foreign)
{
    if (channel == nullptr)
        return {nullptr, "channel_not_found"};
    Message* const message = channel->find(args.text("ts"));
    if (message == nullptr)
        return {nullptr, "message_not_found"};
    if (message->user != slack.config.bot_user_id || !message->by_bot)
        return {nullptr, std::string{if_foreign}};
    if (channel->is_archived)
        return {nullptr, "is_archived"};
    return {message, ""};
}

}  // namespace

Json chat_post_message(Slack& slack, const Args& args)
{
    Channel* const channel = destination(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    if (const std::string error = posting_error(slack, *channel); !error.empty())
        return failure(error);
    const Content content = read_content(slack, args);
    if (content.is_refused())
        return refusal(content);
    if (slack.config.rate_limits)
        if (const auto wait = slack.limits.post(channel->id, slack.now); wait.count() > 0)
        {
            Json answer = failure("ratelimited");
            answer["retry_after"] = wait.count();
            return answer;
        }
    const Message& message = slack.bot_says(*channel, content, thread_of(args));
    record(slack, *channel, message);
    return {{"ok", true},
            {"channel", channel->id},
            {"ts", message.ts},
            {"message", message_json(slack, *channel, message, true)}};
}

Json chat_update(Slack& slack, const Args& args)
{
    constexpr std::size_t longest_text = 4'000;
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    const auto [message, error] = own_message(slack, channel, args, "cant_update_message");
    if (message == nullptr)
        return failure(error);
    Content content = read_content(slack, args);
    // Text may be left out where the blocks are cleared or kept: only nothing at all is no change.
    const bool clears_blocks = content.blocks.is_array() && content.blocks.empty();
    if (content.error == "no_text" && (clears_blocks && !message->text.empty()))
        content.error.clear();
    if (content.is_refused())
        return refusal(content);
    if (utf16_length(content.text) > longest_text)
        return failure("msg_too_long");

    const Message before = *message;
    if (content.has_text)
        message->text = content.text;
    if (!content.blocks.is_null())
        message->blocks = content.blocks;
    if (!content.metadata.is_null())
        message->metadata = content.metadata;
    slack.workspace.changed(*channel, *message);
    if (channel->is_dm())
    {
        const std::string ts = slack.next_ts();
        slack.tell({{"type", "message"},
                    {"subtype", "message_changed"},
                    {"message", message_json(slack, *channel, *message)},
                    {"previous_message", message_json(slack, *channel, before)},
                    {"channel", channel->id},
                    {"hidden", true},
                    {"ts", ts},
                    {"event_ts", ts},
                    {"channel_type", "im"}},
                   channel, "message_changed");
    }
    return {{"ok", true},
            {"channel", channel->id},
            {"ts", message->ts},
            {"text", message->text},
            {"message", message_json(slack, *channel, *message, true)}};
}

Json chat_delete(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    const auto [message, error] = own_message(slack, channel, args, "cant_delete_message");
    if (message == nullptr)
        return failure(error);
    slack.workspace.erase(*channel, *message);
    if (const auto place = slack.post_places.find(channel->id + message->ts); place != slack.post_places.end())
        slack.ledger.posts[place->second].is_deleted = true;
    return {{"ok", true}, {"channel", channel->id}, {"ts", message->ts}};
}

Json chat_post_ephemeral(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    if (channel->is_archived)
        return failure("is_archived");
    if (!slack.is_bot_in(*channel))
        return failure("not_in_channel");
    if (!channel->has(args.text("user")))
        return failure("user_not_in_channel");
    const Content content = read_content(slack, args);
    if (content.is_refused())
        return refusal(content);
    const Message& message = slack.bot_says(*channel, content, thread_of(args), args.text("user"));
    return {{"ok", true}, {"message_ts", message.ts}};
}

Json chat_get_permalink(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    const Message* const message = channel->find(args.text("message_ts"));
    if (message == nullptr)
        return failure("message_not_found");
    std::string digits = message->ts;
    std::erase(digits, '.');
    std::string link =
        fmt::format("https://{}.slack.com/archives/{}/p{}", slack.config.team_domain, channel->id, digits);
    if (message->is_reply())
        link += fmt::format("?thread_ts={}&cid={}", message->thread_ts, channel->id);
    return {{"ok", true}, {"channel", channel->id}, {"permalink", link}};
}

}  // namespace slack_sim
