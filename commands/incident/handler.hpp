// What the handlers of /incident share: timeline entries, refusals, and asking for what was left out.
#pragma once

#include <string>

#include "commands/incident/modal.hpp"
#include "commands/incident/view.hpp"
#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

Refusal refuse(Refusal::Why why, Message message);

/// A word or field that cannot be read: under its field in a form, in words elsewhere.
Refusal refuse_field(const Request& request, std::string_view field, const std::string& text);

void note(const Request& request, const Incident& incident, std::string_view action, const std::string& text,
          Book& book, UtcMillis now);

/// The form where it can be opened, the form's words with an Open form button for mentions, its words alone in a shell.
Outcome ask_for(const Request& request, Modal form, std::string_view verb, const std::string& value);
/// The same about an incident, as it is now.
Outcome ask_for(const Request& request, Modal form, std::string_view verb, const Incident& incident);

/// What was changed, which the room hears as news.
Reply reply(const Incident& incident, Message message);
/// What was changed, which only the asker hears.
Reply reply_without_news(const Incident& incident, Message message);
/// Nothing was changed, as it is so already.
Reply unchanged(Message message);

/// The form's field, else the flag of that name; cleaned, "" for none.
std::string said(const Request& request, std::string_view name);

/// The flags as they are typed again in a line, each with a blank behind it: "--service=\"agent sdk\" ".
std::string flags_of(const Request& request);

/// A form's text, else what was typed after the id: people's long text.
std::string told(const Request& request, const std::string& rest);

/// People's long text: lines kept, and never cut. What is shown of it is (words.hpp, `shortened`).
std::string long_text(std::string_view text);

}  // namespace hotwatch::incident
