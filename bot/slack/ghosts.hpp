// Connections that Slack still counts though nobody holds them: it sends them a share of what people do, and that
// share is lost (platform section 7, traps 1 and 2). A hello is the only witness. Pure.
#pragma once

#include <algorithm>
#include <optional>

#include "bot/slack/link.hpp"

namespace hotwatch::slack
{

class Ghosts
{
  public:
    explicit Ghosts(std::chrono::milliseconds lasting) : lasting_(lasting) {}

    /// A hello said `slack_counts` while we held `held`, that one included. True where this changed the number.
    bool count(int slack_counts, int held, SteadyTime now);

    /// True once, half-way to the alarm: a fresh hello would show whether they are still there. Not where Slack counts
    /// so many that one more could be one too many.
    bool is_time_to_look(SteadyTime now);
    /// True once a spell, when they have lasted.
    bool is_time_to_tell(SteadyTime now);

    [[nodiscard]] std::optional<SteadyTime> wake_at() const;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool have_lasted() const { return number_ > 0 && has_told_; }

  private:
    std::chrono::milliseconds lasting_;
    int number_ = 0;
    int slack_counts_ = 0;
    SteadyTime since_{};
    bool has_looked_ = false;
    bool has_told_ = false;
};

}  // namespace hotwatch::slack
