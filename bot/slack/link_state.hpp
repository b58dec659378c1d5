// What a Link knows, for the files that make it up: link.cpp (what happens to sockets), link_dial.cpp (addresses),
// link_frames.cpp (what Slack says), link_watch.cpp (what time brings).
#pragma once

#include <deque>
#include <functional>
#include <set>

#include "bot/slack/ghosts.hpp"
#include "bot/slack/link.hpp"
#include "bot/slack/redial.hpp"

namespace hotwatch::slack
{

enum class Phase
{
    dialling,  // until its hello
    live,
    retiring,  // live, and to be replaced: the replacement is not there yet
    draining,  // replaced: read until its acks are out
    closing    // our close frame is on its way
};

struct Socket
{
    SocketId id = 0;
    Phase phase = Phase::dialling;
    bool is_open = false;  // the upgrade succeeded
    int in_flight = 0;     // envelopes whose ack is still to be written
    SteadyTime last_inbound{};
    SteadyTime next_ping{};
    SteadyTime hello_at{};
    std::optional<SteadyTime> replace_at;
    SteadyTime give_up{};  // of dialling, draining, closing
    [[nodiscard]] bool is_greeted() const { return phase != Phase::dialling; }
    [[nodiscard]] bool has_deadline() const { return phase != Phase::live && phase != Phase::retiring; }
};

struct Link::State
{
    State(LinkFigures given, std::string trusted, bool plain, std::function<double()> chance)
        : figures(given),
          trusted_host(std::move(trusted)),
          allow_plain(plain),
          jitter(chance),
          redial(figures, std::move(chance)),
          ghosts(figures.ghosts_after)
    {
    }

    const LinkFigures figures;
    const std::string trusted_host;
    const bool allow_plain;
    const std::function<double()> jitter;

    std::vector<Socket> sockets;  // a handful
    Redial redial;
    Ghosts ghosts;
    std::optional<std::uint64_t> fetch;  // the one being waited for
    SteadyTime fetch_give_up{};
    std::uint64_t next_fetch = 1;
    SocketId next_socket = 1;
    std::deque<std::string> urls;  // dialled lately: none is dialled twice
    std::string app_id;            // of the first hello
    bool is_started = false;
    bool is_stopping = false;
    std::set<std::string> alarmed;  // troubles told since the link was last whole
    int hellos = 0;
    LinkStatus status;

    SteadyTime now{};  // of the step in hand
    std::vector<LinkAction> out;

    void on(const Started&);
    void on(const Stopping&);
    void on(const Tick&);
    void on(const UrlFetched& fetched);
    void on(const SocketOpened& opened);
    void on(const SocketText& text);
    void on(const SocketAlive& alive);
    void on(const SocketLost& lost);
    void on(const AckSent& sent);

    void read(Socket& socket, Envelope&& envelope);
    void read(Socket& socket, Unreadable&& frame);
    void read(Socket& socket, Hello&& hello);
    void read(Socket& socket, Disconnect&& disconnect);
    void greet(Socket& socket, const Hello& hello);
    void shrink(SocketId told);

    void dial(std::string url);
    void no_url(const ApiResult& result);

    void retire(Socket& socket);
    void drain(Socket& socket, std::chrono::milliseconds within);
    void close(Socket& socket);
    void drop(SocketId id, const std::string& why);
    void gone(SocketId id, const std::string& why);
    void forgive_silence();
    void watch_sockets();
    void watch_ghosts();

    /// What follows from where things stand, after every step: a dial where one is wanted, and the status.
    void arrange();
    [[nodiscard]] bool wants_dial() const;
    [[nodiscard]] std::optional<SteadyTime> wake_at() const;

    void note_failure();
    void set_trouble(const std::string& name, std::string what);
    void clear_trouble();
    void say(std::string what) { act(Report{std::move(what), false}); }

    template <typename Action>
    void act(Action&& action)
    {
        out.emplace_back(std::forward<Action>(action));
    }
    Socket* find(SocketId id)
    {
        const auto found = std::ranges::find(sockets, id, &Socket::id);
        return found == sockets.end() ? nullptr : &*found;
    }
    [[nodiscard]] auto count(Phase phase) const { return std::ranges::count(sockets, phase, &Socket::phase); }
};

}  // namespace hotwatch::slack
