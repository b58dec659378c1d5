// How people are asked to take an incident on.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/incident/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
using Style = blocks::Button::Style;

std::string with_phone(const std::string& phone)
{
    return phone.empty() ? std::string{} : fmt::format(" (phone {})", phone);
}

/// Who is asked in whose place, and how that is mended.
std::string in_whose_place(const View& view)
{
    const auto& asked = view.asked;
    if (asked.is_primary)
        return {};
    const auto who = asked.user.empty() ? "so whoever reads this is asked" : "so you are asked instead";
    if (asked.missing.empty())
        return fmt::format("\nNobody is on call now, {}.", who);
    const auto missing = fmt::format("\n*{}*{}", blocks::escape(asked.missing), with_phone(asked.phone));
    if (!asked.why.empty())
        return fmt::format("{} is on call, but is {}, {}. To be on call in their place: `{} take`", missing, asked.why,
                           who, view.oncall_command);
    return fmt::format("{} is on call, but not linked to a Slack user, {}. To link: `{} link \"{}\" @somebody`",
                       missing, who, view.oncall_command, blocks::escape(asked.missing));
}
std::string what_happened(const View& view, const std::string& why)
{
    if (!why.empty())
        return why;
    return fmt::format("Declared {} by {}.", blocks::date(view.incident.declared.at), blocks::escape(view.declared_by));
}
}  // namespace

std::string why_asked(const View& view, const std::string& why)
{
    const auto instead = in_whose_place(view);
    return what_happened(view, why) + (instead.empty() ? " You were the primary on call." : instead);
}

namespace
{
Message page_that_ends(const View& view, const std::string& why, const std::string& end)
{
    const auto& incident = view.incident;
    auto text = fmt::format("📟 Please acknowledge: {}\n{}", headline(incident), what_happened(view, why));
    const bool is_new_clock = incident.response_from != incident.declared.at;
    text += fmt::format(" Response due by {}{}.", blocks::date(view.clocks.response.due),
                        is_new_clock ? ", counted anew" : "");
    if (!incident.service.empty())
        text += fmt::format(" Service: {}.", blocks::escape(incident.service));
    text += fmt::format(" {}.", place_shown(view));
    return say(text + end, {button("Acknowledge", "ack", incident, Style::primary)});
}
}  // namespace

Message render_page(const View& view, const std::string& why)
{
    return page_that_ends(view, why, in_whose_place(view));
}

Message render_page_changed(const View& view, const std::string& why, const std::string& asked_why)
{
    return page_that_ends(view, why, asked_why.empty() ? in_whose_place(view) : "\n" + asked_why);
}

std::string why_asked_instead(const Unreached& unreached)
{
    return fmt::format("{}{} was asked first and could not be reached.", blocks::escape(unreached.name),
                       with_phone(unreached.phone));
}

Message render_page_instead(const View& view, const Unreached& unreached)
{
    return render_page(view, why_asked_instead(unreached));
}

Message render_page_answered(const View& view)
{
    const auto& incident = view.incident;
    if (incident.state == IncidentState::open)  // raised since
        return say(fmt::format("{}\nIt is graver than this message said: a newer one asks.", headline(incident)));
    return say(fmt::format("☑️ {}\n{} {}.", headline(incident), moved_here(view), place_shown(view)));
}

}  // namespace hotwatch::incident
