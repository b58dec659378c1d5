// The handlers of /oncall. Times that people type are read in their own zone.
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

// Reads.

/// `/oncall`: primary, backup and manager now, until when, who is next, and which incidents wait.
/// Refuses (unavailable): no rotation is loaded, and nobody took over.
Outcome show_oncall(const Request& request, Book& book, UtcMillis now);
/// `/oncall next`: the next handoff. Refuses (unavailable): no rotation is loaded.
Outcome show_next(const Request& request, Book& book, UtcMillis now);
/// `/oncall at <time>`: who is on call then, also in the past. Refuses (usage): no time that can be read.
Outcome show_oncall_at(const Request& request, Book& book, UtcMillis now);
/// `/oncall schedule [weeks]`: the coming turns with their overrides, 4 weeks unless 1 to 12 are asked for.
Outcome show_schedule(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
