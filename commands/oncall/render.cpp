#include "commands/oncall/render.hpp"

#include <fmt/format.h>

#include "commands/blocks.hpp"

namespace hotwatch::oncall
{

namespace
{
std::string names_of(const OnCall& holders)
{
    return fmt::format("*Primary:* {}\n*Backup:* {}\n*Manager:* {}", shown(holders.primary), shown(holders.backup),
                       shown(holders.manager));
}

std::string time_left(const Period& period, UtcMillis now)
{
    return fmt::format("until {}, for another {}", blocks::date(period.end), blocks::duration(period.end - now));
}

std::string who_follows(const Standing& standing)
{
    const auto& next = standing.next;
    std::string text = fmt::format("Next handoff: {}, to {}", blocks::date(next.period.start), shown(next.holders.primary));
    if (!next.holders.backup.name.empty())
        text += fmt::format(" (backup {})", shown(next.holders.backup));
    return text + ".";
}

bool has_untied(const OnCall& holders)
{
    for (const auto* holder : {&holders.primary, &holders.backup, &holders.manager})
        if (!holder->name.empty() && holder->user.empty())
            return true;
    return false;
}
}  // namespace

std::string shown(const Holder& holder)
{
    if (!holder.user.empty())
        return blocks::mention(holder.user);
    return holder.name.empty() ? "nobody" : blocks::escape(holder.name);
}

Message render(const Standing& standing)
{
    std::string text;
    if (standing.current)
    {
        const auto& watch = *standing.current;
        text = fmt::format("On call now ({}), {}:\n{}", blocks::escape(watch.label), time_left(watch.period, standing.now),
                           names_of(watch.holders));
    }
    else
        text = fmt::format("*Nobody is on call now.* The next turn, {}, starts {}.", blocks::escape(standing.next.label),
                           blocks::date(standing.next.period.start));
    text += "\n" + who_follows(standing);
    if (standing.repeating_since)
        text += fmt::format("\nThe plan's own dates ended {}; since then its rotation repeats.",
                            blocks::date(*standing.repeating_since));
    if (standing.current && has_untied(standing.current->holders))
        text += "\nA name without @ is the plan's: nobody in Slack carries it, so it cannot be notified. Give the person "
                "that name in Slack, or tie it under `[people]` in hotwatch.toml.";
    return blocks::message(text, nlohmann::json::array({blocks::section(text)}));
}

Message render_no_rotation()
{
    const std::string text = "No rotation is loaded, so nobody is on call. A plan with an *On-Call Rotation* table makes one: "
                             "week or dates, primary, backup, manager.";
    return blocks::message(text, nlohmann::json::array({blocks::section(text)}));
}

}  // namespace hotwatch::oncall
