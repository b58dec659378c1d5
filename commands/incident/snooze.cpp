// `snooze`: the next reminder comes later, once and on the record.
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/direct.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/grid.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr int entries_looked_at = 200;  // far more than two reminders and a snooze ever lie apart

/// The first word, where it is a length of time, and the reason after it.
std::pair<std::optional<seconds>, std::string> length_and_reason(const std::string& rest)
{
    const auto end = std::min(rest.find_first_of(" \n\t"), rest.size());
    const auto length = parse_duration(std::string_view{rest}.substr(0, end));
    return {length, long_text(length ? rest.substr(end) : rest)};
}

/// Pressed on a reminder that somebody answered since: Slack showed it a moment longer, or its edit is still owed.
bool is_answered(const Request& request, const Incident& incident, Book& book)
{
    if (request.version == 0 || request.message_ts.empty() || request.version >= incident.version)
        return false;
    return std::ranges::none_of(book.incidents.open_reminders(incident.id),
                                [&](std::int64_t row)
                                {
                                    const auto posted = book.outbox.find(row);
                                    return posted && posted->result_ts == request.message_ts;
                                });
}

/// Whoever did it last, and when.
std::optional<std::pair<std::string, UtcMillis>> who_snoozed(const Incident& incident, Book& book)
{
    const auto entry = book.incidents.last(incident.id, "snoozed");
    return entry ? std::optional{std::pair{name_of(entry->actor, book), entry->at}} : std::nullopt;
}

/// The open reminders stay open, but their Snooze button is gone.
void show_snoozed(const Incident& incident, const UserId& by, UtcMillis until, Book& book, UtcMillis now)
{
    const auto view = view_of(incident, book, now);
    for (const auto row : book.incidents.take_open_reminders(incident.id))
    {
        if (const auto posted = book.outbox.find(row))
            edit_posted(book, row, render_reminder_snoozed(view, name_of(by, book), posted->created_at, until), now);
        book.incidents.add_open_reminder(incident.id, row);
    }
}
}  // namespace

Outcome snooze_reminder(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(request, book, now);
    if (!found)
        return found.error();
    auto incident = found->incident;
    if (auto refusal = out_of_date(request, incident, book, now))
        return *std::move(refusal);
    const auto view = view_of(incident, book, now);
    if (is_answered(request, incident, book))
        return refuse(Refusal::Why::not_now, reminder_was_answered(view));
    const auto timer = book.timers.find(TimerKind::update_reminder, incident.id);
    const auto cadence = view.policy.update_every;
    if (!timer || !cadence)
        return refuse(Refusal::Why::not_now, plain(fmt::format("{} has no reminders: {} promises no updates.",
                                                               label(incident), blocks::severity(incident.severity))));
    switch (snooze_bar(book.incidents.timeline(incident.id, entries_looked_at), incident.last_update.at))
    {
    case SnoozeBar::already_snoozed:
        return refuse(Refusal::Why::not_now, snoozed_before(view, who_snoozed(incident, book), timer->due_at));
    case SnoozeBar::twice_in_a_row:
        return refuse(Refusal::Why::not_now,
                      plain(fmt::format(
                          "The last reminder of {} was snoozed, and it cannot be snoozed twice in a row. Say what is "
                          "known, even if it is nothing new: `{} update {} no news yet`",
                          label(incident), view.command, label(incident))));
    case SnoozeBar::none:
        break;
    }
    const auto [asked, why] = length_and_reason(found->rest);
    const auto length = asked.value_or(*cadence);
    if (length > *cadence)
        return refuse(Refusal::Why::usage,
                      plain(fmt::format(
                          "A reminder of {} can be snoozed by at most {}. For example: `{} snooze {} {}m waiting for "
                          "the restart`",
                          label(incident), blocks::duration(*cadence), view.command, label(incident),
                          std::chrono::floor<std::chrono::minutes>(*cadence).count())));

    const auto later = snoozed(*timer, length);
    book.timers.arm(later);
    ++incident.version;
    book.incidents.save(incident);
    note(request, incident, "snoozed", fmt::format("by {}{}", blocks::duration(length), why.empty() ? "" : ": " + why),
         book, now);
    show_snoozed(incident, request.user, later.due_at, book, now);
    refresh_card(incident, book, now);
    say_in_room(incident, render_snoozed(view_of(incident, book, now), name_of(request.user, book), why),
                SendClass::card, book, now);
    return reply(incident, answer_snoozed(view_of(incident, book, now), timer->due_at, why));
}

}  // namespace hotwatch
