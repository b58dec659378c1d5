#include "bot/manifest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/scopes.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
using nlohmann::ordered_json;

const std::string umbrella_hint = "incident declare P1 <title> | oncall | status | help";

std::string registered_name(std::string_view command, const std::map<std::string, std::string>& names)
{
    if (const auto found = names.find(std::string{command}); found != names.end() && !found->second.empty())
        return found->second;
    return command == "status" ? "/svc" : fmt::format("/{}", command);  // Slack keeps /status for itself
}

/// "declare | ack | update | help": what can follow the command; an example first where that is people's own words.
std::string usage_hint(std::string_view command)
{
    const auto* bare = find_verb(command, "");
    std::string hint{bare != nullptr && bare->takes_text ? bare->example : std::string_view{}};
    for (const auto& verb : verbs())
        if (verb.command == command && !verb.name.empty() && (!verb.help.empty() || verb.name == "help"))
            hint += fmt::format("{}{}", hint.empty() ? "" : " | ", verb.name);
    return hint;
}

bool is_built_in(std::string_view command)
{
    const auto* bare = find_verb(command, "");
    return bare != nullptr && bare->handler != nullptr;
}

ordered_json slash_commands(const std::map<std::string, std::string>& names)
{
    auto list = ordered_json::array();
    for (const auto& command : commands())
    {
        ordered_json row{{"command", registered_name(command.name, names)},
                         {"description", is_built_in(command.name)
                                             ? std::string{command.about}
                                             : fmt::format("{} (not built into this version)", command.about)}};
        if (const auto hint = command.name == "hotwatch" ? umbrella_hint : usage_hint(command.name); !hint.empty())
            row["usage_hint"] = hint;
        row["should_escape"] = true;
        list.push_back(std::move(row));
    }
    return list;
}

ordered_json shortcuts()
{
    auto list = ordered_json::array();
    for (const auto& shortcut : slack::shortcuts())
        list.push_back({{"name", shortcut.name},
                        {"type", shortcut.type},
                        {"callback_id", shortcut.callback_id},
                        {"description", shortcut.description}});
    return list;
}

template <class Table>
ordered_json names_of(const Table& table)
{
    auto list = ordered_json::array();
    for (const auto& row : table)
        list.push_back(row.name);
    return list;
}
}  // namespace

ordered_json make_manifest(const std::map<std::string, std::string>& command_names)
{
    return {
        {"_metadata", {{"major_version", 1}}},
        {"display_information",
         {{"name", "Hotwatch"},
          {"description", "Who is on call, and incidents from declare to resolve"},
          {"background_color", "#8a1f11"}}},
        {"features",
         {{"app_home",
           {{"home_tab_enabled", false}, {"messages_tab_enabled", true}, {"messages_tab_read_only_enabled", false}}},
          {"bot_user", {{"display_name", "hotwatch"}, {"always_online", true}}},
          {"shortcuts", shortcuts()},
          {"slash_commands", slash_commands(command_names)}}},
        {"oauth_config", {{"scopes", {{"bot", names_of(slack::scopes())}}}}},
        {"settings",
         {{"event_subscriptions", {{"bot_events", names_of(slack::events())}}},
          {"interactivity", {{"is_enabled", true}}},
          {"org_deploy_enabled", false},
          {"socket_mode_enabled", true},
          {"token_rotation_enabled", false}}},
    };
}

}  // namespace hotwatch
