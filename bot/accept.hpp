// Taking connections, for the HTTP listener and the control socket.
#pragma once

#include <chrono>
#include <string_view>

#include "bot/log.hpp"
#include "bot/pch_net.hpp"

namespace hotwatch
{

/// Hands each connection to `serve` until the acceptor is closed. Where none can be taken, as when no descriptor is
/// left, it says so once, rests for a second and tries again: what waits in the queue is served then.
template <typename Acceptor, typename Serve>
boost::asio::awaitable<void> accept_each(Acceptor& acceptor, std::string_view what, Serve serve)
{
    namespace asio = boost::asio;
    constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
    asio::steady_timer rest{acceptor.get_executor()};
    bool is_in_trouble = false;
    for (;;)
    {
        auto [error, socket] = co_await acceptor.async_accept(quiet);
        if (error == asio::error::operation_aborted || !acceptor.is_open())
            co_return;
        if (!error)
        {
            is_in_trouble = false;
            serve(std::move(socket));
            continue;
        }
        if (!std::exchange(is_in_trouble, true))
            log::warn("{}: no connection can be taken: {}", what, error.message());
        rest.expires_after(std::chrono::seconds{1});
        co_await rest.async_wait(quiet);
    }
}

}  // namespace hotwatch
