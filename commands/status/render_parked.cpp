// What is said to somebody who settles a call that could not be delivered.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/status/render.hpp"

namespace hotwatch::status
{

namespace
{
std::string named(const Call& call)
{
    const auto what = call.is_message() ? std::string{"Message"} : "Request";
    return fmt::format("{} no. {}{}", what, call.id, call.subject != 0 ? fmt::format(" for INC-{}", call.subject) : "");
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

Message for_managers(std::string_view verb, const std::vector<std::string>& who_can)
{
    return incident::plain(
        fmt::format("Only managers and admins may {} what was not posted{}; so may whoever runs Hotwatch, "
                    "with `hotwatch ask`.",
                    verb, who_can.empty() ? "" : blocks::escape(fmt::format(" ({})", fmt::join(who_can, ", ")))));
}

Message which_call(std::string_view verb, const std::string& command)
{
    return incident::plain(fmt::format("Which one? `{0}` lists what could not be posted; then for example "
                                       "`{0} {1} 17`.",
                                       command, verb));
}

Message not_parked(std::int64_t id, const std::string& command)
{
    return incident::plain(
        fmt::format("No. {} does not wait for anybody, or not any more. `{}` lists what does.", id, command));
}

Message outdated(const Call& call, const std::string& command)
{
    return incident::plain(fmt::format("{} is out of date by now, so it is not sent again. `{} drop {}` lets it go.",
                                       named(call), command, call.id));
}

}  // namespace hotwatch::status
