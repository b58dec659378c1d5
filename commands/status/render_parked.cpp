// What is said to somebody who settles a call that could not be delivered.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/status/render.hpp"

namespace hotwatch::status
{

namespace
{
std::string named(const Call& call)
{
    return fmt::format("Call {} ({}{})", call.id, blocks::escape(call.method),
                       call.subject != 0 ? fmt::format(" for INC-{}", call.subject) : "");
}
}  // namespace

Message render_retried(const Call& call)
{
    return incident::plain(fmt::format("{} goes out again now.", named(call)));
}

Message render_dropped(const Call& call)
{
    return incident::plain(fmt::format("{} is dropped: it will not be sent.", named(call)));
}

Message for_admins(std::string_view verb)
{
    return incident::plain(fmt::format("Only admins and managers may {} a call; so may whoever operates Hotwatch, with "
                                       "`hotwatch ask`.",
                                       verb));
}

Message which_call(std::string_view verb, const std::string& command)
{
    return incident::plain(fmt::format("Which one? `{0}` lists the calls that could not be delivered; then for example "
                                       "`{0} {1} 17`.",
                                       command, verb));
}

Message not_parked(std::int64_t id, const std::string& command)
{
    return incident::plain(
        fmt::format("Call {} does not wait for a person (any more). `{}` lists those that do.", id, command));
}

Message outdated(const Call& call, const std::string& command)
{
    return incident::plain(
        fmt::format("{} is no longer the newest state of what it shows, so it is not sent again. `{} drop {}` lets it "
                    "go.",
                    named(call), command, call.id));
}

}  // namespace hotwatch::status
