// Slack's JSON read without trust: what is missing or of another type reads as empty.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch::slack
{

/// The text at a JSON pointer; "" where there is none. Numbers are no text: ids and ts never pass through a double.
std::string text_at(const nlohmann::json& from, std::string_view pointer);
/// true, or the text "true" (forms carry booleans as text).
bool truth_at(const nlohmann::json& from, std::string_view pointer);

/// A user object as users.info, users.list, user_change and team_join give it. `team_id` is ours: people of another one
/// are guests.
Person person_from(const nlohmann::json& user, std::string_view team_id);

}  // namespace hotwatch::slack
