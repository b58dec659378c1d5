// Posts to a response_url: new answers, replaced and deleted messages (platform section 9).
#include <fmt/format.h>

#include "web_api.hpp"

namespace slack_sim
{

namespace
{

HttpResponse plain(int status, std::string body)
{
    HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    response.body = std::move(body);
    return response;
}

HttpResponse carry_out(Slack& slack, Hook& hook, const Args& args)
{
    Channel& channel = *slack.workspace.channel(hook.channel);
    Message* const source = hook.source_ts.empty() ? nullptr : channel.find_shown(hook.source_ts);
    const bool deletes = args.flag("delete_original");
    const bool has_message = args.has("text") || args.has("blocks") || args.has("attachments");
    Content content;
    if (!deletes || has_message)
    {
        content = read_content(slack, args);
        if (content.is_refused())
            return plain(400, content.error);
    }
    if (slack.config.rate_limits)
        if (const auto wait = slack.limits.post(channel.id, slack.now); wait.count() > 0)
            return too_many_requests(slack, wait);
    ++hook.uses;
    if (deletes && source != nullptr)
        slack.workspace.erase(channel, *source);
    if (deletes && !has_message)
        return plain(200, "ok");
    if (!deletes && args.flag("replace_original") && source != nullptr)
    {
        // An ephemeral message stays one, whatever response_type says.
        source->text = content.text;
        source->blocks = content.blocks;
        slack.workspace.changed(channel, *source);
        return plain(200, "ok");
    }
    const bool is_for_all = args.text("response_type") == "in_channel";
    const std::string thread = args.is_number("thread_ts") ? "" : args.text("thread_ts");
    const std::string where = thread.empty() && !is_for_all ? hook.source_thread : thread;
    slack.bot_says(channel, content, where, is_for_all ? "" : hook.user);
    return plain(200, "ok");
}

HttpResponse perform(Slack& slack, const HttpRequest& request)
{
    const std::string path = request.target.substr(0, request.target.find('?'));
    const auto use = slack.hooks.find(path);
    if (use.hook == nullptr)
        return plain(404, use.error);
    Json body = Json::parse(request.body, nullptr, false);
    if (request.method != "POST" || !body.is_object())
        return plain(400, "invalid_payload");
    return carry_out(slack, *use.hook, Args{std::move(body)});
}

}  // namespace

HttpResponse post_to_hook(Slack& slack, const HttpRequest& request)
{
    const std::string name = "response_url";
    return with_faults(slack, name,
                       [&]
                       {
                           HttpResponse response = perform(slack, request);
                           const bool is_done = response.status == 200;
                           slack.ledger.calls.push_back({name, Json::parse(request.body, nullptr, false),
                                                         response.status, is_done ? "" : response.body, slack.now});
                           return response;
                       });
}

}  // namespace slack_sim
