// Every Web API method the simulator knows: tier, encoding, scopes, required arguments (platform section 14.2).
#include <algorithm>
#include <array>
#include <unordered_map>

#include "web_api.hpp"

namespace slack_sim
{

namespace
{

constexpr std::size_t tier_2 = 20, tier_3 = 50, tier_4 = 100, hundreds = 600;
constexpr bool json = true, form_only = false;
constexpr std::string_view any_write = "channels:manage,groups:write,im:write,mpim:write";
constexpr std::string_view any_read = "channels:read,groups:read,im:read,mpim:read";
constexpr std::string_view any_history = "channels:history,groups:history,im:history,mpim:history";
constexpr std::string_view any_topic = "channels:manage,channels:write.topic,groups:write,groups:write.topic";
constexpr std::string_view any_invite = "channels:manage,channels:write.invites,groups:write,groups:write.invites";

constexpr std::array methods{
    Method{"apps.connections.open", tier_3, json, "", "", apps_connections_open},
    Method{"auth.test", hundreds, json, "", "", auth_test},
    Method{"chat.postMessage", hundreds, json, "chat:write", "channel", chat_post_message},
    Method{"chat.update", tier_3, json, "chat:write", "channel,ts", chat_update},
    Method{"chat.delete", tier_3, json, "chat:write", "channel,ts", chat_delete},
    Method{"chat.postEphemeral", tier_4, json, "chat:write", "channel,user", chat_post_ephemeral},
    Method{"chat.getPermalink", hundreds, form_only, "", "channel,message_ts", chat_get_permalink},
    Method{"chat.scheduleMessage", tier_3, json, "chat:write", "channel,post_at", chat_schedule_message},
    Method{"chat.deleteScheduledMessage", tier_3, json, "chat:write", "channel,scheduled_message_id",
           chat_delete_scheduled_message},
    Method{"chat.scheduledMessages.list", tier_3, json, "", "", chat_scheduled_messages_list},
    Method{"conversations.open", tier_3, json, any_write, "", conversations_open},
    Method{"conversations.list", tier_2, form_only, any_read, "", conversations_list},
    Method{"conversations.info", tier_3, form_only, any_read, "channel", conversations_info},
    Method{"conversations.members", tier_4, form_only, any_read, "channel", conversations_members},
    Method{"conversations.history", tier_3, json, any_history, "channel", conversations_history},
    Method{"conversations.replies", tier_3, form_only, any_history, "channel,ts", conversations_replies},
    Method{"conversations.join", tier_3, json, "channels:join", "channel", conversations_join},
    Method{"conversations.create", tier_2, json, any_write, "", conversations_create},
    Method{"conversations.invite", tier_3, json, any_invite, "channel,users", conversations_invite},
    Method{"conversations.setTopic", tier_2, json, any_topic, "channel,topic", conversations_set_topic},
    Method{"conversations.setPurpose", tier_2, json, any_topic, "channel,purpose", conversations_set_purpose},
    Method{"conversations.archive", tier_2, json, any_write, "channel", conversations_archive},
    Method{"conversations.unarchive", tier_2, json, any_write, "channel", conversations_unarchive},
    Method{"conversations.rename", tier_2, json, any_write, "channel,name", conversations_rename},
    Method{"pins.add", tier_2, json, "pins:write", "channel", pins_add},
    Method{"pins.remove", tier_2, json, "pins:write", "channel", pins_remove},
    Method{"pins.list", tier_2, form_only, "pins:read", "channel", pins_list},
    Method{"reactions.add", tier_3, json, "reactions:write", "channel,name,timestamp", reactions_add},
    Method{"reactions.remove", tier_2, json, "reactions:write", "name", reactions_remove},
    Method{"reactions.get", tier_3, form_only, "reactions:read", "", reactions_get},
    Method{"users.info", tier_4, form_only, "users:read", "user", users_info},
    Method{"users.list", tier_2, form_only, "users:read", "", users_list},
    Method{"users.lookupByEmail", tier_3, form_only, "users:read.email", "email", users_lookup_by_email},
    Method{"usergroups.list", tier_2, form_only, "usergroups:read", "", usergroups_list},
    Method{"usergroups.users.list", tier_2, form_only, "usergroups:read", "usergroup", usergroups_users_list},
    Method{"usergroups.users.update", tier_2, json, "usergroups:write", "usergroup", usergroups_users_update},
    Method{"views.open", tier_4, json, "", "view", views_open},
    Method{"views.push", tier_4, json, "", "view", views_push},
    Method{"views.update", tier_4, json, "", "view", views_update},
    Method{"views.publish", tier_4, json, "", "user_id,view", views_publish},
};

}  // namespace

const Method* find_method(std::string_view name)
{
    static const auto by_name = []
    {
        std::unordered_map<std::string_view, const Method*> map;
        for (const Method& method : methods)
            map.emplace(method.name, &method);
        return map;
    }();
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

}  // namespace slack_sim
