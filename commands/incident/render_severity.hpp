// How a change of severity reads. Pure.
#pragma once

#include <string>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

namespace hotwatch::incident
{

struct Raise  // or the opposite
{
    View view;  // as it is now
    Severity from = Severity::p2;
    std::string by;
    std::string why;  // "" none
    UtcMillis now;
};

/// News of the room: what the severity asks for from now on. A raise mentions the commander, who has to act on it,
/// unless it was `by` them.
Message render_severity(const Raise& raise, const UserId& by);
Message answer_severity(const Raise& raise);
/// For a page: "Raised from 🟦 P2 medium by Ana: it spreads."
std::string who_changed_it(const Raise& raise);
/// For a page: who reopened it and why.
std::string reopened_by(const View& view);
/// In the emergency channel, once, and kept up to date: an incident whose room is elsewhere became grave.
Message render_announcement(const View& view);
/// To the manager: a P0 became less.
Message render_downgraded(const View& view, const std::string& by, const std::string& why);

// Refusals.
Message no_such_severity(const View& view, const std::string& typed);
/// It has that severity; by whom and since when. `by` is "" where it was declared so.
Message severity_is_so(const View& view, const std::string& by, UtcMillis since);
Message severity_changed_meanwhile(const View& view, const std::string& by, UtcMillis since);
Message for_downgrading(const View& view);

}  // namespace hotwatch::incident
