// What a measurement is worth nothing without: that nothing was lost and nothing said twice.
#pragma once

#include "tests/bench/candidate.hpp"

namespace bench
{

struct Judgement
{
    std::vector<std::string> faults;  // lost, doubled or refused; empty: all is well
    std::size_t late = 0;             // answered after Slack's 3 s, or put off before that
};

/// By the simulator's ledger, over all that it ever sent to this candidate: each envelope acknowledged once, on its own
/// socket, each declaration answered with its incident and, where the candidate posts, exactly one card.
Judgement judge(Candidate& candidate);

}  // namespace bench
