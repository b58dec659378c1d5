// The forms of /oncall, and how to say the same in words. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/oncall/words.hpp"
#include "commands/reply.hpp"

namespace hotwatch::oncall
{

// The block ids of the forms' inputs: keys of Request::fields, and of the errors sent back.
inline constexpr std::string_view field_role = "role";
inline constexpr std::string_view field_person = "person";
inline constexpr std::string_view field_from = "from";
inline constexpr std::string_view field_to = "to";
inline constexpr std::string_view field_reason = "reason";
inline constexpr std::string_view field_name = "name";

/// `role` and `user` ("" nobody) are chosen beforehand.
Modal override_form(Role role, const UserId& user, const Reader& reader);

/// `name` ("" none) is chosen beforehand.
Modal link_form(const std::vector<std::string>& names, const std::string& name, const Reader& reader);

/// The name that a choice of link_form stands for: choices are cut where Slack cuts them.
std::string choice_of_name(std::string_view name);

}  // namespace hotwatch::oncall
