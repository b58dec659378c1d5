#include "tests/slack_sim/server.hpp"

#include <future>

#include "tests/slack_sim/control_endpoint.hpp"
#include "tests/slack_sim/http_wire.hpp"
#include "tests/slack_sim/server_loop.hpp"

// Once GCC 12 has inlined both of Asio's, it takes a coroutine frame's operator delete for another's.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace slack_sim
{

namespace
{
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

}  // namespace

Server::Loop::Loop(ServerOptions given, Config config) : options(std::move(given))
{
    start = options.start.value_or(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    listen();
    if (!options.is_plain)
    {
        certificate = make_certificate(options.directory, options.certificate);
        tls.use_certificate_chain(asio::buffer(certificate.chain_pem));
        tls.use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
        SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    }
    config.public_url =
        fmt::format("{}://localhost:{}", options.is_plain ? "http" : "https", acceptor.local_endpoint().port());
    sim = std::make_unique<Sim>(std::move(config), start);
    sim->on_orders([this] { asio::post(io, [this] { dispatch(); }); });
    spawn(accept(acceptor));
    if (acceptor_v6.is_open())
        spawn(accept(acceptor_v6));
}

Server::Loop::~Loop()
{
    is_ending = true;
    error_code ignored;  // the end
    acceptor.close(ignored);
    acceptor_v6.close(ignored);
    due.cancel();
    for (const auto& wire : wires)
        wire->cut(false);
    sim->on_orders(nullptr);
    // The loops end by themselves now; their last steps still need what stands here.
    io.restart();
    io.run_for(2s);
}

void Server::Loop::listen()
{
    const tcp::endpoint first{asio::ip::address_v4::loopback(), options.port};
    acceptor.open(first.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address{true});
    acceptor.bind(first);
    acceptor.listen();
    // "localhost" may mean ::1 to a client. Where the machine has no IPv6 or the port is taken there, IPv4 must do.
    error_code error;
    const tcp::endpoint second{asio::ip::address_v6::loopback(), acceptor.local_endpoint().port()};
    acceptor_v6.open(second.protocol(), error);
    if (!error)
        acceptor_v6.set_option(asio::ip::v6_only{true}, error);
    if (!error)
        acceptor_v6.bind(second, error);
    if (!error)
        acceptor_v6.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        acceptor_v6.close(error);
}

Millis Server::Loop::clock() const
{
    return start + ahead + std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - began);
}

void Server::Loop::tick()
{
    refresh();
    sim->run_due();
    std::erase_if(ghosts,
                  [this](const auto& ghost)
                  {
                      const bool is_noticed = ghost.second <= sim->now();
                      if (is_noticed)
                          sim->lost(ghost.first, true);
                      return is_noticed;
                  });
    arm();
}

void Server::Loop::arm()
{
    auto next = sim->next_due();
    for (const auto& [id, noticed] : ghosts)
        next = std::min(next.value_or(noticed), noticed);
    if (!next || is_ending)
        return;
    due.expires_after(std::max(*next - clock(), 0ms));
    due.async_wait(
        [this](error_code error)
        {
            if (!error)
                tick();
        });
}

void Server::Loop::move_clock(Millis to)
{
    ahead += std::max(to - clock(), 0ms);
    tick();
}

void Server::Loop::spawn(asio::awaitable<void> work)
{
    asio::co_spawn(io, std::move(work),
                   [this](std::exception_ptr error)
                   {
                       if (error && !failure)
                           failure = error;
                   });
}

asio::awaitable<void> Server::Loop::accept(tcp::acceptor& from)
{
    while (from.is_open())
    {
        auto [error, socket] = co_await from.async_accept(quiet);
        if (error)
            continue;
        std::shared_ptr<Wire> wire;
        if (options.is_plain)
            wire = std::make_shared<WireOn<tcp::socket>>(std::move(socket));
        else
            wire = std::make_shared<WireOn<Tls>>(Tls{std::move(socket), tls});
        spawn(serve(std::move(wire)));
    }
}

asio::awaitable<void> Server::Loop::serve(std::shared_ptr<Wire> wire)
{
    wires.insert(wire);
    bool is_alive = !co_await wire->open();
    std::string waiting;
    while (is_alive)
    {
        auto incoming = co_await read_request(*wire, waiting);
        if (!incoming)
            break;
        if (incoming->is_upgrade)
        {
            co_await upgrade(wire, std::move(incoming->request));
            break;
        }
        is_alive = co_await answer(*wire, std::move(incoming->request), incoming->keeps_alive);
    }
    co_await wire->finish();
    wires.erase(wire);
}

asio::awaitable<bool> Server::Loop::answer(Wire& wire, HttpRequest request, bool keeps_alive)
{
    touched();
    HttpResponse response;
    {
        const Under way{requests};
        refresh();
        if (is_control(request))
            response = control(*sim, {[this](Millis to) { move_clock(to); }, [this] { is_stopping = true; }}, request);
        else
            response = sim->http(request);
        arm();
        if (response.delay > 0ms)
        {
            asio::steady_timer wait{io, response.delay};
            co_await wait.async_wait(quiet);
        }
    }
    touched();
    if (response.fate == HttpResponse::Fate::answer)
    {
        const std::string bytes = bytes_of(response, keeps_alive);
        const bool is_sent = !co_await wire.write(bytes);
        if (is_stopping)
            io.stop();
        co_return is_sent&& keeps_alive;
    }
    if (response.fate == HttpResponse::Fate::hang)
        co_await wait_until_gone(wire);
    wire.cut(response.fate == HttpResponse::Fate::reset);
    co_return false;
}

asio::awaitable<void> Server::Loop::wait_until_gone(Wire& wire)
{
    std::array<char, 1024> ignored{};
    for (error_code error; !error;)
        error = (co_await wire.read(asio::buffer(ignored))).first;
}

asio::awaitable<void> Server::Loop::upgrade(std::shared_ptr<Wire> wire, HttpRequest request)
{
    touched();
    refresh();
    int status = 0;
    const SocketId id = sim->accept(request.target, status);
    arm();
    HttpResponse response;
    response.status = status;
    if (id == 0)
    {
        co_await wire->write(bytes_of(response, false));
        co_return;
    }
    const auto socket = std::make_shared<WebSocket>(io, wire, id, ears_of(id));
    sockets[id] = socket;
    const std::string welcome = fmt::format("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                                            "Upgrade\r\nSec-WebSocket-Accept: {}\r\n\r\n",
                                            accept_key(request.headers["sec-websocket-key"]));
    if (!co_await wire->write(welcome))
        co_await socket->run(options.ping_every);
    end(id);
}

WebSocket::Ears Server::Loop::ears_of(SocketId id)
{
    return {.text =
                [this, id](std::string_view message, bool was_fragmented)
            {
                refresh();
                sim->receive_text(id, message, was_fragmented);
                arm();
            },
            .pong = [this, id] { sim->receive_pong(id); },
            .closed =
                [this, id]
            {
                refresh();
                sim->lost(id, true);
                sockets.erase(id);
                arm();
            },
            .misbehaved = [this, id](const std::string& what)
            { sim->ledger().violations.push_back(fmt::format("socket {}: {}", id, what)); },
            .touched = [this] { touched(); },
            .spawn = [this](asio::awaitable<void> work) { spawn(std::move(work)); }};
}

/// TCP ended. Without a close frame Slack may not know yet.
void Server::Loop::end(SocketId id)
{
    if (sockets.erase(id) == 0)
        return;
    refresh();
    sim->lost(id, options.ghost_life == 0ms);
    if (options.ghost_life > 0ms)
        ghosts[id] = sim->now() + options.ghost_life;
    arm();
}

void Server::Loop::dispatch()
{
    for (const SocketOrder& order : sim->take_orders())
        if (const auto found = sockets.find(order.socket); found != sockets.end())
            found->second->carry_out(order);
    arm();
}

Server::Server(ServerOptions options, Config config)
    : loop_(std::make_unique<Loop>(std::move(options), std::move(config)))
{
}

Server::~Server() = default;

Sim& Server::sim()
{
    loop_->refresh();
    return *loop_->sim;
}

std::uint16_t Server::port() const
{
    return loop_->acceptor.local_endpoint().port();
}

std::vector<std::pair<std::string, std::string>> Server::environment() const
{
    const Config& config = loop_->sim->config();
    std::vector<std::pair<std::string, std::string>> variables{{"SLACK_API_URL", config.public_url + "/api/"},
                                                               {"SLACK_APP_TOKEN", config.app_token},
                                                               {"SLACK_BOT_TOKEN", config.bot_token}};
    if (!loop_->options.is_plain)
        variables.emplace_back("SSL_CERT_FILE", std::filesystem::absolute(loop_->certificate.authority).string());
    return variables;
}

void Server::run()
{
    loop_->arm();
    loop_->io.restart();
    loop_->io.run();
    loop_->rethrow();
}

void Server::stop()
{
    loop_->io.stop();
}

void Server::run_for(std::chrono::milliseconds length)
{
    run_until([] { return false; }, length);
}

bool Server::is_stopped() const
{
    return loop_->is_stopping;
}

bool Server::run_until(const std::function<bool()>& done, std::chrono::milliseconds within)
{
    constexpr auto look_every = 5ms;
    const auto end = SteadyClock::now() + within;
    loop_->arm();
    loop_->io.restart();
    while (!done())
    {
        const auto now = SteadyClock::now();
        if (now >= end || loop_->io.stopped())
            return false;
        loop_->io.run_one_until(std::min(end, now + look_every));
        loop_->rethrow();
    }
    return true;
}

void Server::call(const std::function<void(Sim&)>& work)
{
    std::packaged_task<void()> task{[&]
                                    {
                                        loop_->refresh();
                                        work(*loop_->sim);
                                        loop_->arm();
                                    }};
    asio::post(loop_->io, [&task] { task(); });
    task.get_future().get();
}

void Server::at(SteadyClock::time_point when, std::function<void(Sim&)> work)
{
    auto timer = std::make_shared<asio::steady_timer>(loop_->io, when);
    timer->async_wait(
        [loop = loop_.get(), timer, work = std::move(work)](error_code error)
        {
            if (error || loop->is_ending)
                return;
            loop->refresh();
            work(*loop->sim);
            loop->arm();
        });
}

void Server::move_clock(Millis to)
{
    loop_->move_clock(to);
}

bool Server::is_quiet_for(std::chrono::milliseconds length) const
{
    return *loop_->requests == 0 && SteadyClock::now() - loop_->last_touch >= length &&
           std::ranges::all_of(loop_->sockets, [](const auto& entry) { return entry.second->is_idle(); });
}

}  // namespace slack_sim
