// Answers as Slack wants them: ack payloads, calls that carry an answer, and the few sentences of the desk itself.
#pragma once

#include <optional>
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
/// message (design, "Answers"). The first two are never repeated; where they are refused, `owe_otherwise` goes on.
void owe_private(Book& book, const ReplyPath& path, const Message& message, UtcMillis now);
/// An answer that goes out only once was certainly not taken: it goes the next best way, ephemerally or as a direct
/// message. Nothing where that may have been said, or nobody knows whom it was for.
void owe_otherwise(Book& book, const Call& parked, UtcMillis now);
/// The same for an answer that everybody in the channel may see (`--share`): by response_url, which works where the bot
/// is not in the channel, else as a post.
void owe_shared(Book& book, const ReplyPath& path, const Message& message, UtcMillis now);
/// The message whose button was pressed reads so from now on, whoever sees it. `url` is the press's own response_url;
/// once, and nothing is promised.
void owe_replacement(Book& book, const std::string& url, const Message& message, UtcMillis now);
/// A message to stay, in a channel or thread.
Call post(const ChannelId& channel, std::string_view thread_ts, const Message& message, SendClass send_class);

/// The call that says it without a row in the outbox; nullopt where the asker can be reached by neither way.
std::optional<slack::ApiRequest> direct_call(const DirectAnswer& answer);

/// An ack with which the asker reads `message`, as well as this kind of envelope lets it: a command's in its ack, a
/// form is handed back with it at its first field, everybody else by `direct`.
Ack ack_that_says(const EnvelopeArrived& event, const Message& message, std::vector<DirectAnswer>& direct);

/// What was typed into a form, a line for each field under its label and in the form's order, as mrkdwn; "" nothing.
std::string typed(const std::map<std::string, std::string>& fields, const std::vector<slack::FieldLabel>& labels);
/// The message with what was typed into a form that is closed now: nobody has to write it twice.
Message with_typed(const Message& message, const std::map<std::string, std::string>& fields,
                   const std::vector<slack::FieldLabel>& labels);

Message not_recorded();                                        // the store is full
Message not_recorded_yet();                                    // likewise, and Slack will send it again
Message recorded();                                            // a change that has no other answer
Message nothing_changed();                                     // likewise, where there was nothing to change
Message still_storing();                                       // the commit takes longer than 2 s
Message took_too_long();                                       // a question that held everybody else up
Message apology();                                             // a handler threw
Message recorded_late(UtcMillis at, std::string_view answer);  // the answer that may not have arrived
Message trigger_too_late(const Message& text_form);            // the form could not be opened
/// A form came again with other values than those that were recorded; `recorded` is what was `typed` then.
Message edited_too_late(UtcMillis at, std::string_view recorded);

/// The `text` of a stored ack payload; "" where it has none.
std::string text_of_payload(std::string_view payload);

}  // namespace hotwatch::answers
