// The calls that may go, in the order in which Slack's limits let them: sleeping until their time, then in a lane per
// method and channel. Each step costs O(log n) and one look per method, however many rows wait. Pure.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "bot/slack/rate_limit.hpp"
#include "bot/slack/send_order.hpp"

namespace hotwatch::slack
{

/// One row's wish to be called.
struct Turn
{
    std::int64_t id = 0;
    Rank rank;
    std::string method;
    std::string channel;  // what the post counts to; "" for all other calls
    UtcMillis not_before{};
};

class SendQueue
{
  public:
    explicit SendQueue(RateLimits& limits) : limits_(limits) {}

    /// Queues the row, in place of what was queued under that id.
    void put(Turn turn);
    void remove(std::int64_t id);

    /// The most pressing row that may go now, taken out and charged to the limits.
    std::optional<Turn> take(UtcMillis now, bool only_urgent);
    /// Not later than the moment at which `take` gives something that it does not give now.
    [[nodiscard]] std::optional<UtcMillis> wake_at(bool only_urgent) const;

    /// Rows and lanes looked at since the start: what the work costs, for tests and benchmarks.
    [[nodiscard]] std::uint64_t looked_at() const { return looked_at_; }

  private:
    struct Key
    {
        Rank rank;
        std::int64_t id = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    using LaneName = std::pair<std::string, std::string>;  // method, channel
    struct Lane
    {
        std::set<Key> turns;
        std::optional<UtcMillis> closed_until;  // the channel takes no post before
    };

    void wake(UtcMillis now);
    void enter_lane(const Turn& turn);
    void leave_lane(const Turn& turn);
    void close_held_lanes(const std::string& method, UtcMillis now);
    [[nodiscard]] std::optional<Key> best(UtcMillis now, bool only_urgent);

    RateLimits& limits_;
    struct Entry
    {
        Turn turn;
        bool is_asleep = true;
    };
    std::unordered_map<std::int64_t, Entry> entries_;
    std::set<std::pair<UtcMillis, std::int64_t>> asleep_;
    std::map<LaneName, Lane> lanes_;
    std::set<std::pair<UtcMillis, LaneName>> closed_;
    std::map<std::string, std::set<Key>> open_;  // by method: the first row of each lane that is not closed
    std::uint64_t looked_at_ = 0;
};

}  // namespace hotwatch::slack
