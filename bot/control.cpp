#include "bot/control.hpp"

#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bot/accept.hpp"
#include "bot/log.hpp"

namespace hotwatch
{

namespace
{
namespace asio = boost::asio;
using asio::local::stream_protocol;
constexpr std::size_t longest_line = std::size_t{16} * 1024 * 1024;  // a plan travels in one
constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

std::string peer_of(stream_protocol::socket& socket)
{
    ucred who{};
    socklen_t size = sizeof who;
    if (getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0)
        return "unknown";
    std::array<char, 4096> space{};
    passwd entry{};
    passwd* found = nullptr;
    getpwuid_r(who.uid, &entry, space.data(), space.size(), &found);
    return found != nullptr ? std::string{found->pw_name} : fmt::format("uid{}", who.uid);
}

/// A reply that comes from elsewhere on the loop; the coroutine waits for it.
asio::awaitable<std::string> ask(const ControlServer::Handler& handle, std::string line, std::string user)
{
    const auto executor = co_await asio::this_coro::executor;
    auto arrived = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    auto answer = std::make_shared<std::optional<std::string>>();
    handle(std::move(line), std::move(user),
           [arrived, answer](std::string text)
           {
               *answer = std::move(text);
               arrived->cancel();
           });
    while (!answer->has_value())
        co_await arrived->async_wait(quiet);
    co_return std::move(**answer);
}
}  // namespace

ControlServer::ControlServer(asio::io_context& io, std::string path, Handler handle,
                             std::function<void(std::exception_ptr)> failed)
    : io_(io), path_(std::move(path)), handle_(std::move(handle)), failed_(std::move(failed)), acceptor_(io)
{
    ::unlink(path_.c_str());  // of a process that died: the store's lock is ours, so nobody listens there
    const auto before = ::umask(0177);
    acceptor_.open();
    acceptor_.bind(stream_protocol::endpoint{path_});
    ::umask(before);
    acceptor_.listen();
    const auto take = [this](stream_protocol::socket socket)
    { asio::co_spawn(io_, serve(std::move(socket)), failed_); };
    asio::co_spawn(io_, accept_each(acceptor_, "control socket", take), failed_);
}

ControlServer::~ControlServer()
{
    close();
}

void ControlServer::close()
{
    if (std::exchange(is_closed_, true))
        return;
    boost::system::error_code ignored;  // it is closed either way
    acceptor_.close(ignored);
    ::unlink(path_.c_str());
}

asio::awaitable<void> ControlServer::serve(stream_protocol::socket socket)
{
    const std::string user = peer_of(socket);
    std::string buffer;
    for (;;)
    {
        auto space = asio::dynamic_buffer(buffer, longest_line);
        const auto [error, size] = co_await asio::async_read_until(socket, space, '\n', quiet);
        if (error || is_closed_)
            co_return;  // the other side is done or sent a line without end, or this side is
        std::string line = buffer.substr(0, size - 1);
        buffer.erase(0, size);
        std::string answer = co_await ask(handle_, std::move(line), user);
        answer += '\n';
        const auto [failed, written] = co_await asio::async_write(socket, asio::buffer(answer), quiet);
        if (failed)
            co_return;
    }
}

}  // namespace hotwatch
