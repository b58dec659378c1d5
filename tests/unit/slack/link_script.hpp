// Drives a Link by hand through written-down times: plays Slack and the clock, and keeps what the link asked for.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "bot/slack/link.hpp"

namespace hotwatch::slack
{

using namespace std::chrono_literals;

class LinkScript
{
  public:
    explicit LinkScript(double jitter = 0.0, LinkFigures figures = {})
        : link(figures, "", false, [jitter] { return jitter; })
    {
    }

    /// One input; what the link answers is kept in `seen`.
    void give(LinkInput input)
    {
        const auto actions = link.step(input, now);
        std::vector<SocketId> pinged;
        for (const LinkAction& action : actions)
        {
            if (const auto* ping = std::get_if<Ping>(&action); ping != nullptr && !silent.contains(ping->socket))
                pinged.push_back(ping->socket);
            seen.push_back(action);
        }
        for (const SocketId socket : pinged)
            give(SocketAlive{socket});
    }

    void start() { give(Started{}); }

    /// Time passes; every moment the link asked for on the way comes exactly then.
    void pass(std::chrono::milliseconds length)
    {
        const SteadyTime end = now + length;
        for (auto wake = link.wake_at(); wake && *wake <= end; wake = link.wake_at())
        {
            now = std::max(now, *wake);
            give(Tick{});
        }
        now = end;
    }

    template <typename Action>
    [[nodiscard]] std::vector<Action> all() const
    {
        std::vector<Action> found;
        for (const LinkAction& action : seen)
            if (const auto* one = std::get_if<Action>(&action))
                found.push_back(*one);
        return found;
    }
    template <typename Action>
    [[nodiscard]] std::size_t count() const
    {
        return all<Action>().size();
    }
    [[nodiscard]] std::size_t alarms() const
    {
        const auto reports = all<Report>();
        return static_cast<std::size_t>(std::ranges::count(reports, true, &Report::alarm));
    }
    void forget() { seen.clear(); }

    /// Answers the newest FetchUrl.
    void answer_fetch(ApiResult result)
    {
        const auto fetches = all<FetchUrl>();
        ASSERT_FALSE(fetches.empty()) << "no URL was asked for";
        give(UrlFetched{fetches.back().fetch, std::move(result)});
    }
    void answer_url(const std::string& url)
    {
        answer_fetch({.kind = ApiResult::Kind::ok, .status = 200, .body = R"({"ok":true,"url":")" + url + "\"}"});
    }
    void refuse_url(const std::string& error)
    {
        answer_fetch({.kind = ApiResult::Kind::refused, .status = 200, .error = error});
    }
    /// A fresh address, taken up: the socket that is now dialling.
    SocketId dialled()
    {
        answer_url(fmt::format(R"(wss:\/\/wss-{}.slack.com\/link\/?ticket={})", tickets_, tickets_ + 1));
        ++tickets_;
        const auto dials = all<Dial>();
        return dials.empty() ? 0 : dials.back().socket;
    }
    void hello(SocketId socket, int connections = 0, seconds lifetime = 0s)
    {
        give(SocketText{socket,
                        fmt::format(R"({{"type":"hello","num_connections":{},"debug_info":)"
                                    R"({{"approximate_connection_time":{}}},"connection_info":{{"app_id":"A1"}}}})",
                                    connections, lifetime.count())});
    }
    /// Answers the pending FetchUrl and everything up to the hello.
    SocketId up(int connections = 0, seconds lifetime = 0s)
    {
        const SocketId socket = dialled();
        give(SocketOpened{socket});
        hello(socket, connections, lifetime);
        return socket;
    }
    /// Started, with both sockets up.
    std::pair<SocketId, SocketId> both_up(seconds lifetime = 0s)
    {
        start();
        const SocketId one = up(1, lifetime);
        const SocketId two = up(2, lifetime);
        forget();
        return {one, two};
    }
    void disconnect(SocketId socket, const std::string& reason)
    {
        give(SocketText{socket, R"({"type":"disconnect","reason":")" + reason + "\"}"});
    }
    void slash(SocketId socket, const std::string& id)
    {
        give(SocketText{socket,
                        R"({"envelope_id":")" + id + R"(","type":"slash_commands","payload":{"command":"/x"}})"});
    }
    [[nodiscard]] bool closed(SocketId socket) const
    {
        const auto closes = all<Close>();
        return std::ranges::any_of(closes, [socket](const Close& close) { return close.socket == socket; });
    }

    Link link;
    SteadyTime now{1'000'000ms};
    std::vector<LinkAction> seen;
    std::set<SocketId> silent;  // whose pings are not answered

  private:
    int tickets_ = 0;
};

}  // namespace hotwatch::slack
