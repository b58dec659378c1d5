#include "bot/clock.hpp"

#include <ctime>

namespace hotwatch
{

namespace
{
milliseconds read(clockid_t id)
{
    timespec t{};
    clock_gettime(id, &t);
    return milliseconds{static_cast<std::int64_t>(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000};
}
}  // namespace

SystemClock::SystemClock() : anchor_(read(CLOCK_REALTIME)), boot_at_start_(read(CLOCK_BOOTTIME)) {}

UtcMillis SystemClock::now() const
{
    return anchor_ + (read(CLOCK_BOOTTIME) - boot_at_start_);
}

SteadyTime SystemClock::steady() const
{
    return SteadyTime{read(CLOCK_MONOTONIC)};
}

VirtualClock::VirtualClock(std::optional<UtcMillis> start)
{
    if (start)
        anchor_ = *start;
}

UtcMillis VirtualClock::now() const
{
    return SystemClock::now() + milliseconds{ahead_ms_.load()};
}

void VirtualClock::advance_to(UtcMillis t)
{
    const auto step = t - now();
    if (step > milliseconds::zero())
        ahead_ms_ += step.count();
}

}  // namespace hotwatch
