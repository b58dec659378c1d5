// Asking for what was left out of a command, wherever it was typed.
#pragma once

#include <string>

#include "commands/reply.hpp"
#include "commands/request.hpp"

namespace hotwatch
{

/// The form where it can be opened; else its words, with a button that opens it where there are buttons: a mention or a
/// direct message cannot open one by itself, a shell never. `action_id` and `value` are the button's.
Outcome ask_by_form(const Request& request, Modal form, std::string action_id, std::string value);

}  // namespace hotwatch
