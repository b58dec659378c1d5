// The channels that Hotwatch must post to, as Slack knows them.
#pragma once

#include "bot/check/ask_slack.hpp"

namespace hotwatch::check
{

/// One finding for each channel of the policy, however many roles it has.
Findings check_channels(const Policy& policy, const Call& call, const Budget& budget);

}  // namespace hotwatch::check
