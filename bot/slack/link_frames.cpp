// What Slack says on a link's sockets.
#include <fmt/format.h>

#include <algorithm>

#include "bot/slack/link_state.hpp"

namespace hotwatch::slack
{

using std::chrono::milliseconds;
using namespace std::chrono_literals;

void Link::State::on(const SocketText& text)
{
    Socket* socket = find(text.socket);
    if (socket == nullptr)
        return;
    socket->last_inbound = now;
    if (socket->phase == Phase::closing)
        return;
    std::visit([this, socket](auto&& frame) { read(*socket, std::forward<decltype(frame)>(frame)); },
               parse_frame(text.text));
}

void Link::State::read(Socket& socket, Envelope&& envelope)
{
    if (is_stopping)  // not acknowledged, so whoever asked learns that nothing was done
        return;
    ++socket.in_flight;
    act(Deliver{socket.id, std::move(envelope)});
}

void Link::State::read(Socket& socket, Unreadable&& frame)
{
    ++status.unreadable;
    constexpr std::uint64_t told_one_by_one = 10;
    if (status.unreadable <= told_one_by_one || status.unreadable % 1'000 == 0)
        say(fmt::format("unreadable frame ({} so far): {}, envelope {}", status.unreadable, frame.why,
                        frame.envelope_id.empty() ? "unknown" : frame.envelope_id));
    if (frame.envelope_id.empty() || is_stopping)
        return;
    ++socket.in_flight;
    act(AckUnreadable{socket.id, std::move(frame.envelope_id)});
}

void Link::State::read(Socket& socket, Hello&& hello)
{
    if (socket.phase == Phase::dialling)
        greet(socket, hello);
    status.slack_counts = hello.num_connections;
    const auto held = std::ranges::count_if(sockets, &Socket::is_greeted);
    if (ghosts.count(hello.num_connections, static_cast<int>(held), now))
        say(fmt::format("Slack counts {} connections where {} are held: {} of them {} dead", hello.num_connections,
                        held, ghosts.number(), ghosts.number() == 1 ? "is" : "are"));
    if (app_id.empty())
        app_id = hello.app_id;
    else if (!hello.app_id.empty() && hello.app_id != app_id)
        act(Report{fmt::format("hello for app {} where {} was expected", hello.app_id, app_id),
                   alarmed.insert("app_id").second});
}

void Link::State::greet(Socket& socket, const Hello& hello)
{
    socket.phase = Phase::live;
    socket.is_open = true;
    socket.hello_at = now;
    socket.next_ping = now + figures.ping_every;
    if (hello.lifetime > seconds{0})
    {
        // Two sockets born together are not replaced together.
        const double share = figures.replace_at * (1 - 0.05 * jitter());
        const milliseconds lifetime = hello.lifetime;
        socket.replace_at =
            now + milliseconds{static_cast<std::int64_t>(static_cast<double>(lifetime.count()) * share)};
    }
    if (++hellos > figures.sockets)
        ++status.reconnects;
    say(fmt::format("socket {} is up: host {}, app {}, {} connections, expected to last {} s", socket.id, hello.host,
                    hello.app_id, hello.num_connections, hello.lifetime.count()));

    const auto old = std::ranges::find(sockets, Phase::retiring, &Socket::phase);
    if (old != sockets.end())
        drain(*old, figures.drain_within);
    if (status.trouble != "too_many_websockets")
        clear_trouble();
    else if (count(Phase::live) < figures.sockets)
        redial.repeat_too_many(now);
    else
        clear_trouble();
}

void Link::State::read(Socket& socket, Disconnect&& disconnect)
{
    using enum Disconnect::Reason;
    say(fmt::format("Slack disconnects socket {}: {}", socket.id,
                    disconnect.reason == other ? "reason unknown" : disconnect.raw));
    if (disconnect.reason == too_many_websockets)
        return shrink(socket.id);
    if (disconnect.reason == link_disabled)
    {
        redial.wait_at_least(now, figures.disabled_wait);
        set_trouble("link_disabled", "Socket Mode was switched off in the app's settings; a person must switch it on");
    }
    if (socket.phase != Phase::dialling)
        return retire(socket);
    note_failure();  // sent away before it was greeted
    close(socket);
}

/// Slack has ten connections of this app on its books. Keep one of ours, give the others back, and wait.
void Link::State::shrink(SocketId told)
{
    redial.note_too_many(now);
    set_trouble("too_many_websockets",
                fmt::format("Slack counts too many connections of this app; one is kept, the next is tried in {} s",
                            (redial.at() - now) / 1s));
    // Slack is about to end the one it told; any other is the better one to keep, and best one that is not on its way
    // out.
    const auto worth = [told](const Socket& socket)
    {
        const int standing = socket.phase == Phase::live ? 2 : socket.phase == Phase::retiring ? 1 : 0;
        return standing == 0 ? 0 : standing + (socket.id != told ? 2 : 0);
    };
    const auto best = std::ranges::max_element(sockets, {}, worth);
    const SocketId kept = worth(*best) > 0 ? best->id : 0;
    for (Socket& socket : sockets)
    {
        if (socket.phase == Phase::closing || socket.phase == Phase::draining || socket.id == kept)
            continue;
        if (socket.is_greeted())
            drain(socket, figures.drain_within);
        else
            close(socket);
    }
}

}  // namespace hotwatch::slack
