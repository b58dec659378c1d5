// What is said where an incident's card could not stand in its own channel.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
std::string shown(const ChannelId& place)
{
    if (place.value.starts_with('C') || place.value.starts_with('G'))
        return fmt::format("<#{}>", place.value);
    return place.value.starts_with('#') ? place.value : "a direct message";
}
}  // namespace

Message render_card_moved(const View& view, const ChannelId& from, const std::string& why)
{
    if (why.starts_with(outcome_unknown))
        return say(fmt::format("{} goes on here: Slack did not say whether its card stands in {}.",
                               label(view.incident), shown(from)));
    return say(fmt::format("{} goes on here: {} did not take its card{}.", label(view.incident), shown(from),
                           why.empty() ? "" : fmt::format(" ({})", blocks::escape(why))));
}

Message render_card_anew(const View& view)
{
    return say(fmt::format("Somebody deleted the card of {} in Slack, so it stands here anew. The work goes on in this "
                           "thread.",
                           label(view.incident)));
}

Message render_card_is_direct(const View& view, const std::string& who)
{
    return say(fmt::format("{}\nNo channel takes its card, so it went to {} by direct message. How it stands: "
                           "`{} show {}`",
                           headline(view.incident), blocks::escape(who), view.command, label(view.incident)));
}

}  // namespace hotwatch::incident
