#include "commands/incident/person.hpp"

#include "commands/grammar.hpp"
#include "commands/letters.hpp"

namespace hotwatch::incident
{

std::optional<UserId> person_meant(const std::string& word, const Request& request, Book& book)
{
    const auto low = lowered(word);
    if (low == "me" || low == "@me" || low == "myself")
        return request.user.empty() ? std::nullopt : std::optional{request.user};
    if (auto user = parse_user(word))
        return user;
    const auto people = book.people.named(word.starts_with('@') ? word.substr(1) : word);
    return people.size() == 1 ? std::optional{people.front().id} : std::nullopt;
}

}  // namespace hotwatch::incident
