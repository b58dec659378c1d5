// What stands between a request and the change it asks for: the incident must still be worked on, the button must mean
// what it meant when it was drawn, and the person must have the right.
#pragma once

#include <optional>
#include <string>

#include "commands/incident/find.hpp"
#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// As `meant`, for what is only done to an unresolved incident. Refuses besides: not_now once it is over, saying by
/// whom and when; one that was merged offers to do the same to the incident that it is part of now.
boost::system::result<Meant, Refusal> meant_unresolved(const Request& request, Book& book, UtcMillis now);

/// The same for what may be done to any incident that was not merged.
boost::system::result<Meant, Refusal> meant_unmerged(const Request& request, Book& book, UtcMillis now);
/// The same for a verb that is for what is over (find.hpp, `meant_over`).
boost::system::result<Meant, Refusal> meant_unmerged_over(const Request& request, Book& book, UtcMillis now);

/// A button or form that was drawn before the incident was last resolved, reopened, cancelled or closed: its press was
/// meant for something else. Says who did that and when.
std::optional<Refusal> out_of_date(const Request& request, const Incident& incident, Book& book, UtcMillis now);

/// Only responders (product section 11): the rotation and `[people] responders`, and within this incident its commander
/// and role-holders. `what` completes "Only responders can …".
std::optional<Refusal> only_responders(const Request& request, const Incident& incident, std::string_view what,
                                       Book& book, UtcMillis now);

/// The same, and whoever declared it.
std::optional<Refusal> only_responders_and_declarer(const Request& request, const Incident& incident,
                                                    std::string_view what, Book& book, UtcMillis now);

/// The incident that a merged one is part of now, through as many merges as there were; itself where it was not merged.
Incident target_of(const Incident& incident, Book& book);

}  // namespace hotwatch::incident
