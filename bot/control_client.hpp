// The other end of the control socket, for the subcommands.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace hotwatch
{

/// Where the control socket of a store is.
std::string control_path(const std::string& store_path);

/// Sends one line and waits for the answer's line, at most `within`; 0 is for ever. nullopt: nobody listens at `path`.
/// Throws std::runtime_error where the connection breaks, or the time is over, before the answer.
std::optional<std::string> control_call(const std::string& path, const std::string& line,
                                        std::chrono::seconds within = std::chrono::seconds{0});

}  // namespace hotwatch
