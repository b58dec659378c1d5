// Forms: what a person may enter, what Slack's client refuses by itself, submissions and closings (platform 11.4).
#include <algorithm>

#include <fmt/format.h>

#include "block_kit.hpp"
#include "payloads.hpp"
#include "people.hpp"

namespace slack_sim
{

namespace
{

std::string label_of(const Json& block)
{
    return block.at("label").value("text", "");
}

Json* input_named(View& view, const std::string& name)
{
    for (Json& block : view.body["blocks"])
        if (block.at("type") == "input" && (block.at("block_id") == name || label_of(block) == name))
            return &block;
    return nullptr;
}

/// What the client itself objects to before it sends the form, "" where nothing.
std::string client_objection(const View& view, const Json& block)
{
    const Json& element = block.at("element");
    const auto& values = view.entered;
    const std::string block_id = block.at("block_id").get<std::string>();
    const auto entered = values.find(block_id);
    const bool is_empty = entered == values.end() || entered->empty();
    if (is_empty)
        return block.value("optional", false) ? "" : "Please complete this required field.";
    const Json& value = *entered->begin();
    if (!value.contains("value") || !value.at("value").is_string())
        return "";
    const std::size_t length = utf16_length(value.at("value").get_ref<const std::string&>());
    if (length < element.value("min_length", std::size_t{0}))
        return "Please enter more characters.";
    return length > element.value("max_length", std::size_t{3000}) ? "Please enter fewer characters." : "";
}

/// state.values with every input of the form; those left empty hold null.
Json state_values(const View& view)
{
    Json values = Json::object();
    for (const Json& block : view.body.at("blocks"))
    {
        if (block.at("type") != "input")
            continue;
        const Json& element = block.at("element");
        const std::string block_id = block.at("block_id").get<std::string>();
        const std::string action_id = element.at("action_id").get<std::string>();
        if (view.entered.contains(block_id))
            values[block_id] = view.entered.at(block_id);
        else if (const std::string type = element.at("type").get<std::string>(); type.ends_with("_input"))
            values[block_id][action_id] = {{"type", type}, {"value", nullptr}};
        else if (type == "checkboxes" || type == "multi_static_select")
            values[block_id][action_id] = {{"type", type}, {"selected_options", Json::array()}};
        else if (type.find("users") != std::string::npos)
            values[block_id][action_id] = {{"type", type}, {"selected_user", nullptr}};
        else if (type.ends_with("picker"))
            values[block_id][action_id] = {{"type", type},
                                           {type == "timepicker" ? "selected_time" : "selected_date", nullptr}};
        else
            values[block_id][action_id] = {{"type", type}, {"selected_option", nullptr}};
    }
    return values;
}

void follow_answer(Slack& slack, const std::string& view_id, const std::string& key, const Json& payload)
{
    const std::string wrong = slack.views.answer_submission(view_id, payload);
    if (wrong.empty())
        return;
    slack.ledger.violations.push_back(wrong);
    if (slack.acting_key == key)
        slack.says = "connection_error";
}

}  // namespace

std::string person_submits(Slack& slack, std::string_view user_name, const std::map<std::string, std::string>& given)
{
    slack.says.clear();
    const User* const user = slack.workspace.user(user_name);
    View* const view = user == nullptr ? nullptr : slack.views.top(user->id);
    if (view == nullptr)
    {
        slack.says = user == nullptr ? "user_not_found" : "no_form_open";
        return "";
    }
    for (const auto& [name, text] : given)
    {
        const Json* const block = input_named(*view, name);
        const auto value = block == nullptr ? std::nullopt : entered_value(slack, block->at("element"), text);
        if (!value)
        {
            slack.says = (block == nullptr ? "no_such_field: " : "not_a_choice: ") + name;
            return "";
        }
        const std::string block_id = block->at("block_id").get<std::string>();
        if (text.empty())
            view->entered.erase(block_id);
        else
            view->entered[block_id] = {{block->at("element").at("action_id").get<std::string>(), *value}};
    }
    view->errors = Json::object();
    for (const Json& block : view->body.at("blocks"))
        if (block.at("type") == "input")
            if (const std::string objection = client_objection(*view, block); !objection.empty())
                view->errors[block.at("block_id").get<std::string>()] = objection;
    if (!view->errors.empty())
    {
        slack.says = "form_incomplete";
        return "";
    }
    Json shown = slack.views.shown(*view);
    shown["state"]["values"] = state_values(*view);
    const std::string trigger = slack.triggers.issue(user->id, view->id);
    Json payload{{"type", "view_submission"},
                 {"team", team_json(slack.config)},
                 {"user", user_brief(slack.config, *user)},
                 {"api_app_id", slack.config.app_id},
                 {"token", "simulated-verification-token"},
                 {"trigger_id", trigger},
                 {"view", std::move(shown)},
                 {"response_urls", Json::array()},
                 {"is_enterprise_install", false},
                 {"enterprise", nullptr}};
    return send_interaction(slack, std::move(payload), view->body.value("callback_id", ""), true,
                            [&slack, id = view->id, trigger](const Json& answer)
                            { follow_answer(slack, id, trigger, answer); });
}

void person_closes_form(Slack& slack, std::string_view user_name)
{
    slack.says.clear();
    const User* const user = slack.workspace.user(user_name);
    View* const view = user == nullptr ? nullptr : slack.views.top(user->id);
    if (view == nullptr)
    {
        slack.says = "no_form_open";
        return;
    }
    const bool is_told = view->body.value("notify_on_close", false);
    Json payload{{"type", "view_closed"},
                 {"team", team_json(slack.config)},
                 {"user", user_brief(slack.config, *user)},
                 {"api_app_id", slack.config.app_id},
                 {"token", "simulated-verification-token"},
                 {"view", slack.views.shown(*view)},
                 {"is_cleared", false},
                 {"is_enterprise_install", false},
                 {"enterprise", nullptr}};
    payload["view"]["state"]["values"] = Json::object();
    const std::string what = view->body.value("callback_id", "");
    slack.views.close_top(user->id);
    if (is_told)
        send_interaction(slack, std::move(payload), what, false, nullptr);
}

}  // namespace slack_sim
