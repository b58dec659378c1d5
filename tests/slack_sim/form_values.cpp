// What a person types or chooses, as the value of a form's element (platform section 11.4).
#include <algorithm>

#include "people.hpp"

namespace slack_sim
{

namespace
{

std::optional<Json> option_named(const Json& element, const std::string& name)
{
    const auto find_in = [&](const Json& options) -> std::optional<Json>
    {
        for (const Json& option : options)
            if (option.at("text").value("text", "") == name || option.value("value", "") == name)
                return option;
        return std::nullopt;
    };
    if (element.contains("options"))
        return find_in(element.at("options"));
    if (element.contains("option_groups"))
        for (const Json& group : element.at("option_groups"))
            if (auto option = find_in(group.at("options")))
                return option;
    return std::nullopt;
}

Json typed(const Json& element, const char* key, Json value)
{
    return {{"type", element.at("type")}, {key, std::move(value)}};
}

}  // namespace

std::optional<Json> entered_value(Slack& slack, const Json& element, const std::string& text)
{
    const std::string type = element.at("type").get<std::string>();
    if (type.ends_with("_input"))
        return typed(element, "value", text);
    if (text.empty())
        return typed(element, "value", nullptr);  // a choice taken back
    if (type == "static_select" || type == "radio_buttons" || type == "external_select")
    {
        const auto option = option_named(element, text);
        return option ? std::optional{typed(element, "selected_option", *option)} : std::nullopt;
    }
    if (type == "checkboxes" || type == "multi_static_select")
    {
        Json chosen = Json::array();
        for (const std::string& name : split_list(text))
        {
            const auto option = option_named(element, name);
            if (!option)
                return std::nullopt;
            chosen.push_back(*option);
        }
        return typed(element, "selected_options", std::move(chosen));
    }
    if (type == "users_select" || type == "multi_users_select")
    {
        Json chosen = Json::array();
        for (const std::string& name : split_list(text))
        {
            const User* const user = slack.workspace.user(name);
            if (user == nullptr)
                return std::nullopt;
            chosen.push_back(user->id);
        }
        return type == "users_select" ? typed(element, "selected_user", chosen.front())
                                      : typed(element, "selected_users", std::move(chosen));
    }
    if (type == "channels_select" || type == "conversations_select")
    {
        const Channel* const channel = slack.workspace.channel_called(text);
        if (channel == nullptr)
            return std::nullopt;
        return typed(element, type == "channels_select" ? "selected_channel" : "selected_conversation", channel->id);
    }
    if (type == "datepicker")
        return typed(element, "selected_date", text);
    if (type == "timepicker")
        return typed(element, "selected_time", text);
    if (type == "datetimepicker" && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return typed(element, "selected_date_time", std::stoll(text));
    return std::nullopt;
}

}  // namespace slack_sim
