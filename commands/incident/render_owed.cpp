// What is owed after an incident, and what keeps it from closing.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/owed.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
constexpr std::size_t most_of_report = 600;

std::string how_to_report(const View& view)
{
    return fmt::format("`{} report {} &lt;link to it&gt;`", view.command, label(view.incident));
}
}  // namespace

Message render_reported(const View& view)
{
    const auto& incident = view.incident;
    return say(fmt::format("The {} of {} is written: {}", report_name(incident.severity), label(incident),
                           shortened(incident.follow_up, most_of_report, view, in_timeline)));
}

Message answer_reported(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("The {} of {} is recorded as written.", report_name(incident.severity), label(incident));
    if (incident.state == IncidentState::resolved)
        text += fmt::format(" Nothing is owed any more: it closes by itself a day after its resolution, or now by `{} "
                            "close {}`.",
                            view.command, label(incident));
    return say(text);
}

Message render_report(const View& view)
{
    const auto& incident = view.incident;
    if (incident.followed_up)
        return say(fmt::format("The {} of {}, recorded {}: {}", report_name(incident.severity), label(incident),
                               blocks::date(incident.followed_up->at), blocks::escape(incident.follow_up)));
    if (owed_by(incident.severity, view.policy) != Owed::report)
        return owes_no_report(view);
    if (incident.state == IncidentState::cancelled)
        return say(fmt::format("{} It owes no {}.", ended(view), report_name(incident.severity)));
    if (!incident.resolved)
        return report_comes_later(view);
    return say(owed_afterwards(view));
}

Message still_owed(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("{} cannot close yet. Owed:\n", label(incident));
    if (owed(incident, view.policy) == Owed::faq)
        return say(fmt::format("{}• {}: `{} close {} --faq=\"&lt;entry&gt;\"`. Where none is needed: "
                               "`--faq=not-needed`",
                               text, what_is_owed(view), view.command, label(incident)),
                   {{.label = "No FAQ entry needed",
                     .action_id = "hotwatch.run",
                     .value = fmt::format("incident close {} --faq=not-needed", label(incident)),
                     .spoken = fmt::format("Close {} without an FAQ entry", label(incident))}});
    return say(fmt::format("{}• {}: {}\nA manager may close it without: `{} close {} --force`", text,
                           what_is_owed(view), how_to_report(view), view.command, label(incident)));
}

Message owes_no_faq(const View& view)
{
    const auto& incident = view.incident;
    return say(fmt::format("{} is {} and owes no FAQ entry. To close it: `{} close {}`", label(incident),
                           blocks::severity(incident.severity), view.command, label(incident)));
}

Message owes_no_report(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("{} is {} and owes no report.", label(incident), blocks::severity(incident.severity));
    if (owed_by(incident.severity, view.policy) == Owed::faq)
        text += fmt::format(" It owes an FAQ entry: `{} close {} --faq=\"&lt;entry&gt;\"`, or `--faq=not-needed`",
                            view.command, label(incident));
    return say(text);
}

Message report_comes_later(const View& view)
{
    const auto& incident = view.incident;
    return say(fmt::format(
        "{} is {}: its {} is owed once it is resolved. For the timeline now: `{} note {} &lt;text&gt;`",
        label(incident), word(incident.state), report_name(incident.severity), view.command, label(incident)));
}

Message resolve_first(const View& view)
{
    const auto& incident = view.incident;
    return say(fmt::format("{} is {}. It can be closed once it is resolved: `{} resolve {} &lt;what fixed it&gt;`",
                           label(incident), word(incident.state), view.command, label(incident)),
               {button("Resolve", "resolve", incident)});
}

}  // namespace hotwatch::incident
