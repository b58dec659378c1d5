#include "bot/slack/lookup.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/outbound_post.hpp"
#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

constexpr seconds before_the_send{60};  // two clocks never agree quite

bool is_it(const json& message, const std::string& uuid)
{
    if (text_at(message, "/metadata/event_payload/id") == uuid)
        return true;
    const auto blocks = message.find("blocks");
    return blocks != message.end() && blocks->is_array() && !blocks->empty() &&
           text_at(blocks->front(), "/block_id") == uuid;
}
}  // namespace

ApiRequest look_for(const Call& call, std::string_view cursor)
{
    const auto thread = argument(call.args, "thread_ts");
    const auto since = std::chrono::floor<seconds>(call.started_at.value_or(call.created_at)) - before_the_send;
    json args{{"channel", argument(call.args, "channel")},
              {"oldest", fmt::format("{}.000000", since.time_since_epoch().count())},
              {"limit", 200},
              {"include_all_metadata", true}};
    if (!thread.empty())
        args["ts"] = thread;
    if (!cursor.empty())
        args["cursor"] = cursor;
    return {
        .method = thread.empty() ? "conversations.history" : "conversations.replies", .args = args.dump(), .url = {}};
}

Found read_history(const Call& call, std::string_view body)
{
    const json answer = json::parse(body, nullptr, false);
    Found found{.channel = argument(call.args, "channel")};
    if (!answer.is_object())
        return found;
    const auto messages = answer.find("messages");
    if (messages != answer.end() && messages->is_array())
        for (const auto& message : *messages)
            if (message.is_object() && is_it(message, call.uuid))
                found.ts = text_at(message, "/ts");
    found.next_cursor = text_at(answer, "/response_metadata/next_cursor");
    return found;
}

Found read_result(std::string_view body)
{
    const json answer = json::parse(body, nullptr, false);
    Found found{.channel = text_at(answer, "/channel"), .ts = text_at(answer, "/ts")};
    if (found.channel.empty())
        found.channel = text_at(answer, "/channel/id");
    return found;
}

}  // namespace hotwatch::slack
