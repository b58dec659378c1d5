// pins.* and reactions.*: marks on messages.
#include <algorithm>

#include <fmt/format.h>

#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

struct Target
{
    Channel* channel = nullptr;
    Message* message = nullptr;
    std::string error;
};

Target target_of(Slack& slack, const Args& args, bool needs_membership)
{
    Target target;
    target.channel = channel_for_bot(slack, args.text("channel"));
    if (target.channel == nullptr)
        target.error = "channel_not_found";
    else if (needs_membership && !slack.is_bot_in(*target.channel))
        target.error = "not_in_channel";
    else if (!args.has("timestamp"))
        target.error = "no_item_specified";
    else if (!ts_micros(args.text("timestamp")))
        target.error = "bad_timestamp";
    else if (target.message = target.channel->find(args.text("timestamp")); target.message == nullptr)
        target.error = "message_not_found";
    return target;
}

bool is_emoji_name(std::string_view name)
{
    const auto is_allowed = [](char c)
    { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '\''; };
    return !name.empty() && std::ranges::all_of(name, [&](char c) { return is_allowed(c) || c == ':'; }) &&
           name.front() != ':' && name.back() != ':';  // a skin tone has its colons inside
}

}  // namespace

Json pins_add(Slack& slack, const Args& args)
{
    constexpr std::size_t most_pins = 100;
    const Target target = target_of(slack, args, true);
    if (!target.error.empty())
        return failure(target.error);
    auto& pins = target.channel->pins;
    if (std::ranges::find(pins, target.message->ts, &Pin::ts) != pins.end())
        return failure("already_pinned");
    if (pins.size() >= most_pins)
        return failure("too_many_pins");
    pins.insert(pins.begin(), {target.message->ts, slack.config.bot_user_id, slack.epoch_seconds()});
    return {{"ok", true}};
}

Json pins_remove(Slack& slack, const Args& args)
{
    const Target target = target_of(slack, args, true);
    if (!target.error.empty())
        return failure(target.error);
    if (std::erase_if(target.channel->pins, [&](const Pin& pin) { return pin.ts == target.message->ts; }) == 0)
        return failure("not_pinned");
    return {{"ok", true}};
}

Json pins_list(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    if (!slack.is_bot_in(*channel))
        return failure("not_in_channel");
    Json items = Json::array();
    for (const Pin& pin : channel->pins)
    {
        Json message = message_json(slack, *channel, *channel->find(pin.ts));
        message["pinned_to"] = {channel->id};
        std::string digits = pin.ts;
        std::erase(digits, '.');
        message["permalink"] =
            fmt::format("https://{}.slack.com/archives/{}/p{}", slack.config.team_domain, channel->id, digits);
        items.push_back({{"type", "message"},
                         {"channel", channel->id},
                         {"created", pin.created},
                         {"created_by", pin.by},
                         {"message", std::move(message)}});
    }
    return {{"ok", true}, {"items", std::move(items)}};
}

Json reactions_add(Slack& slack, const Args& args)
{
    const Target target = target_of(slack, args, true);
    if (!target.error.empty())
        return failure(target.error);
    if (target.channel->is_archived)
        return failure("is_archived");
    const std::string name = args.text("name");
    if (!is_emoji_name(name))
        return failure("invalid_name");
    auto& reactions = target.channel->reactions[target.message->ts];
    auto reaction = std::ranges::find(reactions, name, &Reaction::name);
    if (reaction == reactions.end())
        reaction = reactions.insert(reactions.end(), {name, {}});
    if (std::ranges::find(reaction->users, slack.config.bot_user_id) != reaction->users.end())
        return failure("already_reacted");
    reaction->users.push_back(slack.config.bot_user_id);
    return {{"ok", true}};
}

Json reactions_remove(Slack& slack, const Args& args)
{
    const Target target = target_of(slack, args, true);
    if (!target.error.empty())
        return failure(target.error);
    auto& reactions = target.channel->reactions[target.message->ts];
    const auto reaction = std::ranges::find(reactions, args.text("name"), &Reaction::name);
    if (reaction == reactions.end() || std::erase(reaction->users, slack.config.bot_user_id) == 0)
        return failure("no_reaction");
    if (reaction->users.empty())
        reactions.erase(reaction);
    return {{"ok", true}};
}

Json reactions_get(Slack& slack, const Args& args)
{
    const Target target = target_of(slack, args, false);
    if (!target.error.empty())
        return failure(target.error);
    return {{"ok", true},
            {"type", "message"},
            {"channel", target.channel->id},
            {"message", message_json(slack, *target.channel, *target.message)}};
}

}  // namespace slack_sim
