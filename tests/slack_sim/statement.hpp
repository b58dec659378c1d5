// One line of a scenario, read: who does what, what happens, what is expected. Pure.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim.hpp"

namespace slack_sim
{

struct Types
{
    std::string who, where, text;  // where: "#channel", or "dm" for the person's own with the bot
    int thread = 0;                // the number that the transcript gave it; 0: none
    std::string thread_under;      // or words of the message it hangs under
};
struct Presses
{
    std::string who, label, where;  // where: also "form"
    std::string on;                 // words of the message that carries the button; "": the newest that has it
};
struct Submits
{
    std::string who;
    std::map<std::string, std::string> values;  // by label or block_id
};
struct ClosesForm
{
    std::string who;
};
struct UsesShortcut
{
    std::string who, callback_id;
};
struct Advance
{
    std::chrono::milliseconds length;
};
struct Expect
{
    enum class Of
    {
        channel,  // what everybody sees there now
        person,   // what became visible to one person, in any channel, since somebody last acted or time moved on
        form,     // the form open before a person; with no text, that there is one
        slack,    // what Slack itself told the person acting
        shell,    // what the last command of the shell printed
    } of = Of::channel;
    bool is_negated = false;
    std::string name, text;
};
struct Show
{
    std::string where;   // "": every channel
    std::string viewer;  // whose ephemeral messages are shown too
};
struct ArmFault
{
    Fault fault;
};
struct ClearFaults
{
};
struct Disconnect
{
    std::string reason;
    bool is_cut = false;
};
struct Cut
{
};
struct Kill
{
};
struct Restart
{
};
struct Shell
{
    std::vector<std::string> arguments;  // of the program hotwatch
};
struct Heading
{
    std::string text;
};
struct Help
{
};
struct Quit
{
};

using Statement = std::variant<Types, Presses, Submits, ClosesForm, UsesShortcut, Advance, Expect, Show, ArmFault,
                               ClearFaults, Disconnect, Cut, Kill, Restart, Shell, Heading, Help, Quit>;

struct Reading
{
    std::optional<Statement> statement;  // nothing: an empty line, a comment, or an error
    std::string error;                   // what was expected instead
};

Reading read_statement(std::string_view line);

/// 90s, 15m, 1h30m, 2d, 500ms; nullopt for anything else.
std::optional<std::chrono::milliseconds> read_length(std::string_view word);

/// Every statement with an example, a screenful.
std::string_view statement_help();

}  // namespace slack_sim
