// The HTTP listener: small, bounded, read-only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "bot/http/health.hpp"
#include "bot/pch_net.hpp"

namespace hotwatch::http
{

class Listener
{
  public:
    /// Listens at "host:port". Throws std::runtime_error that names the address where it cannot.
    Listener(boost::asio::io_context& io, const std::string& address,
             std::function<Answer(std::string_view target)> answer, std::function<void(std::exception_ptr)> failed);
    [[nodiscard]] unsigned short port() const;

  private:
    boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

    boost::asio::io_context& io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::function<Answer(std::string_view)> answer_;
    std::function<void(std::exception_ptr)> failed_;
    std::shared_ptr<int> open_ = std::make_shared<int>(0);  // connections; counted down by coroutines that outlive this
};

}  // namespace hotwatch::http
