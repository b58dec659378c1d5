#include "bot/slack/ghosts.hpp"

namespace hotwatch::slack
{

namespace
{
constexpr int slack_allows = 10;  // open connections of one app (platform 1.3)
}

bool Ghosts::count(int slack_counts, int held, SteadyTime now)
{
    if (slack_counts == 0)  // it did not say
        return false;
    slack_counts_ = slack_counts;
    const int number = std::max(0, slack_counts - held);
    if (number_ == 0 && number > 0)
    {
        since_ = now;
        has_looked_ = has_told_ = false;
    }
    return std::exchange(number_, number) != number;
}

bool Ghosts::is_time_to_look(SteadyTime now)
{
    if (number_ == 0 || has_looked_ || now < since_ + lasting_ / 2)
        return false;
    has_looked_ = true;
    return slack_counts_ + 1 < slack_allows;
}

bool Ghosts::is_time_to_tell(SteadyTime now)
{
    if (number_ == 0 || has_told_ || now < since_ + lasting_)
        return false;
    has_told_ = true;
    return true;
}

std::optional<SteadyTime> Ghosts::wake_at() const
{
    if (number_ == 0 || has_told_)
        return std::nullopt;
    return since_ + (has_looked_ ? lasting_ : lasting_ / 2);
}

}  // namespace hotwatch::slack
