// response_urls: five uses within 30 minutes (platform section 9).
#include "hooks.hpp"

#include <fmt/format.h>

namespace slack_sim
{

using namespace std::chrono_literals;

std::string Hooks::open(std::string_view kind, Hook hook)
{
    constexpr auto remembered = 2h;  // so that an old URL is called expired rather than unknown
    while (!order_.empty() && hooks_.at(order_.front()).born + remembered < ground_.now)
    {
        hooks_.erase(order_.front());
        order_.pop_front();
    }
    const std::string path = fmt::format("/{}/{}/{}/{}", kind, ground_.config.team_id, ++count_, ground_.hex(24));
    hook.born = ground_.now;
    hooks_[path] = std::move(hook);
    order_.push_back(path);
    return ground_.config.public_url + path;
}

Hooks::Use Hooks::find(const std::string& path)
{
    constexpr auto life = 30min;
    constexpr int most_uses = 5;
    const auto found = hooks_.find(path);
    if (found == hooks_.end())
        return {nullptr, "no_such_url"};
    if (ground_.now - found->second.born >= life)
        return {nullptr, "expired_url"};
    if (found->second.uses >= most_uses)
        return {nullptr, "used_url"};
    return {&found->second, ""};
}

}  // namespace slack_sim
