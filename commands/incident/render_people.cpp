// Who does what in an incident.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
/// "the commander", "communications", "the scribe", "a responder".
std::string_view as(IncidentRole role)
{
    switch (role)
    {
    case IncidentRole::commander:
        return "the commander";
    case IncidentRole::communications:
        return "communications";
    case IncidentRole::scribe:
        return "the scribe";
    case IncidentRole::responder:
        return "a responder";
    }
    return "";
}

std::string_view what_it_asks(IncidentRole role)
{
    switch (role)
    {
    case IncidentRole::commander:
        return "You decide what is tried and by whom, and see to it that updates come in time.";
    case IncidentRole::communications:
        return "You tell those outside the room what is known, and when they hear more.";
    case IncidentRole::scribe:
        return "You keep the timeline: what was tried, when, and what came of it.";
    case IncidentRole::responder:
        return "You work on finding and mending the cause.";
    }
    return "";
}

std::string where_it_stands(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("State: {}. Commander: {}.", word(incident.state),
                            view.commander.empty() ? "nobody yet" : blocks::escape(view.commander));
    if (!incident.last_update_text.empty())
        text += fmt::format("\nLast update {} by {}: {}", blocks::date(incident.last_update.at),
                            blocks::escape(view.updated_by), shortened(incident.last_update_text, 600, view));
    text += fmt::format("\nResolution due by {}.", blocks::date(view.clocks.resolution.due));
    if (view.next_update)
        text += fmt::format(" Next update due by {}.", blocks::date(*view.next_update));
    return text;
}

blocks::Button next_step(const Assigned& assigned)
{
    if (assigned.role != IncidentRole::scribe)
        return button("Post update", "update", assigned.view.incident);
    return button("Add note", "note", assigned.view.incident);
}
}  // namespace

Message render_assigned(const Assigned& assigned)
{
    const auto& before = assigned.before;
    const auto instead = before.empty() || before == assigned.who
                             ? std::string{}
                             : fmt::format(", in place of {}", blocks::escape(before));
    if (assigned.is_oneself)
        return say(fmt::format("{} is {} of {} now{}.", blocks::escape(assigned.who), as(assigned.role),
                               label(assigned.view.incident), instead));
    return say(fmt::format("{} made {} {} of {}{}.", blocks::escape(assigned.by), blocks::escape(assigned.who),
                           as(assigned.role), label(assigned.view.incident), instead));
}

Message answer_assigned(const Assigned& assigned)
{
    const auto incident = label(assigned.view.incident);
    if (assigned.is_oneself)
        return say(fmt::format("You are {} of {} now. {}", as(assigned.role), incident, what_it_asks(assigned.role)),
                   {next_step(assigned)});
    return say(fmt::format("{} is {} of {} now, and gets a brief by direct message.", blocks::escape(assigned.who),
                           as(assigned.role), incident));
}

Message render_brief(const Assigned& assigned)
{
    const auto& view = assigned.view;
    return say(fmt::format("{} made you {}: {}\n{}\n{}\n{}.", blocks::escape(assigned.by), as(assigned.role),
                           headline(view.incident), what_it_asks(assigned.role), where_it_stands(view),
                           place_shown(view)),
               {next_step(assigned)});
}

Message render_joined(const View& view, std::string_view who)
{
    return say(fmt::format("{} joined {}.", blocks::escape(who), label(view.incident)));
}

Message render_left(const View& view, std::string_view who)
{
    return say(fmt::format("{} left {}.", blocks::escape(who), label(view.incident)));
}

Message answer_joined(const View& view)
{
    const auto& incident = view.incident;
    if (incident.state == IncidentState::open)
        return say(fmt::format("You joined {}. Nobody has acknowledged it yet.", label(incident)),
                   {button("Acknowledge", "ack", incident, blocks::Button::Style::primary)});
    return say(fmt::format("{} was acknowledged by {} {}; you joined. The commander is {}.", label(incident),
                           blocks::escape(view.acknowledged_by), blocks::date(incident.acknowledged->at),
                           view.commander.empty() ? "nobody yet" : blocks::escape(view.commander)));
}

Message answer_left(const View& view)
{
    return say(fmt::format("You left {}.", label(view.incident)), {button("Join", "join", view.incident)});
}

Message answer_noted(const View& view, std::optional<UtcMillis> at)
{
    return say(fmt::format("Noted on the timeline of {}{}. `{} timeline {}` shows all of it.", label(view.incident),
                           at ? ", at " + blocks::date(*at) : "", view.command, label(view.incident)));
}

Message already_yours(const View& view, UtcMillis since)
{
    return say(fmt::format("You are on {} already, since {}. Nothing was changed.", label(view.incident),
                           blocks::date(since)));
}

Message commander_stays(const View& view)
{
    return say(fmt::format("You are the commander of {}, and it needs one. Hand it over first: `{} lead {} @somebody`",
                           label(view.incident), view.command, label(view.incident)),
               {button("Assign", "assign", view.incident)});
}

Message not_on_it(const View& view)
{
    return say(fmt::format("You do not work on {}. Nothing was changed.", label(view.incident)));
}

Message no_such_role(const View& view, const std::string& typed)
{
    return how_to(fmt::format("\"{}\" is no role. There are commander, communications, scribe and responder.",
                              blocks::escape(blocks::cut(typed, 80))),
                  fmt::format("{} assign {} scribe @ana", view.command, label(view.incident)));
}

Message has_role_already(const View& view, IncidentRole role, const std::string& who)
{
    return say(fmt::format("{} is {} of {} already. Nothing was changed.", blocks::escape(who), as(role),
                           label(view.incident)));
}

std::string nobody_of_that_name(const std::string& typed)
{
    if (typed.empty())
        return "Say who: pick the person from Slack's list after @.";
    return fmt::format(
        "\"{}\" matches nobody in this workspace, or more than one person. Pick the person from Slack's list "
        "after @.",
        blocks::escape(blocks::cut(typed, 80)));
}

std::string cannot_have_a_role(const std::string& who, const Person& person)
{
    const auto why = person.is_bot           ? "an app"
                     : person.is_deactivated ? "no longer active in this workspace"
                                             : "a guest, who may ask but not act";
    return fmt::format("{} is {}. Please choose a member of this workspace.", blocks::escape(who), why);
}

std::string no_past_time(const std::string& typed)
{
    return fmt::format("\"{}\" is not a time in the past that I can read. Write it as 03:10, or 2026-11-24 03:10; it "
                       "is read in your time "
                       "zone.",
                       blocks::escape(blocks::cut(typed, 80)));
}

}  // namespace hotwatch::incident
