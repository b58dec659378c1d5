// `close`: nothing is owed any more.
#include "commands/blocks.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/closing.hpp"
#include "commands/incident/ending.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/owed.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/permission.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr std::size_t longest_entry = 200;  // of an FAQ entry's name

std::optional<Refusal> bar_of_state(const Request& request, const Incident& incident, Book& book, UtcMillis now)
{
    if (is_unresolved(incident.state))
        return refuse(Refusal::Why::not_now, resolve_first(view_of(incident, book, now)));
    if (!after(incident.state, Move::close))
        return refuse(Refusal::Why::not_now, already_over(view_of(incident, book, now)));
    return out_of_date(request, incident, book, now);
}
}  // namespace

Outcome close_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unmerged_over(request, book, now);
    if (!found)
        return found.error();
    auto incident = found->incident;
    if (auto refusal = bar_of_state(request, incident, book, now))
        return *std::move(refusal);
    if (auto refusal = only_responders_and_declarer(request, incident, "close an incident", book, now))
        return *std::move(refusal);
    const auto& policy = book.policy().of(incident.severity);
    const auto entry = blocks::cut(said(request, "faq"), longest_entry);
    if (!entry.empty() && owed_by(incident.severity, policy) != Owed::faq)
        return refuse(Refusal::Why::usage, owes_no_faq(view_of(incident, book, now)));
    if (!entry.empty())
    {
        incident.followed_up = Mark{now, request.user};
        incident.follow_up = entry;
    }
    const auto still = owed(incident, policy);
    const bool is_forced = request.words.flags.contains("force");
    if (still != Owed::nothing && !is_forced)
        return refuse(Refusal::Why::not_now, still_owed(view_of(incident, book, now)));
    if (still != Owed::nothing && !is_manager(request, book, now))
        return refuse(Refusal::Why::not_allowed, for_managers(view_of(incident, book, now)));

    if (!entry.empty())
        note(request, incident, "FAQ", entry, book, now);
    incident = moved(incident, Move::close, {now, request.user}, {});
    book.incidents.save(incident);
    note(request, incident, "closed", still == Owed::nothing ? "" : "with --force, though something is owed", book,
         now);
    stop_closing(incident, book);
    refresh_card(incident, book, now, is_pressed(request));
    const auto view = view_of(incident, book, now);
    say_in_room(incident, render_closed(view), SendClass::card, book, now);
    return reply(incident, answer_closed(view));
}

}  // namespace hotwatch
