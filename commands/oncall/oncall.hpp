// The handlers of /oncall. Times that people type are read in their own zone.
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

// Reads.

/// `/oncall`: primary, backup and manager now, until when, who is next, and which incidents wait.
/// Refuses (unavailable): no rotation is loaded, and nobody took over.
Outcome show_oncall(const Request& request, Book& book, UtcMillis now);
/// `/oncall next`: the next handoff. Refuses (unavailable): no rotation is loaded.
Outcome show_next(const Request& request, Book& book, UtcMillis now);
/// `/oncall at <time>`: who is on call then, also in the past. Refuses (usage): no time that can be read.
Outcome show_oncall_at(const Request& request, Book& book, UtcMillis now);
/// `/oncall schedule [weeks]`: the coming turns with their overrides, 4 weeks unless 1 to 12 are asked for.
Outcome show_schedule(const Request& request, Book& book, UtcMillis now);
/// `/oncall overrides`: those that run or are to come, each with its Cancel button.
Outcome show_overrides(const Request& request, Book& book, UtcMillis now);
/// `/oncall who @u`: when a person is on call, overrides included. Refuses: usage without a person; not_found.
Outcome show_who(const Request& request, Book& book, UtcMillis now);
/// `/oncall me`: one's own shifts, and the incidents that wait for oneself. Refuses (usage): the shell is nobody.
Outcome show_me(const Request& request, Book& book, UtcMillis now);
/// `/oncall contacts`: everyone in the rotation with their Slack person, or how to link them.
Outcome show_contacts(const Request& request, Book& book, UtcMillis now);

// Changes. Each tells those whom it concerns by direct message, and the support channel in one line.

/// `/oncall take [role] [2h]`: the caller has the role (primary unless said) from now until the shift ends, or for 15
/// min to 14 days. Refuses: usage; not_now where the caller has it already, or where it would go over another's
/// override that the caller was not shown (`--over=3` names those); not_allowed for the manager's role but by managers.
Outcome take_role(const Request& request, Book& book, UtcMillis now);
/// `/oncall override <role> @u from <t> to <t> [reason]`, or its form. Refuses: usage or field_errors for what cannot
/// be read, begins in the past, or lasts less than 15 min or more than 14 days; not_found; not_now as `take`;
/// not_allowed where the person is a guest, a bot or gone, where a person outside the rotation puts another in place,
/// and as `take`.
Outcome override_role(const Request& request, Book& book, UtcMillis now);
/// `/oncall cancel <id>`: by those whom it concerns, managers and the console. Refuses: usage without an id, not_found,
/// not_now where it was cancelled or has ended, not_allowed.
Outcome cancel_override(const Request& request, Book& book, UtcMillis now);
/// `/oncall link "Name" @u`, or its form: ties a name of the plan to a Slack user. Refuses: usage or field_errors,
/// not_found (with the plan's names as buttons), not_now where it is so already or the configuration says otherwise,
/// not_allowed: a name already tied is changed by the rotation and managers, a manager's name by managers alone.
Outcome link_name(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
