// Whether a call whose answer was lost was carried out.
#include "bot/slack/lookup.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

constexpr seconds clocks_differ{900};   // Slack's clock and ours: ours may have been wrong when the process started
constexpr seconds surely_done_by{600};  // after the attempt: a request that long on its way is dead

std::string slack_time(UtcMillis t)
{
    const auto ms = t.time_since_epoch().count();
    return fmt::format("{}.{:03}000", ms / 1'000, ms % 1'000);
}

seconds whole(UtcMillis t)
{
    return std::chrono::duration_cast<seconds>(t.time_since_epoch());
}

/// Whole numbers come as such or as text, by method (post_at is both).
std::int64_t number_at(const json& from, std::string_view name)
{
    const auto found = from.find(name);
    if (found == from.end())
        return 0;
    if (found->is_number_integer())
        return found->get<std::int64_t>();
    return found->is_string() ? std::strtoll(found->get_ref<const std::string&>().c_str(), nullptr, 10) : 0;
}

json arguments(const Call& call)
{
    auto args = json::parse(call.args, nullptr, false);
    return args.is_object() ? args : json::object();
}

bool text_has_id(const Call& call, const json& message)
{
    return text_at(message, "/text").find(call.uuid) != std::string::npos;
}

/// Either proof is enough, from an app: what a person writes proves nothing.
bool is_ours(const Call& call, const json& message)
{
    if (!message.is_object() || (text_at(message, "/bot_id").empty() && text_at(message, "/app_id").empty()))
        return false;
    if (text_at(message, "/metadata/event_payload/id") == call.uuid)
        return true;
    if (call.method == "chat.scheduleMessage")
        return text_has_id(call, message);
    const auto blocks = message.find("blocks");
    return blocks != message.end() && blocks->is_array() && !blocks->empty() &&
           text_at(blocks->front(), "/block_id") == call.uuid;
}

std::optional<Found> among_messages(const Call& call, const json& messages, const std::string& channel)
{
    for (const auto& message : messages)
        if (is_ours(call, message))
            return Found{channel, text_at(message, "/ts")};
    return std::nullopt;
}

std::optional<Found> among_scheduled(const Call& call, const json& messages, const std::string& channel)
{
    for (const auto& message : messages)
    {
        if (!message.is_object() || !text_has_id(call, message))
            continue;
        const auto id = text_at(message, "/id");
        return Found{channel, id.empty() ? fmt::format("Q{}", number_at(message, "id")) : id};
    }
    return std::nullopt;
}

/// Names are unique in a workspace, and who creates a channel is its member: a channel of that name, made in those
/// seconds, with us in it, is ours.
std::optional<Found> among_channels(const Call& call, const json& channels, const std::string& name)
{
    const auto since = whole(call.started_at.value_or(call.created_at)) - clocks_differ;
    for (const auto& channel : channels)
        if (channel.is_object() && text_at(channel, "/name") == name && truth_at(channel, "/is_member") &&
            seconds{number_at(channel, "created")} >= since)
            return Found{text_at(channel, "/id"), ""};
    return std::nullopt;
}
}  // namespace

std::string_view lookup_method(const Call& call, UtcMillis now)
{
    if (call.method == "conversations.create")
        return "conversations.list";
    const auto args = arguments(call);
    if (call.method == "chat.scheduleMessage" && seconds{number_at(args, "post_at")} > whole(now))
        return "chat.scheduledMessages.list";
    if (call.method != "chat.postMessage" && call.method != "chat.scheduleMessage")
        return "";
    return text_at(args, "/thread_ts").empty() ? "conversations.history" : "conversations.replies";
}

ApiRequest lookup_request(const Call& call, std::string_view method, std::string_view cursor, UtcMillis now)
{
    const auto args = arguments(call);
    json asked{{"limit", 200}};
    if (!cursor.empty())
        asked["cursor"] = cursor;
    if (method == "conversations.list")
    {
        asked["types"] = truth_at(args, "/is_private") ? "private_channel" : "public_channel";
        asked["exclude_archived"] = true;
        return {.method = std::string{method}, .args = asked.dump(), .url = {}};
    }
    asked["channel"] = text_at(args, "/channel");
    if (method != "chat.scheduledMessages.list")
    {
        const auto begun = call.started_at.value_or(call.created_at);
        // A scheduled message stands in the history when it was posted, not when it was scheduled.
        const auto posted =
            call.method == "chat.scheduleMessage" ? UtcMillis{seconds{number_at(args, "post_at")}} : begun;
        asked["oldest"] = slack_time(std::min(begun, posted) - clocks_differ);
        if (now > posted + surely_done_by)
            asked["latest"] = slack_time(posted + surely_done_by);  // a bot that was away long need not read all since
        asked["include_all_metadata"] = true;
        if (method == "conversations.replies")
            asked["ts"] = text_at(args, "/thread_ts");
    }
    return {
        .method = std::string{method}, .args = asked.dump(-1, ' ', false, json::error_handler_t::replace), .url = {}};
}

ApiRequest join_request(const Call& call)
{
    return {.method = "conversations.join",
            .args = json{{"channel", text_at(arguments(call), "/channel")}}.dump(-1, ' ', false,
                                                                                 json::error_handler_t::replace),
            .url = {}};
}

Look read_lookup(const Call& call, std::string_view body)
{
    const json answer = json::parse(body, nullptr, false);
    const auto args = arguments(call);
    const auto list = [&](const char* name) -> const json*
    {
        if (!answer.is_object())
            return nullptr;
        const auto found = answer.find(name);
        return found != answer.end() && found->is_array() ? &*found : nullptr;
    };
    Look look;
    if (const auto* messages = list("messages"))
        look.found = among_messages(call, *messages, text_at(args, "/channel"));
    else if (const auto* scheduled = list("scheduled_messages"))
        look.found = among_scheduled(call, *scheduled, text_at(args, "/channel"));
    else if (const auto* channels = list("channels"))
        look.found = among_channels(call, *channels, text_at(args, "/name"));
    else
        look.is_readable = false;
    if (!look.found && look.is_readable)
        look.cursor = text_at(answer, "/response_metadata/next_cursor");
    return look;
}

}  // namespace hotwatch::slack
