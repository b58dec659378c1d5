// What Slack's client makes of the characters a person types (platform sections 8 and 15.2).
#pragma once

#include "workspace.hpp"

namespace slack_sim
{

enum class Escapes
{
    command,  // `@ana` becomes `<@U…|ana>`
    message,  // `@ana` becomes `<@U…>`; `@here` and its kin alert
};

/// Encodes & < >, turns `@name`, `#channel` and web addresses that stand alone into Slack's marks.
std::string encode_typed(Workspace& workspace, std::string_view typed, Escapes escapes);

}  // namespace slack_sim
