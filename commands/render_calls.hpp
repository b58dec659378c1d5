// Arguments of the Web API calls that rules owe to Slack, as JSON. Pure.
#pragma once

#include <string>
#include <string_view>

#include "commands/reply.hpp"
#include "storage/records.hpp"

namespace hotwatch
{

/// chat.postMessage in a channel, or in a thread of it. Links are not unfurled.
std::string post_args(const Room& room, const Message& message);
/// Whether the post is meant for that thread.
bool is_post_in(const std::string& args, const Room& thread);
/// The same post for a thread that is not known yet: the row takes it from another's result.
std::string without_thread(const std::string& args);
/// chat.update of the message `ts`; "" where the row takes it from another's result.
std::string update_args(const ChannelId& channel, std::string_view ts, const Message& message);
/// conversations.open with one person.
std::string open_args(const UserId& user);

}  // namespace hotwatch
