#include "commands/incident/handler.hpp"

#include <fmt/format.h>

#include "commands/form.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/render.hpp"
#include "commands/letters.hpp"

namespace hotwatch::incident
{

Refusal refuse(Refusal::Why why, Message message)
{
    return {.why = why, .message = std::move(message), .fields = {}};
}

Refusal refuse_field(const Request& request, std::string_view field, const std::string& text)
{
    if (request.origin != Origin::form)
        return refuse(Refusal::Why::usage, plain(text));
    return {.why = Refusal::Why::field_errors, .message = plain(text), .fields = {{std::string{field}, text}}};
}

void note(const Request& request, const Incident& incident, std::string_view action, const std::string& text,
          Book& book, UtcMillis now)
{
    book.incidents.add(TimelineEntry{.incident = incident.id,
                                     .at = now,
                                     .actor = request.user,
                                     .action = std::string{action},
                                     .text = text,
                                     .source = std::string{origin_name(request.origin)}});
}

Outcome ask_for(const Request& request, Modal form, std::string_view verb, const std::string& value)
{
    return ask_by_form(request, std::move(form), "incident." + std::string{verb}, value);
}

Outcome ask_for(const Request& request, Modal form, std::string_view verb, const Incident& incident)
{
    return ask_for(request, std::move(form), verb, form_metadata(incident));
}

Reply reply(const Incident& incident, Message message)
{
    Reply answer;
    answer.message = std::move(message);
    answer.object = "INC-" + std::to_string(incident.id);
    return answer;
}

Reply reply_without_news(const Incident& incident, Message message)
{
    auto answer = reply(incident, std::move(message));
    answer.says_more = true;
    return answer;
}

Reply unchanged(Message message)
{
    Reply answer;
    answer.message = std::move(message);
    return answer;
}

std::string said(const Request& request, std::string_view name)
{
    if (const auto field = request.fields.find(std::string{name}); field != request.fields.end())
        return trimmed(clean(field->second));
    const auto flag = request.words.flags.find(std::string{name});
    return flag == request.words.flags.end() ? std::string{} : trimmed(clean(flag->second));
}

std::string flags_of(const Request& request)
{
    std::string typed;
    for (const auto& [name, value] : request.words.flags)
        typed += fmt::format("--{}=\"{}\" ", name, value);
    return typed;
}

std::string told(const Request& request, const std::string& rest)
{
    const auto field = request.fields.find(std::string{field_text});
    return long_text(field == request.fields.end() ? rest : field->second);
}

std::string long_text(std::string_view text)
{
    return trimmed(clean(text, true));
}

}  // namespace hotwatch::incident
