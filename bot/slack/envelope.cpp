#include "bot/slack/envelope.hpp"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>

#include "bot/slack/contents.hpp"
#include "bot/slack/json_outline.hpp"
#include "bot/slack/json_tree.hpp"
#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

// Most of a frame's bytes are the picture of a message or view that we drew ourselves; a form's answers lie deeper than
// this and are never left out.
constexpr std::array<std::string_view, 5> unread{"blocks", "attachments", "previous_message", "files", "response_urls"};
constexpr JsonLimits limits{.depth = max_json_depth, .unread = unread, .unread_within = 4};
constexpr std::size_t max_id_bytes = 256;  // Slack's ids are UUIDs; a longer one would not leave room in its ack

/// The number of that name, held within [0, the largest int]; 0 where there is none.
int count_at(const json& from, std::string_view name)
{
    const auto found = from.find(name);
    if (found == from.end() || !found->is_number_integer())
        return 0;
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > static_cast<std::uint64_t>(most))
        return static_cast<int>(most);
    return static_cast<int>(std::clamp<std::int64_t>(found->get<std::int64_t>(), 0, most));
}

Hello hello_from(const json& frame)
{
    Hello hello;
    hello.num_connections = count_at(frame, "num_connections");
    hello.app_id = text_at(frame, "/connection_info/app_id");
    hello.host = text_at(frame, "/debug_info/host");
    if (const auto debug = frame.find("debug_info"); debug != frame.end())
        hello.lifetime = seconds{count_at(*debug, "approximate_connection_time")};
    return hello;
}

Disconnect disconnect_from(const json& frame)
{
    using enum Disconnect::Reason;
    std::string reason = text_at(frame, "/reason");
    const auto known = reason == "warning"               ? warning
                       : reason == "refresh_requested"   ? refresh_requested
                       : reason == "link_disabled"       ? link_disabled
                       : reason == "too_many_websockets" ? too_many_websockets
                                                         : other;
    return {known, std::move(reason)};
}

Envelope::Kind kind_of(std::string_view type)
{
    using enum Envelope::Kind;
    return type == "events_api"       ? events_api
           : type == "slash_commands" ? slash_commands
           : type == "interactive"    ? interactive
                                      : other;
}

Content content_of(Envelope::Kind kind, const json& payload)
{
    switch (kind)
    {
    case Envelope::Kind::slash_commands:
        return slash_command_from(payload);
    case Envelope::Kind::events_api:
        return event_from(payload);
    case Envelope::Kind::interactive:
        return interaction_from(payload);
    case Envelope::Kind::other:
        break;
    }
    return Other{};
}

Frame envelope_from(json& frame, Envelope::Kind kind, std::string id)
{
    if (id.empty())
        return Unreadable{"envelope_id is missing", {}};
    const auto found = frame.find("payload");
    json payload = found == frame.end() ? json{} : std::move(*found);
    if (payload.is_string())  // seen at one client as text within the text
    {
        JsonTree inner = read_json(payload.get_ref<const std::string&>(), limits);
        if (!inner.is_complete || inner.is_too_deep)
            return Unreadable{inner.is_too_deep ? "payload is too deep" : "payload is not JSON", std::move(id)};
        payload = std::move(inner.root);
    }
    if (!payload.is_object())
        return Unreadable{"payload is no object", std::move(id)};

    Envelope envelope;
    envelope.id = std::move(id);
    envelope.kind = kind;
    envelope.accepts_payload = truth_at(frame, "/accepts_response_payload");
    envelope.retry_attempt = count_at(frame, "retry_attempt");
    envelope.retry_reason = text_at(frame, "/retry_reason");
    envelope.team = team_of(payload);
    envelope.app_id = text_at(payload, "/api_app_id");
    envelope.content = content_of(kind, payload);
    // Whatever the flag says, Slack shows nothing of what rides in the ack of a click or a shortcut (platform section
    // 3).
    if (std::holds_alternative<Click>(envelope.content) || std::holds_alternative<Shortcut>(envelope.content))
        envelope.accepts_payload = false;
    return envelope;
}

/// The picture of a form is not in the tree; what it calls its fields is wanted when its values are handed back.
void read_labels(Frame& frame, std::string_view text)
{
    auto* envelope = std::get_if<Envelope>(&frame);
    auto* form = envelope == nullptr ? nullptr : std::get_if<Submission>(&envelope->content);
    if (form == nullptr)
        return;
    const auto blocks = member(member(member(text, "payload"), "view"), "blocks");
    form->labels = labels_in(read_json(blocks, {.depth = max_json_depth}).root);
}

void add_key(std::vector<std::string>& keys, std::string_view kind, std::initializer_list<std::string_view> parts)
{
    std::string key{kind};
    for (const auto part : parts)
    {
        if (part.empty())
            return;
        key += ':';
        key += part;
    }
    keys.push_back(std::move(key));
}

/// Tells one set of answers from another; not a secret.
std::string digest_of(const std::map<std::string, std::string>& values)
{
    std::string all;
    for (const auto& [field, value] : values)
        all += fmt::format("{}:{}{}:{}", field.size(), field, value.size(), value);
    return to_string(boost::uuids::name_generator_sha1{boost::uuids::ns::oid()}(all));
}

struct KeyFinder
{
    std::vector<std::string>& keys;

    void operator()(const SlashCommand& command) const { add_key(keys, "trigger", {command.trigger_id}); }
    void operator()(const Shortcut& shortcut) const { add_key(keys, "trigger", {shortcut.trigger_id}); }
    void operator()(const Message& message) const
    {
        add_key(keys, "event", {message.event_id});
        // A mention in a channel whose messages we also get comes as two events of one message.
        add_key(keys, "message", {message.channel.value, message.ts});
    }
    void operator()(const Click& click) const
    {
        add_key(keys, "trigger", {click.trigger_id});
        if (keys.empty())
            add_key(keys, "click", {click.user.value, click.action_id, click.action_ts});
    }
    void operator()(const Submission& submission) const
    {
        add_key(keys, "trigger", {submission.trigger_id});
        add_key(keys, "view", {submission.view_id, digest_of(submission.values)});
        add_key(keys, "view", {submission.view_id});
    }
    template <typename Event>
    void operator()(const Event& event) const
    {
        add_key(keys, "event", {event.event_id});
    }
};

bool is_plain(std::string_view id)
{
    return std::ranges::all_of(id,
                               [](char c)
                               {
                                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                          c == '-' || c == '_' || c == '.';
                               });
}
}  // namespace

Frame parse_frame(std::string_view text)
{
    if (text.empty())
        return Unreadable{"empty frame", {}};
    JsonTree tree = read_json(text, limits);
    if (!tree.root.is_object())
        return Unreadable{tree.is_complete ? "not a JSON object" : "not JSON", {}};
    std::string id = text_at(tree.root, "/envelope_id");
    if (id.size() > max_id_bytes)
        return Unreadable{"envelope_id is too long", {}};
    if (!tree.is_complete)
        return Unreadable{"not JSON", std::move(id)};
    if (tree.is_too_deep)
        return Unreadable{"too deep", std::move(id)};

    const std::string type = text_at(tree.root, "/type");
    if (type == "hello")
        return hello_from(tree.root);
    if (type == "disconnect")
        return disconnect_from(tree.root);
    const auto kind = kind_of(type);
    if (kind == Envelope::Kind::other)
        return Unreadable{type.empty() ? "type is missing" : "type is unknown", std::move(id)};
    auto envelope = envelope_from(tree.root, kind, std::move(id));
    read_labels(envelope, text);
    return envelope;
}

std::vector<std::string> dedupe_keys(const Envelope& envelope)
{
    std::vector<std::string> keys;
    std::visit(KeyFinder{keys}, envelope.content);
    return keys;
}

std::string make_ack(std::string_view envelope_id, std::string_view payload)
{
    constexpr std::string_view open = R"({"envelope_id":)";
    constexpr std::string_view with = R"(,"payload":)";
    const std::string id = is_plain(envelope_id)
                               ? '"' + std::string{envelope_id} + '"'
                               : json(envelope_id).dump(-1, ' ', true, json::error_handler_t::replace);
    std::string frame;
    frame.reserve(open.size() + id.size() + with.size() + payload.size() + 1);
    frame += open;
    frame += id;
    // Better an answer lost than the socket: Slack closes it over a frame that is too large (platform section 3).
    if (!payload.empty() && open.size() + id.size() + with.size() + payload.size() + 1 <= max_ack_bytes)
    {
        frame += with;
        frame += payload;
    }
    frame += '}';
    return frame;
}

std::string decode_entities(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, char>, 3> entities{{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};
    std::string out;
    out.reserve(text.size());
    bool is_escape = false;  // between < and > Slack's own notation stands: <@U…>, <#C…|name>, <https://…|label>
    while (!text.empty())
    {
        const auto found =
            is_escape || text.front() != '&'
                ? entities.end()
                : std::ranges::find_if(entities, [text](const auto& entity) { return text.starts_with(entity.first); });
        if (found != entities.end())
        {
            out += found->second;
            text.remove_prefix(found->first.size());
            continue;
        }
        if (text.front() == '<')
            is_escape = true;
        else if (text.front() == '>')
            is_escape = false;
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

}  // namespace hotwatch::slack
