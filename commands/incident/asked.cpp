#include "commands/incident/asked.hpp"

#include <algorithm>

#include "commands/oncall/rights.hpp"

namespace hotwatch::incident
{

std::vector<UserId> people_to_ask(const OnCall& on_call, Book& book)
{
    auto wanted = std::vector{on_call.primary.user, on_call.manager.user};
    const auto& managers = book.policy().managers;
    wanted.insert(wanted.end(), managers.begin(), managers.end());
    std::vector<UserId> people;
    for (const auto& user : wanted)
        if (!user.empty() && oncall::unfit_for_duty(user, book).empty() &&
            std::ranges::find(people, user) == people.end())
            people.push_back(user);
    return people;
}

Asked asked_first(const OnCall& on_call, Book& book)
{
    const auto people = people_to_ask(on_call, book);
    const auto& primary = on_call.primary;
    if (!people.empty() && people.front() == primary.user)
        return {.user = primary.user, .missing = {}, .why = {}, .is_primary = true};
    return {.user = people.empty() ? UserId{} : people.front(),
            .missing = primary.name,
            .why = std::string{oncall::unfit_for_duty(primary.user, book)}};
}

}  // namespace hotwatch::incident
