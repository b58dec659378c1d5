// When to dial, deliver, ping, replace and give up: the Socket Mode link as a state machine without sockets or timers.
// Figures: design section 1 "Never deaf", platform sections 5 to 7.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "bot/slack/envelope.hpp"
#include "bot/slack/transport.hpp"

namespace hotwatch::slack
{

using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::milliseconds>;

struct LinkFigures
{
    int sockets = 2;
    std::chrono::milliseconds ping_every{8'000};
    std::chrono::milliseconds dead_after{20'000};   // without any inbound frame or pong
    std::chrono::milliseconds dial_within{10'000};  // URL fetched to hello
    std::chrono::milliseconds first_wait{500};      // then doubling; the very first redial is at once
    std::chrono::milliseconds longest_wait{60'000};
    std::chrono::milliseconds stable_after{60'000};   // up this long since hello: back-off starts anew
    std::chrono::milliseconds drain_within{10'000};   // the old socket of a replacement
    double replace_at = 0.9;                          // of approximate_connection_time
    std::chrono::milliseconds too_many_wait{30'000};  // doubling to ten minutes
    std::chrono::milliseconds too_many_longest{600'000};
    std::chrono::milliseconds disabled_wait{180'000};    // link_disabled
    std::chrono::milliseconds token_gone_wait{300'000};  // a dead token is tried again: an operator may reinstall
    std::chrono::milliseconds ghosts_after{120'000};
};

// What happened.
struct Started
{
};
struct Stopping
{
};
struct Tick
{
};  // a moment the link asked for has come
struct UrlFetched
{
    std::uint64_t fetch;
    ApiResult result;
};
struct SocketOpened
{
    SocketId socket;
};
struct SocketText
{
    SocketId socket;
    std::string text;
};
struct SocketAlive
{
    SocketId socket;
};
struct SocketLost
{
    SocketId socket;
    std::string why;
};
struct AckSent
{
    SocketId socket;
};  // one ack written, or given up: the envelope is no longer in flight
using LinkInput =
    std::variant<Started, Stopping, Tick, UrlFetched, SocketOpened, SocketText, SocketAlive, SocketLost, AckSent>;

// What to do.
struct FetchUrl
{
    std::uint64_t fetch;
};  // apps.connections.open; its answer comes back as UrlFetched
struct Dial
{
    SocketId socket;
    std::string url;
};
struct Ping
{
    SocketId socket;
};
struct Close
{
    SocketId socket;
};
struct Drop
{
    SocketId socket;
};
struct Deliver
{
    SocketId socket;
    Envelope envelope;
};
struct AckUnreadable
{
    SocketId socket;
    std::string envelope_id;
};
/// For log, metric and status. `alarm`: an operator must act; said once per spell.
struct Report
{
    std::string what;
    bool alarm = false;
};
using LinkAction = std::variant<FetchUrl, Dial, Ping, Close, Drop, Deliver, AckUnreadable, Report>;

struct LinkStatus
{
    int live = 0;          // sockets past their hello and not being replaced
    int slack_counts = 0;  // num_connections of the last hello
    int ghosts = 0;
    bool ghosts_last = false;  // they have been there for `ghosts_after`
    std::uint64_t reconnects = 0;
    std::uint64_t unreadable = 0;
    std::string trouble;  // "" or why we wait: "link_disabled", "too_many_websockets", "invalid_auth", …
    std::optional<SteadyTime> down_since;
};

class Link
{
  public:
    /// The WebSocket's host must end in `.slack.com` at a label boundary or, where `trusted_host` is set (the host of
    /// SLACK_API_URL), be that one: it stands in place of Slack's hosts. `allow_plain`: ws as well, towards loopback.
    /// `jitter` gives a number in [0, 1).
    Link(LinkFigures figures, std::string trusted_host, bool allow_plain, std::function<double()> jitter);
    ~Link();

    std::vector<LinkAction> step(const LinkInput& input, SteadyTime now);
    /// When the next Tick is wanted; none while only Slack can bring news.
    [[nodiscard]] std::optional<SteadyTime> wake_at() const;
    [[nodiscard]] LinkStatus status() const;
    [[nodiscard]] bool has_socket(SocketId socket) const;  // an ack may still be written to it
    [[nodiscard]] bool is_stopped() const;                 // after Stopping: every socket is gone

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hotwatch::slack
