// How /status reads. Pure; golden files hold each state.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

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
    std::optional<UtcMillis> backed_up;  // the newest verified backup
    Lateness last_day;
    std::string asked_about;       // a service, as somebody typed it; "" all of it
    std::string oncall_command;    // "/oncall", as this workspace calls it
    std::string incident_command;  // "/incident"
};

Message render(const Overview& overview);

/// "2 messages"; "3 requests" where some of them are none.
std::string count_of(const std::vector<Call>& calls);

/// To the emergency channel, once a spell. `command` is /status as this workspace calls it.
Message render_ghosts(const LinkVitals& link, const std::string& command);

}  // namespace hotwatch::status
