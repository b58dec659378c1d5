#include "bot/http/listener.hpp"

#include <charconv>

#include "bot/accept.hpp"
#include "bot/log.hpp"

namespace hotwatch::http
{

namespace
{
namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr int most_connections = 64;
constexpr auto header_within = std::chrono::seconds{5};

tcp::endpoint endpoint_of(const std::string& address)
{
    const auto colon = address.rfind(':');
    std::uint16_t port = 0;
    boost::system::error_code error;
    const auto host = asio::ip::make_address(address.substr(0, colon), error);
    const char* end = address.data() + address.size();
    if (error || colon == std::string::npos || std::from_chars(address.data() + colon + 1, end, port).ptr != end)
        throw std::runtime_error{
            fmt::format("[http] listen is \"{}\": expected an address and a port, such as 127.0.0.1:8080", address)};
    return {host, port};
}
}  // namespace

Listener::Listener(asio::io_context& io, const std::string& address, std::function<Answer(std::string_view)> answer,
                   std::function<void(std::exception_ptr)> failed)
    : io_(io), acceptor_(io), answer_(std::move(answer)), failed_(std::move(failed))
{
    const auto endpoint = endpoint_of(address);
    boost::system::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
    acceptor_.bind(endpoint, error);
    if (!error)
        acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        throw std::runtime_error{fmt::format(
            "cannot listen at {}: {}. Set [http] listen or HOTWATCH_LISTEN to another address, or \"\" for none.",
            address, error.message())};
    const auto take = [this](tcp::socket socket)
    {
        if (*open_ < most_connections)
            asio::co_spawn(io_, serve(std::move(socket)), failed_);
    };
    asio::co_spawn(io_, accept_each(acceptor_, "HTTP listener", take), failed_);
}

unsigned short Listener::port() const
{
    return acceptor_.local_endpoint().port();
}

asio::awaitable<void> Listener::serve(tcp::socket socket)
{
    struct Count
    {
        std::shared_ptr<int> open;
        explicit Count(std::shared_ptr<int> counter) : open(std::move(counter)) { ++*open; }
        ~Count() { --*open; }
        Count(const Count&) = delete;
        Count& operator=(const Count&) = delete;
    } const count{open_};
    beast::tcp_stream stream{std::move(socket)};
    beast::flat_buffer buffer{8192};
    for (;;)
    {
        stream.expires_after(header_within);
        beast::http::request_parser<beast::http::empty_body> parser;
        parser.header_limit(8192);
        const auto [error, read] = co_await beast::http::async_read(stream, buffer, parser, quiet);
        if (error)
            co_return;
        const auto& request = parser.get();
        const bool may_ask = request.method() == beast::http::verb::get || request.method() == beast::http::verb::head;
        const Answer found =
            may_ask ? answer_({request.target().data(), request.target().size()}) : Answer{405, "only GET\n"};
        beast::http::response<beast::http::string_body> response{static_cast<beast::http::status>(found.status),
                                                                 request.version()};
        response.set(beast::http::field::content_type, "text/plain; charset=utf-8");
        response.set(beast::http::field::cache_control, "no-store");
        response.keep_alive(request.keep_alive());
        response.body() = request.method() == beast::http::verb::head ? std::string{} : found.body;
        response.prepare_payload();
        const auto [failed, written] = co_await beast::http::async_write(stream, response, quiet);
        if (failed || !response.keep_alive())
            co_return;
    }
}

}  // namespace hotwatch::http
