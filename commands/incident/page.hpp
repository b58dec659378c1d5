// The first notification of an incident: a direct message with Acknowledge to whoever is on call, and what becomes of
// that message once somebody has taken the incident on.
#pragma once

#include <string>
#include <string_view>

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// Asks the primary on call to acknowledge, by direct message; the card mentions them in the room. Where they cannot be
/// asked the manager is, and where nobody can, the emergency channel, with how to mend that.
/// Each severity asks once, at any hour. Nobody is asked for what they do themselves: `request` is theirs.
/// `why` is "" for a declaration, else what happened, as a sentence.
void page(const Request& request, const Incident& incident, const std::string& why, Book& book, UtcMillis now);

/// Purpose of the rows that page.
inline constexpr std::string_view page_purpose = "incident.page";

/// Owes `message`, which asks to acknowledge, to one person, and keeps `why` for when they ask. False: Slack cannot
/// reach them, and nothing is owed.
bool owe_page(const Incident& incident, const UserId& user, const Message& message, const std::string& why, Book& book,
              UtcMillis now);
/// The same in a channel.
void owe_page_in(const Incident& incident, const ChannelId& channel, const Message& message, Book& book, UtcMillis now);

/// Messages that wait for an acknowledgement say what the incident is now, and `why` it is; they keep their button.
void refresh_pages(const Incident& incident, const std::string& why, Book& book, UtcMillis now);

/// A page is out, or cannot be delivered. One that went to a channel instead of its person is told on the timeline, and
/// the next person is asked as well; one that reached nobody is owed to the next who can be asked, then to the
/// emergency and the support channel, while the incident still waits for its acknowledgement. False: nobody is left to
/// be asked.
bool page_settled(Book& book, const Call& page, UtcMillis now);

/// Messages that asked for an acknowledgement lose their button and say what became of it, the one that was pressed
/// first.
void answer_pages(const Request& request, const Incident& incident, Book& book, UtcMillis now);

}  // namespace hotwatch::incident
