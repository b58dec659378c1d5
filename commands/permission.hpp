// Who may do what (product section 11). Checked when an action runs, by user id; the refusal, with who can, is the
// caller's.
#pragma once

#include <string>
#include <vector>

#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// The plan's managers, whoever is manager on call at `now`, `[people] managers`, admins, and the console of a Unix
/// user.
bool is_manager(const Request& request, Book& book, UtcMillis now);

/// Primary, backup or manager at `now`.
bool is_on_call(const UserId& user, Book& book, UtcMillis now);

/// Anybody in the plan's rotation, whoever an override puts on call now, `[people] responders`, and managers. What
/// somebody is within one incident counts besides, see incident/guards.hpp.
bool is_responder(const UserId& user, Book& book, UtcMillis now);
/// Likewise; the console counts too.
bool is_responder(const Request& request, Book& book, UtcMillis now);

/// Names of people who are, to be named in a refusal: those on call now first, at most a few.
std::vector<std::string> some_managers(Book& book, UtcMillis now);
std::vector<std::string> some_responders(Book& book, UtcMillis now);

}  // namespace hotwatch
