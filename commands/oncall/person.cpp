#include "commands/oncall/person.hpp"

#include <algorithm>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/handler.hpp"
#include "commands/oncall/render_people.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch::oncall
{

namespace
{
/// Small letters, one blank between words, no quotes: what two spellings of one name share.
std::string folded(std::string_view name)
{
    std::string fold;
    for (const char c : clean(name))
    {
        const bool is_blank = c == ' ' || c == '"' || c == '\'' || c == '`';
        if (!is_blank)
            fold += lowered(c);
        else if (!fold.empty() && fold.back() != ' ' && c == ' ')
            fold += ' ';
    }
    return std::string{trimmed(std::string_view{fold})};
}

constexpr std::string_view wrapping = " \t\n\"',.?!";
}  // namespace

std::optional<std::string> plan_name_meant(std::string_view typed, Book& book)
{
    const auto wanted = folded(typed);
    if (wanted.empty())
        return std::nullopt;
    for (const auto& name : names_of_plan(book))
        if (folded(name) == wanted)
            return name;
    return std::nullopt;
}

boost::system::result<Somebody, Refusal> somebody_meant(std::string_view typed, const Request& request, Book& book,
                                                        UtcMillis now)
{
    const auto word = trimmed(typed, wrapping);
    const auto low = lowered(word);
    const auto reader = reader_of(request, book, now);
    if ((low == "me" || low == "@me" || low == "myself") && !request.user.empty() && !request.is_console)
        return Somebody{request.user, name_of(request.user, book)};
    if (const auto user = request.origin == Origin::form ? parse_chosen_user(word) : std::nullopt)
        return Somebody{*user, name_of(*user, book)};
    if (const auto user = parse_user(word))
        return Somebody{*user, name_of(*user, book)};
    const auto bare = word.starts_with('@') ? word.substr(1) : word;
    auto people = book.people.named(bare);
    if (people.size() > 1)
        std::erase_if(people, [](const Person& person) { return person.is_deactivated; });
    if (people.size() == 1)
        return Somebody{people.front().id, name_of(people.front().id, book)};
    if (const auto name = plan_name_meant(bare, book))
    {
        const auto link = book.people.link_of(*name);
        return Somebody{link ? link->user : UserId{}, *name};
    }
    return refuse(Refusal::Why::not_found, people.empty() ? refuse_nobody(word, reader) : refuse_several(word, reader));
}

}  // namespace hotwatch::oncall
