// The Unix socket beside the store: how `ask`, `verify` and `clock` reach a running Hotwatch. One JSON object a line,
// each answered by one line. Mode 0600: whoever may open it may run commands as the console.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/pch_net.hpp"

namespace hotwatch
{

class ControlServer
{
  public:
    /// `handle` gets a line and the Unix user who sent it, and calls `reply` once, now or later.
    using Reply = std::function<void(std::string)>;
    using Handler = std::function<void(std::string line, std::string unix_user, Reply reply)>;
    ControlServer(boost::asio::io_context& io, std::string path, Handler handle,
                  std::function<void(std::exception_ptr)> failed);
    ~ControlServer();  // removes the socket
    /// Takes no more connections and answers no more lines. The loop must have ended before the server is destroyed:
    /// who is connected keeps a coroutine here.
    void close();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

  private:
    boost::asio::awaitable<void> serve(boost::asio::local::stream_protocol::socket socket);

    boost::asio::io_context& io_;
    std::string path_;
    Handler handle_;
    std::function<void(std::exception_ptr)> failed_;
    boost::asio::local::stream_protocol::acceptor acceptor_;
    bool is_closed_ = false;
};

}  // namespace hotwatch
