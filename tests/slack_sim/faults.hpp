// The faults a test has armed, and whether one of them strikes now.
#pragma once

#include <initializer_list>
#include <random>
#include <vector>

#include "sim.hpp"

namespace slack_sim
{

class Faults
{
  public:
    void arm(Fault fault) { armed_.push_back(std::move(fault)); }
    void clear() { armed_.clear(); }

    /// The first armed fault of one of `kinds` that applies to `method`, its use counted; nothing where the dice
    /// (`chance`) spare the caller. A fault without a method applies to every one.
    std::optional<Fault> strike(std::initializer_list<Fault::Kind> kinds, std::string_view method,
                                std::mt19937_64& dice);

  private:
    std::vector<Fault> armed_;
};

}  // namespace slack_sim
