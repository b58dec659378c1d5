// What a channel is told of Hotwatch's own troubles.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/status/render.hpp"
#include "commands/status/trouble.hpp"

namespace hotwatch::status
{

Message render_ghosts(const LinkVitals& link, const std::string& command)
{
    return incident::plain(fmt::format(
        "⚠️ Some of what you ask Hotwatch may not arrive: {} of the {} connections that Slack counts for it "
        "{} dead, and Slack still sends a share there. If a command is not answered, please repeat it.\n"
        "Whoever runs Hotwatch: if another process uses the same app token, stop it. `{}` shows whether this is over.",
        link.ghosts, link.slack_counts, link.ghosts == 1 ? "is" : "are", command));
}

Message render_link_trouble(const LinkVitals& link, const std::string& command)
{
    return incident::plain(fmt::format("⚠️ The connection to Slack has a problem{} Until then commands and buttons "
                                       "may get no answer; what falls due is "
                                       "still posted.\n`{}` shows whether this is over.",
                                       link_trouble(link.trouble), command));
}

std::string slack_said(std::string_view what)
{
    if (what == "app_rate_limited")
        return "Slack holds events back from Hotwatch, because there were too many (app_rate_limited): messages and "
               "mentions may go unanswered, slash commands and buttons work.";
    if (what == "edit_window_closed")
        return "This workspace lets no message be edited once it has stood for a while (edit_window_closed): cards and "
               "reminders go stale, and what is new stands in the threads only. To change that: Settings &amp; "
               "permissions, Message editing.";
    return fmt::format("Slack says that Hotwatch lost its access ({}). Install the app again, give the new token and "
                       "restart.",
                       blocks::escape(what));
}

Message render_slack_trouble(std::string_view what, const std::string& command)
{
    return incident::plain(fmt::format("⚠️ {}\n`{}` shows whether this is over.", slack_said(what), command));
}

}  // namespace hotwatch::status
