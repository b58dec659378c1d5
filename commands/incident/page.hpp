// The first notification of an incident: a direct message with Acknowledge to whoever is on call, and what becomes of
// that message once somebody has taken the incident on.
#pragma once

#include <string>

#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// Asks the primary on call to acknowledge, by direct message; the card mentions them in the room. Where nobody is tied
/// to the primary's name the manager is asked, and where nobody is, the emergency channel, with how to link people.
/// Each severity asks once, at any hour. Nobody is asked for what they do themselves: `request` is theirs.
/// `why` is "" for a declaration, else what happened, as a sentence.
void page(const Request& request, const Incident& incident, const std::string& why, Book& book, UtcMillis now);

/// Messages that asked for an acknowledgement lose their button and say what became of it, the one that was pressed
/// first.
void answer_pages(const Request& request, const Incident& incident, Book& book, UtcMillis now);

}  // namespace hotwatch::incident
