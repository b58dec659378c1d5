// HTTP on a wire: requests as they come in, answers as they go out. Included by server.cpp alone.
#pragma once

#include "tests/slack_sim/sim.hpp"
#include "tests/slack_sim/wire.hpp"

namespace slack_sim
{

namespace beast = boost::beast;

struct IncomingRequest
{
    HttpRequest request;
    bool is_upgrade = false;
    bool keeps_alive = false;
};

inline HttpRequest plain_request(const beast::http::request<beast::http::string_body>& parsed)
{
    HttpRequest request{std::string{parsed.method_string()}, std::string{parsed.target()}, {}, parsed.body()};
    for (const auto& field : parsed)
    {
        std::string name{field.name_string()};
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        request.headers[name] = std::string{field.value()};
    }
    return request;
}

/// Answers stand by themselves: a length, no chunks.
inline std::string bytes_of(const HttpResponse& response, bool keeps_alive)
{
    const auto reason = beast::http::obsolete_reason(static_cast<beast::http::status>(response.status));
    std::string bytes =
        fmt::format("HTTP/1.1 {} {}\r\n", response.status, std::string_view{reason.data(), reason.size()});
    for (const auto& [name, value] : response.headers)
        bytes += fmt::format("{}: {}\r\n", name, value);
    bytes += fmt::format("Content-Length: {}\r\nConnection: {}\r\n\r\n", response.body.size(),
                         keeps_alive ? "keep-alive" : "close");
    return bytes + response.body;
}

/// The next request; nothing where the client ended or sent something else. `waiting` keeps what came too early.
inline asio::awaitable<std::optional<IncomingRequest>> read_request(Wire& wire, std::string& waiting)
{
    beast::http::request_parser<beast::http::string_body> parser;
    parser.eager(true);
    parser.body_limit(8U << 20U);
    std::array<char, 16'384> chunk{};
    while (!parser.is_done())
    {
        boost::system::error_code error;
        if (!waiting.empty())
            waiting.erase(0, parser.put(asio::buffer(waiting), error));
        if (error && error != beast::http::error::need_more)
            co_return std::nullopt;
        if (parser.is_done())
            break;
        const auto [failed, count] = co_await wire.read(asio::buffer(chunk));
        if (failed)
            co_return std::nullopt;
        waiting.append(chunk.data(), count);
    }
    const auto parsed = parser.release();
    co_return IncomingRequest{plain_request(parsed), beast::websocket::is_upgrade(parsed), parsed.keep_alive()};
}

}  // namespace slack_sim
