// Texts that leave Hotwatch for a file: what somebody typed may hold a token, which is to open nothing for its readers.
#pragma once

#include <string>

namespace hotwatch
{

/// Slack's tokens (xoxb-…, xapp-…, …) and the addresses that anybody may post to (hooks.slack.com) become "[secret]".
std::string without_secrets(std::string text);

}  // namespace hotwatch
