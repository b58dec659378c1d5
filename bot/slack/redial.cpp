#include "bot/slack/redial.hpp"

namespace hotwatch::slack
{

namespace
{
using std::chrono::milliseconds;

milliseconds scaled(milliseconds wait, double by)
{
    return milliseconds{static_cast<std::int64_t>(static_cast<double>(wait.count()) * by)};
}
}  // namespace

void Redial::wait_at_least(SteadyTime now, milliseconds wait)
{
    at_ = std::max(at_, now + wait);
}

void Redial::note_failure(SteadyTime now, bool is_stable)
{
    failures_ = is_stable ? 1 : failures_ + 1;
    last_failure_ = now;
    if (failures_ == 1)
        return;
    milliseconds step = figures_.first_wait;
    for (int i = 2; i < failures_ && step < figures_.longest_wait; ++i)
        step *= 2;
    // Between half and the whole: bots that lost Slack in the same instant do not come back in the same instant.
    wait_at_least(now, scaled(std::min(step, figures_.longest_wait), 0.5 + 0.5 * jitter_()));
}

void Redial::note_too_many(SteadyTime now)
{
    if (now < too_many_until_)
        return;
    const bool is_new_spell = now - too_many_until_ > figures_.too_many_longest;
    if (too_many_step_ == milliseconds{0} || is_new_spell)
        too_many_step_ = figures_.too_many_wait;
    else
        too_many_step_ = std::min(too_many_step_ * 2, figures_.too_many_longest);
    repeat_too_many(now);
}

void Redial::repeat_too_many(SteadyTime now)
{
    // Never less than the first wait, never more than the longest.
    const milliseconds wait = scaled(too_many_step_, 0.75 + 0.5 * jitter_());
    too_many_until_ = now + std::clamp(wait, figures_.too_many_wait, figures_.too_many_longest);
    at_ = std::max(at_, too_many_until_);
}

}  // namespace hotwatch::slack
