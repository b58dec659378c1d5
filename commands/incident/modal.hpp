// The forms of /incident, and how to say the same in words. Pure.
#pragma once

#include <string>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

namespace hotwatch::incident
{

// The block ids of the forms' inputs: keys of Request::fields, and of the errors sent back.
inline constexpr std::string_view field_severity = "severity";
inline constexpr std::string_view field_title = "title";
inline constexpr std::string_view field_service = "service";
inline constexpr std::string_view field_started = "started";
inline constexpr std::string_view field_text = "text";
inline constexpr std::string_view field_eta = "eta";

Modal declare_form(const Policy& policy, Severity severity);
Modal update_form(const View& view);
Modal resolve_form(const View& view);

}  // namespace hotwatch::incident
