// What /faq has of its own; the rest it shares with /runbook (commands/knowledge/knowledge.hpp).
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// `/faq <question>`, and every mention or direct message that is no command: the entry, article or runbook that fits
/// best, and two more as buttons; bare, the list. A read.
/// Refuses (not_found): nothing fits, with who is on call.
Outcome ask_faq(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
