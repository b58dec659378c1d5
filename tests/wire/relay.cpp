#include "tests/wire/relay.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "tests/wire/transport_bench.hpp"

namespace hotwatch::testing
{

namespace
{
constexpr int look_every_ms = 20;

int connected_to(std::uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    (void)::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return socket;
}

/// False: that side is done.
bool pass_on(int from, int to)
{
    char buffer[16'384];
    const auto got = ::recv(from, buffer, sizeof buffer, 0);
    if (got <= 0)
        return false;
    for (ssize_t sent = 0; sent < got;)
    {
        const auto more = ::send(to, buffer + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (more <= 0)
            return false;
        sent += more;
    }
    return true;
}
}  // namespace

Relay::Relay(std::uint16_t to) : listening_(listening_socket(port_)), thread_([this, to] { run(to); }) {}

Relay::~Relay()
{
    is_over_ = true;
    thread_.join();
    ::close(listening_);
}

void Relay::run(std::uint16_t to)
{
    std::vector<int> ends;  // in pairs: client, server
    while (!is_over_)
    {
        std::vector<pollfd> polled{{listening_, POLLIN, 0}};
        if (!is_mute_)
            for (const int end : ends)
                polled.push_back({end, POLLIN, 0});
        if (::poll(polled.data(), polled.size(), look_every_ms) <= 0 || is_mute_)
            continue;
        for (std::size_t i = 1; i < polled.size(); ++i)
            if (polled[i].revents != 0)
            {
                const auto mine = i - 1;
                const auto other = mine ^ 1U;
                if (!pass_on(ends[mine], ends[other]))
                    ::shutdown(ends[other], SHUT_RDWR);
            }
        if (polled.front().revents != 0)
        {
            ends.push_back(::accept(listening_, nullptr, nullptr));
            ends.push_back(connected_to(to));
        }
    }
    for (const int end : ends)
        ::close(end);
}

}  // namespace hotwatch::testing
