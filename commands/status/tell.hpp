// Troubles of Hotwatch itself that people hear of without asking: in the emergency channel, once a spell, whatever
// restarts lie between. What it can do nothing about, people can.
#pragma once

#include <optional>
#include <string>

#include "commands/reply.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// The link waits for a person, as far as Slack's words tell. Called in each batch; costs one read where there is
/// nothing to say.
void tell_of_link_trouble(Book& book, UtcMillis now);

/// Slack said that something is wrong: "app_rate_limited", "tokens_revoked", "app_uninstalled", "edit_window_closed".
/// Kept for /status; an hour without it ends a spell.
void note_slack_trouble(const std::string& what, Book& book, UtcMillis now);

namespace status
{

struct SlackTrouble
{
    std::string what;
    UtcMillis at;
};

/// What Slack said last, while that spell lasts.
std::optional<SlackTrouble> slack_trouble(Book& book, UtcMillis now);

/// Owes the message in the emergency channel, where there is one.
void tell_emergency(const Message& message, Book& book, UtcMillis now);

}  // namespace status

}  // namespace hotwatch
