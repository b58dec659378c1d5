// auth.test, apps.connections.open, users.*, usergroups.*, views.*.
#include <algorithm>

#include <fmt/format.h>

#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

Json group_json(const Slack& slack, const Group& group)
{
    return {{"id", group.id},
            {"team_id", slack.config.team_id},
            {"is_usergroup", true},
            {"name", group.name},
            {"description", ""},
            {"handle", group.handle},
            {"is_external", false},
            {"date_create", group.created},
            {"date_update", group.updated},
            {"date_delete", 0},
            {"auto_type", nullptr},
            {"created_by", "USLACKBOT"},
            {"updated_by", "USLACKBOT"},
            {"deleted_by", nullptr},
            {"prefs", {{"channels", Json::array()}, {"groups", Json::array()}}},
            {"user_count", group.users.size()}};
}

Json not_json()
{
    Json answer = failure("invalid_arguments");
    answer["response_metadata"]["messages"] = {"[ERROR] failed to parse JSON [json-pointer:/view]"};
    return answer;
}

}  // namespace

Json auth_test(Slack& slack, const Args&)
{
    const Config& config = slack.config;
    return {{"ok", true},
            {"url", fmt::format("https://{}.slack.com/", config.team_domain)},
            {"team", "HotDash"},
            {"user", config.bot_name},
            {"team_id", config.team_id},
            {"user_id", config.bot_user_id},
            {"bot_id", config.bot_id},
            {"is_enterprise_install", false}};
}

Json apps_connections_open(Slack& slack, const Args&)
{
    if (!slack.sockets.is_enabled)
        return failure("access_denied");  // how Slack names this is not recorded
    return {{"ok", true}, {"url", slack.sockets.new_url()}};
}

Json users_info(Slack& slack, const Args& args)
{
    const User* const user = slack.workspace.user(args.text("user"));
    if (user == nullptr || user->id != args.text("user"))
        return failure("user_not_found");
    if (!user->team_id.empty())
        return failure("user_not_visible");
    return {{"ok", true}, {"user", user_json(slack, *user)}};
}

Json users_list(Slack& slack, const Args& args)
{
    const auto& users = slack.workspace.users();
    const Page page = page_of(args, users.size(), users.size(), 1000);
    if (!page.error.empty())
        return failure(page.error);
    Json members = Json::array();
    for (std::size_t i = page.begin; i < page.end; ++i)
        if (users[i].team_id.empty())
            members.push_back(user_json(slack, users[i]));
    return {{"ok", true},
            {"members", std::move(members)},
            {"cache_ts", slack.epoch_seconds()},
            {"response_metadata", {{"next_cursor", page.next}}}};
}

Json users_lookup_by_email(Slack& slack, const Args& args)
{
    for (const User& user : slack.workspace.users())
        if (!user.is_deleted && !user.is_bot &&
            fmt::format("{}@{}.example.com", user.name, slack.config.team_domain) == args.text("email"))
            return {{"ok", true}, {"user", user_json(slack, user)}};
    return failure("users_not_found");
}

Json usergroups_list(Slack& slack, const Args& args)
{
    Json groups = Json::array();
    for (const Group& group : slack.workspace.groups())
    {
        Json shown = group_json(slack, group);
        if (args.flag("include_users"))
            shown["users"] = group.users;
        groups.push_back(std::move(shown));
    }
    return {{"ok", true}, {"usergroups", std::move(groups)}};
}

Json usergroups_users_list(Slack& slack, const Args& args)
{
    const Group* const group = slack.workspace.group(args.text("usergroup"));
    if (group == nullptr || group->id != args.text("usergroup"))
        return failure("no_such_subteam");
    return {{"ok", true}, {"users", group->users}};
}

Json usergroups_users_update(Slack& slack, const Args& args)
{
    Group* const group = slack.workspace.group(args.text("usergroup"));
    if (group == nullptr || group->id != args.text("usergroup"))
        return failure("no_such_subteam");
    const auto ids = split_list(args.text("users"));
    if (ids.empty())
        return failure("no_users_provided");
    for (const std::string& id : ids)
        if (const User* user = slack.workspace.user(id); user == nullptr || user->id != id || user->is_deleted)
            return failure("invalid_users");
    group->users = ids;
    group->updated = slack.epoch_seconds();
    Json shown = group_json(slack, *group);
    shown["users"] = group->users;
    slack.tell({{"type", "subteam_updated"}, {"subteam", shown}}, nullptr);
    return {{"ok", true}, {"usergroup", std::move(shown)}};
}

Json views_open(Slack& slack, const Args& args)
{
    const Json view = args.structure("view");
    return view.is_discarded() ? not_json() : slack.views.open(args.text("trigger_id"), view);
}

Json views_push(Slack& slack, const Args& args)
{
    const Json view = args.structure("view");
    return view.is_discarded() ? not_json() : slack.views.push(args.text("trigger_id"), view);
}

Json views_update(Slack& slack, const Args& args)
{
    const Json view = args.structure("view");
    return view.is_discarded()
               ? not_json()
               : slack.views.update(args.text("view_id"), args.text("external_id"), args.text("hash"), view);
}

Json views_publish(Slack& slack, const Args& args)
{
    const Json view = args.structure("view");
    if (view.is_discarded())
        return not_json();
    const User* const user = slack.workspace.user(args.text("user_id"));
    if (user == nullptr || user->id != args.text("user_id"))
    {
        Json answer = failure("invalid_arguments");
        answer["response_metadata"]["messages"] = {"invalid `user_id`"};
        return answer;
    }
    return slack.views.publish(user->id, args.text("hash"), view);
}

}  // namespace slack_sim
