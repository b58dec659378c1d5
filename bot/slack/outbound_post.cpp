#include "bot/slack/outbound_post.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

constexpr std::size_t longest_text = 4'000;  // bytes, so never more than Slack's 4,000 characters
constexpr std::size_t most_blocks = 50;

json parsed(std::string_view args)
{
    json object = json::parse(args, nullptr, false);
    return object.is_object() ? object : json::object();
}

std::string dump(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// A line above everything else, for readers of the text and of the blocks alike.
void put_before(json& args, const std::string& line)
{
    args["text"] = line + "\n" + args.value("text", std::string{});
    const auto blocks = args.find("blocks");
    if (blocks == args.end() || !blocks->is_array())
        return;
    blocks->insert(blocks->begin(),
                   json{{"type", "context"}, {"elements", json::array({json{{"type", "mrkdwn"}, {"text", line}}})}});
    while (blocks->size() > most_blocks)
        blocks->erase(blocks->end() - 1);
}
}  // namespace

std::string with_id(std::string_view args, std::string_view uuid)
{
    json object = parsed(args);
    object["metadata"] = {{"event_type", "hotwatch_post"}, {"event_payload", {{"id", uuid}}}};
    const auto blocks = object.find("blocks");
    if (blocks != object.end() && blocks->is_array() && !blocks->empty() && blocks->front().is_object())
        blocks->front()["block_id"] = uuid;
    for (const auto* name : {"unfurl_links", "unfurl_media"})
        if (!object.contains(name))
            object[name] = false;
    return dump(object);
}

std::string as_plain_text(std::string_view args)
{
    json object = parsed(args);
    auto text = object.value("text", std::string{});
    if (!object.contains("blocks") && text.size() <= longest_text)
        return {};
    object.erase("blocks");
    if (text.size() > longest_text)
    {
        auto end = longest_text - 3;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            --end;
        text = text.substr(0, end) + "…";
    }
    object["text"] = text;
    return dump(object);
}

std::string rerouted(std::string_view args, std::string_view channel, std::string_view reason)
{
    json object = parsed(args);
    const auto meant_for = object.value("channel", std::string{});
    object["channel"] = channel;
    object.erase("thread_ts");
    const auto shown = meant_for.starts_with('#') ? meant_for : fmt::format("<#{}>", meant_for);
    put_before(object, fmt::format("_Meant for {}, which does not take it ({})._", shown, reason));
    return dump(object);
}

std::string as_possible_repeat(std::string_view args)
{
    json object = parsed(args);
    put_before(object, "_This may be a repeat: whether it arrived before could not be looked up._");
    return dump(object);
}

std::string argument(std::string_view args, std::string_view name)
{
    return text_at(parsed(args), fmt::format("/{}", name));
}

std::string with_argument(std::string_view args, std::string_view name, std::string_view value)
{
    json object = parsed(args);
    object[name] = value;
    return dump(object);
}

}  // namespace hotwatch::slack
