#include "commands/permission.hpp"

#include <algorithm>

#include "commands/oncall/resolve.hpp"

namespace hotwatch
{

namespace
{
constexpr std::size_t named_at_most = 3;

bool is_in(const std::vector<UserId>& users, const UserId& user)
{
    return std::ranges::find(users, user) != users.end();
}

void add(std::vector<UserId>& users, const UserId& user)
{
    if (!user.empty() && !is_in(users, user))
        users.push_back(user);
}

void add(std::vector<UserId>& users, const std::vector<UserId>& more)
{
    for (const auto& user : more)
        add(users, user);
}

/// Those on call now, then those whom the plan's rows name, in that role or in any.
std::vector<UserId> of_rotation(Book& book, UtcMillis now, std::optional<Role> wanted)
{
    std::vector<UserId> users;
    const auto watch = watch_at(now, book);
    const auto shifts = book.schedule.shifts();
    for (const auto role : every_role)
        if (!wanted || role == *wanted)
            add(users, watch.of(role).holder.user);
    for (const auto role : every_role)
        for (const auto& shift : shifts)
            if (const auto link = book.people.link_of(name_in(shift, role)); link && (!wanted || role == *wanted))
                add(users, link->user);
    return users;
}

std::vector<UserId> managers(Book& book, UtcMillis now)
{
    auto users = of_rotation(book, now, Role::manager);
    add(users, book.policy().managers);
    add(users, book.policy().admins);
    return users;
}

std::vector<UserId> responders(Book& book, UtcMillis now)
{
    auto users = of_rotation(book, now, std::nullopt);
    add(users, book.policy().responders);
    return users;
}

std::vector<std::string> names(const std::vector<UserId>& users, Book& book)
{
    std::vector<std::string> found;
    for (const auto& user : users)
        if (found.size() < named_at_most)
            found.push_back(name_of(user, book));
    return found;
}
}  // namespace

bool is_manager(const Request& request, Book& book, UtcMillis now)
{
    return request.is_console || (!request.user.empty() && is_in(managers(book, now), request.user));
}

bool is_on_call(const UserId& user, Book& book, UtcMillis now)
{
    if (user.empty())
        return false;
    const auto on_call = on_call_at(now, book);
    return on_call.primary.user == user || on_call.backup.user == user || on_call.manager.user == user;
}

bool is_responder(const UserId& user, Book& book, UtcMillis now)
{
    return !user.empty() && (is_in(responders(book, now), user) || is_in(managers(book, now), user));
}

bool is_responder(const Request& request, Book& book, UtcMillis now)
{
    return request.is_console || is_responder(request.user, book, now);
}

std::vector<std::string> some_managers(Book& book, UtcMillis now)
{
    return names(managers(book, now), book);
}

std::vector<std::string> some_responders(Book& book, UtcMillis now)
{
    return names(responders(book, now), book);
}

}  // namespace hotwatch
