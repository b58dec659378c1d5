#include "tests/wire/transport_bench.hpp"

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <mutex>

namespace hotwatch::testing
{

using namespace std::chrono_literals;

struct Client::Loop
{
    explicit Loop(const std::string& api_url)
        : transport(io, slack::endpoint_of(api_url, slack_sim::Config{}.app_token, slack_sim::Config{}.bot_token),
                    [](const std::exception_ptr& error) { std::rethrow_exception(error); })
    {
    }
    boost::asio::io_context io{1};
    slack::AsioTransport transport;
};

Client::Client(const std::string& api_url) : loop_(std::make_unique<Loop>(api_url))
{
    loop_->transport.listen(heard);
}

Client::~Client() = default;

slack::AsioTransport& Client::transport()
{
    return loop_->transport;
}

bool Client::until(const std::function<bool()>& done, std::chrono::milliseconds within)
{
    const auto end = std::chrono::steady_clock::now() + within;
    while (!done() && std::chrono::steady_clock::now() < end)
    {
        loop_->io.restart();
        loop_->io.run_one_for(10ms);
    }
    return done();
}

slack::ApiResult Client::call(slack::ApiRequest request)
{
    std::optional<slack::ApiResult> answer;
    loop_->transport.call(std::move(request), [&answer](slack::ApiResult result) { answer = std::move(result); });
    EXPECT_FALSE(answer.has_value()) << "answered inside the call that asked";
    EXPECT_TRUE(until([&answer] { return answer.has_value(); }, 15s)) << "never answered";
    return answer.value_or(slack::ApiResult{.error = "never answered"});
}

std::string Client::url()
{
    const auto result = call({.method = "apps.connections.open", .args = "{}", .token = slack::Token::app});
    return nlohmann::json::parse(result.body, nullptr, false).value("url", "");
}

TlsSlack::TlsSlack(slack_sim::CertificateKind certificate, bool is_plain)
{
    auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-wire-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error{"no temporary directory"};
    directory_ = pattern;
    server_ = std::make_unique<slack_sim::Server>(
        slack_sim::ServerOptions{.directory = directory_, .is_plain = is_plain, .certificate = certificate},
        slack_sim::Config{.users = {{.id = "U0ANA", .name = "ana", .real_name = "Ana"}}, .channels = {"support"}});
    for (const auto& [name, value] : server_->environment())
        if (name == "SLACK_API_URL")
            api_url_ = value;
        else
            ::setenv(name.c_str(), value.c_str(), 1);
    thread_ = std::thread{[this] { server_->run(); }};
    server_->call([](slack_sim::Sim&) {});  // it runs: a stop before that would be lost
}

TlsSlack::~TlsSlack()
{
    server_->stop();
    thread_.join();
    server_.reset();
    std::filesystem::remove_all(directory_);
}

namespace
{
/// One request with its body, as far as it came.
std::string read_request(int socket)
{
    std::string request;
    char buffer[4096];
    for (;;)
    {
        const auto head = request.find("\r\n\r\n");
        if (head != std::string::npos)
        {
            const auto length = request.find("Content-Length: ");
            const auto body = length == std::string::npos ? 0UL : std::stoul(request.substr(length + 16));
            if (request.size() >= head + 4 + body)
                return request;
        }
        const auto got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            return request;
        request.append(buffer, static_cast<std::size_t>(got));
    }
}
}  // namespace

struct CannedServer::Thread
{
    std::uint16_t port = 0;
    int listening = listening_socket(port);
    std::mutex guards_requests;
    std::vector<std::string> requests;
    std::thread thread;

    void serve(const std::vector<Connection>& connections)
    {
        for (const Connection& connection : connections)
        {
            const int socket = ::accept(listening, nullptr, nullptr);
            if (socket < 0)
                break;
            for (const std::string& answer : connection)
            {
                auto request = read_request(socket);
                {
                    const std::lock_guard hold{guards_requests};
                    requests.push_back(std::move(request));
                }
                for (std::size_t sent = 0; sent < answer.size();)
                {
                    const auto more = ::send(socket, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
                    if (more <= 0)
                        break;
                    sent += static_cast<std::size_t>(more);
                }
            }
            ::shutdown(socket, SHUT_WR);
            while (!read_request(socket).empty())  // so that the kernel hangs up in order, not by a reset
            {
            }
            ::close(socket);
        }
    }
};

CannedServer::CannedServer(std::vector<Connection> connections) : thread_(std::make_unique<Thread>())
{
    thread_->thread = std::thread{[this, all = std::move(connections)] { thread_->serve(all); }};
}

CannedServer::~CannedServer()
{
    ::shutdown(thread_->listening, SHUT_RDWR);
    thread_->thread.join();
    ::close(thread_->listening);
}

std::string CannedServer::api_url() const
{
    return fmt::format("http://127.0.0.1:{}/api/", thread_->port);
}

std::vector<std::string> CannedServer::requests() const
{
    const std::lock_guard hold{thread_->guards_requests};
    return thread_->requests;
}

std::string http_answer(const std::string& status, const std::string& body, const std::string& headers)
{
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), headers, body);
}

int listening_socket(std::uint16_t& port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (socket < 0 || ::bind(socket, raw, size) != 0 || ::listen(socket, 8) != 0 ||
        ::getsockname(socket, raw, &size) != 0)
        throw std::runtime_error{"no port on loopback"};
    port = ntohs(address.sin_port);
    return socket;
}

std::uint16_t unused_port()
{
    std::uint16_t port = 0;
    ::close(listening_socket(port));
    return port;
}

}  // namespace hotwatch::testing
