// The payloads of envelopes, field for field as recorded (payloads/socket, events, interactive).
#include "payloads.hpp"

#include <fmt/format.h>

namespace slack_sim
{

std::string written(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string name_in_payload(const Channel& channel)
{
    switch (channel.kind)
    {
    case Channel::Kind::direct:
        return "directmessage";
    case Channel::Kind::closed:
        return "privategroup";
    default:
        return channel.name;
    }
}

Json team_json(const Config& config)
{
    return {{"id", config.team_id}, {"domain", config.team_domain}};
}

const std::string& home_of(const Config& config, const User& user)
{
    return user.team_id.empty() ? config.team_id : user.team_id;
}

Json user_brief(const Config& config, const User& user)
{
    return {{"id", user.id}, {"username", user.name}, {"name", user.name}, {"team_id", home_of(config, user)}};
}

Json slash_payload(const Ground& ground, const User& user, const Channel& channel, std::string_view command,
                   std::string_view text, std::string_view trigger, std::string_view response_url)
{
    return {{"token", "simulated-verification-token"},
            {"team_id", home_of(ground.config, user)},  // the user's (platform section 8)
            {"team_domain", user.team_id.empty() ? ground.config.team_domain : "elsewhere"},
            {"channel_id", channel.id},
            {"channel_name", name_in_payload(channel)},
            {"user_id", user.id},
            {"user_name", user.name},
            {"command", command},
            {"text", text},
            {"api_app_id", ground.config.app_id},
            {"is_enterprise_install", false},
            {"response_url", response_url},
            {"trigger_id", trigger}};
}

Json event_wrapper(const Ground& ground, Json event, std::string_view event_id, const Channel* channel)
{
    const Config& config = ground.config;
    const std::string context = fmt::format("4-{}-{}-{}-{}", event.at("type").get_ref<const std::string&>(),
                                            config.team_id, config.app_id, channel == nullptr ? "" : channel->id);
    return {{"token", "simulated-verification-token"},
            {"team_id", config.team_id},
            {"api_app_id", config.app_id},
            {"event", std::move(event)},
            {"type", "event_callback"},
            {"event_id", event_id},
            {"event_time", ground.epoch_seconds()},
            {"authorizations", Json::array({{{"enterprise_id", nullptr},
                                             {"team_id", config.team_id},
                                             {"user_id", config.bot_user_id},
                                             {"is_bot", true},
                                             {"is_enterprise_install", false}}})},
            {"is_ext_shared_channel", false},
            {"event_context", context}};
}

Json message_event(const Ground& ground, const Channel& channel, const Message& message, std::string_view type)
{
    Json event = message_json(ground, channel, message, true);
    event["type"] = type;
    event["channel"] = channel.id;
    event["event_ts"] = message.ts;
    if (type == "message")
        event["channel_type"] = channel.kind == Channel::Kind::direct    ? "im"
                                : channel.kind == Channel::Kind::several ? "mpim"
                                : channel.kind == Channel::Kind::closed  ? "group"
                                                                         : "channel";
    return event;
}

Json shortcut_payload(Ground& ground, const User& user, std::string_view callback_id, std::string_view trigger)
{
    return {{"type", "shortcut"},
            {"token", "simulated-verification-token"},
            {"action_ts", ground.next_ts()},
            {"team", team_json(ground.config)},
            {"user", {{"id", user.id}, {"username", user.name}, {"team_id", home_of(ground.config, user)}}},
            {"is_enterprise_install", false},
            {"enterprise", nullptr},
            {"callback_id", callback_id},
            {"trigger_id", trigger}};
}

}  // namespace slack_sim
