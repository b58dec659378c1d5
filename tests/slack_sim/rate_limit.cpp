// Slack's rate limits: so many calls a minute per method, and about one post a second per channel (platform section
// 13).
#include "rate_limit.hpp"

#include <algorithm>

namespace slack_sim
{

using std::chrono::seconds;

namespace
{

seconds whole_seconds(std::chrono::milliseconds wait)
{
    return std::max(seconds{1}, std::chrono::ceil<seconds>(wait));
}

}  // namespace

seconds RateLimits::call(const std::string& method, std::size_t per_minute, Millis now)
{
    constexpr seconds window{60};
    std::deque<Millis>& recent = calls_[method];
    while (!recent.empty() && recent.front() + window <= now)
        recent.pop_front();
    if (recent.size() >= per_minute)
        return whole_seconds(recent.front() + window - now);
    recent.push_back(now);
    return seconds{0};
}

seconds RateLimits::post(const std::string& channel, Millis now)
{
    constexpr seconds price{1};
    constexpr seconds burst{5};  // Slack forgives bursts and publishes no figure
    Millis& paid = paid_until_[channel];
    const Millis begin = std::max(paid, now);
    if (begin - now >= burst)
        return whole_seconds(begin - now - burst + std::chrono::milliseconds{1});
    paid = begin + price;
    return seconds{0};
}

}  // namespace slack_sim
