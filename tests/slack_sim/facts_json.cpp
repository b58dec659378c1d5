// Users, channels and messages as the Web API and events show them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "payloads.hpp"

namespace slack_sim
{

namespace
{

struct ZoneLabel
{
    std::string_view zone, label;
    int standard_offset;  // seconds east of Greenwich, outside daylight saving time
};
constexpr std::array zone_labels{
    ZoneLabel{"America/New_York", "Eastern Standard Time", -18'000},
    ZoneLabel{"America/Chicago", "Central Standard Time", -21'600},
    ZoneLabel{"America/Denver", "Mountain Standard Time", -25'200},
    ZoneLabel{"America/Los_Angeles", "Pacific Standard Time", -28'800},
    ZoneLabel{"Europe/London", "Greenwich Mean Time", 0},
    ZoneLabel{"Europe/Berlin", "Central European Time", 3'600},
    ZoneLabel{"Asia/Kolkata", "India Standard Time", 19'800},
    ZoneLabel{"Asia/Tokyo", "Japan Standard Time", 32'400},
};

Json note_json(const Note& note)
{
    return {{"value", note.value}, {"creator", note.creator}, {"last_set", note.last_set}};
}

Json profile_json(const Ground& ground, const User& user)
{
    Json profile{{"title", ""},
                 {"phone", ""},
                 {"skype", ""},
                 {"real_name", user.real_name},
                 {"real_name_normalized", user.real_name},
                 {"display_name", user.name},
                 {"display_name_normalized", user.name},
                 {"fields", nullptr},
                 {"status_text", ""},
                 {"status_emoji", ""},
                 {"status_emoji_display_info", Json::array()},
                 {"status_expiration", 0},
                 {"avatar_hash", "g0000simulat"},
                 {"status_text_canonical", ""},
                 {"team", home_of(ground.config, user)}};
    const auto space = user.real_name.find(' ');
    profile["first_name"] = user.real_name.substr(0, space);
    profile["last_name"] = space == std::string::npos ? "" : user.real_name.substr(space + 1);
    for (const std::string_view size : {"24", "32", "48", "72", "192", "512"})
        profile[fmt::format("image_{}", size)] = fmt::format("https://avatars.example.com/{}_{}.png", user.id, size);
    if (user.is_bot)
    {
        profile["api_app_id"] = ground.config.app_id;
        profile["bot_id"] = ground.config.bot_id;
    }
    return profile;
}

}  // namespace

Json user_json(const Ground& ground, const User& user)
{
    Json json{{"id", user.id},
              {"team_id", home_of(ground.config, user)},
              {"name", user.name},
              {"deleted", user.is_deleted},
              {"profile", profile_json(ground, user)},
              {"is_bot", user.is_bot},
              {"is_app_user", false},
              {"updated", 1'700'000'000}};
    if (user.is_deleted)
        return json;  // recorded so: no zone and no rights for deactivated people
    const auto* zone = std::ranges::find(zone_labels, user.zone, &ZoneLabel::zone);
    const bool is_known = zone != zone_labels.end();
    json["color"] = "53b759";
    json["real_name"] = user.real_name;
    json["tz"] = user.zone;
    json["tz_label"] = is_known ? std::string{zone->label} : user.zone;
    json["tz_offset"] = is_known ? zone->standard_offset : 0;
    json["is_admin"] = json["is_owner"] = json["is_primary_owner"] = false;
    json["is_restricted"] = user.is_guest;
    json["is_ultra_restricted"] = false;
    json["is_email_confirmed"] = !user.is_bot;
    json["who_can_share_contact_card"] = "EVERYONE";
    return json;
}

Json channel_json(const Ground& ground, const Channel& channel)
{
    if (channel.kind == Channel::Kind::direct)
        return {{"id", channel.id},       {"created", channel.created}, {"is_archived", false},     {"is_im", true},
                {"is_org_shared", false}, {"user", channel.person},     {"is_user_deleted", false}, {"priority", 0}};
    const bool is_group_dm = channel.kind == Channel::Kind::several;
    return {{"id", channel.id},
            {"name", channel.name},
            {"is_channel", channel.kind == Channel::Kind::open},
            {"is_group", channel.kind == Channel::Kind::closed || is_group_dm},
            {"is_im", false},
            {"is_mpim", is_group_dm},
            {"is_private", channel.kind != Channel::Kind::open},
            {"created", channel.created},
            {"is_archived", channel.is_archived},
            {"is_general", channel.name == "general"},
            {"unlinked", 0},
            {"name_normalized", channel.name},
            {"is_shared", false},
            {"is_org_shared", false},
            {"is_pending_ext_shared", false},
            {"pending_shared", Json::array()},
            {"parent_conversation", nullptr},
            {"creator", channel.creator},
            {"is_ext_shared", false},
            {"shared_team_ids", Json::array({ground.config.team_id})},
            {"pending_connected_team_ids", Json::array()},
            {"is_member", channel.has(ground.config.bot_user_id)},
            {"topic", note_json(channel.topic)},
            {"purpose", note_json(channel.purpose)},
            {"previous_names", channel.previous_names},
            {"updated", channel.updated_ms}};
}

Json message_json(const Ground& ground, const Channel& channel, const Message& message, bool with_metadata)
{
    const Config& config = ground.config;
    Json json{{"type", "message"},
              {"text", message.text},
              {"user", message.user},
              {"ts", message.ts},
              {"team", config.team_id}};
    const auto foreign = std::ranges::find_if(config.users, [&](const User& user)
                                              { return !user.team_id.empty() && user.id == message.user; });
    if (foreign != config.users.end())
        json["team"] = json["user_team"] = json["source_team"] = foreign->team_id;
    if (!message.subtype.empty())
        json["subtype"] = message.subtype;
    if (!message.client_msg_id.empty())
        json["client_msg_id"] = message.client_msg_id;
    if (message.by_bot)
    {
        json["bot_id"] = config.bot_id;
        json["app_id"] = config.app_id;
    }
    if (message.blocks.is_array() && !message.blocks.empty())
        json["blocks"] = message.blocks;
    if (!message.thread_ts.empty())
        json["thread_ts"] = message.thread_ts;
    if (!message.edited_ts.empty())
        json["edited"] = {{"user", message.user}, {"ts", message.edited_ts}};
    if (with_metadata && message.metadata.is_object())
        json["metadata"] = message.metadata;
    if (const auto replies = channel.replies.find(message.ts); replies != channel.replies.end())
    {
        std::vector<std::string> people;
        std::int64_t count = 0;
        for (const std::size_t place : replies->second)
        {
            const Message& reply = channel.messages[place];
            if (reply.is_deleted || reply.is_ephemeral())
                continue;
            ++count;
            json["latest_reply"] = reply.ts;
            if (std::ranges::find(people, reply.user) == people.end())
                people.push_back(reply.user);
        }
        if (count > 0)
        {
            json["reply_count"] = count;
            json["reply_users_count"] = people.size();
            json["reply_users"] = people;
            json["is_locked"] = false;
        }
    }
    if (const auto reactions = channel.reactions.find(message.ts); reactions != channel.reactions.end())
        for (const Reaction& reaction : reactions->second)
            json["reactions"].push_back(
                {{"name", reaction.name}, {"users", reaction.users}, {"count", reaction.users.size()}});
    return json;
}

Json rich_text_json(Ground& ground, std::string_view text)
{
    Json elements = Json::array();
    std::string plain;
    const auto flush = [&]
    {
        if (!plain.empty())
            elements.push_back({{"type", "text"}, {"text", std::exchange(plain, {})}});
    };
    const auto decoded = [&]
    {
        for (const auto& [entity, sign] : {std::pair{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}})
            if (text.starts_with(entity))
            {
                text.remove_prefix(std::string_view{entity}.size());
                return sign;
            }
        const char c = text.front();
        text.remove_prefix(1);
        return c;
    };
    while (!text.empty())
    {
        const auto close = text.front() == '<' ? text.find('>') : std::string_view::npos;
        if (close == std::string_view::npos)
        {
            plain += decoded();
            continue;
        }
        flush();
        const std::string_view inside = text.substr(1, close - 1);
        const std::string target{inside.substr(1, inside.find('|') - 1)};
        if (inside.starts_with('@'))
            elements.push_back({{"type", "user"}, {"user_id", target}});
        else if (inside.starts_with('#'))
            elements.push_back({{"type", "channel"}, {"channel_id", target}});
        else if (inside.starts_with("!subteam^"))
            elements.push_back({{"type", "usergroup"}, {"usergroup_id", target.substr(8)}});
        else if (inside.starts_with('!'))
            elements.push_back({{"type", "broadcast"}, {"range", target}});
        else
            elements.push_back({{"type", "link"}, {"url", std::string{inside.substr(0, inside.find('|'))}}});
        text.remove_prefix(close + 1);
    }
    flush();
    return {{"type", "rich_text"},
            {"block_id", ground.id("", 5)},
            {"elements", Json::array({{{"type", "rich_text_section"}, {"elements", std::move(elements)}}})}};
}

}  // namespace slack_sim
