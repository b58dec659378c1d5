// The words that the messages of /oncall share. Pure; what is given unescaped is escaped here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/blocks.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch::oncall
{

/// For whom an answer is written.
struct Reader
{
    UtcMillis now;
    bool may_mention = false;  // only where a mention notifies nobody: in an answer to one person
    std::string command;       // "/oncall", as this workspace calls it
};

/// An override as it holds for a while: who, instead of whom.
struct Changed
{
    Stretch stretch;
    Holder holder;
    Holder planned;
};

/// Past the plan's own dates.
struct Repeats
{
    UtcMillis since;
};

std::string_view role_name(Role role);   // "primary"
std::string_view role_title(Role role);  // "Primary"
/// primary, backup (secondary), manager, in any case. nullopt: no role.
std::optional<Role> parse_role(std::string_view word);

/// The Slack mention where it notifies nobody, else the name; "nobody" for none.
std::string shown(const Holder& holder, bool may_mention);
/// "override 3".
std::string label(const Override& change);
/// "Override 3", where a sentence begins.
std::string title(const Override& change);
/// ": dentist", escaped and cut; "" where there is no reason.
std::string because(const Override& change);
/// "Mon 13 Oct at 09:00 until Tue 14 Oct at 09:00"; "now until …" where it runs at `now`.
std::string span(const Period& period, UtcMillis now);
/// The same, but "now" only in an answer to one person: what many read stays, and goes stale.
std::string span(const Period& period, const Reader& reader);
/// "2025-10-20T13:00:00Z": a moment in a button's line, which must mean the same whenever it is pressed.
std::string exactly(UtcMillis t);
/// "@ben is primary now until … (override 3: dentist)"; `in_bold` who.
std::string change_text(const Changed& change, const Reader& reader, bool in_bold = false);
/// A line on the plan's own dates having ended or ending, "" for none.
std::string repeat_note(const std::optional<Repeats>& repeats, UtcMillis now);
/// Lines on incidents that wait for an acknowledgement, "" for none; at most a few, the rest counted.
std::string waiting_lines(const SomeIncidents& waiting, UtcMillis now);

/// A button that runs a command line, as if it had been typed. Its label is unique in its message.
blocks::Button run_button(std::string label_text, std::string line, std::string spoken,
                          blocks::Button::Style style = blocks::Button::Style::plain);
/// Acknowledges the incident as it is drawn now.
blocks::Button acknowledge_button(const Incident& incident);
/// What a button runs to link a name of the plan; `person` is "<@U1>", or "" to be asked for.
std::string link_line(std::string_view name, std::string_view person);
/// "/oncall link "Deployment Agent" @somebody".
std::string link_example(std::string_view name, std::string_view command);

}  // namespace hotwatch::oncall
