#include "commands/oncall/resolve.hpp"

#include <algorithm>
#include <set>

namespace hotwatch
{

namespace
{
Holder holder_named(const std::string& name, Book& book)
{
    const auto link = name.empty() ? std::nullopt : book.people.link_of(name);
    return {name, link ? link->user : UserId{}};
}
}  // namespace

OnCall holders_of(const Turn& turn, Book& book)
{
    return {holder_named(turn.shift.primary, book), holder_named(turn.shift.backup, book),
            holder_named(turn.shift.manager, book)};
}

OnCall on_call_at(UtcMillis t, Book& book)
{
    const auto shifts = book.schedule.shifts();
    const auto turn = turn_at(shifts, t, book.policy().team_zone);
    return turn ? holders_of(*turn, book) : OnCall{};
}

void auto_link(Book& book)
{
    std::set<std::string> names;
    for (const auto& shift : book.schedule.shifts())
        names.insert({shift.primary, shift.backup, shift.manager});
    names.erase("");
    for (const auto& name : names)
    {
        if (book.people.link_of(name))
            continue;
        auto people = book.people.named(name);
        std::erase_if(people, [](const Person& person) { return person.is_deactivated || person.is_guest; });
        if (people.size() == 1)
            book.people.link({name, people.front().id, "slack"});
    }
}

std::string name_of(const UserId& user, Book& book)
{
    constexpr std::string_view console = "console:";
    if (user.value.starts_with(console))
        return user.value.substr(console.size()) + " (shell)";
    if (const auto person = book.people.find(user))
    {
        if (!person->display_name.empty())
            return person->display_name;
        if (!person->real_name.empty())
            return person->real_name;
    }
    return user.empty() ? "Hotwatch" : user.value;
}

}  // namespace hotwatch
