// The production transport against a server on real TCP, with everything it reports kept for the test to look at.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "bot/slack/connection.hpp"
#include "tests/slack_sim/server.hpp"

namespace hotwatch::testing
{

/// What the transport told, in order.
struct Heard : slack::TransportListener
{
    struct News
    {
        enum class What
        {
            opened,
            text,
            alive,
            written,
            lost
        } what;
        slack::SocketId socket;
        std::string text;
    };
    void on_opened(slack::SocketId socket) override { news.push_back({News::What::opened, socket, {}}); }
    void on_text(slack::SocketId socket, std::string frame) override
    {
        news.push_back({News::What::text, socket, std::move(frame)});
    }
    void on_alive(slack::SocketId socket) override { news.push_back({News::What::alive, socket, {}}); }
    void on_written(slack::SocketId socket) override { news.push_back({News::What::written, socket, {}}); }
    void on_lost(slack::SocketId socket, std::string why) override
    {
        news.push_back({News::What::lost, socket, std::move(why)});
    }
    [[nodiscard]] std::size_t count(News::What what) const
    {
        return static_cast<std::size_t>(std::ranges::count(news, what, &News::what));
    }
    std::vector<News> news;
};

/// The bot's side: a loop that the test turns by hand.
class Client
{
  public:
    explicit Client(const std::string& api_url);
    ~Client();

    /// Until `done`, or the time is over (false).
    bool until(const std::function<bool()>& done, std::chrono::milliseconds within = std::chrono::seconds{10});
    slack::ApiResult call(slack::ApiRequest request);
    /// An address from apps.connections.open.
    std::string url();

    Heard heard;

  private:
    struct Loop;
    std::unique_ptr<Loop> loop_;

  public:
    slack::AsioTransport& transport();
};

/// A simulator on its own thread. SSL_CERT_FILE names its authority from then on.
class TlsSlack
{
  public:
    explicit TlsSlack(slack_sim::CertificateKind certificate = slack_sim::CertificateKind::good, bool is_plain = false);
    ~TlsSlack();
    [[nodiscard]] const std::string& api_url() const { return api_url_; }
    void act(const std::function<void(slack_sim::Sim&)>& work) { server_->call(work); }

  private:
    std::filesystem::path directory_;
    std::string api_url_;
    std::unique_ptr<slack_sim::Server> server_;
    std::thread thread_;
};

/// A plain server that reads one request for each written-down answer, and hangs up after the last of a connection.
class CannedServer
{
  public:
    using Connection = std::vector<std::string>;
    explicit CannedServer(std::vector<Connection> connections);
    ~CannedServer();
    [[nodiscard]] std::string api_url() const;
    /// The requests so far, as they came.
    [[nodiscard]] std::vector<std::string> requests() const;

  private:
    struct Thread;
    std::unique_ptr<Thread> thread_;
};

/// An HTTP/1.1 answer with its length.
std::string http_answer(const std::string& status, const std::string& body, const std::string& headers = "");

/// A socket that listens on a loopback port of its own choice, which is given in `port`.
int listening_socket(std::uint16_t& port);

/// A loopback port that nobody listens on.
std::uint16_t unused_port();

}  // namespace hotwatch::testing
