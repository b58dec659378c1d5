// Socket Mode as Slack runs it: tickets, registrations (dead ones included), envelopes in rotation, acknowledgements,
// the 3 s rule, event retries and connection recycling (platform sections 1 to 6).
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "ground.hpp"

namespace slack_sim
{

/// One thing that happened and that the app must hear of; may be sent in several envelopes.
struct Delivery
{
    std::string kind;  // slash_commands, interactive, events_api
    std::string what, key;
    std::string payload;  // JSON text
    bool accepts_response = false;
    std::function<void(const Json& payload)> on_ack;  // in time; payload is an object, or null where the ack had none
    std::function<void()> on_silence;                 // nothing in 3 s
    int attempt = 0;                                  // of events
};

class SocketMode
{
  public:
    explicit SocketMode(Ground& ground) : ground_(ground) {}

    /// A single-use URL for one WebSocket.
    std::string new_url();
    SocketId accept(const std::string& target, int& status);
    void receive(SocketId socket, std::string_view frame, bool was_fragmented);
    void lost(SocketId socket, bool cleanly);
    void disconnect_all(std::string_view reason, bool then_cut);
    void cut_all();
    void send_raw(std::string_view bytes, bool is_binary);

    /// Sends it on the next registration, live or ghost. False where there is none: events are retried all the same.
    bool send(Delivery delivery);

    [[nodiscard]] int live() const;
    [[nodiscard]] std::vector<SocketOrder> take_orders() { return std::exchange(orders_, {}); }
    void on_orders(std::function<void()> wake) { wake_ = std::move(wake); }
    bool is_enabled = true;

  private:
    using Shared = std::shared_ptr<Delivery>;
    struct Registration
    {
        SocketId id = 0;
        bool is_live = true;  // otherwise a ghost: Slack has not noticed that the socket is dead
        bool is_told = false;
        std::string host;
        Agenda::Ticket renewal;
        std::unordered_set<std::string> commands;  // envelope ids of slash commands not answered on it
    };
    struct Sent
    {
        std::size_t entry = 0;  // in the ledger
        std::vector<SocketId> sockets;
        Shared delivery;
        Agenda::Ticket deadline;
        int copies = 1;
    };

    void order(SocketId socket, SocketOrder::What what, std::string data, int close_code = 1000);
    [[nodiscard]] Registration* find(SocketId socket);
    void remove(SocketId socket);
    void rescue(const Registration& registration);
    void say_disconnect(Registration& registration, std::string_view reason);
    void recycle(SocketId socket);
    bool dispatch(const Shared& delivery);
    void put(const Shared& delivery, Registration* registration, bool is_doubled);
    [[nodiscard]] Registration* next_registration();
    void transmit(Registration& registration, const std::string& frame);
    void silence(const std::string& envelope_id);
    void retry(const Shared& delivery);
    void violate(std::string what) { ground_.ledger.violations.push_back(std::move(what)); }
    void settle(Sent& sent, const Json& ack);

    Ground& ground_;
    std::vector<Registration> registrations_;
    std::unordered_map<std::string, Millis> tickets_;
    std::unordered_map<std::string, Sent> sent_;
    std::vector<Shared> to_rescue_;
    std::vector<SocketOrder> orders_;
    std::function<void()> wake_;
    SocketId last_socket_ = 0;
    std::size_t turn_ = 0;
};

}  // namespace slack_sim
