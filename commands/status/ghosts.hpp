// Connections that Slack counts and nobody holds: what it sends there is lost, so a channel hears of them (design,
// "Never deaf").
#pragma once

#include "storage/book.hpp"

namespace hotwatch
{

/// Owes one message in the emergency channel once they have lasted, and not again before they were gone, whatever
/// restarts lie between. Called in each batch; costs one read where there is nothing to say.
void tell_of_ghosts(Book& book, UtcMillis now);

}  // namespace hotwatch
