// When Slack will take the next call.
#include "bot/slack/rate_limit.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hotwatch::slack
{

namespace
{
constexpr int tier_2 = 20;
constexpr int tier_3 = 50;
constexpr int tier_4 = 100;
constexpr int posts = 300;          // "several hundred per minute per workspace"
constexpr int cheap_reads = 600;    // "hundreds per minute"
constexpr int response_urls = 600;  // no figure of their own; each counts to its channel
constexpr int most_burst = 20;
constexpr int channels_that_prove_it = 3;  // held at once: no coincidence any more

// What is not in tier 2.
constexpr std::array<std::pair<std::string_view, int>, 23> figures_of{{
    {"auth.test", cheap_reads},
    {"chat.delete", tier_3},
    {"chat.deleteScheduledMessage", tier_3},
    {"chat.getPermalink", cheap_reads},
    {"chat.postEphemeral", tier_4},
    {"chat.postMessage", posts},
    {"chat.scheduleMessage", tier_3},
    {"chat.scheduledMessages.list", tier_3},
    {"chat.update", tier_3},
    {"conversations.history", tier_3},
    {"conversations.info", tier_3},
    {"conversations.invite", tier_3},
    {"conversations.join", tier_3},
    {"conversations.members", tier_4},
    {"conversations.open", tier_3},
    {"conversations.replies", tier_3},
    {"reactions.add", tier_3},
    {"reactions.get", tier_3},
    {"response_url", response_urls},
    {"users.info", tier_4},
    {"users.lookupByEmail", tier_3},
    {"views.open", tier_4},
    {"views.publish", tier_4},
}};
}  // namespace

void Bucket::take(UtcMillis now)
{
    paid_until_ = std::max(paid_until_, now) + every_;
}

int granted_per_minute(std::string_view method)
{
    const auto found = std::ranges::find(figures_of, method, &std::pair<std::string_view, int>::first);
    return found == figures_of.end() ? tier_2 : found->second;
}

Bucket minute_bucket(int per_minute)
{
    const int burst = std::clamp(per_minute / 4, 1, most_burst);
    const int steady = std::max(per_minute - burst, 1);
    return {milliseconds{(60'000 + steady - 1) / steady}, burst};
}

bool is_post(std::string_view method)
{
    return method == "chat.postMessage" || method == "chat.postEphemeral" || method == "response_url";
}

UtcMillis RateLimits::held_until(std::string_view key) const
{
    const auto found = holds_.find(key);
    return found == holds_.end() ? UtcMillis{} : found->second;
}

UtcMillis RateLimits::method_ready(const std::string& method, bool is_page) const
{
    const auto bucket = methods_.find(method);
    const auto ready = bucket == methods_.end() ? UtcMillis{} : bucket->second.ready_at();
    return is_page && is_post(method) ? ready : std::max(ready, held_until(method));
}

UtcMillis RateLimits::channel_ready(const std::string& method, const std::string& channel) const
{
    if (channel.empty())
        return UtcMillis{};
    const auto bucket = channels_.find(channel);
    const auto ready = bucket == channels_.end() ? UtcMillis{} : bucket->second.ready_at();
    return holds_.empty() ? ready : std::max(ready, held_until(method + " " + channel));
}

void RateLimits::take(const std::string& method, const std::string& channel, UtcMillis now)
{
    if (!figures_.buckets)
        return;
    auto bucket = methods_.find(method);
    if (bucket == methods_.end())
    {
        const auto own = figures_.per_minute.find(method);
        const int per_minute = own == figures_.per_minute.end() ? granted_per_minute(method) : own->second;
        bucket = methods_.emplace(method, minute_bucket(per_minute)).first;
    }
    bucket->second.take(now);
    if (channel.empty())
        return;
    if (channels_.size() >= forget_at_)
        forget_full_buckets(now);
    channels_.try_emplace(channel, figures_.channel_every, figures_.channel_burst).first->second.take(now);
}

void RateLimits::forget_full_buckets(UtcMillis now)
{
    std::erase_if(channels_, [now](const auto& entry) { return entry.second.is_full(now); });
    forget_at_ = std::max<std::size_t>(1'024, channels_.size() * 2);  // so that looking stays cheap for each call
}

std::map<std::string, UtcMillis> RateLimits::hold(const std::string& method, const std::string& channel,
                                                  UtcMillis until, UtcMillis now)
{
    std::erase_if(holds_, [now](const auto& entry) { return entry.second <= now; });
    std::map<std::string, UtcMillis> changed;
    const auto keep = [&](const std::string& key)
    {
        auto& held = holds_[key];
        held = std::max(held, until);
        changed[key] = held;
    };
    if (channel.empty())
    {
        keep(method);
        return changed;
    }
    const std::string prefix = method + " ";
    keep(prefix + channel);
    int channels = 0;
    for (auto at = holds_.lower_bound(prefix); at != holds_.end() && at->first.starts_with(prefix); ++at)
        ++channels;
    if (channels >= channels_that_prove_it)
        keep(method);
    return changed;
}

}  // namespace hotwatch::slack
