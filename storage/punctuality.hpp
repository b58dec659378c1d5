// How punctual Hotwatch is: when each promise with an hour (a reminder, a clock) was due, and when it was kept.
#pragma once

#include "storage/records.hpp"

namespace hotwatch
{

class Connection;

/// Lateness of the promises of some time: none of them is early.
struct Lateness
{
    std::int64_t count = 0;
    milliseconds median{0};
    milliseconds p99{0};
    milliseconds worst{0};
    friend bool operator==(const Lateness&, const Lateness&) = default;
};

class Punctuality
{
  public:
    explicit Punctuality(Connection& connection) : connection_(connection) {}
    void kept(TimerKind kind, UtcMillis due, UtcMillis at);
    /// Of what was kept in `period`; nearest rank: p99 of a hundred is the second worst.
    [[nodiscard]] Lateness lateness(const Period& period);
    void erase_old(UtcMillis before);

  private:
    Connection& connection_;
};

}  // namespace hotwatch
