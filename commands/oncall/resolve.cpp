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

Holder holder_of(const Override& change, Book& book)
{
    return {name_of(change.user, book), change.user};
}
}  // namespace

Roster roster_of(const Period& window, Book& book)
{
    Roster roster;
    if (auto rotation = book.schedule.rotation_at(window.start))
        roster.rotation = std::move(*rotation);
    else
        roster.rotation.in_force = {UtcMillis{}, UtcMillis::max()};
    if (roster.rotation.zone.empty())
        roster.rotation.zone = book.policy().team_zone;
    roster.overrides = book.schedule.overrides_in(window);
    return roster;
}

Watch watch_at(UtcMillis t, const Roster& roster, Book& book)
{
    Watch watch;
    watch.at = t;
    watch.turn = turn_at(roster, t);
    for (const auto role : every_role)
    {
        auto& cover = watch.covers[static_cast<std::size_t>(role)];
        if (watch.turn)
            cover.planned = holder_named(name_in(watch.turn->shift, role), book);
        cover.holder = cover.planned;
        if (const auto* change = override_at(roster, role, t))
        {
            cover.changed = *change;
            cover.holder = holder_of(*change, book);
        }
    }
    return watch;
}

Watch watch_at(UtcMillis t, Book& book)
{
    return watch_at(t, roster_of({t, t + milliseconds{1}}, book), book);
}

OnCall on_call_at(UtcMillis t, Book& book)
{
    const auto watch = watch_at(t, book);
    return {watch.of(Role::primary).holder, watch.of(Role::backup).holder, watch.of(Role::manager).holder};
}

Holder holder_of(const Stretch& stretch, Book& book)
{
    return stretch.changed ? holder_of(*stretch.changed, book) : holder_named(stretch.planned, book);
}

std::vector<std::string> names_of_plan(Book& book)
{
    std::set<std::string> names;
    for (const auto& shift : book.schedule.shifts())
        names.insert({shift.primary, shift.backup, shift.manager});
    names.erase("");
    return {names.begin(), names.end()};
}

std::optional<Person> bearer_of(std::string_view name, Book& book)
{
    auto people = book.people.named(name);
    std::erase_if(people,
                  [](const Person& person) { return person.is_deactivated || person.is_guest || person.is_bot; });
    return people.size() == 1 ? std::optional{people.front()} : std::nullopt;
}

void auto_link(Book& book)
{
    for (const auto& name : names_of_plan(book))
        if (!book.people.link_of(name))
            if (const auto person = bearer_of(name, book))
                book.people.link({name, person->id, "slack"});
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
