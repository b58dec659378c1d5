// Putting somebody in another's place for a while: rights, conflicts, and who is told. What `take` and `override`
// share.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "commands/oncall/handler.hpp"
#include "commands/oncall/render_override.hpp"

namespace hotwatch::oncall
{

/// What somebody asks for.
struct Wanted
{
    Role role = Role::primary;
    UserId user;  // who is to hold it
    Period period;
    std::string reason;
    std::set<std::int64_t> over;  // overrides of others that the asker was shown and wants to go over
    std::string line;             // the command line that asks for it once more, without --over
};

/// Writes the override and tells those whom it concerns: who is put there, who is relieved, and the support channel.
/// Refuses: not_allowed for those who may not, and for guests and bots as holders; not_now where the person holds the
/// role throughout already, and where it would go over somebody else's override that was not shown before.
Outcome put_in_place(const Request& request, const Wanted& wanted, Book& book, UtcMillis now);

/// Whom the role passes from in that period, leaving `except` out: each once, those without a Slack user by name.
std::vector<Holder> held_by_others(const Roster& roster, Role role, const Period& period, const UserId& except,
                                   Book& book);

/// The roster as it would be without that override.
Roster without(Roster roster, std::int64_t id);

/// One line in the support channel; none where the answer itself is posted there.
void tell_channel(const Request& request, const Message& message, Book& book, UtcMillis now);

/// The cards of incidents that nobody has acknowledged name the primary: they are drawn anew.
void redraw_waiting_cards(Book& book, UtcMillis now);

/// "3,5", as the flag --over takes it. Words that are no number are left out.
std::set<std::int64_t> ids_in(std::string_view text);

}  // namespace hotwatch::oncall
