// Buttons that run a proposed command line: one that changed something works once, whoever presses it, and is taken off
// its message (product section 3, "Honest buttons").
#pragma once

#include <optional>
#include <string>

#include "bot/intake.hpp"
#include "bot/slack/envelope.hpp"
#include "commands/reply.hpp"
#include "storage/book.hpp"

namespace hotwatch::presses
{

/// One press of such a button.
struct Press
{
    std::string key;   // under which it is remembered: its message and its line; "" it may be pressed again and again
    std::string line;  // as proposed, by canonical names
    UserId by;
    std::string response_url;  // the press's own; "" the button stays until somebody presses it again
};

/// Without a key for what may be pressed again and again: buttons that only ask, and those of an incident or entry,
/// whose rules know what was done.
Press press_of(const slack::Content& content, const Request& request);

/// The refusal for a second press; nullopt: nobody was first. The button is taken off once more.
std::optional<Refusal> pressed_before(const Press& press, Book& book, UtcMillis now);

/// The press changed something: where it has a key it is remembered as long as other keys are (72 h), and the button is
/// owed to go. `object` is what was changed.
void remember(const Press& press, const std::string& object, Book& book, UtcMillis now);

}  // namespace hotwatch::presses
