// The simulator on the wire: TLS (or plain, on loopback) around a Sim it owns. Web API, response_urls and WebSockets on
// one port, in real time plus what the clock was moved forward by. Everything runs on the owner's thread, inside run,
// run_for and run_until.
#pragma once

#include "certificate.hpp"
#include "sim.hpp"

namespace slack_sim
{

struct ServerOptions
{
    std::uint16_t port = 0;           // 0: the kernel chooses
    std::filesystem::path directory;  // for ca.pem; must be given unless is_plain
    bool is_plain = false;            // http and ws
    CertificateKind certificate = CertificateKind::good;
    std::optional<Millis> start{};  // where the simulator's clock begins; the machine's time where not given
    /// How long a socket whose TCP ended without a close frame stays registered and swallows its share of what is sent.
    /// With Slack it can be hours (platform section 7, trap 1); 0 keeps scenarios that kill the bot readable.
    std::chrono::milliseconds ghost_life{0};
    /// Slack's own interval is not documented. The Node client gives a connection up 30 s after the last one.
    std::chrono::milliseconds ping_every{20'000};
};

class Server
{
  public:
    /// Listens at once on loopback. Config::public_url is set from the port. Throws std::system_error where the port is
    /// taken, std::runtime_error where no certificate can be made.
    Server(ServerOptions options, Config config);
    ~Server();  // cuts every connection
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// At the present instant. Only for the thread that runs the server.
    [[nodiscard]] Sim& sim();
    [[nodiscard]] std::uint16_t port() const;
    /// What a client needs: SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN and, with TLS, SSL_CERT_FILE.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment() const;

    void run();                             // until `stop`
    void stop();                            // from any thread
    [[nodiscard]] bool is_stopped() const;  // by POST /sim/stop
    void run_for(std::chrono::milliseconds length);
    /// Serves until `done` says so, looking after each piece of work and every few milliseconds. False: `within` passed
    /// first, in real time.
    bool run_until(const std::function<bool()>& done, std::chrono::milliseconds within);
    /// From another thread than the one that runs the server: carries `work` out there, waits for it, and
    /// throws what it throws.
    void call(const std::function<void(Sim&)>& work);

    /// Does `work` at `when`, in real time and to the microsecond. Only for the thread that runs the server; forgotten
    /// where it ends before.
    void at(std::chrono::steady_clock::time_point when, std::function<void(Sim&)> work);

    /// Moves the clock forward to `to`, and does what is due then. A time already past changes nothing.
    void move_clock(Millis to);
    /// True where no request is under way, nothing waits to be sent, and nothing crossed the wire for `length`.
    [[nodiscard]] bool is_quiet_for(std::chrono::milliseconds length) const;

  private:
    struct Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace slack_sim
