#include "commands/render_calls.hpp"

#include <nlohmann/json.hpp>

namespace hotwatch
{

namespace
{
using nlohmann::json;

/// Rendered blocks are JSON text already; they are put in as they are, which saves parsing them again.
std::string with_message(json args, const Message& message)
{
    args["text"] = message.text;
    auto text = args.dump(-1, ' ', false, json::error_handler_t::replace);
    if (message.blocks.empty())
        return text;
    text.pop_back();
    return text + R"(,"blocks":)" + message.blocks + "}";
}
}  // namespace

std::string post_args(const Room& room, const Message& message)
{
    json args{{"channel", room.channel.value}, {"unfurl_links", false}, {"unfurl_media", false}};
    if (!room.thread_ts.empty())
        args["thread_ts"] = room.thread_ts;
    return with_message(std::move(args), message);
}

std::string update_args(const ChannelId& channel, std::string_view ts, const Message& message)
{
    json args{{"channel", channel.value}};
    if (!ts.empty())
        args["ts"] = ts;
    return with_message(std::move(args), message);
}

std::string open_args(const UserId& user)
{
    return json{{"users", user.value}}.dump();
}

}  // namespace hotwatch
