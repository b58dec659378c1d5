// One WebSocket of the server, after the upgrade: frames in and out, pings, and the ways it ends. Included by
// server.cpp alone.
#pragma once

#include "tests/slack_sim/sim.hpp"
#include "tests/slack_sim/wire.hpp"
#include "tests/slack_sim/ws_frames.hpp"

namespace slack_sim
{

class WebSocket : public std::enable_shared_from_this<WebSocket>
{
  public:
    /// What the server is told. Called on its thread.
    struct Ears
    {
        std::function<void(std::string_view message, bool was_fragmented)> text;
        std::function<void()> pong;
        std::function<void()> closed;  // the client's close frame came
        std::function<void(std::string what)> misbehaved;
        std::function<void()> touched;  // something crossed the wire
        std::function<void(asio::awaitable<void>)> spawn;
    };

    WebSocket(asio::io_context& io, std::shared_ptr<Wire> wire, SocketId id, Ears ears)
        : wire_(std::move(wire)), id_(id), ears_(std::move(ears)), timer_(io)
    {
    }

    /// Until TCP ends. Sends what was ordered before, too.
    asio::awaitable<void> run(std::chrono::milliseconds ping_every);
    void carry_out(const SocketOrder& order);
    [[nodiscard]] bool is_idle() const { return !is_writing_ && pieces_.empty(); }

  private:
    /// What is written at once, and what follows.
    struct Piece
    {
        std::string bytes;
        bool is_close = false;
        bool is_last = false;  // TCP ends after it
    };
    // Slack leaves TCP open after the close handshake: the client has to end it (platform section 6). It has so long.
    static constexpr auto close_patience = std::chrono::seconds{10};

    void push(Piece piece);
    void take(Frame& frame);
    asio::awaitable<void> write_out();
    asio::awaitable<void> look_after(std::chrono::milliseconds ping_every);

    std::shared_ptr<Wire> wire_;
    SocketId id_;
    Ears ears_;
    asio::steady_timer timer_;
    std::deque<Piece> pieces_;
    std::string message_;  // the parts of a fragmented one
    bool is_fragmented_ = false;
    bool is_running_ = false;
    bool is_writing_ = false;
    bool is_closing_ = false;  // a close frame is on its way out
};

inline void WebSocket::carry_out(const SocketOrder& order)
{
    using What = SocketOrder::What;
    switch (order.what)
    {
    case What::text:
        return push({frame_bytes(Frame::Kind::text, order.data)});
    case What::binary:
        return push({frame_bytes(Frame::Kind::binary, order.data)});
    case What::ping:
        return push({frame_bytes(Frame::Kind::ping, order.data)});
    case What::close:
        return push({frame_bytes(Frame::Kind::close, close_payload(order.close_code, order.data)), true});
    case What::drop:
        return push({"", false, true});
    case What::text_then_cut:
        const std::string whole = frame_bytes(Frame::Kind::text, order.data);
        return push({whole.substr(0, whole.size() / 2), false, true});
    }
}

inline void WebSocket::push(Piece piece)
{
    pieces_.push_back(std::move(piece));
    if (is_running_ && !is_writing_)
    {
        is_writing_ = true;
        ears_.spawn(write_out());
    }
}

inline asio::awaitable<void> WebSocket::write_out()
{
    const auto alive = shared_from_this();
    while (!pieces_.empty())
    {
        const Piece piece = std::move(pieces_.front());
        pieces_.pop_front();
        ears_.touched();
        const boost::system::error_code error = co_await wire_->write(piece.bytes);
        if (error || piece.is_last)
        {
            wire_->cut(false);
            pieces_.clear();
        }
        if (piece.is_close)
        {
            is_closing_ = true;
            timer_.cancel();
        }
    }
    is_writing_ = false;
}

/// Pings until the end is near, then waits for the client to end TCP, and ends it in the client's place.
inline asio::awaitable<void> WebSocket::look_after(std::chrono::milliseconds ping_every)
{
    constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
    const auto alive = shared_from_this();
    while (is_running_ && !is_closing_)
    {
        timer_.expires_after(ping_every);
        if (const auto [error] = co_await timer_.async_wait(quiet); !error)
            push({frame_bytes(Frame::Kind::ping, fmt::format("Ping from applink-{}", id_))});
    }
    if (!is_running_)
        co_return;
    timer_.expires_after(close_patience);
    co_await timer_.async_wait(quiet);
    wire_->cut(false);
}

inline asio::awaitable<void> WebSocket::run(std::chrono::milliseconds ping_every)
{
    const auto alive = shared_from_this();
    is_running_ = true;
    ears_.spawn(look_after(ping_every));
    if (!pieces_.empty())
    {
        is_writing_ = true;
        ears_.spawn(write_out());
    }
    FrameReader reader;
    std::array<char, 16'384> chunk{};
    while (reader.error().empty())
    {
        const auto [error, count] = co_await wire_->read(asio::buffer(chunk));
        if (error)
            break;
        ears_.touched();
        reader.feed({chunk.data(), count});
        while (auto frame = reader.next())
            take(*frame);
    }
    if (!reader.error().empty())
        ears_.misbehaved(reader.error());
    is_running_ = false;
    timer_.cancel();
}

inline void WebSocket::take(Frame& frame)
{
    switch (frame.kind)
    {
    case Frame::Kind::ping:
        return push({frame_bytes(Frame::Kind::pong, frame.payload)});
    case Frame::Kind::pong:
        return ears_.pong();
    case Frame::Kind::close:
        ears_.closed();
        if (!is_closing_)
            push({frame_bytes(Frame::Kind::close, frame.payload.substr(0, 2)), true});
        return;
    case Frame::Kind::binary:
        return ears_.misbehaved("a binary frame");
    case Frame::Kind::text:
    case Frame::Kind::continuation:
        message_ += frame.payload;
        is_fragmented_ = is_fragmented_ || !frame.is_final;
        if (frame.is_final)
            ears_.text(std::exchange(message_, {}), std::exchange(is_fragmented_, false));
    }
}

}  // namespace slack_sim
