// Modals and Home tabs: opening, stacking, replacing and closing them (platform sections 11.4 and 11.5).
#include "views.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "block_kit.hpp"
#include "content.hpp"

namespace slack_sim
{

namespace
{

constexpr std::size_t most_stacked = 3;
constexpr std::size_t most_view_bytes = 250'000;

Json or_null(const Json& object, std::string_view key)
{
    const auto value = object.find(key);
    return value == object.end() ? Json{} : *value;
}

/// What a form holds before anybody types: initial_* of its elements.
Json initial_values(const Json& blocks)
{
    constexpr std::pair<std::string_view, std::string_view> initials[] = {
        {"initial_value", "value"},
        {"initial_option", "selected_option"},
        {"initial_options", "selected_options"},
        {"initial_date", "selected_date"},
        {"initial_time", "selected_time"},
        {"initial_date_time", "selected_date_time"},
        {"initial_user", "selected_user"},
        {"initial_users", "selected_users"},
        {"initial_conversation", "selected_conversation"},
        {"initial_channel", "selected_channel"}};
    Json values = Json::object();
    for (const Json& block : blocks)
    {
        if (block.at("type") != "input")
            continue;
        const Json& element = block.at("element");
        for (const auto& [initial, value] : initials)
            if (const auto given = element.find(initial); given != element.end())
                values[block.at("block_id").get<std::string>()][element.value("action_id", "")] = {
                    {"type", element.at("type")}, {std::string{value}, *given}};
    }
    return values;
}

}  // namespace

Json Views::refusal_of(const Json& view) const
{
    const auto problems = view_problems(view);
    if (!problems.empty())
    {
        Json answer = failure("invalid_arguments");
        answer["response_metadata"]["messages"] = problems;
        return answer;
    }
    if (view.dump(-1, ' ', false, Json::error_handler_t::replace).size() > most_view_bytes)
        return failure("view_too_large");
    return nullptr;
}

bool Views::is_external_id_taken(const Json& body, std::string_view except) const
{
    const std::string id = body.value("external_id", "");
    if (id.empty())
        return false;
    const auto has_it = [&](const View& view) { return view.id != except && view.body.value("external_id", "") == id; };
    return std::ranges::any_of(stacks_, [&](const auto& stack) { return std::ranges::any_of(stack.second, has_it); }) ||
           std::ranges::any_of(homes_, [&](const auto& home) { return has_it(home.second); });
}

View Views::make(const std::string& user, const Json& body)
{
    View view;
    view.id = ground_.id("V0", 9);
    view.user = user;
    view.root = view.id;
    replace(view, body);
    view.entered = initial_values(view.body.at("blocks"));
    return view;
}

void Views::replace(View& view, const Json& body)
{
    view.body = body;
    name_blocks(ground_, view.body["blocks"]);
    view.hash = fmt::format("{}.{}", ground_.epoch_seconds(), ground_.hex(8));
    view.errors = Json::object();
}

Json Views::open(const std::string& trigger, const Json& view)
{
    if (Json refused = refusal_of(view); !refused.is_null())
        return refused;
    if (view.at("type") != "modal")
        return failure("invalid_arguments");
    if (is_external_id_taken(view, ""))
        return failure("duplicate_external_id");
    const auto use = triggers_.use(trigger);
    if (!use.trigger)
        return failure(use.error);
    auto& stack = stacks_[use.trigger->user];
    stack.clear();
    stack.push_back(make(use.trigger->user, view));
    return answer(stack.back());
}

Json Views::push(const std::string& trigger, const Json& view)
{
    if (Json refused = refusal_of(view); !refused.is_null())
        return refused;
    if (is_external_id_taken(view, ""))
        return failure("duplicate_external_id");
    const auto use = triggers_.use(trigger);
    if (!use.trigger)
        return failure(use.error);
    auto& stack = stacks_[use.trigger->user];
    if (use.trigger->view.empty() || stack.empty())
        return failure("invalid_trigger_id");  // only an interaction in a modal may stack another on it
    if (stack.size() >= most_stacked)
        return failure("push_limit_reached");
    View next = make(use.trigger->user, view);
    next.previous = stack.back().id;
    next.root = stack.front().id;
    stack.push_back(std::move(next));
    return answer(stack.back());
}

Json Views::update(const std::string& view_id, const std::string& external_id, const std::string& hash,
                   const Json& view)
{
    if (Json refused = refusal_of(view); !refused.is_null())
        return refused;
    View* target = view_id.empty() ? nullptr : find(view_id);
    if (target == nullptr && !external_id.empty())
        for (auto& [user, stack] : stacks_)
            for (View& candidate : stack)
                if (candidate.body.value("external_id", "") == external_id)
                    target = &candidate;
    if (target == nullptr)
        return failure("not_found");
    if (!hash.empty() && hash != target->hash)
        return failure("hash_conflict");
    if (is_external_id_taken(view, target->id))
        return failure("duplicate_external_id");
    replace(*target, view);
    const Json initial = initial_values(target->body.at("blocks"));
    for (const auto& [block, value] : initial.items())
        if (!target->entered.contains(block))
            target->entered[block] = value;
    return answer(*target);
}

Json Views::publish(const std::string& user, const std::string& hash, const Json& view)
{
    if (Json refused = refusal_of(view); !refused.is_null())
        return refused;
    if (view.at("type") != "home")
        return failure("invalid_arguments");
    const auto home = homes_.find(user);
    if (!hash.empty() && home != homes_.end() && hash != home->second.hash)
        return failure("hash_conflict");
    if (is_external_id_taken(view, home == homes_.end() ? "" : home->second.id))
        return failure("duplicate_external_id");
    if (home != homes_.end())
    {
        replace(home->second, view);
        return answer(home->second);
    }
    return answer(homes_[user] = make(user, view));
}

std::string Views::answer_submission(const std::string& view_id, const Json& payload)
{
    View* const view = find(view_id);
    if (view == nullptr)
        return "";  // closed by its person meanwhile
    auto& stack = stacks_[view->user];
    const std::string action = payload.is_object() ? payload.value("response_action", "") : "";
    if (action.empty())
    {
        std::erase_if(stack, [&](const View& v) { return v.id == view_id; });
        return payload.is_null() ? "" : "view_submission ack payload without response_action";
    }
    if (action == "clear")
    {
        stack.clear();
        return "";
    }
    if (action == "errors")
    {
        const Json errors = payload.value("errors", Json{});
        if (!errors.is_object() || errors.empty())
            return "view_submission ack: errors is empty";
        for (const auto& [block_id, text] : errors.items())
        {
            const auto is_it = [&](const Json& block)
            { return block.value("type", "") == "input" && block.value("block_id", "") == block_id; };
            if (!std::ranges::any_of(view->body.at("blocks"), is_it))
                return "view_submission ack: errors names " + block_id + ", which is no input block";
        }
        view->errors = errors;
        return "";
    }
    const Json next = payload.value("view", Json{});
    if ((action != "update" && action != "push") || !refusal_of(next).is_null())
        return "view_submission ack: " + action + " refused: " + refusal_of(next).dump();
    if (action == "update")
    {
        replace(*view, next);
        view->entered = initial_values(view->body.at("blocks"));
        return "";
    }
    if (stack.size() >= most_stacked)
        return "view_submission ack: push_limit_reached";
    View pushed = make(view->user, next);
    pushed.previous = view->id;
    pushed.root = stack.front().id;
    stack.push_back(std::move(pushed));
    return "";
}

View* Views::top(const std::string& user)
{
    const auto stack = stacks_.find(user);
    return stack == stacks_.end() || stack->second.empty() ? nullptr : &stack->second.back();
}

const View* Views::top(const std::string& user) const
{
    const auto stack = stacks_.find(user);
    return stack == stacks_.end() || stack->second.empty() ? nullptr : &stack->second.back();
}

View* Views::find(const std::string& view_id)
{
    for (auto& [user, stack] : stacks_)
        if (const auto found = std::ranges::find(stack, view_id, &View::id); found != stack.end())
            return &*found;
    for (auto& [user, home] : homes_)
        if (home.id == view_id)
            return &home;
    return nullptr;
}

void Views::close_top(const std::string& user)
{
    if (auto& stack = stacks_[user]; !stack.empty())
        stack.pop_back();
}

Json Views::shown(const View& view) const
{
    const Config& config = ground_.config;
    return {{"id", view.id},
            {"team_id", config.team_id},
            {"type", view.body.at("type")},
            {"blocks", view.body.at("blocks")},
            {"private_metadata", view.body.value("private_metadata", "")},
            {"callback_id", view.body.value("callback_id", "")},
            {"state", {{"values", view.entered}}},
            {"hash", view.hash},
            {"title", or_null(view.body, "title")},
            {"clear_on_close", view.body.value("clear_on_close", false)},
            {"notify_on_close", view.body.value("notify_on_close", false)},
            {"close", or_null(view.body, "close")},
            {"submit", or_null(view.body, "submit")},
            {"previous_view_id", view.previous.empty() ? Json{} : Json(view.previous)},
            {"root_view_id", view.root},
            {"app_id", config.app_id},
            {"external_id", view.body.value("external_id", "")},
            {"app_installed_team_id", config.team_id},
            {"bot_id", config.bot_id}};
}

}  // namespace slack_sim
