// How long a check may still take: it ends by itself, whoever does not answer.
#pragma once

#include <algorithm>

#include "bot/clock.hpp"

namespace hotwatch::check
{

class Budget
{
  public:
    Budget(const Clock& clock, seconds whole) : clock_(clock), end_(clock.steady() + whole) {}

    [[nodiscard]] bool is_spent() const { return clock_.steady() >= end_; }
    [[nodiscard]] milliseconds left() const { return std::max(milliseconds{0}, end_ - clock_.steady()); }
    /// In whole seconds, at least one and at most `most`.
    [[nodiscard]] seconds at_most(seconds most) const
    {
        return std::clamp(std::chrono::floor<seconds>(left()), seconds{1}, most);
    }

  private:
    const Clock& clock_;
    SteadyTime end_;
};

}  // namespace hotwatch::check
