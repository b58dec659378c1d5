// Slack's rate limits: so many calls a minute per method, and about one post a second per channel (platform section
// 13).
#pragma once

#include <deque>
#include <unordered_map>

#include "sim.hpp"

namespace slack_sim
{

class RateLimits
{
  public:
    /// Counts one call of `method` against `per_minute` within the last 60 s. 0 s: allowed; else how long to wait,
    /// at least 1 s, and the call is not counted.
    std::chrono::seconds call(const std::string& method, std::size_t per_minute, Millis now);

    /// Counts one post to `channel`: one a second on average, a short burst forgiven. Answers as call() does.
    std::chrono::seconds post(const std::string& channel, Millis now);

  private:
    std::unordered_map<std::string, std::deque<Millis>> calls_;
    std::unordered_map<std::string, Millis> paid_until_;  // by channel: when its posts so far are worked off
};

}  // namespace slack_sim
