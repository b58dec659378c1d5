// What Slack can be asked about: both tokens, the scopes, the channels to post to, the clock. It knows no network:
// calls are made through a function, so a test answers them.
#pragma once

#include <functional>

#include "bot/check/budget.hpp"
#include "bot/check/finding.hpp"
#include "bot/config.hpp"
#include "bot/slack/web_api.hpp"

namespace hotwatch::check
{

using Call = std::function<slack::ApiResult(slack::ApiRequest request)>;
/// The time that Hotwatch works by; asked right after an answer.
using Now = std::function<UtcMillis()>;

/// No call takes longer than 10 s, and none is begun once the budget is spent. Where Slack cannot be reached, one line
/// says so and nothing further is asked. Opens a WebSocket's address, as a start does, and dials it never.
/// Precondition: both tokens are of the right kind.
Findings ask_slack(const Policy& policy, const Call& call, const Now& now, const Budget& budget);

}  // namespace hotwatch::check
