// What time brings to a link: pings, silence, planned replacements, deadlines.
#include <fmt/format.h>

#include <algorithm>

#include "bot/slack/link_state.hpp"

namespace hotwatch::slack
{

namespace
{
using std::chrono::milliseconds;
using namespace std::chrono_literals;
constexpr milliseconds overslept = 2s;  // a tick this late: the process stood still, and silence proves nothing
}  // namespace

void Link::State::on(const Tick&)
{
    if (const auto due = wake_at(); due && now - *due > overslept)
        forgive_silence();
    watch_sockets();
    if (fetch && now >= fetch_give_up)
    {
        fetch.reset();
        note_failure();
        say("apps.connections.open was not answered");
    }
    watch_ghosts();
}

void Link::State::watch_sockets()
{
    std::vector<std::pair<SocketId, std::string>> dead;
    for (Socket& socket : sockets)
    {
        if (socket.has_deadline() && now >= socket.give_up)
        {
            if (socket.phase == Phase::draining)
                close(socket);
            else
                dead.emplace_back(socket.id,
                                  socket.phase == Phase::closing ? "not closed in time" : "no hello in time");
        }
        else if (socket.is_open && socket.phase != Phase::closing)
        {
            if (now - socket.last_inbound >= figures.dead_after)
                dead.emplace_back(socket.id, "nothing heard from it");
            else if (now >= socket.next_ping)
            {
                socket.next_ping = now + figures.ping_every;
                act(Ping{socket.id});
            }
            if (socket.replace_at && now >= *socket.replace_at)
            {
                socket.replace_at.reset();
                retire(socket);
            }
        }
    }
    for (const auto& [id, why] : dead)
        drop(id, why);
}

/// The process stood still (stopped, suspended): each socket gets time for one ping and its answer.
void Link::State::forgive_silence()
{
    for (Socket& socket : sockets)
        if (socket.is_open)
        {
            socket.last_inbound = std::max(socket.last_inbound, now - figures.dead_after + figures.ping_every);
            socket.next_ping = now;
        }
}

void Link::State::watch_ghosts()
{
    if (ghosts.is_time_to_look(now))
    {
        const auto oldest = std::ranges::find(sockets, Phase::live, &Socket::phase);
        if (oldest != sockets.end())
            retire(*oldest);
    }
    if (ghosts.is_time_to_tell(now))
        act(Report{fmt::format("{} of the {} connections that Slack counts are dead: that share of what people do in "
                               "Slack does not arrive",
                               ghosts.number(), status.slack_counts),
                   true});
}

std::optional<SteadyTime> Link::State::wake_at() const
{
    std::optional<SteadyTime> wake;
    const auto at = [&wake](SteadyTime t) { wake = std::min(wake.value_or(t), t); };
    for (const Socket& socket : sockets)
    {
        if (socket.has_deadline())
            at(socket.give_up);
        if (!socket.is_open || socket.phase == Phase::closing)
            continue;
        at(std::min(socket.next_ping, socket.last_inbound + figures.dead_after));
        if (socket.replace_at)
            at(*socket.replace_at);
    }
    if (fetch)
        at(fetch_give_up);
    if (wants_dial())
        at(redial.at());
    if (const auto look = ghosts.wake_at(); look && !is_stopping)
        at(*look);
    return wake;
}

}  // namespace hotwatch::slack
