// The judge: what Slack took (the simulator's ledger) held against what the store says (the book).
#pragma once

#include <string>
#include <vector>

#include "storage/book.hpp"
#include "tests/slack_sim/sim.hpp"

namespace hotwatch::testing
{

/// Each broken promise in a line; empty where every one is kept. Reads the whole outbox.
///
/// - No post without a row: each post of the bot carries the id of a row that asked for it.
/// - Each row is posted at most once; a row that counts as sent was posted exactly once.
/// - A row that is parked has its reason.
/// - The rows of one conversation were posted in their order.
///
/// Holds at any moment, whatever is still owed. `now`: the bot's; rows that were sent long before are erased by
/// design, so posts older than six days may have lost theirs.
std::vector<std::string> broken_promises(const slack_sim::Ledger& ledger, Book& book, UtcMillis now);

/// Calls that are neither sent nor parked.
std::int64_t owed_calls(Book& book);

}  // namespace hotwatch::testing
