// One accepted connection as the server sees it: bytes in, bytes out, and the ways to end. TLS or plain makes no
// difference above it.
#pragma once

#include "bot/pch_net.hpp"

namespace slack_sim
{

namespace asio = boost::asio;

class Wire : public std::enable_shared_from_this<Wire>
{
  public:
    virtual ~Wire() = default;
    /// TLS where there is any.
    virtual asio::awaitable<boost::system::error_code> open() = 0;
    /// At most one read and one write at a time.
    virtual asio::awaitable<std::pair<boost::system::error_code, std::size_t>> read(asio::mutable_buffer into) = 0;
    virtual asio::awaitable<boost::system::error_code> write(const std::string& bytes) = 0;
    /// Says goodbye as the protocol wants it, then ends.
    virtual asio::awaitable<void> finish() = 0;
    /// Ends TCP without a word; with `by_reset`, by RST.
    virtual void cut(bool by_reset) = 0;

  protected:
    static constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
};

using Tls = asio::ssl::stream<asio::ip::tcp::socket>;

template <class Stream>
class WireOn : public Wire
{
  public:
    explicit WireOn(Stream stream) : stream_(std::move(stream))
    {
        boost::system::error_code ignored;  // a socket that died already says so at the first read
        stream_.lowest_layer().set_option(asio::ip::tcp::no_delay{true}, ignored);
    }

    asio::awaitable<boost::system::error_code> open() override
    {
        boost::system::error_code error;
        if constexpr (std::is_same_v<Stream, Tls>)
            std::tie(error) = co_await stream_.async_handshake(Tls::server, quiet);
        co_return error;
    }

    asio::awaitable<std::pair<boost::system::error_code, std::size_t>> read(asio::mutable_buffer into) override
    {
        const auto [error, count] = co_await stream_.async_read_some(into, quiet);
        co_return std::pair{error, count};
    }

    asio::awaitable<boost::system::error_code> write(const std::string& bytes) override
    {
        const auto [error, count] = co_await asio::async_write(stream_, asio::buffer(bytes), quiet);
        co_return error;
    }

    asio::awaitable<void> finish() override
    {
        if constexpr (std::is_same_v<Stream, Tls>)
        {
            // A client that does not answer the goodbye may keep its half of it.
            asio::steady_timer patience{stream_.get_executor(), std::chrono::seconds{1}};
            patience.async_wait(
                [this, alive = shared_from_this()](boost::system::error_code error)
                {
                    if (!error)
                        cut(false);
                });
            co_await stream_.async_shutdown(quiet);
            patience.cancel();
        }
        cut(false);
    }

    void cut(bool by_reset) override
    {
        boost::system::error_code ignored;  // it ends either way
        if (by_reset)
            stream_.lowest_layer().set_option(asio::socket_base::linger{true, 0}, ignored);
        stream_.lowest_layer().close(ignored);
    }

  private:
    Stream stream_;
};

}  // namespace slack_sim
