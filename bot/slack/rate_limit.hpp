// When Slack will take the next call: a bucket per method, a bucket per channel that is posted to, and what Slack
// itself told us to wait (Retry-After). Pure; platform section 13 has the figures.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch::slack
{

/// One call every `every`, of which up to `burst` may come at once after a pause.
class Bucket
{
  public:
    Bucket(milliseconds every, int burst) : every_(every), credit_(every * (burst - 1)) {}
    [[nodiscard]] UtcMillis ready_at() const { return paid_until_ - credit_; }
    [[nodiscard]] bool is_full(UtcMillis now) const { return paid_until_ <= now; }
    void take(UtcMillis now);

  private:
    milliseconds every_;
    milliseconds credit_;
    UtcMillis paid_until_{};
};

/// Calls of this method per minute that Slack grants at least (platform section 13); 20 for a method not listed there.
int granted_per_minute(std::string_view method);
/// Such a bucket lets through at most `per_minute` calls in any 60 s, its burst included.
Bucket minute_bucket(int per_minute);

/// chat.postMessage, chat.postEphemeral and response_url: what counts as one post to a channel.
bool is_post(std::string_view method);

class RateLimits
{
  public:
    struct Figures
    {
        milliseconds channel_every{1'000};
        int channel_burst = 3;
        std::map<std::string, int> per_minute;  // instead of granted_per_minute
        bool buckets = true;                    // false: only what Slack told us to wait counts
    };
    explicit RateLimits(Figures figures) : figures_(std::move(figures)) {}

    /// Earliest call of that method. A page is not kept by a hold on all posts: such a hold comes from other channels,
    /// and the one request that it costs to try is worth it.
    [[nodiscard]] UtcMillis method_ready(const std::string& method, bool is_page) const;
    /// Earliest post into that channel; at once where `channel` is "". A response_url stands for its unknown channel.
    [[nodiscard]] UtcMillis channel_ready(const std::string& method, const std::string& channel) const;
    void take(const std::string& method, const std::string& channel, UtcMillis now);

    /// Slack said to wait until then. A post's hold is its channel's; when so many channels are held at once that the
    /// workspace itself must be over its limit, the method is held too. Returns what changed, to be kept: the key is
    /// "method" or "method channel".
    std::map<std::string, UtcMillis> hold(const std::string& method, const std::string& channel, UtcMillis until,
                                          UtcMillis now);
    void restore(const std::map<std::string, UtcMillis>& holds) { holds_ = {holds.begin(), holds.end()}; }

  private:
    void forget_full_buckets(UtcMillis now);
    [[nodiscard]] UtcMillis held_until(std::string_view key) const;

    Figures figures_;
    std::map<std::string, Bucket, std::less<>> methods_;
    std::map<std::string, Bucket, std::less<>> channels_;
    std::size_t forget_at_ = 1'024;  // buckets of channels; beyond, the full ones are dropped: they say nothing
    std::map<std::string, UtcMillis, std::less<>> holds_;
};

}  // namespace hotwatch::slack
