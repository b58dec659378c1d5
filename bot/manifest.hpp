// The Slack app's manifest, made from the command table and the table of scopes (platform section 16).
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <vector>

namespace hotwatch
{

/// For this build, with the names that the commands have in a workspace ("status" to "/svc"): the fifth command is
/// registered as /svc where nothing is said, and /hotwatch always is.
nlohmann::ordered_json make_manifest(const std::map<std::string, std::string>& command_names);

/// What Slack would refuse of it, one sentence each; empty is well.
std::vector<std::string> manifest_problems(const nlohmann::ordered_json& manifest);

/// As YAML, the reason of each scope as a comment beside it.
std::string manifest_as_yaml(const nlohmann::ordered_json& manifest);

}  // namespace hotwatch
