// `who`, `me`: when a person is on call, and what waits for them.
#include <algorithm>

#include "commands/incident/lifecycle.hpp"
#include "commands/oncall/handler.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/oncall/person.hpp"
#include "commands/oncall/render_override.hpp"
#include "commands/oncall/render_people.hpp"

namespace hotwatch
{

namespace
{
using namespace oncall;

constexpr auto looked_ahead = std::chrono::weeks{12};

bool is_theirs(const Holder& holder, const Somebody& somebody)
{
    return somebody.user.empty() ? holder.name == somebody.name : holder.user == somebody.user;
}

/// Whether `next` only carries `last` on.
bool goes_on(const Duty& last, const Duty& next)
{
    const auto id = [](const Duty& duty)
    { return duty.changed.stretch.changed ? duty.changed.stretch.changed->id : 0; };
    return last.is_lost == next.is_lost && id(last) == id(next) &&
           last.changed.stretch.period.end == next.changed.stretch.period.start;
}

/// Where they are on call, and where an override takes their turn, by start.
std::vector<Duty> duties_of(const Somebody& somebody, Book& book, UtcMillis now)
{
    const auto roster = roster_ahead(book, now);
    std::vector<Duty> duties;
    for (const auto role : every_role)
    {
        const auto begin = duties.size();
        for (const auto& stretch : stretches(roster, role, {now, now + looked_ahead}))
        {
            const auto all = changed(stretch, book);
            const bool holds = is_theirs(all.holder, somebody);
            if (!holds && !is_theirs(all.planned, somebody))
                continue;
            Duty duty{all, !holds};
            if (duties.size() > begin && goes_on(duties.back(), duty))
                duties.back().changed.stretch.period.end = stretch.period.end;
            else
                duties.push_back(std::move(duty));
        }
    }
    std::ranges::stable_sort(duties, {}, [](const Duty& duty) { return duty.changed.stretch.period.start; });
    return duties;
}

PersonShown shown_person(const Somebody& somebody, const Request& request, Book& book, UtcMillis now)
{
    PersonShown shown;
    shown.reader = reader_of(request, book, now);
    shown.person = {somebody.name, somebody.user};
    shown.is_asker = !somebody.user.empty() && somebody.user == request.user;
    shown.duties = duties_of(somebody, book, now);
    for (const auto& link : book.people.links())
        if (!somebody.user.empty() && link.user == somebody.user)
            shown.names.push_back(link.name);
    return shown;
}

/// Incidents that they lead, and those that ask the primary to acknowledge while they are primary.
SomeIncidents waiting_for(const UserId& user, Book& book, UtcMillis now)
{
    const bool is_primary = on_call_at(now, book).primary.user == user;
    auto some = book.incidents.led_by(user, is_primary, most_waiting_shown);
    if (!is_primary)
        return some;
    const auto asked = waiting(book);
    some.first.insert(some.first.end(), asked.first.begin(), asked.first.end());
    std::ranges::sort(some.first, {},
                      [](const Incident& incident) {
                          return std::pair{incident.severity, incident.id};
                      });
    some.first.resize(std::min<std::size_t>(some.first.size(), most_waiting_shown));
    some.count = std::min(some.count + asked.count, SomeIncidents::most_counted);
    return some;
}
}  // namespace

Outcome show_who(const Request& request, Book& book, UtcMillis now)
{
    const auto reader = reader_of(request, book, now);
    if (request.words.rest.empty())
        return refuse(Refusal::Why::usage, refuse_no_person(reader));
    const auto somebody = somebody_meant(request.words.rest, request, book, now);
    if (!somebody)
        return somebody.error();
    Reply answer;
    answer.message = render(shown_person(*somebody, request, book, now));
    return answer;
}

Outcome show_me(const Request& request, Book& book, UtcMillis now)
{
    if (request.is_console || request.user.empty())
        return refuse(Refusal::Why::usage, refuse_shell_as_person(reader_of(request, book, now)));
    auto shown = shown_person({request.user, name_of(request.user, book)}, request, book, now);
    shown.waiting = waiting_for(request.user, book, now);
    Reply answer;
    answer.message = render(shown);
    return answer;
}

}  // namespace hotwatch
