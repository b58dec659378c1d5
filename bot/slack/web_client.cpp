#include "bot/slack/web_client.hpp"

#include <fmt/format.h>

#include <list>

namespace hotwatch::slack
{

namespace
{
namespace http = boost::beast::http;
using namespace std::chrono_literals;
using Request = http::request<http::string_body>;

constexpr std::size_t idle_per_host = 32;  // as many as may be in flight: their answers are settled together
constexpr auto idle_for = 30s;
constexpr std::uint64_t most_body_bytes = 4 * 1024 * 1024;
constexpr std::uint32_t most_header_bytes = 64 * 1024;

ApiResult fault(ApiResult::Kind kind, std::string why)
{
    ApiResult result;
    result.kind = kind;
    result.error = std::move(why);
    return result;
}

/// Connections that wait for their next call.
class Pool : public std::enable_shared_from_this<Pool>
{
  public:
    /// One that still seems alive; nullptr where there is none.
    std::unique_ptr<Stream> take(const std::string& host)
    {
        auto& idle = idle_[host];
        while (!idle.empty())
        {
            auto stream = std::move(idle.back().stream);  // the one used last is the likeliest to live
            idle.pop_back();
            // Silence is the proper state: anything to read is a farewell, and a request sent after it may be lost.
            if (stream->is_silent())
                return stream;
        }
        return nullptr;
    }

    void keep(const std::string& host, std::unique_ptr<Stream> stream)
    {
        auto& idle = idle_[host];
        if (idle.size() >= idle_per_host)
            return;
        const Stream* name = stream.get();
        asio::steady_timer end{stream->get_executor(), idle_for};
        auto& kept = idle.emplace_back(std::move(stream), std::move(end));
        kept.end.async_wait(
            [pool = weak_from_this(), host, name](error_code error)
            {
                if (const auto self = pool.lock(); self && !error)
                    std::erase_if(self->idle_[host], [name](const Idle& each) { return each.stream.get() == name; });
            });
    }

  private:
    struct Idle
    {
        Idle(std::unique_ptr<Stream> kept, asio::steady_timer until) : stream(std::move(kept)), end(std::move(until)) {}
        std::unique_ptr<Stream> stream;
        asio::steady_timer end;
    };
    std::map<std::string, std::list<Idle>> idle_;
};

struct Answer
{
    error_code error;
    ApiResult result;
    bool can_go_on = false;  // the connection may serve another call
};

asio::awaitable<Answer> read_answer(Stream& stream, const std::string& method)
{
    Answer answer;
    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(most_body_bytes);
    parser.header_limit(most_header_bytes);
    std::tie(answer.error, std::ignore) = co_await http::async_read(stream, buffer, parser, quiet);
    if (answer.error)
        co_return answer;
    const auto& response = parser.get();
    answer.result =
        interpret(method, static_cast<int>(response.result_int()), response[http::field::retry_after], response.body());
    answer.result.request_id = response["X-Slack-Req-Id"];
    answer.result.date = response[http::field::date];
    answer.result.scopes = response["X-OAuth-Scopes"];
    answer.can_go_on = parser.keep_alive() && buffer.size() == 0;
    co_return answer;
}
}  // namespace

struct WebClient::State
{
    asio::io_context& io;
    asio::ssl::context& tls;
    Names& names;
    const Endpoint endpoint;
    const std::function<void(std::exception_ptr)> on_error;
    const std::shared_ptr<Pool> pool = std::make_shared<Pool>();

    /// Where a call goes; nullopt where a response_url names a host that is none of Slack's.
    [[nodiscard]] std::optional<Url> url_of(const ApiRequest& request) const;
    [[nodiscard]] Request http_request(const ApiRequest& request, const Url& url) const;

    // The coroutines hold the state by value: the client may be gone before they are.
    static asio::awaitable<void> serve(std::shared_ptr<State> self, ApiRequest request,
                                       std::function<void(ApiResult)> done);
    asio::awaitable<ApiResult> perform(const ApiRequest& request);
    /// One try over one connection. nullopt: not a byte of the request left on a kept connection; a new one may do.
    asio::awaitable<std::optional<ApiResult>> attempt(const ApiRequest& request, const Url& url, bool may_reuse);
};

std::optional<Url> WebClient::State::url_of(const ApiRequest& request) const
{
    if (request.method == "response_url")
    {
        auto url = parse_url(request.url);
        if (url && !may_answer_at(*url, endpoint.trusted_host, endpoint.is_loopback))
            url.reset();
        return url;
    }
    Url url = endpoint.api;
    url.target += request.method;
    return url;
}

Request WebClient::State::http_request(const ApiRequest& request, const Url& url) const
{
    EncodedBody encoded = encode(request.method, request.args);
    Request out{http::verb::post, url.target, 11};
    out.set(http::field::host, host_header(url));
    out.set(http::field::user_agent, "Hotwatch");
    out.set(http::field::content_type, encoded.content_type);
    if (request.method != "response_url" && request.token != Token::none)
        out.set(http::field::authorization,
                "Bearer " + (request.token == Token::app ? endpoint.app_token : endpoint.bot_token));
    out.body() = std::move(encoded.body);
    out.prepare_payload();
    return out;
}

asio::awaitable<void> WebClient::State::serve(std::shared_ptr<State> self, ApiRequest request,
                                              std::function<void(ApiResult)> done)
{
    co_await asio::post(self->io, asio::use_awaitable);  // never inside the call that asked
    ApiResult result = co_await self->perform(request);
    done(std::move(result));
}

asio::awaitable<ApiResult> WebClient::State::perform(const ApiRequest& request)
{
    const auto url = url_of(request);
    if (!url)
        co_return fault(ApiResult::Kind::refused, "foreign_response_url");
    auto result = co_await attempt(request, *url, true);
    if (!result)
        result = co_await attempt(request, *url, false);
    co_return std::move(*result);
}

asio::awaitable<std::optional<ApiResult>> WebClient::State::attempt(const ApiRequest& request, const Url& url,
                                                                    bool may_reuse)
{
    const std::string host = url.scheme + "://" + host_header(url);
    auto stream = may_reuse ? pool->take(host) : nullptr;
    const bool is_reused = stream != nullptr;
    if (!is_reused)
        stream = std::make_unique<Stream>(io);
    const Deadline deadline{*stream, request.timeout};
    if (!is_reused)
    {
        std::string why = co_await open_stream(*stream, names, tls, url, deadline);
        if (!why.empty())
            co_return fault(ApiResult::Kind::not_sent, std::move(why));
    }

    const Request message = http_request(request, url);
    const auto [write_error, written] = co_await http::async_write(*stream, message, quiet);
    // Not one write went through: of TLS not a whole record, which the other side could not have read.
    if (write_error && written == 0 && !deadline.has_passed())
    {
        if (is_reused)
            co_return std::nullopt;
        co_return fault(ApiResult::Kind::not_sent, write_error.message());
    }
    if (write_error)
        co_return fault(ApiResult::Kind::unknown, deadline.why(write_error));

    Answer answer = co_await read_answer(*stream, request.method);
    if (answer.error)
        co_return fault(ApiResult::Kind::unknown, deadline.why(answer.error));
    if (answer.can_go_on && !deadline.has_passed())
        pool->keep(host, std::move(stream));
    co_return std::move(answer.result);
}

WebClient::WebClient(asio::io_context& io, asio::ssl::context& tls, Names& names, Endpoint endpoint,
                     std::function<void(std::exception_ptr)> on_error)
    : state_(std::make_shared<State>(State{io, tls, names, std::move(endpoint), std::move(on_error)}))
{
}

WebClient::~WebClient() = default;

void WebClient::call(ApiRequest request, std::function<void(ApiResult)> done)
{
    asio::co_spawn(state_->io, State::serve(state_, std::move(request), std::move(done)),
                   [on_error = state_->on_error](const std::exception_ptr& error)
                   {
                       if (error)
                           on_error(error);
                   });
}

}  // namespace hotwatch::slack
