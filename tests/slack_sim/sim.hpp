// A Slack of our own, without a socket: what the Web API answers, what Socket Mode sends, what people see, and a ledger
// of it all. As strict as Slack (the platform notes are its law). One thread; time is given to it. server.* puts TLS
// around it, scenario tests call it in memory.
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slack_sim
{

using Millis = std::chrono::sys_time<std::chrono::milliseconds>;
using SocketId = std::uint64_t;

struct User
{
    std::string id;    // "U01ANA"
    std::string name;  // handle, "ana"
    std::string real_name;
    std::string zone = "America/New_York";
    bool is_guest = false;
    bool is_bot = false;
    bool is_deleted = false;
    std::string team_id{};  // of another workspace that shares channels with this one; "" this one
};

/// A conversation that the bot is not in, and sees nothing of.
struct Aside
{
    std::string name;
    enum class Kind
    {
        channel,  // a private one
        direct,   // between two people
        several,  // a group DM
    } kind = Kind::channel;
    std::vector<std::string> people;  // by id or name
};

struct Config
{
    std::string app_token = "xapp-1-A0SIM-1-simulator";
    std::string bot_token = "xoxb-simulator";
    std::string team_id = "T0SIM";
    std::string team_domain = "hotdash-sim";
    std::string app_id = "A0SIM";
    std::string bot_user_id = "U0BOT";
    std::string bot_id = "B0BOT";
    std::string bot_name = "hotwatch";
    std::string public_url = "https://127.0.0.1:0";  // scheme, host and port that answers name (wss URL, response_url)
    std::vector<User> users;
    std::vector<std::string> channels;  // public, by name without '#'; the bot is in none of them
    std::vector<Aside> asides;
    std::vector<std::string> groups;  // user groups, by handle without '@'; they begin without members
    std::vector<std::string> scopes;  // of the bot token; empty: all that the platform notes list
    std::vector<std::string>
        commands;  // slash commands the app owns; empty: /oncall /incident /runbook /faq /svc /hotwatch
    std::uint64_t seed = 1;
    bool rate_limits = true;
    std::chrono::seconds connection_time{18'060};
};

struct HttpRequest
{
    std::string method;                          // "POST"
    std::string target;                          // "/api/chat.postMessage", "/commands/T…/1/…", with query
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

struct HttpResponse
{
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    enum class Fate
    {
        answer,
        lose_answer,
        reset,
        hang
    } fate = Fate::answer;  // the request was or was not carried out all the same
    std::chrono::milliseconds delay{0};
};

/// Something the transport must do on a WebSocket.
struct SocketOrder
{
    SocketId socket = 0;
    enum class What
    {
        text,
        binary,
        ping,
        close,
        drop,
        text_then_cut
    } what = What::text;
    std::string data;
    int close_code = 1000;
};

/// One fault, armed until used `times` times (-1: for ever).
struct Fault
{
    enum class Kind
    {
        rate_limited,        // 429 with Retry-After `seconds`
        server_error,        // status `status`, HTML body; nothing done
        error_after_doing,   // done, then status 500
        lose_answer,         // done, then the connection dies
        hang,                // never answered
        reset,               // connection dies, nothing done
        slack_error,         // ok:false with `error`
        html,                // status 200 and an HTML page, nothing done
        slow,                // answered after `delay`
        hide_history,        // conversations.history and .replies do not show messages younger than `delay`
        duplicate_envelope,  // each envelope is sent twice, the second with the same envelope_id
        redeliver_event,     // each event again in a new envelope, same event_id
        drop_envelope,       // the envelope is not sent (first delivery of an event: its retry comes)
        delay_envelope,      // sent after `delay`
        cut_frame,           // the socket dies in the middle of the next frame
        refuse_socket,       // upgrade answered with `status`
    } kind;
    std::string method{};  // Web API method or kind of envelope it applies to; "" any
    int times = 1;
    int status = 500;
    std::string error{};
    std::chrono::seconds seconds{1};
    std::chrono::milliseconds delay{0};
    double chance = 1.0;  // by the seed
};

/// What was sent, seen acknowledged, and accepted. The judge of every durability test.
struct Ledger
{
    struct Envelope
    {
        std::string id;
        std::string kind;  // slash_commands, interactive, events_api
        std::string what;  // the typed text, action_id, callback_id or event type
        std::string key;   // trigger_id or event_id: what makes it the same happening
        SocketId socket = 0;
        Millis sent{};
        std::optional<Millis> acked;
        nlohmann::json ack_payload;
        bool in_time = false;  // within 3 s
        bool wrong_socket = false;
        int acks = 0;
    };
    struct Post
    {
        std::string channel, ts, thread_ts, text;
        nlohmann::json metadata;  // as posted, null without
        Millis at{};
        bool by_bot = true;
        bool is_deleted = false;
    };
    struct ApiCall
    {
        std::string method;
        nlohmann::json args;
        int status = 200;
        std::string error;  // "" ok
        Millis at{};
    };
    std::vector<Envelope> envelopes;
    std::vector<Post> posts;  // every accepted chat.postMessage, in order
    std::vector<ApiCall> calls;
    std::vector<std::string> violations;  // oversized or doubled acks, acks on the wrong socket, …
};

/// One message as a person sees it.
struct ShownMessage
{
    std::string channel_id, ts, thread_ts, author, text;
    nlohmann::json blocks;
    bool is_ephemeral = false;
    std::string only_for;  // user, where ephemeral
    bool is_edited = false;
    std::string response_url;        // where the last press on it may be answered; "" before the first
    std::vector<std::string> pings;  // whom it alerts: user and group ids, "channel", "here", "everyone"
};

class Sim
{
  public:
    Sim(Config config, Millis now);
    ~Sim();
    Sim(const Sim&) = delete;
    Sim& operator=(const Sim&) = delete;

    // Time. Never goes back. Retries, response_url ages, rate windows, scheduled messages and connection ages all
    // follow it.
    void set_now(Millis now);
    /// Answers are dated by a clock that is that much ahead of the sender's.
    void set_date_ahead(std::chrono::milliseconds ahead);
    [[nodiscard]] Millis now() const;
    [[nodiscard]] std::optional<Millis> next_due() const;  // earliest thing the simulator itself will do
    void run_due();                                        // does what is due at now()

    // The wire.
    HttpResponse http(const HttpRequest& request);
    /// A WebSocket upgrade for `target` (path and query of the URL given out). 0: refused, with the status to answer in
    /// `status`.
    SocketId accept(const std::string& target, int& status);
    void receive_text(SocketId socket, std::string_view frame, bool was_fragmented = false);
    void receive_pong(SocketId socket);
    void lost(SocketId socket, bool cleanly);  // TCP ended; not cleanly leaves a ghost registration
    std::vector<SocketOrder> take_orders();
    /// Called whenever orders are waiting that were not before.
    void on_orders(std::function<void()> wake);

    // People, who go by id or name; channels also as "#name", "dm:ana", or "dm" for the person's own with the bot.
    // Every function returns the envelope's key (trigger_id or event_id), "" where nothing was sent and `says` why.
    std::string types(std::string_view user, std::string_view channel, std::string_view line,
                      std::string_view thread_ts = "");
    /// Presses the button, or takes the menu option, that reads `label` (or has that action_id) on the newest message
    /// the person sees there, or on the one with `ts`; in the open form where `channel` is "form".
    std::string presses(std::string_view user, std::string_view channel, std::string_view label,
                        std::string_view ts = "");
    /// Fills the open form by label or block_id, and submits it.
    std::string submits(std::string_view user, const std::map<std::string, std::string>& values);
    void closes_form(std::string_view user);
    std::string uses_shortcut(std::string_view user, std::string_view callback_id);
    /// What Slack itself told the person about the last action, "" where nothing: "dispatch_failed" (no socket),
    /// "operation_timeout" (command or shortcut unacknowledged for 3 s), "warning_icon" (button likewise),
    /// "connection_error" (form likewise), "invalid_command_response", "unknown_command", "not_supported_in_threads",
    /// "not_in_channel", "channel_not_found", "user_not_found", "no_such_button", "no_form_open", "form_incomplete",
    /// "no_such_field: …", "not_a_choice: …".
    [[nodiscard]] std::string says() const;

    // What is to be seen.
    /// Oldest first, threads inline after their parent. Ephemeral messages only where `viewer` is the one they are for:
    /// without a viewer, what everybody sees.
    [[nodiscard]] std::vector<ShownMessage> messages(std::string_view channel, std::string_view viewer = "") const;
    /// Shown or edited since the last call, in order, ephemeral ones included; each once, as it stands now.
    [[nodiscard]] std::vector<ShownMessage> new_messages();
    [[nodiscard]] std::optional<nlohmann::json> open_form(std::string_view user) const;
    [[nodiscard]] nlohmann::json form_errors(std::string_view user) const;  // block_id -> text
    [[nodiscard]] std::string
    channel_id(std::string_view name) const;  // "hotdash-support" or "dm:ana" (DM of the bot with her)
    [[nodiscard]] std::string user_id(std::string_view name) const;
    /// Every conversation, in the order of its making: its id, and what people call it ("#general", "dm:ana").
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> channels() const;

    /// Any other event, as the app gets it; `channel` is the one that it is about, "" none. Returns its event_id.
    std::string tells(nlohmann::json event, std::string_view channel = "");

    // Trouble.
    void arm(Fault fault);
    void clear_faults();
    void disconnect_sockets(std::string_view reason,
                            bool then_cut);  // "warning", "refresh_requested", "link_disabled", "too_many_websockets"
    void cut_sockets();                      // no close frame
    void send_raw(std::string_view bytes, bool is_binary = false);  // on every socket, as it is
    void set_link_enabled(bool enabled);
    void revoke_tokens();
    void archive(std::string_view channel);
    void remove_bot(std::string_view channel);
    void delete_message(std::string_view channel, std::string_view ts);

    [[nodiscard]] int sockets() const;
    [[nodiscard]] const Ledger& ledger() const;
    [[nodiscard]] Ledger& ledger();
    [[nodiscard]] const Config& config() const;

    /// Told as the ledger grows, for those who would otherwise have to look all the time.
    struct Watch
    {
        std::function<void(const std::string& key)> acked;     // an envelope's first ack; may act on the simulator
        std::function<void(const Ledger::Post& post)> posted;  // an accepted chat.postMessage; may only look
    };
    void watch(Watch watch);

    // Load: one envelope made and sent without rendering anything for people. Returns its key.
    std::string load_slash(std::string_view user, std::string_view channel, std::string_view command,
                           std::string_view text);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace slack_sim
