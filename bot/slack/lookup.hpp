// Whether a post arrived whose answer was lost: the question to Slack, and the sense of its answer (platform 14.1).
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/slack/web_api.hpp"
#include "storage/records.hpp"

namespace hotwatch::slack
{

/// conversations.history, or .replies where the post went to a thread, from a minute before it was sent.
ApiRequest look_for(const Call& call, std::string_view cursor);

struct Found
{
    std::string channel;
    std::string ts;           // "" where it is not on this page
    std::string next_cursor;  // "" where this was the last page
};
Found read_history(const Call& call, std::string_view body);

/// Where a row's own result stands in Slack's answer: ts and channel of a post, the id of an opened or joined channel.
Found read_result(std::string_view body);

}  // namespace hotwatch::slack
