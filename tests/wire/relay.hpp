// A wire between client and server that can go dead without either of them being told.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace hotwatch::testing
{

/// Passes on what comes over its connections to a loopback port, until it is told to go mute: from then on nothing
/// passes, and nothing is closed, as when a router forgets a connection. Ends with the object.
class Relay
{
  public:
    explicit Relay(std::uint16_t to);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    void go_mute() { is_mute_ = true; }

  private:
    void run(std::uint16_t to);

    std::uint16_t port_ = 0;
    int listening_;
    std::atomic<bool> is_mute_ = false;
    std::atomic<bool> is_over_ = false;
    std::thread thread_;
};

}  // namespace hotwatch::testing
