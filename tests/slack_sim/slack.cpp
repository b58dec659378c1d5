// The whole simulated Slack: how it is put together, and the acts that more than one part performs.
#include "slack.hpp"

#include <array>

#include <fmt/format.h>

#include "payloads.hpp"

namespace slack_sim
{

namespace
{

// Platform section 16: the scopes this bot is meant to be installed with.
constexpr std::array default_scopes{
    "app_mentions:read", "channels:history", "channels:join",  "channels:manage", "channels:read",  "chat:write",
    "chat:write.public", "commands",         "groups:history", "groups:read",     "groups:write",   "im:history",
    "im:read",           "im:write",         "pins:read",      "pins:write",      "reactions:read", "reactions:write",
    "usergroups:read",   "usergroups:write", "users:read"};
constexpr std::array default_commands{"/oncall", "/incident", "/runbook", "/faq", "/svc", "/hotwatch"};

}  // namespace

Slack::Slack(Config settings, Millis start)
    : Ground(std::move(settings), start),
      workspace(*this),
      sockets(*this),
      triggers(*this),
      views(*this, triggers),
      hooks(*this),
      scopes(config.scopes.begin(), config.scopes.end()),
      commands(config.commands.begin(), config.commands.end())
{
    if (scopes.empty())
        scopes.insert(default_scopes.begin(), default_scopes.end());
    if (commands.empty())
        commands.insert(default_commands.begin(), default_commands.end());
}

std::string Slack::tell(Json event, const Channel* channel, std::string what)
{
    const std::string event_id = id("Ev0", 10);
    Delivery delivery;
    delivery.kind = "events_api";
    delivery.what = what.empty() ? event.at("type").get<std::string>() : std::move(what);
    delivery.key = event_id;
    if (!event.contains("event_ts"))
        event["event_ts"] = next_ts();
    delivery.payload = written(event_wrapper(*this, std::move(event), event_id, channel));
    sockets.send(std::move(delivery));
    return event_id;
}

Message& Slack::bot_says(Channel& channel, const Content& content, std::string_view thread_ts,
                         std::string_view only_for)
{
    Message message;
    message.user = config.bot_user_id;
    message.by_bot = true;
    message.text = content.text;
    message.blocks = content.blocks;
    message.metadata = content.metadata;
    message.only_for = only_for;
    if (!thread_ts.empty())
    {
        // An answer to a reply goes into that reply's thread.
        const Message* parent = channel.find(thread_ts);
        message.thread_ts = parent != nullptr && parent->is_reply() ? parent->thread_ts : std::string{thread_ts};
    }
    Message& said = workspace.add(channel, std::move(message));
    if (channel.is_dm() && is_bot_in(channel) && !said.is_ephemeral())
        tell(message_event(*this, channel, said, "message"), &channel, "message");
    return said;
}

void Slack::person_joins(Channel& channel, const std::string& user, const std::string& inviter)
{
    const bool is_news = channel.members.insert(user).second;
    if (!is_news || !is_bot_in(channel))
        return;
    Json event{{"type", "member_joined_channel"},
               {"user", user},
               {"channel", channel.id},
               {"channel_type", channel.kind == Channel::Kind::open ? "C" : "G"},
               {"team", config.team_id}};
    if (!inviter.empty())
        event["inviter"] = inviter;
    tell(std::move(event), &channel);
}

void Slack::person_leaves(Channel& channel, const std::string& user)
{
    const bool was_bot_in = is_bot_in(channel);
    if (channel.members.erase(user) == 0 || !was_bot_in)
        return;
    tell({{"type", "member_left_channel"},
          {"user", user},
          {"channel", channel.id},
          {"channel_type", channel.kind == Channel::Kind::open ? "C" : "G"},
          {"team", config.team_id}},
         &channel);
}

void Slack::set_archived(Channel& channel, bool is_archived, const std::string& by)
{
    channel.is_archived = is_archived;
    channel.updated_ms = now.time_since_epoch().count();
    if (is_bot_in(channel))
        tell({{"type", is_archived ? "channel_archive" : "channel_unarchive"}, {"channel", channel.id}, {"user", by}},
             &channel);
}

}  // namespace slack_sim
