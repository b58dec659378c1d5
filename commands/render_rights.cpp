#include "commands/render_rights.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/blocks.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

namespace
{
std::string who_can(const std::vector<std::string>& names)
{
    if (names.empty())
        return "Please ask a member of this workspace to do it.";
    return blocks::escape(fmt::format("These can, for example: {}.", fmt::join(names, ", ")));
}

std::string who_and_when(const Pressed& pressed, const Policy& policy)
{
    auto text = fmt::format("{} ran `{}` {}", blocks::escape(pressed.who), shown_line(pressed.line, policy),
                            blocks::date(pressed.at));
    return pressed.object.empty() ? text : text + ": " + blocks::escape(pressed.object);
}
}  // namespace

Message render_not_for_guests(const std::vector<std::string>& names)
{
    return render_text("Guests and people from other workspaces may ask, not change anything; nothing was done. " +
                       who_can(names));
}

Message render_guests_share_nothing(const std::vector<std::string>& names)
{
    return render_text(
        "Guests and people from other workspaces may ask, not post in a channel; nothing was posted. The same without "
        "sharing is answered to you alone. " +
        who_can(names));
}

Message render_for_responders(std::string_view what, const std::vector<std::string>& names)
{
    return render_text(fmt::format("Only responders can {}: the people of the rotation, and those whom the "
                                   "configuration names. Nothing was changed. {}",
                                   what, who_can(names)));
}

Message render_checking_who()
{
    return render_text(
        "I have not met you before and am checking who you are with Slack; the answer follows here within 10 s.");
}

Message render_not_known_who()
{
    return render_text("Slack did not say who you are in time, so nothing was done. Please send it again.");
}

Message render_pressed(const Pressed& pressed, const Policy& policy)
{
    return render_text(who_and_when(pressed, policy) + ".");
}

Message render_pressed_before(const Pressed& pressed, const Policy& policy)
{
    return render_text(who_and_when(pressed, policy) + ". Nothing was done a second time.");
}

}  // namespace hotwatch
