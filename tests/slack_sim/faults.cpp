// The faults a test has armed, and whether one of them strikes now.
#include "faults.hpp"

#include <algorithm>

namespace slack_sim
{

std::optional<Fault> Faults::strike(std::initializer_list<Fault::Kind> kinds, std::string_view method,
                                    std::mt19937_64& dice)
{
    for (auto fault = armed_.begin(); fault != armed_.end(); ++fault)
    {
        const bool is_wanted = std::ranges::find(kinds, fault->kind) != kinds.end();
        if (!is_wanted || (!fault->method.empty() && fault->method != method))
            continue;
        constexpr double dice_sides = 1'000'000;
        if (fault->chance < 1.0 && static_cast<double>(dice() % 1'000'000) >= fault->chance * dice_sides)
            continue;
        const Fault struck = *fault;
        if (fault->times > 0 && --fault->times == 0)
            armed_.erase(fault);
        return struck;
    }
    return std::nullopt;
}

}  // namespace slack_sim
