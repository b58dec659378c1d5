// How long to wait before the next dial: back-off after failures, longer after what Slack objected to. Pure.
#pragma once

#include <algorithm>
#include <functional>

#include "bot/slack/link.hpp"

namespace hotwatch::slack
{

class Redial
{
  public:
    Redial(const LinkFigures& figures, std::function<double()> jitter) : figures_(figures), jitter_(std::move(jitter))
    {
    }

    /// A dial failed or a connection was lost. The first redial is at once, then the waits double. `is_stable`: a
    /// connection made after the last failure has stayed up for `stable_after`, so this failure is a first one again.
    void note_failure(SteadyTime now, bool is_stable);
    /// Slack counts more than ten connections: opening more makes it worse. Each one in a row
    /// waits twice as long; several within one wait are one.
    void note_too_many(SteadyTime now);
    /// Waits once more as long as after the last note_too_many: the first socket is up again, the second must not
    /// follow at once.
    void repeat_too_many(SteadyTime now);
    void wait_at_least(SteadyTime now, std::chrono::milliseconds wait);

    [[nodiscard]] SteadyTime at() const { return at_; }
    [[nodiscard]] SteadyTime last_failure() const { return last_failure_; }

  private:
    const LinkFigures& figures_;
    std::function<double()> jitter_;
    SteadyTime at_{};
    SteadyTime last_failure_{};
    int failures_ = 0;
    std::chrono::milliseconds too_many_step_{0};
    SteadyTime too_many_until_{};
};

}  // namespace hotwatch::slack
