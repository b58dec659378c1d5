// conversations.*, reading: list, info, members, history, replies, and opening DMs.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

constexpr std::string_view cursor_head = "c2ltOm", cursor_tail = "==";  // looks like Slack's, and needs encoding as theirs

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

bool matches_types(const Channel& channel, const std::vector<std::string>& types)
{
    const std::string_view type = channel.kind == Channel::Kind::open     ? "public_channel"
                                  : channel.kind == Channel::Kind::closed ? "private_channel"
                                  : channel.kind == Channel::Kind::direct ? "im"
                                                                          : "mpim";
    return std::ranges::find(types, type) != types.end();
}

}  // namespace

std::optional<std::int64_t> ts_micros(std::string_view ts)
{
    std::int64_t seconds = 0, micros = 0;
    const char* const end = ts.data() + ts.size();
    auto [point, error] = std::from_chars(ts.data(), end, seconds);
    if (error != std::errc{})
        return std::nullopt;
    if (point == end)
        return seconds * 1'000'000;
    std::string fraction{point, end};
    if (fraction.front() != '.' || fraction.size() > 7)
        return std::nullopt;
    fraction.resize(7, '0');
    const auto [stop, wrong] = std::from_chars(fraction.data() + 1, fraction.data() + 7, micros);
    if (wrong != std::errc{} || stop != fraction.data() + 7)
        return std::nullopt;
    return seconds * 1'000'000 + micros;
}

Channel* channel_for_bot(Slack& slack, const std::string& id)
{
    Channel* const channel = slack.workspace.channel(id);
    if (channel == nullptr)
        return nullptr;
    const bool is_known = channel->kind == Channel::Kind::open || (channel->is_dm() ? channel->is_dm_open
                                                                                   : slack.is_bot_in(*channel));
    return is_known ? channel : nullptr;
}

Page page_of(const Args& args, std::size_t total, std::size_t usual, std::size_t most)
{
    Page page;
    const auto limit = args.number("limit");
    if (args.has("limit") && (!limit || *limit < 0 || static_cast<std::size_t>(*limit) > most))
        page.error = "invalid_limit";
    const std::size_t size = limit && *limit > 0 ? static_cast<std::size_t>(*limit) : usual;
    if (const std::string cursor = args.text("cursor"); !cursor.empty())
    {
        const char* const first = cursor.data() + std::min(cursor.size(), cursor_head.size());
        const auto [point, error] = std::from_chars(first, cursor.data() + cursor.size(), page.begin);
        const bool is_ours = cursor.starts_with(cursor_head) && error == std::errc{} &&
                             std::string_view{point, cursor.data() + cursor.size()} == cursor_tail;
        if (!is_ours || page.begin > total)
        {
            page.error = "invalid_cursor";
            page.begin = 0;
        }
    }
    page.end = std::min(total, page.begin + size);
    if (page.end < total)
        page.next = fmt::format("{}{}{}", cursor_head, page.end, cursor_tail);
    return page;
}

Json conversations_open(Slack& slack, const Args& args)
{
    constexpr std::size_t most_people = 8;
    if (Channel* known = slack.workspace.channel(args.text("channel")); known != nullptr && known->is_dm())
    {
        known->is_dm_open = true;
        return {{"ok", true}, {"no_op", true}, {"already_open", true}, {"channel", {{"id", known->id}}}};
    }
    const auto ids = split_list(args.text("users"));
    if (ids.empty())
        return failure("users_list_not_supplied");
    if (ids.size() > most_people)
        return failure("too_many_users");
    std::set<std::string> members{slack.config.bot_user_id};
    const User* person = nullptr;
    for (const std::string& id : ids)
    {
        person = slack.workspace.user(id);
        if (person == nullptr || person->id != id)
            return failure("user_not_found");
        if (person->is_deleted)
            return failure("user_disabled");
        if (person->is_bot || person->id == "USLACKBOT")
            return failure("invalid_user_combination");
        members.insert(id);
    }
    if (Json lacking = lacks_scope(slack, ids.size() == 1 ? "im:write" : "mpim:write"); !lacking.is_null())
        return lacking;
    Channel& dm = ids.size() == 1 ? slack.workspace.dm_with(*person) : slack.workspace.open_group_dm(members);
    const bool was_open = std::exchange(dm.is_dm_open, true);
    Json answer{{"ok", true},
                {"channel", args.flag("return_im") ? channel_json(slack, dm) : Json{{"id", dm.id}}}};
    if (was_open && ids.size() == 1)
        answer["no_op"] = answer["already_open"] = true;
    return answer;
}

Json conversations_list(Slack& slack, const Args& args)
{
    auto types = split_list(args.text("types"));
    if (types.empty())
        types.emplace_back("public_channel");
    const auto& channels = slack.workspace.channels();
    // A page is cut before it is filtered, so it may be short or empty before the end, as Slack's are.
    const Page page = page_of(args, channels.size(), 100, 1000);
    if (!page.error.empty())
        return failure(page.error);
    Json list = Json::array();
    for (std::size_t i = page.begin; i < page.end; ++i)
    {
        const Channel& channel = channels[i];
        if (!matches_types(channel, types) || channel_for_bot(slack, channel.id) == nullptr ||
            (channel.is_archived && args.flag("exclude_archived")))
            continue;
        Json shown = channel_json(slack, channel);
        if (!channel.is_dm())
            shown["num_members"] = channel.members.size();
        list.push_back(std::move(shown));
    }
    return {{"ok", true}, {"channels", std::move(list)}, {"response_metadata", {{"next_cursor", page.next}}}};
}

Json conversations_info(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    Json shown = channel_json(slack, *channel);
    if (args.flag("include_num_members"))
        shown["num_members"] = channel->members.size();
    return {{"ok", true}, {"channel", std::move(shown)}};
}

Json conversations_members(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    const Page page = page_of(args, channel->members.size(), 100, 1000);
    if (!page.error.empty())
        return failure(page.error);
    Json members = Json::array();
    std::size_t place = 0;
    for (const std::string& member : channel->members)
    {
        if (place >= page.begin && place < page.end)
            members.push_back(member);
        ++place;
    }
    return {{"ok", true}, {"members", members}, {"response_metadata", {{"next_cursor", page.next}}}};
}

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
