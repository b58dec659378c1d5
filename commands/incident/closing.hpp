// An incident closes by itself a day after its resolution, once nothing is owed.
#pragma once

#include "storage/book.hpp"

namespace hotwatch
{

/// A closing fell due: closes the incident where nothing is owed, else looks again a day later. Called by the desk,
/// once for each due timer, in one transaction. Returns whether it closed.
bool fire_closing(const Timer& timer, Book& book, UtcMillis now);

namespace incident
{

/// Arms it for a day after the resolution, or for `now` where that is past. Precondition: it is resolved.
void start_closing(const Incident& incident, Book& book, UtcMillis now);
void stop_closing(const Incident& incident, Book& book);

}  // namespace incident

}  // namespace hotwatch
