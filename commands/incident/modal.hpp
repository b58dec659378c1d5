// The forms of /incident, and how to say the same in words. Pure.
#pragma once

#include <string>
#include <vector>

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
inline constexpr std::string_view field_at = "at";
inline constexpr std::string_view field_role = "role";
inline constexpr std::string_view field_person = "person";
inline constexpr std::string_view field_target = "target";

Modal declare_form(const Policy& policy, Severity severity);
Modal update_form(const View& view);
Modal resolve_form(const View& view);
Modal reopen_form(const View& view);
Modal cancel_form(const View& view);
/// `others`: what it may become part of.
Modal merge_form(const View& view, const std::vector<Incident>& others);
Modal report_form(const View& view);
Modal severity_form(const View& view, const Policy& policy);
Modal assign_form(const View& view, IncidentRole chosen);
Modal note_form(const View& view);

/// What a form carries to say which incident it is about, and as of which version.
std::string form_metadata(const Incident& incident);

}  // namespace hotwatch::incident
