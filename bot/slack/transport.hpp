// The seam to the network. In production Asio, Beast and TLS (connection.*, web_client.*); in scenario tests the
// simulator in memory. One thread: every call and every callback happens on the loop's thread, and no callback runs
// inside the call that asked.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "bot/slack/web_api.hpp"

namespace hotwatch::slack
{

/// Names one WebSocket for its whole life; never used twice. Late news of an old socket can thus not touch a new one.
using SocketId = std::uint64_t;

class TransportListener
{
  public:
    virtual ~TransportListener() = default;
    virtual void on_opened(SocketId socket) = 0;                   // the upgrade succeeded; hello is still to come
    virtual void on_text(SocketId socket, std::string frame) = 0;  // a whole text message
    virtual void on_alive(SocketId socket) = 0;                    // any other inbound frame: ping, pong, binary
    virtual void on_written(SocketId socket) = 0;                  // one send_text is handed to the kernel, in order
    virtual void on_lost(SocketId socket,
                         std::string why) = 0;  // dial failed, closed by either side, or dropped; last word
};

class Transport
{
  public:
    virtual ~Transport() = default;
    /// One Web API call; `done` runs exactly once, unless the transport is destroyed before.
    virtual void call(ApiRequest request, std::function<void(ApiResult)> done) = 0;
    virtual void dial(SocketId socket, std::string url) = 0;
    virtual void send_text(SocketId socket, std::string frame) = 0;  // one unfragmented frame
    virtual void ping(SocketId socket) = 0;
    virtual void close(SocketId socket) = 0;  // close frame 1000, at most 1 s for the answer, then TCP is dropped
    virtual void drop(SocketId socket) = 0;   // at once
};

}  // namespace hotwatch::slack
