// conversations.history and .replies: who may read, what lies between two time stamps, and a page of it.
#include <limits>

#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

std::string_view history_scope(const Channel& channel)
{
    switch (channel.kind)
    {
    case Channel::Kind::open:
        return "channels:history";
    case Channel::Kind::closed:
        return "groups:history";
    case Channel::Kind::direct:
        return "im:history";
    default:
        return "mpim:history";
    }
}

/// The channel whose messages the bot may read, or the answer that says why not.
std::pair<Channel*, Json> readable(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return {nullptr, failure("channel_not_found")};
    if (Json lacking = lacks_scope(slack, history_scope(*channel)); !lacking.is_null())
        return {nullptr, lacking};
    if (!slack.is_bot_in(*channel))
        return {nullptr, failure("not_in_channel")};
    return {channel, nullptr};
}

/// Messages younger than this instant are not shown yet, where a fault says so.
std::int64_t hidden_from(Slack& slack, const std::string& method)
{
    const auto fault = slack.faults.strike({Fault::Kind::hide_history}, method, slack.dice);
    if (!fault)
        return std::numeric_limits<std::int64_t>::max();
    return std::chrono::microseconds{(slack.now - fault->delay).time_since_epoch()}.count();
}

struct Span
{
    std::int64_t oldest = 0, latest = std::numeric_limits<std::int64_t>::max();
    bool is_inclusive = false;
    std::string error;

    [[nodiscard]] bool holds(std::int64_t ts) const
    {
        return is_inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
    }
};

Span span_of(const Args& args)
{
    Span span;
    span.is_inclusive = args.flag("inclusive");
    if (const std::string oldest = args.text("oldest"); !oldest.empty() && oldest != "0")
    {
        const auto ts = ts_micros(oldest);
        if (!ts)
            span.error = "invalid_ts_oldest";
        span.oldest = ts.value_or(0);
    }
    if (const std::string latest = args.text("latest"); !latest.empty())
    {
        const auto ts = ts_micros(latest);
        if (!ts)
            span.error = "invalid_ts_latest";
        span.latest = ts.value_or(0);
    }
    return span;
}

}  // namespace

Json conversations_history(Slack& slack, const Args& args)
{
    const auto [channel, refused] = readable(slack, args);
    if (channel == nullptr)
        return refused;
    const Span span = span_of(args);
    if (!span.error.empty())
        return failure(span.error);
    const std::int64_t hidden = hidden_from(slack, "conversations.history");
    std::vector<const Message*> found;
    for (auto message = channel->messages.rbegin(); message != channel->messages.rend(); ++message)
    {
        const std::int64_t ts = *ts_micros(message->ts);
        if (ts < span.oldest)
            break;
        if (span.holds(ts) && ts < hidden && !message->is_deleted && !message->is_ephemeral() && !message->is_reply())
            found.push_back(&*message);
    }
    const Page page = page_of(args, found.size(), 100, 999);
    if (!page.error.empty())
        return failure(page.error);
    Json messages = Json::array();
    for (std::size_t i = page.begin; i < page.end; ++i)
        messages.push_back(message_json(slack, *channel, *found[i], args.flag("include_all_metadata")));
    Json answer{{"ok", true},
                {"messages", std::move(messages)},
                {"has_more", !page.next.empty()},
                {"pin_count", channel->pins.size()}};
    if (!page.next.empty())
        answer["response_metadata"]["next_cursor"] = page.next;
    return answer;
}

Json conversations_replies(Slack& slack, const Args& args)
{
    const auto [channel, refused] = readable(slack, args);
    if (channel == nullptr)
        return refused;
    const Message* const named = channel->find(args.text("ts"));
    const std::string parent_ts = named != nullptr && named->is_reply() ? named->thread_ts : args.text("ts");
    const auto replies = channel->replies.find(parent_ts);
    const Message* const parent = channel->find(parent_ts);
    if (parent == nullptr && replies == channel->replies.end())
        return failure("thread_not_found");
    const Span span = span_of(args);
    if (!span.error.empty())
        return failure(span.error);
    const std::int64_t hidden = hidden_from(slack, "conversations.replies");
    std::vector<const Message*> found;
    if (parent != nullptr)
        found.push_back(parent);
    if (replies != channel->replies.end())
        for (const std::size_t place : replies->second)
        {
            const Message& reply = channel->messages[place];
            const std::int64_t ts = *ts_micros(reply.ts);
            if (span.holds(ts) && ts < hidden && !reply.is_deleted && !reply.is_ephemeral())
                found.push_back(&reply);
        }
    const Page page = page_of(args, found.size(), 1000, 1000);
    if (!page.error.empty())
        return failure(page.error);
    Json messages = Json::array();
    for (std::size_t i = page.begin; i < page.end; ++i)
        messages.push_back(message_json(slack, *channel, *found[i], args.flag("include_all_metadata")));
    Json answer{{"ok", true}, {"messages", std::move(messages)}, {"has_more", !page.next.empty()}};
    if (!page.next.empty())
        answer["response_metadata"]["next_cursor"] = page.next;
    return answer;
}

}  // namespace slack_sim
