// What is said about the commands themselves: help, unknown verbs and flags, what this version cannot do. Made from the
// table.
#pragma once

#include <string_view>

#include "commands/grammar.hpp"
#include "commands/reply.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

/// "/incident", or the name that the configuration gives it.
std::string shown_name(std::string_view command, const Policy& policy);

Message render_unknown_verb(const Words& words, const Policy& policy);
Message render_unknown_flag(const Verb& verb, std::string_view flag, const Policy& policy);
Message render_not_built_in(std::string_view command, const Policy& policy);
/// A loose phrase that might be meant as a declaration, with one Declare button.
Message render_suggestion(const std::string& declaration);

}  // namespace hotwatch
