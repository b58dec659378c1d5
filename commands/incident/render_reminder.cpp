// Reminders: what is asked, of whom, and what becomes of the message once it is answered.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
using Style = blocks::Button::Style;

constexpr milliseconds worth_saying = std::chrono::minutes{1};  // a shorter delay needs no explanation

std::string who_is_asked(const Reminder& reminder)
{
    std::string text;
    if (!reminder.asked.empty())
        text = blocks::mention(reminder.asked) + " ";
    for (const auto& joining : reminder.joining)
        text += blocks::mention(joining.user) + " ";
    return text;
}

/// The commander cannot answer: who is asked in their place, and how the incident gets another.
std::string in_whose_place(const Reminder& reminder)
{
    if (reminder.commander_is.empty())
        return {};
    const auto& view = reminder.view;
    return fmt::format("\n*{}* is commander, but is {}, so {}. To give the role to somebody else: `{} assign {} "
                       "commander @somebody`",
                       blocks::escape(view.commander), reminder.commander_is,
                       reminder.asked.empty() ? "whoever reads this is asked" : "you are asked instead", view.command,
                       label(view.incident));
}

std::string since_when(const Reminder& reminder)
{
    const auto& incident = reminder.view.incident;
    const auto ago = blocks::duration(reminder.now - incident.last_update.at);
    if (incident.last_update_text.empty())
        return fmt::format("There has been none since the declaration {} ago.", ago);
    return fmt::format("The last one, from {}, is {} old.", blocks::escape(reminder.view.updated_by), ago);
}

std::string how_often(const Reminder& reminder)
{
    if (reminder.in_a_row < 2)
        return {};
    auto text = fmt::format("\nThis is reminder {} in a row without an answer", reminder.in_a_row);
    const auto& joining = reminder.joining;
    text += joining.empty() ? std::string{"."}
            : joining.size() == 1
                ? fmt::format(", so the {} is asked too.", joining.front().role)
                : fmt::format(", so the {} and the {} are asked too.", joining.front().role, joining.back().role);
    if (reminder.lapsed)
        text += " The acknowledgement has lapsed: treat this as being handled by nobody until somebody answers.";
    return text;
}

std::string how_late(const Reminder& reminder)
{
    if (reminder.step.late < worth_saying)
        return {};
    auto text = fmt::format("\nThis comes {} late: Hotwatch was not running or could not store anything when it fell "
                            "due, or its clock was moved.",
                            blocks::duration(reminder.step.late));
    if (reminder.step.passed_by > 0)
        text += fmt::format(" {} more fell due meanwhile; this one stands for all.", reminder.step.passed_by);
    return text;
}

/// A time in a message that stays: the day is said once, or again where it is another (in UTC: the reader's own days
/// are not known here). "at 03:16", "2025-10-15 00:02".
std::string time_after(UtcMillis said, UtcMillis t, std::string_view at)
{
    using std::chrono::days;
    return std::chrono::floor<days>(said) == std::chrono::floor<days>(t) ? std::string{at} + blocks::time_of_day(t)
                                                                         : blocks::date(t);
}
}  // namespace

Message render_reminder(const Reminder& reminder)
{
    const auto& incident = reminder.view.incident;
    auto text = fmt::format("⏰ {}please post a status update: {}. {}{}{}{}", who_is_asked(reminder), headline(incident),
                            since_when(reminder), in_whose_place(reminder), how_often(reminder), how_late(reminder));
    if (reminder.view.next_update)
        text += fmt::format("\nThe next reminder comes {}.", blocks::date(*reminder.view.next_update));
    return say(text, {button("Post update", "update", incident, Style::primary), button("Snooze", "snooze", incident),
                      button("Resolve", "resolve", incident)});
}

Message render_reminder_answered(const View& view, std::string_view who, std::string_view what, UtcMillis asked_at,
                                 UtcMillis now)
{
    return say(fmt::format("☑️ {}: the reminder of {} was answered {} by {} from {}.", label(view.incident),
                           blocks::date(asked_at), time_after(asked_at, now, "at "), what, blocks::escape(who)));
}

Message render_reminder_snoozed(const View& view, std::string_view who, UtcMillis asked_at, UtcMillis until)
{
    return say(
        fmt::format("💤 {}: an update was asked for {}. {} snoozed the next reminder until {}.", label(view.incident),
                    blocks::date(asked_at), blocks::escape(who), time_after(asked_at, until, "")),
        {button("Post update", "update", view.incident, Style::primary), button("Resolve", "resolve", view.incident)});
}

}  // namespace hotwatch::incident
