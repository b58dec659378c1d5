// What an envelope's payload says, by kind (platform sections 8, 10, 11). Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

#include "bot/slack/envelope.hpp"

namespace hotwatch::slack
{

/// Whatever `payload` holds: what is missing or of another type reads as empty.
Content slash_command_from(const nlohmann::json& payload);
Content event_from(const nlohmann::json& payload);
Content interaction_from(const nlohmann::json& payload);

/// Of a form's blocks, the labels of its inputs, in their order.
std::vector<FieldLabel> labels_in(const nlohmann::json& blocks);

/// The workspace a payload belongs to, "" unknown. Org-wide installs name none in interactions: then the user's.
std::string team_of(const nlohmann::json& payload);

}  // namespace hotwatch::slack
