// What Slack knows and the rules need: who the bot is, who people are, which channels exist. Asked for through the
// outbox like everything else, so a restart neither loses nor doubles a question.
#pragma once

#include "bot/plain_text.hpp"
#include "bot/slack/envelope.hpp"
#include "bot/slack/sender.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::directory
{

/// The note that says when Slack's list of people was last read to its end, in milliseconds since the epoch.
inline constexpr std::string_view people_listed_note = "people_listed_at";

/// At start: auth.test, users.list, conversations.list; each answer leads to the next page, then to joins (product
/// section 13).
void owe_startup_reads(Book& book, UtcMillis now);

/// First sight of a person: keeps an empty profile and asks Slack for theirs. Known people cost one look-up.
void meet(const UserId& user, Book& book, UtcMillis now);

/// What Slack sent with a request says that they belong to another workspace: from now on they are a guest.
void mark_foreign(const UserId& user, Book& book);

/// For text without Slack's marks: ids as the names that Slack gave them, times as the asker's own.
Reading reading_of(const Request& request, Book& book);

/// The answer to one of the questions above. Other calls are none of its business: false.
bool hear(const slack::Settled& settled, Book& book, UtcMillis now);

/// A refusal that is the answer: Slack does not show this app who that is. Nothing waits for a person.
bool is_answered(const Call& call);

/// A profile changed. One that was sent late, or again, does not undo a newer one.
void hear(const slack::ProfileChanged& change, Book& book);

/// A channel was renamed, archived, got another id, or the bot joined or left it: a configured public one it joins
/// again.
void hear(const slack::ChannelChanged& change, Book& book, UtcMillis now);

}  // namespace hotwatch::directory
