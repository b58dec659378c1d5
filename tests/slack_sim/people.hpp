// What people do: type, press, fill in forms, use shortcuts. Each act returns what Sim promises of it: the key of what
// was sent, or "" with the reason in `says`.
#pragma once

#include "slack.hpp"

namespace slack_sim
{

std::string person_types(Slack& slack, std::string_view user, std::string_view channel, std::string_view line,
                         std::string_view thread_ts);
std::string person_presses(Slack& slack, std::string_view user, std::string_view channel, std::string_view label,
                           std::string_view ts);
std::string person_submits(Slack& slack, std::string_view user, const std::map<std::string, std::string>& values);
void person_closes_form(Slack& slack, std::string_view user);
std::string person_uses_shortcut(Slack& slack, std::string_view user, std::string_view callback_id);

/// Sends a slash command the app owns. `text` is encoded already.
std::string send_command(Slack& slack, const User& user, Channel& channel, std::string_view command,
                         std::string_view text);
/// Sends an interactive payload and tells the person what Slack's client would.
std::string send_interaction(Slack& slack, Json payload, std::string what, bool accepts_response,
                             std::function<void(const Json&)> on_ack);

/// An element's value in the shape of view.state.values, from what a person would type or choose; nothing where the
/// element does not take it.
std::optional<Json> entered_value(Slack& slack, const Json& element, const std::string& text);

}  // namespace slack_sim
