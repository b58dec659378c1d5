// What people say to the bot about duty: "who's next on call?", "I'm taking over for 2h" (product section 8).
#pragma once

#include <optional>
#include <string_view>

#include "commands/grammar.hpp"

namespace hotwatch
{

/// The command that a phrase about duty stands for; nullopt: it is about something else. Who says only that they are
/// taking over is shown who is on call, with a button: nothing that writes runs on a guess.
std::optional<Named> duty_phrase(std::string_view said);

}  // namespace hotwatch
