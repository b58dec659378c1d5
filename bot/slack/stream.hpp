// Bytes to and from Slack, for the two files that move them (connection.cpp, web_client.cpp): TCP with or without TLS
// behind one type, so that Beast's HTTP and WebSocket code is compiled once and not once for each.
#pragma once

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <openssl/x509v3.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/slack/endpoint.hpp"

namespace hotwatch::slack
{

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

inline constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

/// Either kind of stream. Its address must not change while it is in use.
class Stream
{
  public:
    using executor_type = tcp::socket::executor_type;
    using next_layer_type = tcp::socket;

    explicit Stream(asio::io_context& io) : socket_(io) {}

    executor_type get_executor() { return socket_.get_executor(); }
    tcp::socket& next_layer() { return socket_; }
    asio::ssl::stream<tcp::socket&>& encrypt(asio::ssl::context& context) { return tls_.emplace(socket_, context); }

    /// Ends TCP at once, and every operation under way with it.
    void cut()
    {
        error_code ignored;  // there is nothing left to lose
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

    /// Nothing has come in and the other side has not hung up, as far as the kernel knows.
    [[nodiscard]] bool is_silent()
    {
        char byte = 0;
        return ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
               (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    template <typename Buffers, typename Token>
    auto async_read_some(const Buffers& buffers, Token&& token)
    {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& into)
            {
                if (tls_)
                    tls_->async_read_some(into, std::move(handler));
                else
                    socket_.async_read_some(into, std::move(handler));
            },
            token, buffers);
    }

    template <typename Buffers, typename Token>
    auto async_write_some(const Buffers& buffers, Token&& token)
    {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const Buffers& from)
            {
                if (tls_)
                    tls_->async_write_some(from, std::move(handler));
                else
                    socket_.async_write_some(from, std::move(handler));
            },
            token, buffers);
    }

  private:
    tcp::socket socket_;
    std::optional<asio::ssl::stream<tcp::socket&>> tls_;
};

// Beast calls these when the closing handshake is through. The WebSocket's rule that the server ends TCP first is of no
// use: Slack does not (platform section 6).
inline void teardown(boost::beast::role_type, Stream& stream, error_code& error)
{
    stream.cut();
    error = {};
}

template <typename Handler>
void async_teardown(boost::beast::role_type, Stream& stream, Handler&& handler)
{
    stream.cut();
    asio::post(stream.get_executor(), boost::beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
}

/// Cuts the stream when the time is over, unless this is gone before.
class Deadline
{
  public:
    Deadline(Stream& stream, std::chrono::milliseconds within) : state_(std::make_shared<State>(stream))
    {
        state_->timer.expires_after(within);
        state_->timer.async_wait(
            [state = state_](error_code error)
            {
                if (error || state->stream == nullptr)
                    return;
                state->has_passed = true;
                state->stream->cut();
            });
    }
    ~Deadline()
    {
        state_->stream = nullptr;
        state_->timer.cancel();
    }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    [[nodiscard]] bool has_passed() const { return state_->has_passed; }
    [[nodiscard]] std::string why(error_code error) const { return has_passed() ? "timed out" : error.message(); }

  private:
    struct State
    {
        explicit State(Stream& watched) : timer(watched.get_executor()), stream(&watched) {}
        asio::steady_timer timer;
        Stream* stream;
        bool has_passed = false;
    };
    std::shared_ptr<State> state_;
};

/// Names to addresses. Asio's resolver cannot be cancelled, so a late answer is let go. Where a name server fails, the
/// last good addresses serve: TLS still proves who answers there.
class Names
{
  public:
    using Addresses = std::vector<tcp::endpoint>;

    explicit Names(asio::io_context& io) : io_(io) {}

    asio::awaitable<Addresses> find(std::string host, std::uint16_t port)
    {
        constexpr std::chrono::seconds budget{5};
        auto lookup = std::make_shared<Lookup>(io_);
        lookup->done.expires_after(budget);
        lookup->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                       [lookup](error_code error, tcp::resolver::results_type found)
                                       {
                                           if (!error)
                                               for (const auto& entry : found)
                                                   lookup->found.push_back(entry.endpoint());
                                           lookup->done.cancel();
                                       });
        co_await lookup->done.async_wait(quiet);
        auto& last_good = last_good_[host + ':' + std::to_string(port)];
        if (!lookup->found.empty())
            last_good = lookup->found;
        co_return last_good;
    }

  private:
    struct Lookup
    {
        explicit Lookup(asio::io_context& io) : resolver(io), done(io) {}
        tcp::resolver resolver;
        asio::steady_timer done;
        Addresses found;
    };
    asio::io_context& io_;
    std::map<std::string, Addresses> last_good_;
};

/// A dead connection must not hold up a write for minutes, nor an idle one go unnoticed.
inline void tune(tcp::socket& socket)
{
    error_code ignored;  // each only makes trouble visible sooner
    socket.set_option(tcp::no_delay{true}, ignored);
    socket.set_option(asio::socket_base::keep_alive{true}, ignored);
    socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>{10'000}, ignored);
    socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPIDLE>{10}, ignored);
    socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPINTVL>{5}, ignored);
}

/// Server name for the handshake, and the name or address that the certificate must be for.
inline void expect_peer(SSL* tls, const std::string& host)
{
    X509_VERIFY_PARAM* parameters = SSL_get0_param(tls);
    error_code not_an_address;
    asio::ip::make_address(host, not_an_address);
    if (!not_an_address)
    {
        X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str());
        return;
    }
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
    // What the macro SSL_set_tlsext_host_name does, without its C cast.
    SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
}

/// As the Host header wants it: with the port only where it is not the scheme's own.
inline std::string host_header(const Url& url)
{
    const bool is_default = url.port == (url.is_encrypted() ? 443 : 80);
    const std::string host = url.host.find(':') == std::string::npos ? url.host : '[' + url.host + ']';
    return is_default ? host : fmt::format("{}:{}", host, url.port);
}

/// Name, TCP and, for https and wss, TLS. "" when open, else what failed. `deadline` watches the same stream.
inline asio::awaitable<std::string> open_stream(Stream& stream, Names& names, asio::ssl::context& context, Url url,
                                                const Deadline& deadline)
{
    constexpr std::chrono::seconds each_address_but_the_last{3};
    const Names::Addresses addresses = co_await names.find(url.host, url.port);
    error_code error = asio::error::host_not_found;
    for (std::size_t i = 0; i < addresses.size() && error && !deadline.has_passed(); ++i)
    {
        stream.cut();
        std::optional<Deadline> attempt;
        if (i + 1 < addresses.size())
            attempt.emplace(stream, each_address_but_the_last);
        std::tie(error) = co_await stream.next_layer().async_connect(addresses[i], quiet);
    }
    if (deadline.has_passed())
        co_return "timed out";
    if (error)
        co_return error == asio::error::host_not_found ? "the name " + url.host + " is not known"
                                                       : "connecting: " + error.message();
    tune(stream.next_layer());
    if (!url.is_encrypted())
        co_return "";

    auto& tls = stream.encrypt(context);
    expect_peer(tls.native_handle(), url.host);
    std::tie(error) = co_await tls.async_handshake(asio::ssl::stream_base::client, quiet);
    if (!error)
        co_return "";
    const long verdict = SSL_get_verify_result(tls.native_handle());
    co_return "TLS: " +
        (verdict != X509_V_OK ? std::string{X509_verify_cert_error_string(verdict)} : deadline.why(error));
}

}  // namespace hotwatch::slack
