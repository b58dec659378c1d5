// The rules of /status: how the service and its watch are doing.
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// `/status`: overall health in one line, then who is on call, what is open, and how Hotwatch itself is: link, store,
/// outbox, punctuality, and what could not be delivered. Never refuses.
Outcome show_status(const Request& request, Book& book, UtcMillis now);

/// `/status retry 17`: a call that could not be delivered is sent again, for whoever mended what was in its way.
/// Refuses: not an admin or manager, not parked, a newer state of the same exists.
Outcome retry_call(const Request& request, Book& book, UtcMillis now);

/// `/status drop 17`: nothing is owed by it any more. Refuses: not an admin or manager, not parked.
Outcome drop_call(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
