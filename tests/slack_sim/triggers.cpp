// trigger_ids: good once, for 3 s from the person's click (platform section 11.3).
#include "triggers.hpp"

#include <fmt/format.h>

namespace slack_sim
{

using namespace std::chrono_literals;

std::string Triggers::issue(std::string_view user, std::string_view view)
{
    constexpr auto remembered = 10min;  // long enough to tell an old one from one that never was
    while (!order_.empty() && issued_.at(order_.front()).born + remembered < ground_.now)
    {
        issued_.erase(order_.front());
        order_.pop_front();
    }
    constexpr std::uint64_t large = 10'000'000'000'000;
    std::string id = fmt::format("{}.{}.{}", ground_.dice() % large, ground_.dice() % large, ground_.hex(32));
    issued_[id] = {std::string{user}, std::string{view}, ground_.now, false};
    order_.push_back(id);
    return id;
}

Triggers::Use Triggers::use(const std::string& id)
{
    constexpr auto life = 3s;
    const auto found = issued_.find(id);
    if (found == issued_.end())
        return {std::nullopt, "invalid_trigger_id"};
    if (found->second.is_used)
        return {std::nullopt, "exchanged_trigger_id"};
    if (ground_.now - found->second.born > life)
        return {std::nullopt, "expired_trigger_id"};
    found->second.is_used = true;
    return {found->second, ""};
}

}  // namespace slack_sim
