// What the handlers of /runbook and /faq share: an entry made ready to be shown.
#pragma once

#include "commands/knowledge/render.hpp"
#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::knowledge
{

/// With its editor's name. Share is offered where the answer is seen by the asker alone.
Shown shown(const Entry& entry, const Request& request, Book& book);

/// The name of who edited it last; "" the plan.
std::string editor_of(const Entry& entry, Book& book);

Reply answer(Message message);
Refusal refuse(Refusal::Why why, Message message);

/// "runbook approval-queue-not-loading": for the audit.
std::string object_of(const Entry& entry);

/// Finds what `text` asks for, as the command does: what a word after it means that is no verb.
Outcome search(const Request& request, std::string_view text, Book& book, UtcMillis now);

}  // namespace hotwatch::knowledge
