// `assign`, `lead`: who does what in an incident.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/person.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/incident/words.hpp"
#include "commands/letters.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

struct Assignment
{
    std::optional<IncidentRole> role;
    std::string role_typed;
    std::string person;  // as typed; "" left out
};

/// The form's fields, "scribe @u", "@u scribe", or after `lead` the person alone.
Assignment read_assignment(const Request& request, std::string_view typed)
{
    if (request.origin == Origin::form)
    {
        const auto role = said(request, field_role);
        return {role_named(role), role, said(request, field_person)};
    }
    if (request.words.verb == "lead")
        return {IncidentRole::commander, "commander", std::string{trimmed(typed)}};
    auto first = take_word(typed).text;
    auto rest = std::string{trimmed(typed)};
    if (!role_named(first) && role_named(rest))
        std::swap(first, rest);
    for (const std::string_view filler : {"to ", "is ", "= "})
        if (lowered(rest).starts_with(filler))
            rest.erase(0, filler.size());
    return {role_named(first), first, rest};
}

bool has_it(const Incident& incident, IncidentRole role, const UserId& user, Book& book)
{
    if (role == IncidentRole::commander)
        return incident.commander == user;
    return std::ranges::any_of(book.incidents.roles_of(incident.id, user),
                               [&](const RoleHolder& holder) { return holder.role == role; });
}

/// Who had a role that only one person has.
UserId holder_of(const Incident& incident, IncidentRole role, Book& book)
{
    if (role == IncidentRole::commander)
        return incident.commander;
    if (role != IncidentRole::responder)
        for (const auto& holder : book.incidents.roles(incident.id))
            if (holder.role == role)
                return holder.user;
    return {};
}

boost::system::result<UserId, Refusal> person_of(const Request& request, const Assignment& assignment, Book& book)
{
    const auto user = role_taker(assignment.person, request, book);
    if (!user)
        return refuse_field(request, field_person, user.error());
    return *user;
}
}  // namespace

Outcome assign_role(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    if (auto refusal = only_responders_and_declarer(request, found->incident, "assign roles", book, now))
        return *std::move(refusal);
    const auto before = view_of(found->incident, book, now);
    const auto assignment = read_assignment(request, found->rest);
    if (assignment.role_typed.empty() ||
        (assignment.role && assignment.person.empty() && request.origin != Origin::form))
        return ask_for(request, assign_form(before, assignment.role.value_or(IncidentRole::commander)), "assign",
                       found->incident);
    if (!assignment.role)
        return refuse(Refusal::Why::usage, no_such_role(before, assignment.role_typed));
    const auto user = person_of(request, assignment, book);
    if (!user)
        return user.error();

    auto incident = found->incident;
    const auto role = *assignment.role;
    if (has_it(incident, role, *user, book))
        return unchanged(has_role_already(before, role, name_of(*user, book)));
    const auto previous = holder_of(incident, role, book);
    if (role == IncidentRole::commander)
    {
        incident.commander = *user;
        // Who handed it over still works on it.
        if (!previous.empty())
            book.incidents.give_role(incident.id,
                                     {.role = IncidentRole::responder, .user = previous, .given = {now, request.user}});
    }
    else
        book.incidents.give_role(incident.id, {.role = role, .user = *user, .given = {now, request.user}});
    ++incident.version;
    book.incidents.save(incident);
    note(request, incident, "assigned", fmt::format("{}: {}", word(role), name_of(*user, book)), book, now);

    const auto view = view_of(incident, book, now);
    const Assigned news{.view = view,
                        .role = role,
                        .who = name_of(*user, book),
                        .by = name_of(request.user, book),
                        .before = previous.empty() ? std::string{} : name_of(previous, book),
                        .is_oneself = *user == request.user};
    brief(*user, news, book, now);
    refresh_card(incident, book, now, is_pressed(request));
    say_in_room(incident, render_assigned(news), SendClass::card, book, now);
    return reply(incident, answer_assigned(news));
}

}  // namespace hotwatch
