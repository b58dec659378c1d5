#include "commands/incident/ending.hpp"

#include "commands/incident/card.hpp"
#include "commands/incident/page.hpp"
#include "commands/incident/reminder.hpp"

namespace hotwatch::incident
{

void end_work(const Request& request, const Incident& incident, std::string_view what, Book& book, UtcMillis now)
{
    stop_reminders(incident, book);
    answer_reminders(incident, request.user, what, book, now);
    answer_pages(request, incident, book, now);
    refresh_card(incident, book, now, is_pressed(request));
}

bool is_pressed(const Request& request)
{
    return request.origin == Origin::button || request.origin == Origin::form;
}

}  // namespace hotwatch::incident
