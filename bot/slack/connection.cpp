#include "bot/slack/connection.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>

#include "bot/slack/stream.hpp"
#include "bot/slack/web_client.hpp"

namespace hotwatch::slack
{

namespace
{
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;

constexpr auto dial_within = 10s;
constexpr auto close_within = 1s;                          // Slack may never answer a close frame (platform section 6)
constexpr std::size_t most_frame_bytes = 4 * 1024 * 1024;  // views reach 250 KB; beyond this Beast ends the connection

asio::ssl::context client_context()
{
    asio::ssl::context context{asio::ssl::context::tls_client};
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_default_verify_paths();
    context.set_verify_mode(asio::ssl::verify_peer);
    return context;
}

/// What the sockets share; outlives the transport while a coroutine still runs.
struct Shared
{
    Shared(asio::io_context& loop, std::function<void(std::exception_ptr)> error)
        : io(loop), names(loop), on_error(std::move(error))
    {
    }
    asio::io_context& io;
    asio::ssl::context tls = client_context();
    Names names;
    TransportListener* listener = nullptr;  // null once the transport is gone
    const std::function<void(std::exception_ptr)> on_error;

    void spawn(asio::awaitable<void> work)
    {
        asio::co_spawn(io, std::move(work),
                       [handler = on_error](const std::exception_ptr& error)
                       {
                           if (error)
                               handler(error);
                       });
    }
};

/// One WebSocket for its whole life: dials, reads until the end, writes one frame at a time.
class WebSocket : public std::enable_shared_from_this<WebSocket>
{
  public:
    WebSocket(SocketId id, std::shared_ptr<Shared> shared) : id_(id), shared_(std::move(shared)), ws_(shared_->io) {}

    /// `forget` runs just before the listener hears that the socket is lost.
    void start(std::string url, std::function<void()> forget)
    {
        shared_->spawn(live(shared_from_this(), std::move(url), std::move(forget)));
    }

    void send_text(std::string frame) { send({What::text, std::move(frame)}); }
    void ping() { send({What::ping, {}}); }

    void close()
    {
        if (!is_open_)
            return drop();
        if (closing_)
            return;
        closing_.emplace(ws_.next_layer(), close_within);
        send({What::close, {}});
    }

    void drop()
    {
        is_dropped_ = true;
        ws_.next_layer().cut();
    }

  private:
    enum class What
    {
        text,
        ping,
        close
    };
    struct Outgoing
    {
        What what;
        std::string frame;
    };

    static asio::awaitable<void> live(std::shared_ptr<WebSocket> self, std::string url, std::function<void()> forget)
    {
        co_await asio::post(self->shared_->io, asio::use_awaitable);  // never inside the call that asked
        std::string why = co_await self->dial(std::move(url));
        if (why.empty())
            why = co_await self->read();
        self->is_open_ = false;
        self->closing_.reset();
        self->ws_.next_layer().cut();
        forget();
        if (auto* listener = self->shared_->listener)
            listener->on_lost(self->id_, std::move(why));
    }

    /// "" when the upgrade succeeded.
    asio::awaitable<std::string> dial(std::string url)
    {
        const auto parsed = parse_url(url);
        if (!parsed)
            co_return "the address is unreadable";
        Stream& stream = ws_.next_layer();
        const Deadline deadline{stream, dial_within};
        std::string why = co_await open_stream(stream, shared_->names, shared_->tls, *parsed, deadline);
        if (is_dropped_)
            co_return "dropped";
        if (!why.empty())
            co_return why;

        prepare();
        websocket::response_type response;
        const auto [error] = co_await ws_.async_handshake(response, host_header(*parsed), parsed->target, quiet);
        if (error == websocket::error::upgrade_declined)
            co_return fmt::format("the upgrade was refused with HTTP status {}", response.result_int());
        if (error)
            co_return "the upgrade failed: " + deadline.why(error);
        if (is_dropped_)
            co_return "dropped";
        is_open_ = true;
        if (auto* listener = shared_->listener)
            listener->on_opened(id_);
        co_return "";
    }

    void prepare()
    {
        // Beast's own suggestion would never notice a half-open connection; the link pings and judges by itself.
        ws_.set_option(websocket::stream_base::timeout{dial_within, websocket::stream_base::none(), false});
        ws_.set_option(websocket::stream_base::decorator(
            [](websocket::request_type& request) { request.set(boost::beast::http::field::user_agent, "Hotwatch"); }));
        ws_.read_message_max(most_frame_bytes);
        ws_.auto_fragment(false);  // Slack does not put fragments together (platform section 3)
        ws_.control_callback(
            [this](websocket::frame_type kind, boost::beast::string_view)
            {
                if (auto* listener = shared_->listener; listener != nullptr && kind != websocket::frame_type::close)
                    listener->on_alive(id_);
            });
    }

    /// Until the connection ends; says why it did.
    asio::awaitable<std::string> read()
    {
        boost::beast::flat_buffer buffer;
        for (;;)
        {
            const auto [error, bytes] = co_await ws_.async_read(buffer, quiet);
            if (error)
                co_return ending(error);
            auto* listener = shared_->listener;
            if (listener != nullptr && ws_.got_text())
                listener->on_text(id_, boost::beast::buffers_to_string(buffer.data()));
            else if (listener != nullptr)
                listener->on_alive(id_);
            buffer.consume(bytes);
        }
    }

    [[nodiscard]] std::string ending(error_code error) const
    {
        if (is_dropped_)
            return "dropped";
        if (closing_)
            return "closed";
        if (error == websocket::error::closed)
            return fmt::format("closed by Slack with code {}", ws_.reason().code);
        return error.message();
    }

    void send(Outgoing outgoing)
    {
        if (!is_open_)
            return;
        outgoing_.push_back(std::move(outgoing));
        if (!std::exchange(is_writing_, true))
            shared_->spawn(write(shared_from_this()));
    }

    static asio::awaitable<void> write(std::shared_ptr<WebSocket> self)
    {
        while (!self->outgoing_.empty() && self->is_open_)
        {
            const Outgoing next = std::move(self->outgoing_.front());
            self->outgoing_.pop_front();
            const error_code error = co_await self->write_one(next);
            if (error || next.what == What::close)
            {
                // The reader tells the loss; a closing handshake that is through has ended TCP already.
                self->ws_.next_layer().cut();
                break;
            }
            if (auto* listener = self->shared_->listener;
                listener != nullptr && next.what == What::text && self->is_open_)
                listener->on_written(self->id_);
        }
        self->is_writing_ = false;
    }

    asio::awaitable<error_code> write_one(const Outgoing& next)
    {
        error_code error;
        switch (next.what)
        {
        case What::text:
            ws_.text(true);
            std::tie(error, std::ignore) = co_await ws_.async_write(asio::buffer(next.frame), quiet);
            break;
        case What::ping:
            std::tie(error) = co_await ws_.async_ping({}, quiet);
            break;
        case What::close:
            std::tie(error) = co_await ws_.async_close(websocket::close_code::normal, quiet);
            break;
        }
        co_return error;
    }

    const SocketId id_;
    const std::shared_ptr<Shared> shared_;
    websocket::stream<Stream> ws_;
    std::optional<Deadline> closing_;
    std::deque<Outgoing> outgoing_;
    bool is_open_ = false;
    bool is_dropped_ = false;
    bool is_writing_ = false;
};
}  // namespace

struct AsioTransport::State
{
    std::shared_ptr<Shared> shared;
    WebClient client;
    std::map<SocketId, std::shared_ptr<WebSocket>> sockets;

    [[nodiscard]] std::shared_ptr<WebSocket> find(SocketId id) const
    {
        const auto found = sockets.find(id);
        return found == sockets.end() ? nullptr : found->second;
    }
};

AsioTransport::AsioTransport(asio::io_context& io, Endpoint endpoint, std::function<void(std::exception_ptr)> on_error)
{
    auto shared = std::make_shared<Shared>(io, on_error);
    WebClient client{io, shared->tls, shared->names, std::move(endpoint), std::move(on_error)};
    state_ = std::make_shared<State>(State{std::move(shared), std::move(client), {}});
}

AsioTransport::~AsioTransport()
{
    state_->shared->listener = nullptr;
}

void AsioTransport::listen(TransportListener& listener)
{
    state_->shared->listener = &listener;
}

void AsioTransport::call(ApiRequest request, std::function<void(ApiResult)> done)
{
    state_->client.call(std::move(request), std::move(done));
}

void AsioTransport::dial(SocketId socket, std::string url)
{
    auto made = std::make_shared<WebSocket>(socket, state_->shared);
    state_->sockets[socket] = made;
    made->start(std::move(url),
                [state = std::weak_ptr{state_}, socket]
                {
                    if (const auto alive = state.lock())
                        alive->sockets.erase(socket);
                });
}

void AsioTransport::send_text(SocketId socket, std::string frame)
{
    if (const auto found = state_->find(socket))
        found->send_text(std::move(frame));
}

void AsioTransport::ping(SocketId socket)
{
    if (const auto found = state_->find(socket))
        found->ping();
}

void AsioTransport::close(SocketId socket)
{
    if (const auto found = state_->find(socket))
        found->close();
}

void AsioTransport::drop(SocketId socket)
{
    if (const auto found = state_->find(socket))
        found->drop();
}

}  // namespace hotwatch::slack
