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

/// Under which it is remembered that the button was pressed: its message and its line. "" for what may be pressed again
/// and again: buttons that only ask, and those of an incident or entry, whose rules know what was done.
std::string key_of(const slack::Content& content, const Request& request);

/// The refusal for a second press; nullopt: nobody was first. The button is taken off once more.
std::optional<Refusal> pressed_before(const std::string& key, const slack::Content& content, Book& book, UtcMillis now);

/// The press changed something: it is remembered as long as other keys are (72 h), and the button is owed to go.
/// `object` is what was changed.
void remember(const std::string& key, const slack::Content& content, const std::string& object, Book& book,
              UtcMillis now);

}  // namespace hotwatch::presses
