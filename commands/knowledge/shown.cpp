#include "commands/knowledge/shown.hpp"

#include "commands/faq/faq.hpp"
#include "commands/knowledge/find.hpp"
#include "commands/runbook/runbook.hpp"

namespace hotwatch::knowledge
{

Shown shown(const Entry& entry, const Request& request, Book& book)
{
    Shown shown;
    shown.entry = entry;
    shown.edited_by = editor_of(entry, book);
    shown.can_share = request.origin == Origin::slash || request.origin == Origin::button;
    return shown;
}

std::string editor_of(const Entry& entry, Book& book)
{
    return entry.edited.by.empty() ? std::string{} : name_of(entry.edited.by, book);
}

Reply answer(Message message)
{
    Reply reply;
    reply.message = std::move(message);
    return reply;
}

Refusal refuse(Refusal::Why why, Message message)
{
    return {.why = why, .message = std::move(message), .fields = {}};
}

std::string object_of(const Entry& entry)
{
    return std::string{command_of(entry.kind)} + " " + entry.key;
}

Outcome search(const Request& request, std::string_view text, Book& book, UtcMillis now)
{
    Request asked = request;
    asked.words.rest = text;
    return request.words.command == "runbook" ? search_runbooks(asked, book, now) : ask_faq(asked, book, now);
}

}  // namespace hotwatch::knowledge
