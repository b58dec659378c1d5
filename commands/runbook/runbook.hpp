// What /runbook has of its own; the rest it shares with /faq (commands/knowledge/knowledge.hpp).
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// `/runbook <words>`: the runbook that fits in full where it is clear which, else the best five; bare, the list. A
/// read. Refuses (not_found): nothing fits, with who is on call and what the FAQ has.
Outcome search_runbooks(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
