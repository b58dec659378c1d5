// The other end of the control socket, for the subcommands.
#pragma once

#include <optional>
#include <string>

namespace hotwatch
{

/// Sends one line and waits for the answer's line. nullopt: nobody listens at `path`. Throws std::runtime_error where
/// the connection breaks before the answer.
std::optional<std::string> control_call(const std::string& path, const std::string& line);

}  // namespace hotwatch
