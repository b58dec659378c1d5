#include "commands/oncall/modal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/blocks.hpp"
#include "commands/oncall/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
using nlohmann::json;

constexpr std::size_t choice_length = 75;  // of an option's value (platform section 15.1)

json text_field(std::string_view id, std::string label_text, std::string hint, int most, bool optional,
                std::string value = {})
{
    blocks::TextField field;
    field.block_id = id;
    field.label = std::move(label_text);
    field.hint = std::move(hint);
    field.value = std::move(value);
    field.max_length = most;
    field.optional = optional;
    return blocks::input(field);
}
}  // namespace

Modal override_form(Role role, const UserId& user, const Reader& reader)
{
    std::vector<blocks::Choice> roles;
    for (const auto each : every_role)
        roles.push_back({std::string{role_title(each)}, std::string{role_name(each)}});
    const json all = json::array({
        blocks::select(std::string{field_role}, "Role", roles, role_name(role)),
        blocks::user_select(std::string{field_person}, "Who is on call instead", user),
        text_field(field_from, "From", "Such as now, fri 09:00 or 2026-11-24 18:00, in your time zone.", 40, false,
                   "now"),
        text_field(field_to, "Until", "Such as 18:00, +4h or sat 09:00, in your time zone. At most 14 days later.", 40,
                   false),
        text_field(field_reason, "Why", "Those whom it concerns and the support channel read it.", 300, true),
    });
    return {
        blocks::view("oncall.override", "Change who is on call", "Change", "", all).dump(),
        render_text(fmt::format("A change needs the role, the person and the time. For example: `{} override primary "
                                "@somebody from fri 09:00 to fri 18:00 dentist`",
                                reader.command))};
}

Modal link_form(const std::vector<std::string>& names, const std::string& name, const Reader& reader)
{
    std::vector<blocks::Choice> choices;
    for (const auto& each : names)
        choices.push_back({each, choice_of_name(each)});
    const json all = json::array({
        blocks::select(std::string{field_name}, "Name in the plan", choices, choice_of_name(name)),
        blocks::user_select(std::string{field_person}, "Who that is in Slack", UserId{}),
    });
    return {blocks::view("oncall.link", "Link a name", "Link", "", all).dump(),
            render_text(fmt::format("A link needs the name in the plan and the person. For example: `{}`",
                                    link_example(name.empty() ? names.front() : name, reader.command)))};
}

std::string choice_of_name(std::string_view name)
{
    return blocks::cut(name, choice_length);
}

}  // namespace hotwatch::oncall
