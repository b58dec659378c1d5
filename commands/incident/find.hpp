// Which incident a request means (product section 3): the one it names, the room's, the only open one, or a choice.
#pragma once

#include <string>

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

struct Meant
{
    Incident incident;
    std::string rest;  // what was typed besides the id
};

/// Named: INC-12, #12, this. A bare number in front of free text ("update 3 servers are back") is an id only outside a
/// room and where that incident is unresolved. Unnamed: the room's, resolved or not; the only unresolved one of the
/// channel; the only unresolved one. Refuses: not_found, and ambiguous with one button for each.
boost::system::result<Meant, Refusal> meant(const Request& request, Book& book, UtcMillis now);

/// The same for a verb that is for what is over: unnamed, the room's; the only resolved one of the channel; the only
/// resolved one. `reopen` outside a room is always asked about, the last that was closed or cancelled among the
/// choices. Where there is none of these, what `meant` finds.
boost::system::result<Meant, Refusal> meant_over(const Request& request, Book& book, UtcMillis now);

/// The incident of the room that the request was made in, if it is one.
std::optional<Incident> of_room(const Request& request, Book& book);

}  // namespace hotwatch::incident
