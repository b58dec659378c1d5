// Every command there is, once: parser, help, completions, buttons and forms are all made from this table.
#pragma once

#include <span>
#include <string_view>

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// Everything a handler sees: the request, the book (one open transaction) and one instant.
using Handler = Outcome (*)(const Request& request, Book& book, UtcMillis now);

struct Verb
{
    std::string_view command;               // "incident"
    std::string_view name;                  // "declare"; "" is what the bare command does
    std::vector<std::string_view> aliases;  // "open", "new", "create"
    std::vector<std::string_view> flags;    // names the verb knows: "service", "started"
    std::string_view usage;                 // "declare [P0-P3] <title> [--service s] [--started 02:50]"
    std::string_view example;               // "declare P1 Approval queue not loading"
    std::string_view help;                  // one line; "" is understood, but not offered
    bool writes = false;                    // nothing that writes runs on a guess
    bool takes_text = false;    // what follows is people's text: dashed words that are no flag of it stay in
    Handler handler = nullptr;  // nullptr: understood, but not built into this version
};

/// A command as a whole: what its verbs are gathered under.
struct Command
{
    std::string_view name;   // "incident"
    std::string_view about;  // one line, as Slack shows it beside the name while somebody types
};

/// The five, and the umbrella that understands all of them.
std::span<const Command> commands();

/// All verbs, grouped by command in help order.
std::span<const Verb> verbs();

/// A button's action_id is "command.verb", its value "id.version" of the incident (or "id"); a form's callback_id
/// likewise "command.verb" with the incident in private_metadata. nullptr where no such verb exists (any more).
const Verb* find_verb(std::string_view command, std::string_view verb);

/// Whether a flag stands alone, without a value: --share.
bool is_switch(std::string_view flag);

/// Runs the request: finds the verb, or helps. Unknown verbs get the nearest as a button, missing arguments an example.
/// Never throws for what a user typed; an exception is a defect.
Outcome run(const Request& request, Book& book, UtcMillis now);

/// At most ten lines, examples first. `topic` is a command, "incident update" or "update"; "" lists the commands.
Message help(std::string_view topic, const Policy& policy);

}  // namespace hotwatch
