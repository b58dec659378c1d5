// Answers as Slack wants them: ack payloads, calls that carry an answer, and the few sentences of the desk itself.
#pragma once

#include <string>
#include <string_view>

#include "bot/event.hpp"
#include "commands/reply.hpp"
#include "storage/book.hpp"

namespace hotwatch::answers
{

/// Ack payload of a slash command (platform section 3). `to` decides response_type, which is always set.
std::string slash_payload(const Message& message, Reply::To to);
/// {"response_action":"errors",…} (platform 11.4).
std::string field_errors_payload(const FieldErrors& errors);

/// Owes an answer that only the asker sees, on the best path there is: response_url, else postEphemeral, else a direct
/// message (design, "Answers"). The first two are never repeated and promise nothing.
void owe_private(Book& book, const ReplyPath& path, const Message& message, UtcMillis now);
/// A message to stay, in a channel or thread.
Call post(const ChannelId& channel, std::string_view thread_ts, const Message& message, SendClass send_class);

/// Body of a direct response_url post, for answers that could not be recorded.
std::string response_url_body(const Message& message);

Message not_recorded();                                        // the store is full
Message still_storing();                                       // the commit takes longer than 2 s
Message apology();                                             // a handler threw
Message recorded_late(UtcMillis at, std::string_view answer);  // the answer that may not have arrived
Message trigger_too_late(const Message& text_form);            // the form could not be opened

/// The `text` of a stored ack payload; "" where it has none.
std::string text_of_payload(std::string_view payload);

}  // namespace hotwatch::answers
