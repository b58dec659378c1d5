// Interactive elements inside blocks: buttons, menus, inputs, options, confirmations (platform section 15.1).
#include "block_kit.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace slack_sim
{

namespace
{

constexpr std::array text_inputs{"plain_text_input", "number_input", "email_text_input", "url_text_input"};
constexpr std::array pickers{"datepicker",           "timepicker",         "datetimepicker",
                             "users_select",         "multi_users_select", "conversations_select",
                             "channels_select",      "external_select",    "multi_conversations_select",
                             "multi_channels_select"};
constexpr std::array choosers{"static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons"};

bool is_in(const auto& list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

}  // namespace

void BlockCheck::element(const Json& element, const Place& at, Spot spot)
{
    if (!element.is_object())
        return add("must provide an object", at);
    const auto field = element.find("type");
    if (field == element.end() || !field->is_string())
        return add("missing required field: type", at);
    const std::string& type = field->get_ref<const std::string&>();
    if (type == "image" && spot == Spot::accessory)
        return image(element, at, true);
    const bool is_typed = is_in(text_inputs, type);
    if (is_typed ? spot != Spot::input : spot == Spot::input && (type == "button" || type == "overflow"))
        return add("unsupported type: " + type, Place{at, "type"});

    unique(action_ids_, element, "action_id", at);
    if (element.contains("confirm"))
        confirm(element.at("confirm"), Place{at, "confirm"});
    if (element.contains("placeholder"))
        text_object(element.at("placeholder"), Place{at, "placeholder"}, Kind::plain, 150);
    if (type == "button")
        button(element, at);
    else if (is_in(choosers, type))
        choices(element, at);
    else if (is_typed)
    {
        const auto most = element.find("max_length");
        const auto length = most != element.end() && most->is_number_integer() ? most->get<std::int64_t>() : 0;
        if (most != element.end() && (length < 1 || length > 3000))
            add("must be less than 3001", Place{at, "max_length"});
        string_field(element, "initial_value", at, 0, 3000);
    }
    else if (!is_in(pickers, type))
        add("unsupported type: " + type, Place{at, "type"});
}

void BlockCheck::button(const Json& element, const Place& at)
{
    only(element, {"type", "text", "action_id", "value", "url", "style", "confirm", "accessibility_label"}, at);
    if (required(element, "text", at))
        text_object(element.at("text"), Place{at, "text"}, Kind::plain, 75);
    string_field(element, "value", at, 0, 2000);
    string_field(element, "url", at, 1, 3000);
    string_field(element, "accessibility_label", at, 1, 75);
    if (const auto style = element.find("style"); style != element.end() && *style != "primary" && *style != "danger")
        add("must be one of: primary, danger", Place{at, "style"});
}

void BlockCheck::choices(const Json& element, const Place& at)
{
    const std::string& type = element.at("type").get_ref<const std::string&>();
    const bool is_menu = type == "static_select" || type == "multi_static_select";
    if (is_menu && element.contains("option_groups"))
    {
        const Json& groups = element.at("option_groups");
        const Place here{at, "option_groups"};
        if (!groups.is_array() || groups.empty())
            return add("must provide an array with at least 1 item", here);
        if (groups.size() > 100)
            return add("no more than 100 items allowed", here);
        for (std::size_t i = 0; i < groups.size(); ++i)
        {
            const Place group{here, i};
            if (!groups[i].is_object())
            {
                add("must provide an object", group);
                continue;
            }
            if (required(groups[i], "label", group))
                text_object(groups[i].at("label"), Place{group, "label"}, Kind::plain, 75);
            options(groups[i], "options", group, 100);
        }
        return;
    }
    options(element, "options", at, is_menu ? 100 : (type == "overflow" ? 5 : 10));
}

void BlockCheck::options(const Json& element, std::string_view key, const Place& at, std::size_t most)
{
    if (!required(element, key, at))
        return;
    const Json& list = *element.find(key);
    const Place here{at, key};
    if (!list.is_array() || list.empty())
        return add("must provide an array with at least 1 item", here);
    if (list.size() > most)
        return add(fmt::format("no more than {} items allowed", most), here);
    for (std::size_t i = 0; i < list.size(); ++i)
        option(list[i], Place{here, i});
}

void BlockCheck::option(const Json& option, const Place& at)
{
    if (!option.is_object())
        return add("must provide an object", at);
    only(option, {"text", "value", "description", "url"}, at);
    if (required(option, "text", at))
        text_object(option.at("text"), Place{at, "text"}, Kind::any, 75);
    string_field(option, "value", at, 1, 75, true);
    if (option.contains("description"))
        text_object(option.at("description"), Place{at, "description"}, Kind::any, 75);
}

void BlockCheck::confirm(const Json& dialog, const Place& at)
{
    if (!dialog.is_object())
        return add("must provide an object", at);
    only(dialog, {"title", "text", "confirm", "deny", "style"}, at);
    if (required(dialog, "title", at))
        text_object(dialog.at("title"), Place{at, "title"}, Kind::plain, 100);
    if (required(dialog, "text", at))
        text_object(dialog.at("text"), Place{at, "text"}, Kind::any, 300);
    if (required(dialog, "confirm", at))
        text_object(dialog.at("confirm"), Place{at, "confirm"}, Kind::plain, 30);
    if (required(dialog, "deny", at))
        text_object(dialog.at("deny"), Place{at, "deny"}, Kind::plain, 30);
}

std::vector<std::string> view_problems(const Json& view)
{
    const Place at{"view"};
    const bool is_home = view.is_object() && view.contains("type") && view.at("type") == "home";
    BlockCheck check{is_home ? Surface::home : Surface::modal};
    if (!view.is_object())
        check.add("must provide an object", at);
    else if (!view.contains("type"))
    {
        check.add("failed to match all allowed schemas", at);
        check.add("missing required field: type", at);
    }
    else
    {
        const bool is_modal = view.at("type") == "modal";
        if (!is_modal && !is_home)
            check.add("must be one of: modal, home", Place{at, "type"});
        check.only(view,
                   {"type", "title", "blocks", "submit", "close", "private_metadata", "callback_id", "clear_on_close",
                    "notify_on_close", "external_id", "submit_disabled"},
                   at);
        if (check.required(view, "blocks", at))
            check.blocks(view.at("blocks"), Place{at, "blocks"});
        if (is_modal && check.required(view, "title", at))
            check.text_object(view.at("title"), Place{at, "title"}, BlockCheck::Kind::plain, 24);
        for (const std::string_view label : {"submit", "close"})
            if (const auto text = view.find(label); text != view.end() && !text->is_null())
                check.text_object(*text, Place{at, label}, BlockCheck::Kind::plain, 24);
        if (is_modal && check.has_input() && (!view.contains("submit") || view.at("submit").is_null()))
            check.add("missing required field: submit", at);
        check.string_field(view, "private_metadata", at, 0, 3000);
        check.string_field(view, "callback_id", at, 0, 255);
        check.string_field(view, "external_id", at, 0, 255);
    }
    auto problems = check.take();
    for (std::string& problem : problems)
        problem.insert(0, "[ERROR] ");
    return problems;
}

}  // namespace slack_sim
