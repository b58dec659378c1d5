// What is said to those who may not, with who can; and to those who press what somebody else has pressed. Pure; `names`
// are people who can, not escaped, those on call first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/reply.hpp"

namespace hotwatch
{

/// Guests and people from other workspaces only ask.
Message render_not_for_guests(const std::vector<std::string>& names);
/// What a guest asked is for the guest alone.
Message render_guests_share_nothing(const std::vector<std::string>& names);
/// `what` completes "Only responders can …".
Message render_for_responders(std::string_view what, const std::vector<std::string>& names);

/// Somebody is seen for the first time, and wants what not everybody may do.
Message render_checking_who();
/// Slack did not say who they are in time.
Message render_not_known_who();

/// A press on a proposed command line: who, when, and what came of it ("INC-12"; "" nothing that has a name).
struct Pressed
{
    std::string line;  // by canonical names: "incident declare P0 …"
    std::string who;
    UtcMillis at;
    std::string object;
};
/// What the message with the button says from then on, without it.
Message render_pressed(const Pressed& pressed, const Policy& policy);
/// The answer to whoever presses it again.
Message render_pressed_before(const Pressed& pressed, const Policy& policy);

}  // namespace hotwatch
