// Connections: tickets, hello, ghosts, recycling, and the ways a socket ends.
#include "socket_mode.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace slack_sim
{

using namespace std::chrono_literals;

std::string SocketMode::new_url()
{
    const std::string ticket = ground_.uuid();
    tickets_[ticket] = ground_.now;
    std::string base = ground_.config.public_url;
    base.replace(0, 4, "ws");  // http becomes ws, https becomes wss
    return fmt::format("{}/link/?ticket={}&app_id={}", base, ticket, ground_.config.app_id);
}

SocketId SocketMode::accept(const std::string& target, int& status)
{
    constexpr auto ticket_life = 30s;  // Slack says only: use it at once
    constexpr std::size_t most_registrations = 10;
    status = 101;
    if (const auto fault = ground_.faults.strike({Fault::Kind::refuse_socket}, "", ground_.dice))
    {
        status = fault->status;
        return 0;
    }
    const auto from = target.find("ticket=");
    const std::string ticket =
        from == std::string::npos ? "" : target.substr(from + 7, target.find('&', from) - from - 7);
    const auto known = tickets_.find(ticket);
    if (!target.starts_with("/link/") || known == tickets_.end())
    {
        status = 404;
        return 0;
    }
    const bool is_stale = ground_.now > known->second + ticket_life;
    tickets_.erase(known);
    if (is_stale || !is_enabled)
    {
        status = is_stale ? 408 : 403;
        return 0;
    }

    Registration registration;
    registration.id = ++last_socket_;
    registration.host = fmt::format("applink-{}", last_socket_);
    if (registrations_.size() >= most_registrations)
    {
        say_disconnect(registration, "too_many_websockets");
        order(registration.id, SocketOrder::What::close, "", 1000);
        return registration.id;
    }
    auto life = ground_.config.connection_time;
    if (target.find("debug_reconnects=true") != std::string::npos)
        life = std::min(life, std::chrono::seconds{360});
    const SocketId id = registration.id;
    registration.renewal = ground_.agenda.plan(ground_.now + life, [this, id] { recycle(id); });
    const Json hello{
        {"type", "hello"},
        {"num_connections", registrations_.size() + 1},
        {"debug_info",
         {{"host", registration.host}, {"build_number", 10}, {"approximate_connection_time", life.count()}}},
        {"connection_info", {{"app_id", ground_.config.app_id}}}};
    registrations_.push_back(std::move(registration));
    order(id, SocketOrder::What::text, hello.dump());
    // Commands whose socket died unanswered come again on the next connection (platform section 4).
    for (const Shared& delivery : std::exchange(to_rescue_, {}))
        dispatch(delivery);
    return id;
}

void SocketMode::order(SocketId socket, SocketOrder::What what, std::string data, int close_code)
{
    const bool was_idle = orders_.empty();
    orders_.push_back({socket, what, std::move(data), close_code});
    if (was_idle && wake_)
        wake_();
}

SocketMode::Registration* SocketMode::find(SocketId socket)
{
    const auto found = std::ranges::find(registrations_, socket, &Registration::id);
    return found == registrations_.end() ? nullptr : &*found;
}

void SocketMode::rescue(const Registration& registration)
{
    constexpr auto worth_repeating = 60s;
    std::vector<std::pair<std::size_t, Shared>> found;
    for (const std::string& envelope : registration.commands)
    {
        const Sent& sent = sent_.at(envelope);
        if (sent.delivery && ground_.now - ground_.ledger.envelopes[sent.entry].sent <= worth_repeating)
            found.emplace_back(sent.entry, sent.delivery);
    }
    std::ranges::sort(found, {}, &std::pair<std::size_t, Shared>::first);
    for (auto& [entry, delivery] : found)
        to_rescue_.push_back(std::move(delivery));
}

void SocketMode::remove(SocketId socket)
{
    const auto found = std::ranges::find(registrations_, socket, &Registration::id);
    if (found == registrations_.end())
        return;
    ground_.agenda.cancel(found->renewal);
    rescue(*found);
    registrations_.erase(found);
}

void SocketMode::lost(SocketId socket, bool cleanly)
{
    Registration* registration = find(socket);
    if (registration == nullptr)
        return;
    if (cleanly)
        return remove(socket);
    rescue(*registration);
    registration->commands.clear();
    registration->is_live = false;
}

void SocketMode::say_disconnect(Registration& registration, std::string_view reason)
{
    registration.is_told = true;
    const Json frame{{"type", "disconnect"}, {"reason", reason}, {"debug_info", {{"host", registration.host}}}};
    order(registration.id, SocketOrder::What::text, frame.dump());
}

void SocketMode::recycle(SocketId socket)
{
    constexpr auto grace = 10s;
    Registration* registration = find(socket);
    if (registration == nullptr)
        return;
    if (!registration->is_live)
        return remove(socket);
    if (!registration->is_told)
    {
        say_disconnect(*registration, "refresh_requested");
        registration->renewal = ground_.agenda.plan(ground_.now + grace, [this, socket] { recycle(socket); });
        return;
    }
    // Both ends were seen: a close frame, and TCP simply going away.
    const auto end = ground_.dice() % 2 == 0 ? SocketOrder::What::close : SocketOrder::What::drop;
    remove(socket);
    order(socket, end, "", 1000);
}

void SocketMode::disconnect_all(std::string_view reason, bool then_cut)
{
    for (Registration& registration : registrations_)
        if (registration.is_live)
            say_disconnect(registration, reason);
    if (then_cut)
        cut_all();
}

void SocketMode::cut_all()
{
    std::vector<SocketId> live;
    for (const Registration& registration : registrations_)
        if (registration.is_live)
            live.push_back(registration.id);
    for (const SocketId socket : live)
    {
        remove(socket);
        order(socket, SocketOrder::What::drop, "");
    }
}

void SocketMode::send_raw(std::string_view bytes, bool is_binary)
{
    for (const Registration& registration : registrations_)
        if (registration.is_live)
            order(registration.id, is_binary ? SocketOrder::What::binary : SocketOrder::What::text, std::string{bytes});
}

int SocketMode::live() const
{
    return static_cast<int>(std::ranges::count_if(registrations_, &Registration::is_live));
}

}  // namespace slack_sim
