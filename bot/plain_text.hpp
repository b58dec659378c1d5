// A message as a shell shows it: what Slack would draw, in words. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "commands/reply.hpp"

namespace hotwatch
{

/// How marks are read: an id to the name that is shown; an empty name leaves the id. `zone`: in which times are told.
struct Reading
{
    std::function<std::string(const UserId&)> person;
    std::function<std::string(const ChannelId&)> channel;  // without its '#'
    std::string zone;
    /// "/incident show INC-1" as it is typed here; empty: as it is.
    std::function<std::string(std::string_view line)> typed{};
};

/// The blocks, or the text where there are none: marks as names and local times ("Tue 14 Oct at 09:00 EDT"), entities
/// decoded, emphasis taken out, a button that proposes a command as that command.
std::string plain_text(const Message& message, const Reading& reading);

/// One text in Slack's markup, likewise.
std::string plain_mrkdwn(std::string_view mrkdwn, const Reading& reading);

}  // namespace hotwatch
