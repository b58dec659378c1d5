// The handlers of /oncall.
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// `/oncall`: primary, backup and manager now, until when, and who is next. A read.
/// Refuses (unavailable): no rotation is loaded.
Outcome show_oncall(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
