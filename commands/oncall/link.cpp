// `link`, `contacts`: who in Slack the names of the plan are.
#include <algorithm>

#include "commands/direct.hpp"
#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/handler.hpp"
#include "commands/oncall/modal.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/oncall/person.hpp"
#include "commands/oncall/render_override.hpp"
#include "commands/oncall/render_people.hpp"
#include "commands/oncall/rights.hpp"
#include "commands/permission.hpp"

namespace hotwatch
{

namespace
{
using namespace oncall;

/// A name and a person as they were typed.
struct Typed
{
    std::string name;
    std::string person;
};

bool is_mention(const std::string& word)
{
    return word.starts_with("<@") || word.starts_with('@');
}

std::string joined_but(const std::vector<std::string>& words, std::size_t left_out)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (i != left_out)
            text += (text.empty() ? "" : " ") + words[i];
    return text;
}

/// "Deployment Agent" @dep, with quotes or without, in either order; the person by name too, where the name is the
/// plan's.
Typed parts_of(const std::vector<std::string>& args, Book& book)
{
    for (std::size_t i = 0; i < args.size(); ++i)
        if (is_mention(args[i]))
            return {joined_but(args, i), args[i]};
    std::string name;
    for (std::size_t i = 0; i < args.size(); ++i)
    {
        name += (name.empty() ? "" : " ") + args[i];
        if (!plan_name_meant(name, book))
            continue;
        std::string person;
        for (auto j = i + 1; j < args.size(); ++j)
            person += (person.empty() ? "" : " ") + args[j];
        return {name, person};
    }
    if (args.size() == 2 && args.front().find(' ') != std::string::npos)
        return {args.front(), args.back()};
    return {name, {}};
}

Typed typed_by(const Request& request, Book& book)
{
    if (request.origin == Origin::form)
    {
        const auto choice = said_in(request, field_name);
        const auto names = names_of_plan(book);
        const auto chosen = std::ranges::find(names, choice, choice_of_name);
        return {chosen == names.end() ? choice : *chosen, said_in(request, field_person)};
    }
    return parts_of(request.words.args, book);
}

bool is_manager_in_plan(const std::string& name, Book& book)
{
    return std::ranges::any_of(book.schedule.shifts(), [&](const Shift& shift) { return shift.manager == name; });
}

Holder holder_named(const UserId& user, Book& book)
{
    return user.empty() ? Holder{} : Holder{name_of(user, book), user};
}

std::optional<Refusal> not_allowed(const Request& request, const std::string& name,
                                   const std::optional<NameLink>& before, Book& book, UtcMillis now)
{
    const bool by_manager = is_manager(request, book, now);
    if (is_manager_in_plan(name, book) && !by_manager)
        return refuse_in_field(request, Refusal::Why::not_allowed, field_name,
                               refuse_linking_manager(name, some_managers(book, now)));
    if (before && !by_manager && !is_responder(request.user, book, now))
        return refuse_in_field(request, Refusal::Why::not_allowed, field_name,
                               refuse_relinking(name, holder_named(before->user, book), some_responders(book, now),
                                                reader_of(request, book, now)));
    return std::nullopt;
}

/// Names of the plan, the likelier ones first: those that share a word with what was typed.
std::vector<std::string> nearest_names(const std::string& typed, Book& book)
{
    auto names = names_of_plan(book);
    const auto shares_a_word = [low = lowered(typed)](const std::string& name)
    {
        std::string_view rest = low;
        for (auto word = take_word(rest).text; !word.empty(); word = take_word(rest).text)
            if (word.size() >= 3 && lowered(name).find(word) != std::string::npos)
                return true;
        return false;
    };
    const std::vector<std::string_view> views{names.begin(), names.end()};
    const std::string slip{nearest(typed, views)};
    std::ranges::stable_partition(names, shares_a_word);
    std::ranges::stable_partition(names, [&](const std::string& name) { return name == slip; });
    return names;
}
}  // namespace

Outcome link_name(const Request& request, Book& book, UtcMillis now)
{
    const auto reader = reader_of(request, book, now);
    const auto typed = typed_by(request, book);
    const auto names = names_of_plan(book);
    if (names.empty())
        return refuse(Refusal::Why::unavailable, refuse_no_plan_names());
    const auto name = plan_name_meant(typed.name, book);
    if (!name && !typed.name.empty())
        return refuse_in_field(request, Refusal::Why::not_found, field_name,
                               refuse_plan_name(typed.name, nearest_names(typed.name, book), typed.person, reader));
    if (!name || typed.person.empty())
    {
        if (request.origin == Origin::form)
            return refuse_in_field(request, Refusal::Why::usage, name ? field_person : field_name,
                                   refuse_no_person(reader));
        return ask_for(request, link_form(names, name.value_or(""), reader), "link");
    }
    const auto person = somebody_meant(typed.person, request, book, now);
    if (!person)
        return refuse_in_field(request, person.error().why, field_person, person.error().message);
    if (person->user.empty())
        return refuse_in_field(request, Refusal::Why::not_found, field_person, refuse_nobody(typed.person, reader));
    if (const auto why = unfit_for_duty(person->user, book); !why.empty())
        return refuse_in_field(request, Refusal::Why::not_allowed, field_person,
                               refuse_unfit_to_link(name_of(person->user, book), why));
    const auto before = book.people.link_of(*name);
    if (before && before->user == person->user)
        return refuse(Refusal::Why::not_now, refuse_linked_already(*name, holder_named(person->user, book), reader));
    if (before && before->origin == "config")
        return refuse(Refusal::Why::not_now, refuse_configured(*name, holder_named(before->user, book), reader));
    if (auto refusal = not_allowed(request, *name, before, book, now))
        return std::move(*refusal);

    book.people.link({*name, person->user, "command"});
    Linked linked;
    linked.reader = reader;
    linked.name = *name;
    linked.person = holder_named(person->user, book);
    linked.before = holder_named(before ? before->user : UserId{}, book);
    linked.by = name_of(request.user, book);
    linked.asker = request.user;
    if (linked.person.user != request.user)
        owe_direct(book, linked.person.user, tell_linked(linked), now);
    if (!linked.before.user.empty() && linked.before.user != request.user)
        owe_direct(book, linked.before.user, tell_unlinked(linked), now);
    Reply answer;
    answer.message = answer_linked(linked);
    answer.object = *name;
    return answer;
}

Outcome show_contacts(const Request& request, Book& book, UtcMillis now)
{
    const auto shifts = book.schedule.shifts();
    std::vector<Contact> contacts;
    for (const auto& name : names_of_plan(book))
    {
        Contact contact;
        contact.name = name;
        for (const auto role : every_role)
            if (std::ranges::any_of(shifts, [&](const Shift& shift) { return name_in(shift, role) == name; }))
                contact.roles.push_back(role);
        if (const auto link = book.people.link_of(name))
            contact.person = holder_named(link->user, book);
        contacts.push_back(std::move(contact));
    }
    if (contacts.empty())
        return refuse(Refusal::Why::unavailable, refuse_no_plan_names());
    Reply answer;
    answer.message = render_contacts(contacts, reader_of(request, book, now));
    return answer;
}

}  // namespace hotwatch
