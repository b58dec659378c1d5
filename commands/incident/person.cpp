#include "commands/incident/person.hpp"

#include "commands/direct.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/letters.hpp"

namespace hotwatch::incident
{

std::optional<UserId> person_meant(const std::string& word, const Request& request, Book& book)
{
    const auto low = lowered(word);
    if (low == "me" || low == "@me" || low == "myself")
        return request.user.empty() ? std::nullopt : std::optional{request.user};
    if (auto user = request.origin == Origin::form ? parse_chosen_user(word) : std::nullopt)
        return user;
    if (auto user = parse_user(word))
        return user;
    const auto people = book.people.named(word.starts_with('@') ? word.substr(1) : word);
    return people.size() == 1 ? std::optional{people.front().id} : std::nullopt;
}

boost::system::result<UserId, std::string> role_taker(const std::string& word, const Request& request, Book& book)
{
    const auto user = person_meant(word, request, book);
    if (!user)
        return {boost::system::in_place_error, nobody_of_that_name(word)};
    const auto person = book.people.find(*user);
    if (person && (person->is_guest || person->is_bot || person->is_deactivated))
        return {boost::system::in_place_error, cannot_have_a_role(name_of(*user, book), *person)};
    return *user;
}

void brief(const UserId& user, const Assigned& assigned, Book& book, UtcMillis now)
{
    const auto& incident = assigned.view.incident;
    if (!assigned.is_oneself)
        owe_direct(book, user, render_brief(assigned), now,
                   {.send_class = SendClass::acknowledgement,
                    .severity = static_cast<int>(incident.severity),
                    .subject = incident.id});
}

}  // namespace hotwatch::incident
