// How an incident asks people for something, and who does what in it. Pure.
#pragma once

#include <string>
#include <vector>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

namespace hotwatch::incident
{

/// The first notification, a direct message or a post in the emergency channel: what, since when, by when. `why` is ""
/// for a declaration, else the sentence that says what happened.
Message render_page(const View& view, const std::string& why);
/// Why that person is asked, as mrkdwn: what happened, and that they are the primary on call, or in whose place.
std::string why_asked(const View& view, const std::string& why);
/// Who could not be asked.
struct Unreached
{
    std::string name;
    std::string phone{};  // "" where the plan has none
};
/// The same for whoever is asked because somebody else could not be.
Message render_page_instead(const View& view, const Unreached& unreached);
std::string why_asked_instead(const Unreached& unreached);
/// The same message, which still waits, after the incident changed: `why` says how, `asked_why` why its reader was
/// asked.
Message render_page_changed(const View& view, const std::string& why, const std::string& asked_why);
/// The same message once it asks for nothing any more.
Message render_page_answered(const View& view);

/// One page, and where its incident stands now.
struct Paged
{
    View view;
    Asking asking;
};
/// "Why was I paged?": `pages` are those that wait for an answer, or the last one alone; none: there never was one.
/// `of`: the incident that was asked about, 0 any.
Message render_paged(const std::vector<Paged>& pages, std::int64_t of, const std::string& command, UtcMillis now);
inline constexpr std::size_t most_pages_shown = 5;

struct Assigned
{
    View view;  // with the role given
    IncidentRole role = IncidentRole::responder;
    std::string who;     // who has it now
    std::string by;      // who gave it
    std::string before;  // who had it; "" nobody
    bool is_oneself = false;
};
Message render_assigned(const Assigned& assigned);
Message answer_assigned(const Assigned& assigned);
/// To whoever was given a role: what it asks of them, and where the incident stands.
Message render_brief(const Assigned& assigned);

Message render_joined(const View& view, std::string_view who);
Message render_left(const View& view, std::string_view who);
Message answer_joined(const View& view);
Message answer_left(const View& view);
Message answer_noted(const View& view, std::optional<UtcMillis> at);

// Refusals, and what is so already.
Message already_yours(const View& view, UtcMillis since);
Message commander_stays(const View& view);
Message not_on_it(const View& view);
Message no_such_role(const View& view, const std::string& typed);
Message has_role_already(const View& view, IncidentRole role, const std::string& who);
std::string nobody_of_that_name(const std::string& typed);
std::string cannot_have_a_role(const std::string& who, const Person& person);
std::string no_past_time(const std::string& typed);

}  // namespace hotwatch::incident
