// What every way to end the work on an incident has in common.
#pragma once

#include <string_view>

#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// The incident is over, and saved: no reminder is due any more, what was asked loses its buttons, the card says so.
/// `what` answers the open reminders: "the resolution".
void end_work(const Request& request, const Incident& incident, std::string_view what, Book& book, UtcMillis now);

/// Whether the request comes from a message or form that somebody is looking at.
bool is_pressed(const Request& request);

}  // namespace hotwatch::incident
