#include "commands/incident/render_search.hpp"

#include <fmt/format.h>

#include "commands/incident/render.hpp"
#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
constexpr std::size_t said_shown = 200;  // bytes of what was said

std::string without_unknown(const Sought& sought)
{
    std::string words;
    for (const auto& word : sought.unknown)
        words += fmt::format("{}\"{}\"", words.empty() ? "" : ", ", one_line(word));
    return words;
}
}  // namespace

Message render_sought(const Sought& sought, UtcMillis now)
{
    if (sought.found.empty() && sought.has_more)
        return say(
            fmt::format("None of the newer incidents says all of \"{}\", and there are too many to look through. "
                        "A rarer word would help.",
                        one_line(sought.words)));
    if (sought.found.empty())
        return say(fmt::format("No incident says \"{}\". What is known about it: `{} search {}`",
                               one_line(sought.words), sought.runbook_command, one_line(sought.words)));
    auto text = fmt::format("Incidents that say \"{}\", open ones first, newest first:", one_line(sought.words));
    if (!sought.unknown.empty())
        text =
            fmt::format("No incident says {}. Without that, open ones first, newest first:", without_unknown(sought));
    for (const auto& [view, said] : sought.found)
    {
        text += "\n" + render_list_entry(view, now);
        if (!said.empty())
            text += fmt::format("\n      Said: {}", one_line(said, said_shown));
    }
    if (sought.has_more)
        text += fmt::format("\nThere may be more. Further words narrow it down: `{} search {} …`", sought.command,
                            one_line(sought.words));
    return say(text);
}

}  // namespace hotwatch::incident
