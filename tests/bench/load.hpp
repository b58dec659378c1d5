// The load generator: envelopes by a plan, and when each was acknowledged.
#pragma once

#include <vector>

#include "tests/bench/candidate.hpp"

namespace bench
{

/// Three ways to press: `in_flight` > 0 is the closed loop, the next envelope leaves as an acknowledgement comes;
/// `per_second` > 0 is the open loop, envelopes are due on a grid, whatever became of those before; neither: all at
/// once.
struct Load
{
    std::size_t count = 0;
    std::size_t in_flight = 0;
    double per_second = 0;
    std::size_t declare_every = 0;  // every so many-th is an `/incident declare`, the others are `/oncall`; 0: none
    std::string severity = "P2";    // of those declared
    std::chrono::seconds give_up{60};
};

struct Measured
{
    std::size_t sent = 0;
    std::size_t acked = 0;
    std::size_t declared = 0;
    std::size_t posted = 0;           // cards, of those declared
    double seconds_to_last_ack = 0;   // from the first envelope
    double seconds_to_last_card = 0;  // likewise; 0 where none is owed
    /// Of each envelope from the moment it was due, not from when it was sent: a client that stalls is not excused from
    /// those that waited meanwhile.
    std::vector<double> ack_ms;
    double cpu_seconds = 0;            // of the process
    double simulator_cpu_seconds = 0;  // of the simulator's thread, which the client is measured against
};

/// Carries the load out, and returns once every envelope is acknowledged and every card posted, or at `give_up`.
/// Whatever is missing shows in the counts; `faults` (judge.hpp) names it.
Measured run(Candidate& candidate, const Load& load);

/// The number in a declaration's title, which is also in its card; 0 where the text has none.
std::size_t report_in(std::string_view text);

}  // namespace bench
