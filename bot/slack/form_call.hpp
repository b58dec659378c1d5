// views.open as a request: the trigger beside a view that is JSON text already.
#pragma once

#include <string_view>

#include "bot/slack/web_api.hpp"

namespace hotwatch::slack
{

/// Bot scope: none. `view` is a JSON object. The deadline is short: a trigger lives 3 s (platform 11.3).
ApiRequest views_open(std::string_view trigger_id, std::string_view view);

}  // namespace hotwatch::slack
