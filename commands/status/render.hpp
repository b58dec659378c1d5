// How /status reads. Pure; golden files hold each state.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"
#include "commands/status/tell.hpp"

namespace hotwatch::status
{

inline constexpr int most_open_shown = 10;

/// Everything that /status says.
struct Overview
{
    UtcMillis now;
    OnCall on_call;
    bool may_mention = false;          // else names as text: the answer may be read by many
    std::vector<incident::View> open;  // the worst, worst first
    std::int64_t open_count = 0;       // of all, as far as SomeIncidents counts
    Vitals vitals;
    std::int64_t owed = 0;  // calls to Slack
    std::optional<UtcMillis> oldest_owed;
    std::vector<Call> parked;
    std::optional<SlackTrouble> slack_trouble;
    std::optional<UtcMillis> backed_up;  // the newest verified backup
    Lateness last_day;
    std::string asked_about;       // a service, as somebody typed it; "" all of it
    std::string oncall_command;    // "/oncall", as this workspace calls it
    std::string incident_command;  // "/incident"
    std::string status_command;    // "/status"
};

Message render(const Overview& overview);

/// "2 messages"; "3 requests" where some of them are none.
std::string count_of(const std::vector<Call>& calls);

// What became of a call that could not be delivered, or why nothing can be done with it.
Message render_retried(const Call& call);
Message render_dropped(const Call& call);
Message for_managers(std::string_view verb, const std::vector<std::string>& who_can);
Message which_call(std::string_view verb, const std::string& command);
Message not_parked(std::int64_t id, const std::string& command);
/// A newer state of the same went out, or is about to.
Message outdated(const Call& call, const std::string& command);

/// What Slack said of the app, and what to do: mrkdwn.
std::string slack_said(std::string_view what);

// To the emergency channel, once a spell. `command` is /status as this workspace calls it.
Message render_link_trouble(const LinkVitals& link, const std::string& command);
Message render_slack_trouble(std::string_view what, const std::string& command);
Message render_ghosts(const LinkVitals& link, const std::string& command);

}  // namespace hotwatch::status
