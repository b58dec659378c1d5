// What a channel is told of connections that nobody holds.
#include <fmt/format.h>

#include "commands/incident/render.hpp"
#include "commands/status/render.hpp"

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

}  // namespace hotwatch::status
