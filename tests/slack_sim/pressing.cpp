// Pressing buttons and choosing from menus, on messages and in open forms (platform section 11.1).
#include <algorithm>

#include <fmt/format.h>

#include "payloads.hpp"
#include "people.hpp"

namespace slack_sim
{

namespace
{

struct Press
{
    Json block_id, element;
    Json chosen;  // the option, for menus; null for buttons
};

bool reads(const Json& object, std::string_view key, std::string_view label)
{
    const auto text = object.find(key);
    return text != object.end() && text->is_object() && text->value("text", "") == label;
}

/// The pressed element, if `element` is the one called `label`: a button's text or action_id, or an option of a menu.
std::optional<Press> press_of(const Json& block, const Json& element, std::string_view label)
{
    const std::string type = element.value("type", "");
    const Json id = block.value("block_id", "");
    if (type == "button" && (reads(element, "text", label) || element.value("action_id", "") == label))
        return Press{id, element, nullptr};
    if (type != "static_select" && type != "overflow" && type != "radio_buttons")
        return std::nullopt;
    std::vector<Json> options;
    if (element.contains("options"))
        options.insert(options.end(), element.at("options").begin(), element.at("options").end());
    if (element.contains("option_groups"))
        for (const Json& group : element.at("option_groups"))
            options.insert(options.end(), group.at("options").begin(), group.at("options").end());
    for (const Json& option : options)
        if (reads(option, "text", label) || option.value("value", "") == label)
            return Press{id, element, option};
    return std::nullopt;
}

std::optional<Press> find_press(const Json& blocks, std::string_view label)
{
    if (!blocks.is_array())
        return std::nullopt;
    for (const Json& block : blocks)
    {
        if (block.contains("accessory"))
            if (auto press = press_of(block, block.at("accessory"), label))
                return press;
        if (block.value("type", "") == "actions")
            for (const Json& element : block.at("elements"))
                if (auto press = press_of(block, element, label))
                    return press;
    }
    return std::nullopt;
}

Json action_json(Slack& slack, const Press& press)
{
    Json action{{"action_id", press.element.value("action_id", "")},
                {"block_id", press.block_id},
                {"type", press.element.at("type")},
                {"action_ts", slack.next_ts()}};
    if (!press.chosen.is_null())
        action["selected_option"] = press.chosen;
    for (const std::string_view field : {"text", "value", "style", "url"})
        if (const auto given = press.element.find(field); given != press.element.end())
            action[std::string{field}] = *given;
    return action;
}

Json base_payload(Slack& slack, const User& user, const Press& press, const std::string& view_id)
{
    return {{"type", "block_actions"},
            {"user", user_brief(slack.config, user)},
            {"api_app_id", slack.config.app_id},
            {"token", "simulated-verification-token"},
            {"trigger_id", slack.triggers.issue(user.id, view_id)},
            {"team", team_json(slack.config)},
            {"enterprise", nullptr},
            {"is_enterprise_install", false},
            {"actions", Json::array({action_json(slack, press)})}};
}

std::string press_in_form(Slack& slack, const User& user, const View& view, const Press& press)
{
    Json payload = base_payload(slack, user, press, view.id);
    payload["container"] = {{"type", "view"}, {"view_id", view.id}};
    payload["view"] = slack.views.shown(view);
    return send_interaction(slack, std::move(payload), press.element.value("action_id", ""), false, nullptr);
}

std::string press_on_message(Slack& slack, const User& user, Channel& channel, Message& message, const Press& press)
{
    Json payload = base_payload(slack, user, press, "");
    const std::string thread = message.is_reply() ? message.thread_ts : "";
    payload["container"] = {{"type", "message"},
                            {"message_ts", message.ts},
                            {"channel_id", channel.id},
                            {"is_ephemeral", message.is_ephemeral()}};
    if (!thread.empty())
        payload["container"]["thread_ts"] = thread;
    payload["channel"] = {{"id", channel.id}, {"name", name_in_payload(channel)}};
    payload["state"] = {{"values", Json::object()}};
    if (!message.is_ephemeral())
        payload["message"] = message_json(slack, channel, message);
    message.response_url = slack.hooks.open("actions", {channel.id, user.id, message.ts, thread, {}, 0});
    payload["response_url"] = message.response_url;
    return send_interaction(slack, std::move(payload), press.element.value("action_id", ""), false, nullptr);
}

}  // namespace

std::string person_presses(Slack& slack, std::string_view user_name, std::string_view channel_name,
                           std::string_view label, std::string_view ts)
{
    slack.says.clear();
    const User* const user = slack.workspace.user(user_name);
    if (user == nullptr)
    {
        slack.says = "user_not_found";
        return "";
    }
    if (channel_name.empty() || channel_name == "form")
    {
        const View* const view = slack.views.top(user->id);
        const auto press = view == nullptr ? std::nullopt : find_press(view->body.at("blocks"), label);
        if (press)
            return press_in_form(slack, *user, *view, *press);
        slack.says = view == nullptr ? "no_form_open" : "no_such_button";
        return "";
    }
    Channel* const channel = channel_name == "dm" ? slack.workspace.channel_called("dm:" + user->name)
                                                  : slack.workspace.channel_called(channel_name);
    if (channel == nullptr)
    {
        slack.says = "channel_not_found";
        return "";
    }
    for (auto message = channel->messages.rbegin(); message != channel->messages.rend(); ++message)
    {
        const bool is_visible = !message->is_deleted && (!message->is_ephemeral() || message->only_for == user->id);
        if (!is_visible || (!ts.empty() && message->ts != ts))
            continue;
        if (const auto press = find_press(message->blocks, label))
            return press_on_message(slack, *user, *channel, *message, *press);
    }
    slack.says = "no_such_button";
    return "";
}

}  // namespace slack_sim
