// Who may do what (product section 11). Checked when an action runs; the refusal, with who can, is the caller's.
#pragma once

#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// The rotation's manager at `now`, or one of `[people] managers`. The console of a Unix user may do all of it too.
bool is_manager(const Request& request, Book& book, UtcMillis now);

/// Primary, backup or manager at `now`.
bool is_on_call(const UserId& user, Book& book, UtcMillis now);

/// Anybody in the rotation, `[people] responders`, managers and admins, and the console. What somebody is within one
/// incident counts besides, see incident/guards.hpp.
bool is_responder(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
