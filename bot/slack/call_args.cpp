// A row's arguments on their way out.
#include "bot/slack/call_args.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/json_outline.hpp"
#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

constexpr std::size_t most_text = 4'000;
constexpr std::size_t most_blocks = 50;
constexpr std::string_view repeat_line =
    "_Possibly a repeat: Slack did not say whether this was posted before, and its history could not be read._";

json parsed(const Call& call)
{
    auto args = json::parse(call.args, nullptr, false);
    return args.is_object() ? args : json::object();
}

std::string written(const json& args)
{
    return args.dump(-1, ' ', false, json::error_handler_t::replace);
}

json* blocks_in(json& args)
{
    const auto found = args.find("blocks");
    return found != args.end() && found->is_array() && !found->empty() ? &*found : nullptr;
}

/// The words of a message whose writer gave it blocks only.
std::string words_of(json& args)
{
    std::string words;
    const auto add = [&](const json& from, const char* pointer)
    {
        if (const auto text = text_at(from, pointer); !text.empty())
            words += (words.empty() ? "" : "\n") + text;
    };
    if (const auto* blocks = blocks_in(args))
        for (const auto& block : *blocks)
        {
            add(block, "/text/text");
            for (const auto* part : {"fields", "elements"})
                if (const auto found = block.find(part); found != block.end() && found->is_array())
                    for (const auto& element : *found)
                        add(element, "/text");
        }
    return words.empty() ? "Message from Hotwatch" : cut_text(words, most_text);
}

void ensure_text(json& args)
{
    if (text_at(args, "/text").empty() && text_at(args, "/markdown_text").empty())
        args["text"] = words_of(args);
}

/// The line stands above the message, in its blocks as well: where there are blocks, people do not see the text.
void put_above(json& args, const std::string& line)
{
    ensure_text(args);
    args["text"] = line + "\n" + text_at(args, "/text");
    auto* blocks = blocks_in(args);
    if (blocks == nullptr)
        return;
    if (blocks->size() >= most_blocks)
    {
        args.erase("blocks");  // no room for the line; the text reads alone
        return;
    }
    blocks->insert(blocks->begin(),
                   json{{"type", "context"}, {"elements", json::array({{{"type", "mrkdwn"}, {"text", line}}})}});
}

/// The row's id as block_id of the first block.
std::string with_id(std::string_view blocks, std::string_view uuid)
{
    const auto first = first_element(blocks);
    const auto members = outline(first);
    if (!members)
        return std::string{blocks};  // empty, or of no shape that could carry it
    std::string out = fmt::format(R"([{{"block_id":"{}")", uuid);
    for (const auto& [name, value] : *members)
        if (name != "block_id")
            out += fmt::format(R"(,"{}":{})", name, value);
    const auto rest = static_cast<std::size_t>(first.data() - blocks.data()) + first.size();
    return out + "}" + std::string{blocks.substr(rest)};
}

/// A post as it goes out, put together from its parts as they stand: rules write every post whole, and parsing one only
/// to write it again costs ten times as much. nullopt where something has to be made up first.
std::optional<std::string> as_written(const Call& call)
{
    const bool is_new_post = call.method == "chat.postMessage";
    const bool wants_text = is_new_post || call.method == "chat.postEphemeral" || call.method == "chat.update";
    if (call.method == "chat.scheduleMessage" || call.uuid.find_first_of("\"\\") != std::string::npos)
        return std::nullopt;
    const auto members = outline(call.args);
    if (!members)
        return std::nullopt;
    const auto has = [&](std::string_view name)
    { return std::ranges::find(*members, name, &Member::name) != members->end(); };
    const auto has_words = [&](std::string_view name)
    {
        const auto found = std::ranges::find(*members, name, &Member::name);
        return found != members->end() && found->value.starts_with('"') && found->value != R"("")";
    };
    if (wants_text && !has_words("text") && !has_words("markdown_text"))
        return std::nullopt;
    if (!is_new_post)
        return call.args;
    std::string out =
        fmt::format(R"({{"metadata":{{"event_type":"hotwatch_post","event_payload":{{"id":"{}"}}}})", call.uuid);
    for (const auto& [name, value] : *members)
        if (name != "metadata")
            out += fmt::format(R"(,"{}":{})", name, name == "blocks" ? with_id(value, call.uuid) : value);
    for (const auto* unfurl : {"unfurl_links", "unfurl_media"})
        if (!has(unfurl))
            out += fmt::format(R"(,"{}":false)", unfurl);
    return out + "}";
}

std::string_view ts_name(const Call& call)
{
    if (call.take == Take::thread_ts)
        return "thread_ts";
    return call.method.starts_with("pins.") || call.method.starts_with("reactions.") ? "timestamp" : "ts";
}

std::string shown(const std::string& channel)
{
    if (channel.starts_with('C') || channel.starts_with('G'))
        return fmt::format("<#{}>", channel);
    if (channel.starts_with('U') || channel.starts_with('W'))
        return fmt::format("<@{}>", channel);
    if (channel.starts_with('D') || channel.empty())
        return "a direct message";
    return channel;  // a configured name
}
}  // namespace

bool is_json_object(std::string_view args)
{
    return outline(args).has_value();
}

std::string channel_of(const Call& call)
{
    return text_of(member(call.args, "channel"));
}

std::string ts_of(const Call& call)
{
    return text_of(member(call.args, "ts"));
}

ApiRequest request_for(const Call& call)
{
    if (call.method == "response_url")
        return {.method = call.method, .args = call.args, .url = call.response_url, .token = Token::none};
    if (auto args = as_written(call))
        return {.method = call.method, .args = std::move(*args), .url = {}};
    json args = parsed(call);
    if (call.method == "chat.postMessage")
    {
        args["metadata"] = {{"event_type", "hotwatch_post"}, {"event_payload", {{"id", call.uuid}}}};
        if (auto* blocks = blocks_in(args); blocks != nullptr && blocks->front().is_object())
            blocks->front()["block_id"] = call.uuid;
        for (const auto* unfurl : {"unfurl_links", "unfurl_media"})
            if (!args.contains(unfurl))
                args[unfurl] = false;
    }
    if (call.method == "chat.postMessage" || call.method == "chat.postEphemeral" || call.method == "chat.update")
        ensure_text(args);
    if (call.method == "chat.scheduleMessage")
    {
        ensure_text(args);
        if (const auto text = text_at(args, "/text"); text.find(call.uuid) == std::string::npos)
            args["text"] = fmt::format("{}\n_Reference {}_", text, call.uuid);
    }
    return {.method = call.method, .args = written(args), .url = {}};
}

void take_result(Call& call, const std::string& channel, const std::string& ts)
{
    if (call.take == Take::nothing || !is_json_object(call.args))
        return;
    json args = parsed(call);
    if (!channel.empty())
        args["channel"] = channel;
    if (call.take != Take::channel)
        args[ts_name(call)] = ts;
    call.args = written(args);
}

bool lacks_result(const Call& call)
{
    if (call.take == Take::nothing)
        return false;
    const json args = parsed(call);
    const auto name = call.take == Take::channel ? std::string_view{"channel"} : ts_name(call);
    return text_at(args, "/" + std::string{name}).empty();
}

bool make_plain(Call& call)
{
    json args = parsed(call);
    const bool has_parts = blocks_in(args) != nullptr || args.contains("attachments");
    ensure_text(args);
    const auto text = text_at(args, "/text");
    const auto shorter = cut_text(text, most_text);
    if (!has_parts && shorter == text)
        return false;
    args["text"] = shorter;
    for (const auto* part : {"blocks", "attachments"})
    {
        const bool was_there = args.erase(part) != 0;
        // In an update, blocks that are left out stay as they were (platform 12.1); an empty list clears them.
        if (call.method == "chat.update" && was_there)
            args[part] = json::array();
    }
    if (call.method == "chat.update" && call.args == written(args))
        return false;
    call.args = written(args);
    return true;
}

void address(Call& call, const std::string& channel_id)
{
    json args = parsed(call);
    args["channel"] = channel_id;
    call.args = written(args);
}

bool move_channel(Call& call, const std::string& from, const std::string& to)
{
    bool is_moved = false;
    for (const std::string kind : {"", "channel:"})
        if (call.conversation == kind + from || call.conversation.starts_with(kind + from + "/"))
        {
            call.conversation.replace(kind.size(), from.size(), to);
            is_moved = true;
            break;
        }
    if (channel_of(call) != from)
        return is_moved;
    address(call, to);
    return true;
}

void reroute(Call& call, const std::string& to, std::string_view reason)
{
    json args = parsed(call);
    put_above(args, fmt::format("Meant for {}, where it could not be posted ({}):", shown(text_at(args, "/channel")),
                                reason));
    args["channel"] = to;
    args.erase("thread_ts");
    args.erase("reply_broadcast");
    call.args = written(args);
}

void mark_possible_repeat(Call& call)
{
    json args = parsed(call);
    if (text_at(args, "/text").starts_with(repeat_line))
        return;
    put_above(args, std::string{repeat_line});
    call.args = written(args);
}

std::string cut_text(std::string_view text, std::size_t most)
{
    std::size_t units = 0;
    std::size_t kept = 0;  // bytes that leave room for the ellipsis
    for (std::size_t at = 0; at < text.size();)
    {
        // What must not be torn: a token, an entity, a code point.
        std::size_t end = at + 1;
        const char closing = text[at] == '<' ? '>' : (text[at] == '&' ? ';' : '\0');
        if (const auto close = closing == '\0' ? std::string_view::npos : text.find(closing, at);
            close != std::string_view::npos && close - at < 256)
            end = close + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            ++end;
        for (std::size_t i = at; i < end; ++i)
        {
            const auto byte = static_cast<unsigned char>(text[i]);
            units += byte >= 0xF0U ? 2U : ((byte & 0xC0U) == 0x80U ? 0U : 1U);
        }
        if (units > most)
            return std::string{text.substr(0, kept)} + "…";
        if (units < most)
            kept = end;
        at = end;
    }
    return std::string{text};
}

}  // namespace hotwatch::slack
