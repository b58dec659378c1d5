// The server's insides, for server.cpp alone: its loops and what they share. One thread.
#pragma once

#include "tests/slack_sim/server.hpp"
#include "tests/slack_sim/web_socket.hpp"

namespace slack_sim
{

using SteadyClock = std::chrono::steady_clock;

/// Counts a piece of work while it lives, even past the server.
class Under
{
  public:
    explicit Under(std::shared_ptr<int> count) : count_(std::move(count)) { ++*count_; }
    ~Under() { --*count_; }
    Under(const Under&) = delete;
    Under& operator=(const Under&) = delete;

  private:
    std::shared_ptr<int> count_;
};

struct Server::Loop
{
    Loop(ServerOptions given, Config config);
    ~Loop();

    void listen();
    [[nodiscard]] Millis clock() const;
    void refresh() { sim->set_now(std::max(sim->now(), clock())); }
    void tick();
    void arm();
    void dispatch();
    WebSocket::Ears ears_of(SocketId id);
    void end(SocketId id);
    void spawn(asio::awaitable<void> work);
    void move_clock(Millis to);

    asio::awaitable<void> accept(asio::ip::tcp::acceptor& acceptor);
    asio::awaitable<void> serve(std::shared_ptr<Wire> wire);
    asio::awaitable<bool> answer(Wire& wire, HttpRequest request, bool keeps_alive);
    asio::awaitable<void> upgrade(std::shared_ptr<Wire> wire, HttpRequest request);
    asio::awaitable<void> wait_until_gone(Wire& wire);
    void rethrow()
    {
        if (failure)
            std::rethrow_exception(std::exchange(failure, nullptr));
    }
    void touched() { last_touch = SteadyClock::now(); }

    ServerOptions options;
    SteadyClock::time_point began = SteadyClock::now();
    SteadyClock::time_point last_touch = began;
    Millis start;
    std::chrono::milliseconds ahead{0};  // what move_clock added
    CertificateFiles certificate;
    asio::io_context io{1};
    asio::ssl::context tls{asio::ssl::context::tls_server};
    asio::ip::tcp::acceptor acceptor{io};
    asio::ip::tcp::acceptor acceptor_v6{io};
    asio::steady_timer due{io};
    std::shared_ptr<int> requests = std::make_shared<int>(0);
    std::set<std::shared_ptr<Wire>> wires;
    std::map<SocketId, std::shared_ptr<WebSocket>> sockets;
    std::map<SocketId, Millis> ghosts;  // and when Slack notices that they are
    std::exception_ptr failure;
    bool is_stopping = false;  // asked for over the wire
    bool is_ending = false;    // in the destructor
    std::unique_ptr<Sim> sim;
};

}  // namespace slack_sim
