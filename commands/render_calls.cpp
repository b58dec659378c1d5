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

bool is_post_in(const std::string& args, const Room& thread)
{
    if (args.find(thread.thread_ts) == std::string::npos)
        return false;  // seldom more than a few of many are: those alone are parsed
    const json post = json::parse(args, nullptr, false);
    return post.is_object() && post.value("channel", json{}) == thread.channel.value &&
           post.value("thread_ts", json{}) == thread.thread_ts;
}

std::string without_thread(const std::string& args)
{
    json post = json::parse(args, nullptr, false);
    if (!post.is_object())
        return args;
    post.erase("thread_ts");
    return post.dump(-1, ' ', false, json::error_handler_t::replace);
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
