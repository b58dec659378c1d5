// The whole simulated Slack: its parts, and the few acts that more than one of them performs.
#pragma once

#include "hooks.hpp"
#include "rate_limit.hpp"
#include "socket_mode.hpp"
#include "views.hpp"
#include "workspace.hpp"

namespace slack_sim
{

struct Scheduled
{
    std::string id, channel;
    Content content;
    std::string thread_ts;
    std::int64_t post_at = 0, created = 0;  // epoch seconds
    Agenda::Ticket ticket;
};

struct Slack : Ground
{
    Slack(Config settings, Millis start);

    Workspace workspace;
    SocketMode sockets;
    RateLimits limits;
    Triggers triggers;
    Views views;
    Hooks hooks;
    std::set<std::string> scopes;  // of the bot token
    std::set<std::string> commands;
    bool is_revoked = false;
    std::map<std::string, Scheduled> scheduled;                // by id
    std::unordered_map<std::string, std::size_t> post_places;  // channel/ts -> place in ledger.posts

    /// Sends an event to the app. Returns its event_id.
    std::string tell(Json event, const Channel* channel, std::string what = "");
    /// The bot says something in a channel. Its own posts in DMs come back to it as events, as with Slack.
    Message& bot_says(Channel& channel, const Content& content, std::string_view thread_ts = "",
                      std::string_view only_for = "");
    void person_joins(Channel& channel, const std::string& user, const std::string& inviter = "");
    void person_leaves(Channel& channel, const std::string& user);
    void set_archived(Channel& channel, bool is_archived, const std::string& by);
    [[nodiscard]] bool is_bot_in(const Channel& channel) const { return channel.has(config.bot_user_id); }
};

}  // namespace slack_sim
