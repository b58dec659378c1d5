// The last word on how long ending takes: a disk or a name server that hangs must not keep the process.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "storage/records.hpp"

namespace hotwatch
{

/// Built before, and destroyed after, everything that may hang while it ends. Once armed, the process ends within that
/// time: by itself, or by `_Exit` from here, which is no worse than a kill: what was acknowledged is on disk, the rest
/// goes out at the next start. Its thread guards nothing but its own flag.
class EndGuard
{
  public:
    explicit EndGuard(milliseconds within) : within_(within) {}
    ~EndGuard();
    EndGuard(const EndGuard&) = delete;
    EndGuard& operator=(const EndGuard&) = delete;

    /// The time runs from the first call on; the code is that of the last.
    void arm(int exit_code);

  private:
    void wait();

    const milliseconds within_;
    std::mutex mutex_;
    std::condition_variable ended_;
    std::optional<int> exit_code_;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace hotwatch
