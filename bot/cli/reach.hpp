// How a subcommand reaches the store: through the running Hotwatch, or by itself where none runs.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

#include "bot/cli/subcommands.hpp"
#include "bot/event.hpp"

namespace hotwatch::cli
{

/// Prints the text (to standard error where it is a failure) and returns the exit code.
int say(const std::string& text, int exit_code);

/// Who types: the name of the process's Unix user.
std::string unix_user();

/// The running Hotwatch's answer to a request of control_requests.hpp; nullopt: none is running. Throws
/// std::runtime_error where the answer takes longer than `within`; 0 waits for ever.
std::optional<nlohmann::json> call(const Config& config, const nlohmann::json& request, seconds within = seconds{0});

/// What becomes of an event where there is no store yet.
enum class WithoutStore
{
    refuse,   // and say how to get one
    make,     // as the first `hotwatch run` would
    pretend,  // a store in memory: nothing is to be kept
};

/// Has the running Hotwatch do `request`, or gives `event`, which means the same, to a desk of our own; prints the
/// answer. A Hotwatch that is just starting or stopping gets some seconds. Throws StoreHeld, StoreRefused.
int through_bot_or_alone(const Config& config, const nlohmann::json& request, const Event& event,
                         WithoutStore without_store = WithoutStore::refuse);

}  // namespace hotwatch::cli
