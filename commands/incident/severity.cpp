// `severity`: it is worse than was thought, or less.
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/direct.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/page.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_severity.hpp"
#include "commands/letters.hpp"
#include "commands/permission.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

/// "1 P0 because": a bare digit in front is the incident only where a severity follows it.
Request without_mistaken_id(const Request& request)
{
    std::string_view rest = request.words.rest;
    const auto first = take_word(rest).text;
    const auto second = take_word(rest).text;
    const bool is_severity = first.size() == 1 && parse_severity(first) && !parse_severity(second);
    if (!is_severity)
        return request;
    auto meant = request;
    meant.words.rest.insert(0, "P");
    return meant;
}

struct Change
{
    std::optional<Severity> to;
    std::string why;
};

/// From the form's fields, else "P1 the reason".
Change read_change(const Request& request, const std::string& typed)
{
    if (request.origin == Origin::form)
        return {parse_severity(said(request, field_severity)), told(request, {})};
    std::string_view rest = typed;
    const auto word = take_word(rest).text;
    return {parse_severity(trimmed(std::string_view{word}, ":,")), long_text(rest)};
}

/// Product section 11: a P0 becomes less only by its commander, whoever is on call, or a manager.
bool may_downgrade(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    return (!request.user.empty() && incident.commander == request.user) || is_on_call(request.user, book, now) ||
           is_manager(request, book, now);
}

std::optional<Refusal> bar_of_right(const Request& request, const Incident& incident, std::optional<Severity> to,
                                    Book& book, UtcMillis now)
{
    const bool is_downgrade = incident.severity == Severity::p0 && to && *to != Severity::p0;
    if (!is_downgrade)
        return only_responders(request, incident, "change the severity", book, now);
    if (may_downgrade(request, incident, book, now))
        return std::nullopt;
    return refuse(Refusal::Why::not_allowed, for_downgrading(view_of(incident, book, now)));
}

std::optional<Refusal> bar_of_stale_form(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    if (request.version == 0 || request.version >= incident.severity_version)
        return std::nullopt;
    const auto last = book.incidents.last(incident.id, "severity");
    return refuse(Refusal::Why::not_now,
                  severity_changed_meanwhile(view_of(incident, book, now), last ? name_of(last->actor, book) : "",
                                             last ? last->at : incident.declared.at));
}

/// The manager is told that a P0 became less, wherever they are, unless it was them.
void tell_manager(const Request& request, const View& view, const std::string& why, Book& book, UtcMillis now)
{
    const auto& policy = book.policy();
    auto manager = view.on_call.manager.user;
    if (manager.empty() && !policy.managers.empty())
        manager = policy.managers.front();
    if (manager != request.user)
        owe_direct(book, manager, render_downgraded(view, name_of(request.user, book), why), now,
                   {.send_class = SendClass::acknowledgement,
                    .severity = static_cast<int>(view.incident.severity),
                    .subject = view.incident.id});
}

/// The resolution that was promised is past already under the new figure: one entry, and no warning besides.
void note_breach(const Request& request, const View& before, const View& after, Book& book, UtcMillis now)
{
    const auto& clock = after.clocks.resolution;
    if (clock.late(now) <= milliseconds{0} || before.clocks.resolution.late(now) > milliseconds{0})
        return;
    note(request, after.incident, "resolution breached",
         fmt::format("{} promises it within {}, which was over {} ago", blocks::severity(after.incident.severity),
                     blocks::duration(clock.promised), blocks::duration(clock.late(now))),
         book, now);
}

/// Once in its life: a raise to what the emergency channel cares for, where the room is elsewhere.
void announce(Incident& incident, Severity before, Book& book, UtcMillis now)
{
    const auto emergency = emergency_channel(book);
    const bool is_raised_there = incident.severity < before && channel_of(incident.severity, book) == emergency &&
                                 incident.room.channel != emergency;
    if (!is_raised_there || incident.announcement_row != 0)
        return;
    incident.announcement_row = say_in_emergency(incident, render_announcement(view_of(incident, book, now)),
                                                 SendClass::acknowledgement, book, now);
    book.incidents.save(incident);
}

/// The incident with its new severity; clocks, reminders and the announcement follow.
Incident changed(const Request& request, const View& before, Severity to, const std::string& why, Book& book,
                 UtcMillis now)
{
    auto incident = before.incident;
    const auto from = incident.severity;
    incident.severity = to;
    if (!incident.acknowledged)
        incident.response_from = now;
    incident.severity_version = ++incident.version;
    book.incidents.save(incident);
    note(request, incident, "severity",
         fmt::format("from {} to {}{}", blocks::severity(from), blocks::severity(to), why.empty() ? "" : ": " + why),
         book, now);
    note_breach(request, before, view_of(incident, book, now), book, now);
    change_cadence(incident, from, book, now);
    if (!book.timers.find(TimerKind::update_reminder, incident.id))
        answer_reminders(incident, request.user, "the change of severity", book, now);
    announce(incident, from, book, now);
    return incident;
}

/// Whoever must know now: who is asked to acknowledge, the manager, the card, the room.
void tell_of(const Raise& raise, const Request& request, Book& book, UtcMillis now)
{
    const auto& incident = raise.view.incident;
    if (!incident.acknowledged && incident.severity < raise.from)
    {
        answer_pages(request, incident, book, now);
        page(request, incident, who_changed_it(raise), book, now);
    }
    else if (!incident.acknowledged)
        refresh_pages(incident, who_changed_it(raise), book, now);
    if (raise.from == Severity::p0)
        tell_manager(request, raise.view, raise.why, book, now);
    refresh_card(incident, book, now, is_pressed(request));
    say_in_room(incident, render_severity(raise, request.user), SendClass::acknowledgement, book, now);
}
}  // namespace

Outcome change_severity(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unresolved(without_mistaken_id(request), book, now);
    if (!found)
        return found.error();
    const auto before = view_of(found->incident, book, now);
    const auto [to, why] = read_change(request, found->rest);
    if (!to && !found->rest.empty() && request.origin != Origin::form)
        return refuse(Refusal::Why::usage, no_such_severity(before, found->rest));
    if (auto refusal = bar_of_right(request, found->incident, to, book, now))
        return *std::move(refusal);
    if (!to)
        return ask_for(request, severity_form(before, book.policy()), "severity", found->incident);
    if (auto refusal = bar_of_stale_form(request, found->incident, book, now))
        return *std::move(refusal);
    if (*to == found->incident.severity)
    {
        const auto last = book.incidents.last(found->incident.id, "severity");
        return refuse(Refusal::Why::not_now, severity_is_so(before, last ? name_of(last->actor, book) : "",
                                                            last ? last->at : found->incident.declared.at));
    }

    const auto from = found->incident.severity;
    const auto incident = changed(request, before, *to, why, book, now);
    const auto view = view_of(incident, book, now);
    const Raise raise{.view = view, .from = from, .by = name_of(request.user, book), .why = why, .now = now};
    tell_of(raise, request, book, now);
    return reply(incident, answer_severity(raise));
}

}  // namespace hotwatch
