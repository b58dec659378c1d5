// One text frame from Slack, parsed into what the bot understands (platform sections 2, 8, 10, 11). Pure.
// Every field but the type is optional at Slack; what is missing or of the wrong type reads as empty, never as an
// error.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/records.hpp"

namespace hotwatch::slack
{

struct Hello
{
    int num_connections = 0;  // Slack's count, ghosts included; 0 where it did not say
    std::string app_id;
    std::string host;
    seconds lifetime{0};  // approximate_connection_time; 0 where it did not say
};

struct Disconnect
{
    enum class Reason
    {
        warning,
        refresh_requested,
        link_disabled,
        too_many_websockets,
        other
    };
    Reason reason = Reason::other;
    std::string raw;
};

struct SlashCommand
{
    std::string command;  // with the slash
    std::string text;     // decoded: &amp; &lt; &gt; only outside <…> escapes; see decode_entities
    UserId user;
    std::string user_name;  // for logs of unknown people only; deprecated by Slack
    ChannelId channel;
    std::string team;
    std::string trigger_id;
    std::string response_url;
};

/// An app_mention, or a message in a DM with the bot.
struct Message
{
    std::string event_id;
    std::string event_type;  // "app_mention" or "message"
    std::string subtype;
    std::string bot_id;
    UserId user;
    ChannelId channel;
    std::string channel_type;  // "im", "channel", …
    std::string team;          // the sender's, where given
    std::string text;          // as Slack sent it, still encoded
    std::string ts;
    std::string thread_ts;
    UserId bot_user;  // ours, as the event was sent to it; "" where Slack did not say
};

/// A pressed button or a changed element: block_actions. One action; Slack sends one at a time for buttons.
struct Click
{
    UserId user;
    std::string team;
    ChannelId channel;
    std::string message_ts;  // of the message the button is on, "" in views
    std::string thread_ts;
    bool is_ephemeral = false;
    std::string action_id;
    std::string block_id;
    std::string value;
    std::string action_ts;
    std::string view_id;
    std::string trigger_id;
    std::string response_url;
};

/// What stands above an input of a form.
struct FieldLabel
{
    std::string block_id;
    std::string text;
    friend bool operator==(const FieldLabel&, const FieldLabel&) = default;
};

struct Submission
{
    UserId user;
    std::string team;
    std::string callback_id;
    std::string private_metadata;
    std::string view_id;
    std::string view_hash;
    std::string trigger_id;
    std::map<std::string, std::string> values;  // block_id -> what was typed or chosen; "" where left empty
    std::vector<FieldLabel> labels;             // in the form's order
};

/// A global shortcut, or one on a message.
struct Shortcut
{
    UserId user;
    std::string team;
    std::string callback_id;
    std::string trigger_id;
    std::string response_url;
    ChannelId channel;       // message shortcuts only
    std::string message_ts;  // message shortcuts only
    std::string message_text;
};

/// user_change and team_join: a profile as Slack now has it.
struct ProfileChanged
{
    std::string event_id;
    Person person;
    UtcMillis happened{};  // zero where Slack did not say
};

/// channel_rename, _archive, _unarchive, _deleted, _id_changed, and the bot joining or leaving.
struct ChannelChanged
{
    std::string event_id;
    std::string event_type;
    ChannelId channel;
    std::string name;       // channel_rename
    ChannelId old_channel;  // channel_id_changed
    UserId user;            // member_joined_channel, member_left_channel
    UtcMillis happened{};   // zero where Slack did not say
};

/// tokens_revoked, app_uninstalled, app_rate_limited: the operator must know.
struct Trouble
{
    std::string event_id;  // "" for app_rate_limited
    std::string what;
};

/// Known to exist, of no interest, or not understood: acked and counted.
struct Other
{
    std::string event_id;
    std::string type;
};

using Content =
    std::variant<SlashCommand, Message, Click, Submission, Shortcut, ProfileChanged, ChannelChanged, Trouble, Other>;

struct Envelope
{
    std::string id;
    enum class Kind
    {
        events_api,
        slash_commands,
        interactive,
        other
    };
    Kind kind = Kind::other;
    bool accepts_payload = false;
    int retry_attempt = 0;
    std::string retry_reason;
    std::string team;    // the payload's team_id, to refuse foreign ones; "" unknown
    std::string app_id;  // the payload's api_app_id; "" unknown
    Content content;
};

/// Empty, binary-looking, not JSON, too deep, or of no known type: to be counted and skipped, never to close the
/// socket.
struct Unreadable
{
    std::string why;          // names the field or the fault, without any message text
    std::string envelope_id;  // where one could be read: it is acked all the same
};

using Frame = std::variant<Hello, Disconnect, Envelope, Unreadable>;

inline constexpr int max_json_depth = 64;

/// Never throws, whatever the bytes are. Depth is bounded before a tree is built (nlohmann recurses).
Frame parse_frame(std::string_view text);

/// Keys under which this content counts as the same happening, most specific first; empty where none can be told
/// (then the envelope id serves). design section 1: events `event_id`, messages also channel and ts; slash commands,
/// clicks, shortcuts and submissions `trigger_id`. A submission's last key is its form, whatever was typed; the one
/// before it is the form with these values.
std::vector<std::string> dedupe_keys(const Envelope& envelope);

/// {"envelope_id":…} or with "payload". `payload` is JSON text, "" for none. Source: platform section 3.
std::string make_ack(std::string_view envelope_id, std::string_view payload);
inline constexpr std::size_t max_ack_bytes = 20'479;  // Slack ignores or closes on 20,480 and more
inline constexpr std::size_t answer_in_ack_bytes = 18'000;

/// Undo Slack's encoding of & < > once.
std::string decode_entities(std::string_view text);

}  // namespace hotwatch::slack
