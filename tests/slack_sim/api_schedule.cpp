// chat.scheduleMessage and its kin (platform sections 14.1 and 14.2).
#include <algorithm>

#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

constexpr std::int64_t farthest = std::int64_t{120} * 24 * 3600;  // seconds ahead
constexpr std::int64_t window = 300;                              // seconds
constexpr std::int64_t most_in_window = 30;                       // per channel
constexpr std::int64_t frozen_before = 60;                        // seconds before post_at it can no longer be deleted

void post_scheduled(Slack& slack, const std::string& id)
{
    const auto found = slack.scheduled.find(id);
    const Scheduled due = std::move(found->second);
    slack.scheduled.erase(found);
    Channel* const channel = slack.workspace.channel(due.channel);
    // A scheduled message with metadata is accepted and never appears: Slack's own known defect.
    if (channel != nullptr && !channel->is_archived && due.content.metadata.is_null())
        slack.bot_says(*channel, due.content, due.thread_ts);
}

}  // namespace

Json chat_schedule_message(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    if (channel->is_archived)
        return failure("is_archived");
    if (!slack.is_bot_in(*channel))
        return failure("not_in_channel");
    const auto post_at = args.number("post_at");
    if (!post_at)
        return failure("invalid_time");
    if (*post_at <= slack.epoch_seconds())
        return failure("time_in_past");
    if (*post_at > slack.epoch_seconds() + farthest)
        return failure("time_too_far");
    const auto is_near = [&](const auto& other)
    { return other.second.channel == channel->id && std::abs(other.second.post_at - *post_at) < window; };
    if (std::ranges::count_if(slack.scheduled, is_near) >= most_in_window)
        return failure("restricted_too_many");
    Content content = read_content(slack, args);
    if (content.is_refused())
        return refusal(content);

    Scheduled planned{slack.id("Q0", 9),     channel->id, std::move(content), args.text("thread_ts"), *post_at,
                      slack.epoch_seconds(), {}};
    const std::string id = planned.id;
    planned.ticket =
        slack.agenda.plan(Millis{std::chrono::seconds{*post_at}}, [&slack, id] { post_scheduled(slack, id); });
    Json answer{{"ok", true},
                {"channel", channel->id},
                {"scheduled_message_id", id},
                {"post_at", *post_at},
                {"message",
                 {{"text", planned.content.text},
                  {"bot_id", slack.config.bot_id},
                  {"type", "delayed_message"},
                  {"subtype", "bot_message"}}}};
    slack.scheduled.emplace(id, std::move(planned));
    return answer;
}

Json chat_delete_scheduled_message(Slack& slack, const Args& args)
{
    const auto found = slack.scheduled.find(args.text("scheduled_message_id"));
    if (found == slack.scheduled.end() || found->second.channel != args.text("channel") ||
        found->second.post_at - slack.epoch_seconds() <= frozen_before)
        return failure("invalid_scheduled_message_id");
    slack.agenda.cancel(found->second.ticket);
    slack.scheduled.erase(found);
    return {{"ok", true}};
}

Json chat_scheduled_messages_list(Slack& slack, const Args& args)
{
    std::vector<const Scheduled*> all;
    for (const auto& [id, planned] : slack.scheduled)
        if (args.text("channel").empty() || planned.channel == args.text("channel"))
            all.push_back(&planned);
    std::ranges::sort(all, {}, &Scheduled::post_at);
    const Page page = page_of(args, all.size(), 100, 1000);
    if (!page.error.empty())
        return failure(page.error);
    Json list = Json::array();
    for (std::size_t i = page.begin; i < page.end; ++i)
        list.push_back({{"id", all[i]->id},
                        {"channel_id", all[i]->channel},
                        {"post_at", all[i]->post_at},
                        {"date_created", all[i]->created},
                        {"text", all[i]->content.text}});
    return {{"ok", true}, {"scheduled_messages", list}, {"response_metadata", {{"next_cursor", page.next}}}};
}

}  // namespace slack_sim
