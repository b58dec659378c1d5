// Messages to one person, and edits of what was posted before: rows of the outbox, sent after the commit.
#pragma once

#include <string>
#include <string_view>

#include "commands/reply.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// How much a direct message presses, and what it is about.
struct Urgency
{
    SendClass send_class = SendClass::acknowledgement;
    int severity = 3;            // 0 to 3, as in Call
    std::int64_t subject = 0;    // the incident whose timeline hears where it could not be delivered
    std::string_view purpose{};  // which rule hears of the outcome
};

/// Whether Slack can reach them: not nobody, and not a Unix user at a shell.
bool is_reachable(const UserId& user);

/// Purpose of the call that opens a conversation: its answer is kept, so that only the first message has to ask.
inline constexpr std::string_view opening_purpose = "direct.opening";

/// Owes the opening of the conversation with one person. Returns its row, which a message names in `after`.
std::int64_t owe_opening(const UserId& user, Book& book, UtcMillis now, const Urgency& urgency);

/// Owes a direct message. A first one has its conversation opened before it, so that its history can be read. Returns
/// the message's row, for `edit_posted`; 0 where the user is not reachable, and nothing is owed then. A page, clock or
/// reminder that the person cannot get goes to the emergency channel with the reason; any other is parked.
std::int64_t owe_direct(Book& book, const UserId& user, const Message& message, UtcMillis now,
                        const Urgency& urgency = {});

/// When a posted message may be edited under this key: not within 3 s of the last time (product section 3, "Quiet").
UtcMillis earliest_edit(Book& book, std::string_view dedupe_key, UtcMillis now);

/// Owes an edit of a message by the row that posted it, wherever it went: newest state only, after the post. Nothing
/// where that was never delivered, or its row is no longer kept (a week).
void edit_posted(Book& book, std::int64_t row, const Message& message, UtcMillis now,
                 SendClass send_class = SendClass::card);

}  // namespace hotwatch
