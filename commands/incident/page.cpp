#include "commands/incident/page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/direct.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/oncall/phone.hpp"

namespace hotwatch::incident
{

namespace
{
void note_asked(const Request& request, const Incident& incident, const std::string& whom, Book& book, UtcMillis now)
{
    book.incidents.add(TimelineEntry{.incident = incident.id,
                                     .at = now,
                                     .actor = {},
                                     .action = "asked to acknowledge",
                                     .text = whom,
                                     .source = std::string{origin_name(request.origin)}});
}

View view_with_phone(const Incident& incident, Book& book, UtcMillis now)
{
    auto view = view_of(incident, book, now);
    if (!view.asked.is_primary)
        view.asked.phone = oncall::phone_of(view.on_call.primary, book, now);
    return view;
}

/// In the words of their page; "" for a channel's.
std::string why_they_were_asked(const OpenPage& page, const Incident& incident, Book& book)
{
    constexpr int looked_at = 50;  // of a person's newest pages
    const auto pages = page.user.empty() ? std::vector<Asking>{} : book.incidents.asked(page.user, looked_at);
    const auto found = std::ranges::find(pages, incident.id, &Asking::incident);
    return found == pages.end() ? std::string{} : found->why;
}

/// The message that may still be pressed goes ahead of the others: somebody is looking at it.
SendClass urgency_of_edit(const Request& request, const Call& posted)
{
    const bool is_pressed = request.origin == Origin::button && request.channel.value == posted.result_channel &&
                            request.message_ts == posted.result_ts;
    return is_pressed ? SendClass::acknowledgement : SendClass::card;
}
}  // namespace

bool owe_page(const Incident& incident, const UserId& user, const Message& message, const std::string& why, Book& book,
              UtcMillis now)
{
    const auto row = owe_direct(book, user, message, now,
                                {.send_class = SendClass::page,
                                 .severity = static_cast<int>(incident.severity),
                                 .subject = incident.id,
                                 .purpose = page_purpose});
    if (row == 0)
        return false;
    book.incidents.add_open_page(incident.id, {.call_id = row, .user = user});
    book.incidents.add(Asking{.incident = incident.id, .user = user, .at = now, .why = why});
    return true;
}

void owe_page_in(const Incident& incident, const ChannelId& channel, const Message& message, Book& book, UtcMillis now)
{
    const auto row = say_in_channel(incident, channel, message, SendClass::page, page_purpose, book, now);
    book.incidents.add_open_page(incident.id, {.call_id = row, .user = {}});
}

void page(const Request& request, const Incident& incident, const std::string& why, Book& book, UtcMillis now)
{
    const auto view = view_with_phone(incident, book, now);
    if (view.asked.user == request.user && !request.user.empty())
        return;
    const auto message = render_page(view, why);
    if (view.asked.user.empty())
    {
        owe_page_in(incident, emergency_channel(book), message, book, now);
        return note_asked(request, incident,
                          "whoever reads the emergency channel, as nobody on call can be asked directly", book, now);
    }
    if (owe_page(incident, view.asked.user, message, why_asked(view, why), book, now))
        note_asked(request, incident, name_of(view.asked.user, book) + ", by direct message", book, now);
}

void refresh_pages(const Incident& incident, const std::string& why, Book& book, UtcMillis now)
{
    const auto view = view_with_phone(incident, book, now);
    for (const auto& page : book.incidents.open_pages(incident.id))
        edit_posted(book, page.call_id, render_page_changed(view, why, why_they_were_asked(page, incident, book)), now);
}

void answer_pages(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    const auto pages = book.incidents.take_open_pages(incident.id);
    if (pages.empty())
        return;
    const auto message = render_page_answered(view_of(incident, book, now));
    for (const auto& page : pages)
        if (const auto posted = book.outbox.find(page.call_id))
            edit_posted(book, page.call_id, message, now, urgency_of_edit(request, *posted));
}

}  // namespace hotwatch::incident
