#include "commands/oncall/handler.hpp"

#include "commands/form.hpp"
#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
constexpr auto far_ahead = std::chrono::days{120};
}

Refusal refuse(Refusal::Why why, Message message)
{
    return {.why = why, .message = std::move(message), .fields = {}};
}

Refusal refuse_in_field(const Request& request, Refusal::Why why, std::string_view field, const Message& message)
{
    if (request.origin != Origin::form)
        return refuse(why, message);
    return {.why = Refusal::Why::field_errors, .message = message, .fields = {{std::string{field}, message.text}}};
}

Outcome ask_for(const Request& request, Modal form, std::string_view verb)
{
    return ask_by_form(request, std::move(form), "oncall." + std::string{verb}, {});
}

std::string said_in(const Request& request, std::string_view field)
{
    const auto found = request.fields.find(std::string{field});
    return found == request.fields.end() ? std::string{} : trimmed(clean(found->second));
}

Reader reader_of(const Request& request, Book& book, UtcMillis now)
{
    const bool is_private = request.origin == Origin::slash || request.origin == Origin::button ||
                            request.origin == Origin::form;  // answered by direct message
    return {now, is_private && !request.words.flags.contains("share"), shown_name("oncall", book.policy())};
}

Roster roster_ahead(Book& book, UtcMillis now)
{
    return roster_of({now, now + far_ahead}, book);
}

Changed changed(const Stretch& stretch, Book& book)
{
    auto planned = stretch;
    planned.changed.reset();
    return {stretch, holder_of(stretch, book), holder_of(planned, book)};
}

std::optional<Repeats> repeats_by(const Roster& roster, UtcMillis t)
{
    const auto turn = turn_at(roster, t);
    if (!turn || turn->round == 0)
        return std::nullopt;
    return Repeats{*repeats_from(roster.rotation.shifts)};
}

SomeIncidents waiting(Book& book)
{
    return book.incidents.unacknowledged(most_waiting_shown);
}

}  // namespace hotwatch::oncall
