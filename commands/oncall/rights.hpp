// Who may change duty (product section 11). Rights are asked for when an action runs, by user id.
#pragma once

#include <string>
#include <vector>

#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::oncall
{

/// Anyone in the plan's rotation, and whoever an override puts on call now; managers too.
bool is_responder(const UserId& user, Book& book, UtcMillis now);

/// The plan's managers, whoever is manager on call now, those configured, admins, and the console.
bool is_manager(const Request& request, Book& book, UtcMillis now);

/// Names of people who are, to be named in a refusal: those on call now first, at most a few.
std::vector<std::string> some_managers(Book& book, UtcMillis now);
std::vector<std::string> some_responders(Book& book, UtcMillis now);

/// Why nobody can be on call by that id: "a guest", "a bot", "deactivated in Slack"; "" where they can.
std::string_view unfit_for_duty(const UserId& user, Book& book);

}  // namespace hotwatch::oncall
