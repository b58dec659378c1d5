#include "commands/incident/reminder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/direct.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/grid.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"
#include "commands/oncall/rights.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr int asks_backup_too = 2;  // reminders in a row without an answer
constexpr int asks_manager_too = 3;

/// Nobody at a shell can be mentioned, and who left the workspace answers no more than a page would be.
bool can_answer(const UserId& user, Book& book)
{
    return is_reachable(user) && oncall::unfit_for_duty(user, book).empty();
}

/// The commander; before there is one or where they cannot be asked, the primary on call, whom a manager stands in for;
/// else whoever declared it.
UserId whom_to_ask(const Incident& incident, const OnCall& on_call, Book& book)
{
    for (const auto& user : {incident.commander, asked_first(on_call, book).user, incident.declared.by})
        if (can_answer(user, book))
            return user;
    return {};
}

UserId manager_to_ask(const OnCall& on_call, Book& book)
{
    auto managers = book.policy().managers;
    managers.insert(managers.begin(), on_call.manager.user);
    const auto found = std::ranges::find_if(managers, [&](const UserId& user) { return can_answer(user, book); });
    return found == managers.end() ? UserId{} : *found;
}

/// Who is asked besides, as reminders go unanswered; each person once.
std::vector<Joining> who_joins(int in_a_row, const UserId& asked, const OnCall& on_call, Book& book)
{
    std::vector<Joining> joining;
    const auto add = [&](const UserId& user, std::string_view role)
    {
        if (can_answer(user, book) && user != asked &&
            std::ranges::find(joining, user, &Joining::user) == joining.end())
            joining.push_back({user, role});
    };
    if (in_a_row >= asks_backup_too)
        add(on_call.backup.user, "backup");
    if (in_a_row >= asks_manager_too)
        add(manager_to_ask(on_call, book), "manager");
    return joining;
}

/// While Slack cannot be reached the newest takes the place of the one that still waits, so that nobody comes back to a
/// heap of them. One that was answered or snoozed keeps its edit.
std::string key_of_reminder(const Incident& incident, Book& book)
{
    for (const auto row : book.incidents.open_reminders(incident.id))
        if (const auto call = book.outbox.find(row);
            call && call->state == CallState::pending && !book.outbox.newest_with_key(fmt::format("edit:{}", row)))
            return call->dedupe_key;
    return fmt::format("reminder:{}:{}", incident.id, incident.version);
}

void note_fired(const Incident& incident, const Reminder& reminder, Book& book, UtcMillis now)
{
    TimelineEntry entry;
    entry.incident = incident.id;
    entry.at = now;
    entry.action = "reminder";
    entry.source = "timer";
    entry.text = fmt::format("{} in a row without an answer", reminder.in_a_row);
    if (reminder.step.late >= std::chrono::minutes{1})
        entry.text += fmt::format(", {} late", blocks::duration(reminder.step.late));
    if (reminder.step.passed_by > 0)
        entry.text += fmt::format(", for {} more that fell due", reminder.step.passed_by);
    book.incidents.add(entry);
    if (!reminder.lapsed)
        return;
    entry.action = "acknowledgement lapsed";
    entry.text = fmt::format("no answer to {} reminders; state and response time stand", reminder.in_a_row);
    book.incidents.add(entry);
}
}  // namespace

void fire_update_reminder(const Timer& timer, Book& book, UtcMillis now)
{
    auto found = book.incidents.find(timer.subject);
    const auto cadence = found ? book.policy().of(found->severity).update_every : std::nullopt;
    if (!found || !is_unresolved(found->state) || !cadence || *cadence <= seconds{0})
        return book.timers.disarm(TimerKind::update_reminder, timer.subject);

    auto& incident = *found;
    ++incident.reminders_unanswered;
    ++incident.version;
    book.incidents.save(incident);

    Reminder reminder;
    reminder.step = step(timer, *cadence, now);
    book.timers.arm(reminder.step.next);
    reminder.view = view_of(incident, book, now);
    reminder.asked = whom_to_ask(incident, reminder.view.on_call, book);
    reminder.commander_is = oncall::unfit_for_duty(incident.commander, book);
    reminder.in_a_row = incident.reminders_unanswered;
    reminder.joining = who_joins(reminder.in_a_row, reminder.asked, reminder.view.on_call, book);
    reminder.lapsed = reminder.in_a_row == asks_manager_too && incident.acknowledged.has_value();
    reminder.now = now;
    const auto row = say_in_room(incident, render_reminder(reminder), SendClass::reminder, book, now,
                                 key_of_reminder(incident, book));
    if (const auto open = book.incidents.open_reminders(incident.id); std::ranges::find(open, row) == open.end())
        book.incidents.add_open_reminder(incident.id, row);
    note_fired(incident, reminder, book, now);
    refresh_card(reminder.view, book, now);
}

namespace incident
{

void keep_cadences(const Policy& policy, const Policy* before, Book& book, UtcMillis now)
{
    for (const auto& incident : book.incidents.open())
    {
        const auto cadence = policy.of(incident.severity).update_every;
        const auto was = before != nullptr ? before->of(incident.severity).update_every : cadence;
        const auto timer = book.timers.find(TimerKind::update_reminder, incident.id);
        if (!cadence || *cadence <= seconds{0})
            stop_reminders(incident, book);
        else if (!timer)
            book.timers.arm(first_reminder(incident.id, incident.severity, now, *cadence));
        else if (was && was != cadence && *was > seconds{0})
            book.timers.arm(with_cadence(*timer, incident.severity, *was, *cadence, now));
    }
}

void start_reminders(const Incident& incident, Book& book, UtcMillis from)
{
    const auto cadence = book.policy().of(incident.severity).update_every;
    if (cadence && *cadence > seconds{0})
        book.timers.arm(first_reminder(incident.id, incident.severity, from, *cadence));
    else
        stop_reminders(incident, book);
}

void change_cadence(const Incident& incident, Severity from, Book& book, UtcMillis now)
{
    const auto before = book.policy().of(from).update_every;
    const auto after = book.policy().of(incident.severity).update_every;
    const auto timer = book.timers.find(TimerKind::update_reminder, incident.id);
    if (timer && before && after && *before > seconds{0} && *after > seconds{0})
        return book.timers.arm(with_cadence(*timer, incident.severity, *before, *after, now));
    start_reminders(incident, book, now);
}

void stop_reminders(const Incident& incident, Book& book)
{
    book.timers.disarm(TimerKind::update_reminder, incident.id);
}

void answer_reminders(const Incident& incident, const UserId& by, std::string_view what, Book& book, UtcMillis now)
{
    const auto view = view_of(incident, book, now);
    for (const auto row : book.incidents.take_open_reminders(incident.id))
        if (const auto posted = book.outbox.find(row))
            edit_posted(book, row, render_reminder_answered(view, name_of(by, book), what, posted->created_at, now),
                        now);
}

}  // namespace incident

}  // namespace hotwatch
