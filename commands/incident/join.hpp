// Working on an incident beside its commander.
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// The asker works on it from now on, as a responder. Who does already is told since when, and nothing is changed.
Outcome join(const Request& request, const Incident& incident, Book& book, UtcMillis now);

/// Since when somebody commands it or has a role in it; nullopt: not at all.
std::optional<UtcMillis> on_it_since(const Incident& incident, const UserId& user, Book& book);

}  // namespace hotwatch::incident
