// JSON in the shape Slack was recorded to send: users, channels, messages, and the payloads of envelopes.
#pragma once

#include "workspace.hpp"

namespace slack_sim
{

/// JSON text; bytes that are not UTF-8 are replaced, never thrown about.
std::string written(const Json& json);

Json user_json(const Ground& ground, const User& user);
/// As conversations.list and .info show it; a DM has few fields.
Json channel_json(const Ground& ground, const Channel& channel);
/// As history, the answers to posts, and block_actions show it. Metadata only where asked for.
Json message_json(const Ground& ground, const Channel& channel, const Message& message, bool with_metadata = false);
/// The rich_text block that Slack's client makes of what a person typed.
Json rich_text_json(Ground& ground, std::string_view encoded_text);

/// What slash commands and interactions call a channel: "directmessage" and "privategroup" hide the name.
std::string name_in_payload(const Channel& channel);
Json team_json(const Config& config);
/// The workspace that a person belongs to.
const std::string& home_of(const Config& config, const User& user);
Json user_brief(const Config& config, const User& user);

Json slash_payload(const Ground& ground, const User& user, const Channel& channel, std::string_view command,
                   std::string_view text, std::string_view trigger, std::string_view response_url);
Json event_wrapper(const Ground& ground, Json event, std::string_view event_id, const Channel* channel);
Json message_event(const Ground& ground, const Channel& channel, const Message& message, std::string_view type);
Json shortcut_payload(Ground& ground, const User& user, std::string_view callback_id, std::string_view trigger);

}  // namespace slack_sim
