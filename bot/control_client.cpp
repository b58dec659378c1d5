#include "bot/control_client.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace hotwatch
{

namespace
{
struct Descriptor
{
    explicit Descriptor(int value) : fd(value) {}
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int fd;
};
}  // namespace

std::string control_path(const std::string& store_path)
{
    return store_path + ".sock";
}

std::optional<std::string> control_call(const std::string& path, const std::string& line, std::chrono::seconds within)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        throw std::runtime_error{fmt::format("the path of the control socket is too long for the system: {}", path)};
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    // Of each read and write; an answer comes in one piece.
    const timeval patience{.tv_sec = within.count(), .tv_usec = 0};
    ::setsockopt(socket.fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket.fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(socket.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    {
        if (errno == ENOENT || errno == ECONNREFUSED)
            return std::nullopt;
        throw std::runtime_error{fmt::format("{}: {}", path, std::strerror(errno))};
    }
    std::string out = line + "\n";
    for (std::size_t sent = 0; sent < out.size();)
    {
        const auto step = ::send(socket.fd, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
        if (step <= 0)
            throw std::runtime_error{"the running Hotwatch closed the connection"};
        sent += static_cast<std::size_t>(step);
    }
    std::string answer;
    char buffer[4096];
    while (answer.empty() || answer.back() != '\n')
    {
        const auto got = ::recv(socket.fd, buffer, sizeof buffer, 0);
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            throw std::runtime_error{fmt::format("the running Hotwatch did not answer within {} s", within.count())};
        if (got <= 0)
            throw std::runtime_error{"the running Hotwatch closed the connection before it answered"};
        answer.append(buffer, static_cast<std::size_t>(got));
    }
    answer.pop_back();
    return answer;
}

}  // namespace hotwatch
