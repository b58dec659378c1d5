// The seam to time. Everything stored or compared with stored times uses `now`; pings, deadlines on the wire and the
// three seconds of a trigger use `steady`.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "storage/records.hpp"

namespace hotwatch
{

using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, milliseconds>;

class Clock
{
  public:
    virtual ~Clock() = default;
    /// Never goes back while the process lives. Safe from any thread.
    [[nodiscard]] virtual UtcMillis now() const = 0;
    [[nodiscard]] virtual SteadyTime steady() const = 0;
};

/// The wall clock as it was when the process started, carried on by the boot clock: it counts through a suspended
/// machine, and a step of the wall clock neither fires timers early nor twice. A restart takes the wall clock's word
/// again; that one is needed is seen from Slack's answers (Desk::compare_clocks).
class SystemClock : public Clock
{
  public:
    SystemClock();
    [[nodiscard]] UtcMillis now() const override;
    [[nodiscard]] SteadyTime steady() const override;

  protected:
    UtcMillis anchor_;            // wall clock at start
    milliseconds boot_at_start_;  // boot clock at start
};

/// Starts at a given time, flows at real speed and can be moved forward (product section 15, `run --virtual-clock`).
class VirtualClock : public SystemClock
{
  public:
    explicit VirtualClock(std::optional<UtcMillis> start);
    [[nodiscard]] UtcMillis now() const override;
    /// Moves forward to `t`; a time already past changes nothing.
    void advance_to(UtcMillis t);

  private:
    std::atomic<std::int64_t> ahead_ms_{0};
};

}  // namespace hotwatch
