// The production Transport: real WebSockets and real HTTPS calls on the loop.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "bot/slack/endpoint.hpp"
#include "bot/slack/transport.hpp"

namespace boost::asio
{
class io_context;
}

namespace hotwatch::slack
{

/// Certificates are checked against the system's store, or the file that SSL_CERT_FILE names.
class AsioTransport : public Transport
{
  public:
    /// `on_error` hears of exceptions that leave a callback; everything the network does is reported as a value.
    AsioTransport(boost::asio::io_context& io, Endpoint endpoint, std::function<void(std::exception_ptr)> on_error);
    ~AsioTransport() override;

    /// Must be called before the first dial; `listener` outlives the loop's last turn.
    void listen(TransportListener& listener);

    void call(ApiRequest request, std::function<void(ApiResult)> done) override;
    void dial(SocketId socket, std::string url) override;
    void send_text(SocketId socket, std::string frame) override;
    void ping(SocketId socket) override;
    void close(SocketId socket) override;
    void drop(SocketId socket) override;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hotwatch::slack
