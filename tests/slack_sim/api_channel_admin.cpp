// conversations.*, writing: create, join, invite, topic, purpose, archive, rename (platform sections 14.2 and 14.3).
#include <algorithm>

#include <fmt/format.h>

#include "block_kit.hpp"
#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

/// Slack's name of what is wrong with a channel's name, "" where it is good (platform section 14.3).
std::string name_error(std::string_view name)
{
    constexpr std::size_t longest = 80;
    if (name.empty())
        return "invalid_name_required";
    if (utf16_length(name) > longest)
        return "invalid_name_maxlength";
    const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const auto is_allowed = [&](char c) { return is_word(c) || c == '-' || c == '_'; };
    if (!std::ranges::all_of(name, is_allowed))
        return "invalid_name_specials";
    return std::ranges::any_of(name, is_word) ? "" : "invalid_name_punctuation";
}

/// A channel (no DM) the bot is a member of, or the answer that says why not.
std::pair<Channel*, Json> own_channel(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return {nullptr, failure("channel_not_found")};
    if (channel->is_dm())
        return {nullptr, failure("method_not_supported_for_channel_type")};
    if (!slack.is_bot_in(*channel))
        return {nullptr, failure("not_in_channel")};
    return {channel, nullptr};
}

void system_message(Slack& slack, Channel& channel, std::string subtype, std::string text)
{
    Message message;
    message.user = slack.config.bot_user_id;
    message.subtype = std::move(subtype);
    message.text = std::move(text);
    slack.workspace.add(channel, std::move(message));
}

Json channel_answer(Slack& slack, const Channel& channel)
{
    return {{"ok", true}, {"channel", channel_json(slack, channel)}};
}

Json set_note(Slack& slack, const Args& args, Note Channel::*note, std::string_view what)
{
    constexpr std::size_t longest = 250;
    const auto [channel, refused] = own_channel(slack, args);
    if (channel == nullptr)
        return refused;
    if (channel->is_archived)
        return failure("is_archived");
    const std::string value = args.text(what);
    if (utf16_length(value) > longest)
        return failure("too_long");
    (channel->*note) = {value, slack.config.bot_user_id, slack.epoch_seconds()};
    system_message(slack, *channel, fmt::format("channel_{}", what),
                   fmt::format("<@{}> set the channel {}: {}", slack.config.bot_user_id, what, value));
    return channel_answer(slack, *channel);
}

}  // namespace

Json conversations_create(Slack& slack, const Args& args)
{
    const bool is_private = args.flag("is_private");
    if (Json lacking = lacks_scope(slack, is_private ? "groups:write" : "channels:manage"); !lacking.is_null())
        return lacking;
    const std::string name = args.text("name");
    if (const std::string error = name_error(name); !error.empty())
        return failure(error);
    if (slack.workspace.channel_named(name) != nullptr)
        return failure("name_taken");  // archived and unseen channels keep their names too
    Channel& channel = slack.workspace.create(name, is_private ? Channel::Kind::closed : Channel::Kind::open,
                                              slack.config.bot_user_id);
    slack.person_joins(channel, slack.config.bot_user_id);
    return channel_answer(slack, channel);
}

Json conversations_join(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    if (channel->kind != Channel::Kind::open)
        return failure("method_not_supported_for_channel_type");
    if (channel->is_archived)
        return failure("is_archived");
    const bool was_in = slack.is_bot_in(*channel);
    slack.person_joins(*channel, slack.config.bot_user_id);
    Json answer = channel_answer(slack, *channel);
    if (was_in)
    {
        answer["warning"] = "already_in_channel";
        answer["response_metadata"]["warnings"] = {"already_in_channel"};
    }
    return answer;
}

Json conversations_invite(Slack& slack, const Args& args)
{
    constexpr std::size_t most_people = 100;
    const auto [channel, refused] = own_channel(slack, args);
    if (channel == nullptr)
        return refused;
    if (channel->is_archived)
        return failure("is_archived");
    const auto ids = split_list(args.text("users"));
    if (ids.empty())
        return failure("no_user");
    if (ids.size() > most_people)
        return failure("too_many_users");
    Json errors = Json::array();
    std::vector<std::string> good;
    for (const std::string& id : ids)
    {
        const User* const person = slack.workspace.user(id);
        std::string error;
        if (person == nullptr || person->id != id || person->is_deleted)
            error = "user_not_found";
        else if (id == slack.config.bot_user_id)
            error = "cant_invite_self";
        else if (channel->has(id))
            error = "already_in_channel";
        if (error.empty())
            good.push_back(id);
        else
            errors.push_back({{"user", id}, {"ok", false}, {"error", error}});
    }
    const bool goes_on = errors.empty() || (args.flag("force") && !good.empty());
    if (!goes_on)
    {
        Json answer = failure(errors.front().at("error").get<std::string>());
        answer["errors"] = errors;
        return answer;
    }
    for (const std::string& id : good)
        slack.person_joins(*channel, id, slack.config.bot_user_id);
    Json answer = channel_answer(slack, *channel);
    if (!errors.empty())
        answer["errors"] = errors;
    return answer;
}

Json conversations_set_topic(Slack& slack, const Args& args)
{
    return set_note(slack, args, &Channel::topic, "topic");
}

Json conversations_set_purpose(Slack& slack, const Args& args)
{
    return set_note(slack, args, &Channel::purpose, "purpose");
}

Json conversations_archive(Slack& slack, const Args& args)
{
    const auto [channel, refused] = own_channel(slack, args);
    if (channel == nullptr)
        return refused;
    if (channel->is_archived)
        return failure("already_archived");
    if (channel->name == "general")
        return failure("cant_archive_general");
    slack.set_archived(*channel, true, slack.config.bot_user_id);
    return {{"ok", true}};
}

Json conversations_unarchive(Slack& slack, const Args& args)
{
    const auto [channel, refused] = own_channel(slack, args);
    if (channel == nullptr)
        return refused;
    if (!channel->is_archived)
        return failure("not_archived");
    slack.set_archived(*channel, false, slack.config.bot_user_id);
    return {{"ok", true}};
}

Json conversations_rename(Slack& slack, const Args& args)
{
    const auto [channel, refused] = own_channel(slack, args);
    if (channel == nullptr)
        return refused;
    if (channel->creator != slack.config.bot_user_id)
        return failure("not_authorized");
    if (channel->is_archived)
        return failure("is_archived");
    const std::string name = args.text("name");
    if (const std::string error = name_error(name); !error.empty())
        return failure(error);
    if (const Channel* other = slack.workspace.channel_named(name); other != nullptr && other != channel)
        return failure("name_taken");
    if (name != channel->name)
    {
        slack.workspace.rename(*channel, name);
        slack.tell({{"type", "channel_rename"},
                    {"channel", {{"id", channel->id}, {"name", channel->name}, {"created", channel->created}}}},
                   channel);
    }
    return channel_answer(slack, *channel);
}

}  // namespace slack_sim
