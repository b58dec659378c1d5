// What became of a page: whom it reached, and who is asked instead where it reached nobody (product sections 2 and 6).
#include <algorithm>

#include <fmt/format.h>

#include "commands/incident/card.hpp"
#include "commands/incident/page.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/oncall/phone.hpp"

namespace hotwatch::incident
{

namespace
{
constexpr std::string_view to_person = "dm:";  // conversations, as direct.cpp and card.cpp name them
constexpr std::string_view to_channel = "channel:";

/// Whom the page was meant for; empty: whoever reads a channel.
UserId meant_for(const Call& page)
{
    return page.conversation.starts_with(to_person) ? UserId{page.conversation.substr(to_person.size())} : UserId{};
}

std::string place_name(const std::string& id, Book& book)
{
    const auto channel = book.people.channel(ChannelId{id});
    return channel ? "#" + channel->name : id;
}

std::string whom(const Call& page, Book& book)
{
    if (const auto user = meant_for(page); !user.empty())
        return name_of(user, book);
    return place_name(page.conversation.substr(std::min(to_channel.size(), page.conversation.size())), book);
}

Unreached unreached_by(const Call& page, Book& book, UtcMillis now)
{
    const auto user = meant_for(page);
    return {.name = whom(page, book), .phone = user.empty() ? "" : oncall::phone_of({{}, user}, book, now)};
}

/// Slack's reason; a page that followed the opening of its conversation has none of its own.
std::string reason(const Call& page, Book& book)
{
    if (const auto opening = page.after == 0 ? std::nullopt : book.outbox.find(page.after);
        opening && !opening->error.empty())
        return opening->error;
    return page.error.empty() ? "Slack did not take it" : page.error;
}

void note(const Call& page, const std::string& instead, Book& book, UtcMillis now)
{
    const auto [name, phone] = unreached_by(page, book, now);
    const auto who = phone.empty() ? name : fmt::format("{}, phone {}", name, phone);
    book.incidents.add(TimelineEntry{.incident = page.subject,
                                     .at = now,
                                     .actor = {},
                                     .action = "not reached",
                                     .text = fmt::format("{} ({}); {}", who, reason(page, book), instead),
                                     .source = "outbox"});
}

/// The next who can be asked and was not asked yet since the response clock runs; empty: nobody is left.
UserId next_person(const Call& page, const Incident& incident, Book& book, UtcMillis now)
{
    constexpr int looked_at = 50;  // of a person's newest pages
    const auto tried = meant_for(page);
    if (tried.empty())
        return {};
    const auto was_asked = [&](const UserId& user)
    {
        const auto pages = book.incidents.asked(user, looked_at);
        return user == tried ||
               std::ranges::any_of(pages, [&](const Asking& asking)
                                   { return asking.incident == incident.id && asking.at >= incident.response_from; });
    };
    const auto people = people_to_ask(on_call_at(now, book), book);
    const auto found = std::ranges::find_if_not(people, was_asked);
    return found == people.end() ? UserId{} : *found;
}

/// The next channel after the one that was asked; empty: there is none.
ChannelId next_channel(const Call& page, Book& book)
{
    const auto emergency = emergency_channel(book);
    const auto support = channel_for("support", book);
    if (!meant_for(page).empty() && !emergency.empty())
        return emergency;
    const bool was_support = page.conversation == std::string{to_channel} + support.value;
    return was_support || support == emergency ? ChannelId{} : support;
}

/// False: nobody is left.
bool ask_person(const Call& page, const Incident& incident, std::string_view how, Book& book, UtcMillis now)
{
    const auto unreached = unreached_by(page, book, now);
    const auto user = next_person(page, incident, book, now);
    if (user.empty() || !owe_page(incident, user, render_page_instead(view_of(incident, book, now), unreached),
                                  why_asked_instead(unreached), book, now))
        return false;
    note(page, fmt::format("{} is asked {}, by direct message", name_of(user, book), how), book, now);
    return true;
}

/// False: nobody is left.
bool ask_next(const Call& page, const Incident& incident, Book& book, UtcMillis now)
{
    if (ask_person(page, incident, "instead", book, now))
        return true;
    const auto channel = next_channel(page, book);
    if (channel.empty())
    {
        note(page, "nobody else is left to be asked", book, now);
        return false;
    }
    owe_page_in(incident, channel, render_page_instead(view_of(incident, book, now), unreached_by(page, book, now)),
                book, now);
    note(page, place_name(channel.value, book) + " is asked instead", book, now);
    return true;
}
}  // namespace

bool page_settled(Book& book, const Call& page, UtcMillis now)
{
    const auto incident = book.incidents.find(page.subject);
    if (!incident)
        return false;
    const bool is_open = incident->state == IncidentState::open;
    if (page.state == CallState::parked && is_open)
        return ask_next(page, *incident, book, now);
    if (page.state == CallState::parked)
    {
        note(page, "somebody has it by now", book, now);
        return true;
    }
    const bool is_direct = page.result_channel.starts_with('D');
    const bool is_as_meant = meant_for(page).empty()
                                 ? page.conversation == std::string{to_channel} + page.result_channel ||
                                       page.conversation.starts_with("channel:#")
                                 : is_direct;
    if (is_as_meant)
        return true;
    // The sender put it into a channel, where it wakes nobody.
    note(page, place_name(page.result_channel, book) + " was asked instead", book, now);
    if (is_open)
        (void)ask_person(page, *incident, "as well", book, now);
    return true;
}

}  // namespace hotwatch::incident
