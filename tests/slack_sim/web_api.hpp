// The Web API's door: tokens, scopes, encodings, rate limits and faults; behind it one function per method.
#pragma once

#include "slack.hpp"

namespace slack_sim
{

/// Answers POST or GET /api/<method> (platform sections 12 and 14).
HttpResponse call_web_api(Slack& slack, const HttpRequest& request);

/// Answers a POST to a response_url (platform section 9).
HttpResponse post_to_hook(Slack& slack, const HttpRequest& request);

/// Carries out `work` unless an armed fault for `method` prevents it, and spoils its answer where one says so.
HttpResponse with_faults(Slack& slack, const std::string& method, const std::function<HttpResponse()>& work);

HttpResponse json_response(Slack& slack, const Json& body, int status = 200);
HttpResponse too_many_requests(Slack& slack, std::chrono::seconds wait);

struct Method
{
    std::string_view name;
    std::size_t per_minute;     // platform section 13
    bool takes_json;            // otherwise a JSON body is not read
    std::string_view scopes;    // comma list, any one will do; "" none needed
    std::string_view required;  // comma list of arguments
    Json (*run)(Slack& slack, const Args& args);
};

/// nullptr: unknown_method.
const Method* find_method(std::string_view name);

// What the methods share.
/// The channel with this id, if the bot may know of it: public, or it is in it. nullptr: channel_not_found.
Channel* channel_for_bot(Slack& slack, const std::string& id);
/// missing_scope, where the bot's token lacks `scope`; null where it has it.
Json lacks_scope(const Slack& slack, std::string_view scope);
/// `ts` in microseconds; nothing where it is not a time stamp.
std::optional<std::int64_t> ts_micros(std::string_view ts);

/// One page of a list: [begin, end) and the cursor after it, "" at the end.
struct Page
{
    std::size_t begin = 0, end = 0;
    std::string next;
    std::string error;  // invalid_cursor, invalid_limit
};
Page page_of(const Args& args, std::size_t total, std::size_t usual, std::size_t most);

Json auth_test(Slack&, const Args&);
Json apps_connections_open(Slack&, const Args&);
Json chat_post_message(Slack&, const Args&);
Json chat_update(Slack&, const Args&);
Json chat_delete(Slack&, const Args&);
Json chat_post_ephemeral(Slack&, const Args&);
Json chat_get_permalink(Slack&, const Args&);
Json chat_schedule_message(Slack&, const Args&);
Json chat_delete_scheduled_message(Slack&, const Args&);
Json chat_scheduled_messages_list(Slack&, const Args&);
Json conversations_open(Slack&, const Args&);
Json conversations_list(Slack&, const Args&);
Json conversations_info(Slack&, const Args&);
Json conversations_members(Slack&, const Args&);
Json conversations_history(Slack&, const Args&);
Json conversations_replies(Slack&, const Args&);
Json conversations_join(Slack&, const Args&);
Json conversations_create(Slack&, const Args&);
Json conversations_invite(Slack&, const Args&);
Json conversations_set_topic(Slack&, const Args&);
Json conversations_set_purpose(Slack&, const Args&);
Json conversations_archive(Slack&, const Args&);
Json conversations_unarchive(Slack&, const Args&);
Json conversations_rename(Slack&, const Args&);
Json pins_add(Slack&, const Args&);
Json pins_remove(Slack&, const Args&);
Json pins_list(Slack&, const Args&);
Json reactions_add(Slack&, const Args&);
Json reactions_remove(Slack&, const Args&);
Json reactions_get(Slack&, const Args&);
Json users_info(Slack&, const Args&);
Json users_list(Slack&, const Args&);
Json users_lookup_by_email(Slack&, const Args&);
Json usergroups_list(Slack&, const Args&);
Json usergroups_users_list(Slack&, const Args&);
Json usergroups_users_update(Slack&, const Args&);
Json views_open(Slack&, const Args&);
Json views_push(Slack&, const Args&);
Json views_update(Slack&, const Args&);
Json views_publish(Slack&, const Args&);

}  // namespace slack_sim
