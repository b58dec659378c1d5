#include "commands/permission.hpp"

#include <algorithm>

#include "commands/oncall/resolve.hpp"

namespace hotwatch
{

namespace
{
bool holds(const std::vector<UserId>& people, const UserId& user)
{
    return std::ranges::find(people, user) != people.end();
}

/// Whether one of the names in the rotation's rows is tied to them.
bool is_in_rotation(const UserId& user, Book& book)
{
    const auto links = book.people.links();
    if (std::ranges::find(links, user, &NameLink::user) == links.end())
        return false;
    const auto is_theirs = [&](const std::string& name) {
        return std::ranges::any_of(links, [&](const NameLink& link) { return link.user == user && link.name == name; });
    };
    return std::ranges::any_of(
        book.schedule.shifts(), [&](const Shift& shift)
        { return is_theirs(shift.primary) || is_theirs(shift.backup) || is_theirs(shift.manager); });
}
}  // namespace

bool is_manager(const Request& request, Book& book, UtcMillis now)
{
    if (request.is_console)
        return true;
    const auto& user = request.user;
    return !user.empty() && (holds(book.policy().managers, user) || on_call_at(now, book).manager.user == user);
}

bool is_on_call(const UserId& user, Book& book, UtcMillis now)
{
    if (user.empty())
        return false;
    const auto on_call = on_call_at(now, book);
    return on_call.primary.user == user || on_call.backup.user == user || on_call.manager.user == user;
}

bool is_responder(const Request& request, Book& book, UtcMillis now)
{
    if (request.is_console)
        return true;
    const auto& user = request.user;
    const auto& policy = book.policy();
    return !user.empty() && (holds(policy.responders, user) || holds(policy.managers, user) ||
                             holds(policy.admins, user) || is_on_call(user, book, now) || is_in_rotation(user, book));
}

}  // namespace hotwatch
