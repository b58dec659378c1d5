#include "commands/zone.hpp"

#include <date/tz.h>

#include <map>
#include <mutex>

namespace hotwatch
{

namespace
{
using std::chrono::days;

/// Looked up once: the database's own search costs a comparison of strings for each call.
const date::time_zone* find(std::string_view name)
{
    static std::mutex mutex;  // guards known: the desk and the loop may both ask
    static std::map<std::string, const date::time_zone*, std::less<>> known;
    const std::lock_guard lock{mutex};
    const auto found = known.find(name);
    if (found != known.end())
        return found->second;
    const date::time_zone* zone = nullptr;
    try
    {
        zone = date::locate_zone(std::string{name});
    }
    catch (const std::runtime_error&)
    {
        zone = nullptr;  // no such zone; asked for again it is not searched again
    }
    if (known.size() < 1000)
        known.emplace(name, zone);
    return zone;
}
}  // namespace

bool is_zone(std::string_view name)
{
    return !name.empty() && find(name) != nullptr;
}

LocalMillis to_local(UtcMillis t, std::string_view zone)
{
    const auto* found = find(zone);
    if (found == nullptr)
        return LocalMillis{t.time_since_epoch()};
    return LocalMillis{found->to_local(t).time_since_epoch()};
}

std::string zone_name(UtcMillis t, std::string_view zone)
{
    const auto* found = find(zone);
    if (found == nullptr)
        return "UTC";
    const auto info = found->get_info(t);
    const bool is_number = info.abbrev.find_first_of("+-") == 0;
    return (is_number ? "UTC" : "") + info.abbrev;
}

UtcMillis to_utc(LocalMillis local, std::string_view zone)
{
    const auto* found = find(zone);
    if (found == nullptr)
        return UtcMillis{local.time_since_epoch()};
    const date::local_time<std::chrono::milliseconds> wall{local.time_since_epoch()};
    const auto info = found->get_info(wall);
    if (info.result == date::local_info::nonexistent)
        return std::chrono::time_point_cast<milliseconds>(info.first.end);
    return found->to_sys(wall, date::choose::earliest);
}

UtcMillis next_weekday(UtcMillis after, std::chrono::weekday day, std::chrono::minutes time, std::string_view zone)
{
    for (auto local = std::chrono::floor<days>(to_local(after, zone));; local += days{1})
    {
        if (std::chrono::weekday{local} != day)
            continue;
        const auto at = to_utc(local + time, zone);
        if (at > after)
            return at;
    }
}

}  // namespace hotwatch
