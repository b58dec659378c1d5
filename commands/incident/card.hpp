// An incident's messages in Slack: its one card, and what is said in its room. Rows of the outbox, sent after the
// commit.
#pragma once

#include <string>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// The card stands in Slack: its `ts` is the thread that is the incident's room. Called with the outcome of the card's
/// row. An incident that is not known (any more) is passed over.
void incident_card_posted(Book& book, std::int64_t incident, const ChannelId& channel, const std::string& ts,
                          UtcMillis now);

/// The card's post was refused for good, or nobody can find out whether it stands: what waits for it waits for a fresh
/// one in the next best place (emergency channel, support channel, whoever is asked first, whoever declared it), whose
/// thread becomes the room. `tried` is where it was last tried. A row that is no incident's card is passed over.
void incident_card_lost(Book& book, const Call& card, const ChannelId& tried, UtcMillis now);

/// Somebody deleted the card, `lost_ts`, in Slack: while the incident is not over it is posted anew, once, and the new
/// one's thread becomes the room, for what was still owed to the old one's too.
void incident_card_deleted(Book& book, std::int64_t incident, const std::string& lost_ts, UtcMillis now);

namespace incident
{

/// A key of `[channels]`: the channel's id where Slack has told it, else its "#name"; empty where it is not configured.
ChannelId channel_for(const std::string& key, Book& book);

/// The emergency channel: its id where Slack has told it, else its "#name".
ChannelId emergency_channel(Book& book);

/// Where incidents of that severity are announced: the channel's id where Slack has told it, else its "#name".
ChannelId channel_of(Severity severity, Book& book);

/// Owes the card, and keeps its row in the incident and the book.
void post_card(Incident& incident, Book& book, UtcMillis now);

/// A row that posts the card in its room.
Call card_call(const Incident& incident, Book& book, UtcMillis now);

/// Owes a message in the emergency channel. Returns its row.
std::int64_t say_in_emergency(const Incident& incident, const Message& message, SendClass send_class, Book& book,
                              UtcMillis now);

/// The same in any channel; `purpose` is the rule that hears what became of it.
std::int64_t say_in_channel(const Incident& incident, const ChannelId& channel, const Message& message,
                            SendClass send_class, std::string_view purpose, Book& book, UtcMillis now);

/// Brings the card up to date, and the announcement of a raise where there is one: newest state only, at most once in 3
/// s. `is_pressed` lets the edit go ahead of others: somebody is looking at the message.
void refresh_card(const Incident& incident, Book& book, UtcMillis now, bool is_pressed = false);
void refresh_card(const View& view, Book& book, UtcMillis now, bool is_pressed = false);

/// Owes a message in the incident's room, after the card; with a key, instead of one of that key which was not sent
/// yet. Returns its row.
std::int64_t say_in_room(const Incident& incident, const Message& message, SendClass send_class, Book& book,
                         UtcMillis now, std::string dedupe_key = {});

}  // namespace incident

}  // namespace hotwatch
