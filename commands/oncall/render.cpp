#include "commands/oncall/render.hpp"

#include <fmt/ranges.h>

#include <set>

#include "commands/blocks.hpp"

namespace hotwatch::oncall
{

namespace
{
std::string shown(const Holder& holder, bool may_mention)
{
    if (holder.name.empty())
        return "nobody";
    return may_mention && !holder.user.empty() ? blocks::mention(holder.user) : blocks::escape(holder.name);
}

std::string names_of(const OnCall& holders, bool may_mention)
{
    return fmt::format("*Primary:* {}\n*Backup:* {}\n*Manager:* {}", shown(holders.primary, may_mention),
                       shown(holders.backup, may_mention), shown(holders.manager, may_mention));
}

std::string time_left(const Period& period, UtcMillis now)
{
    return fmt::format("until {}, for another {}", blocks::date(period.end), blocks::duration(period.end - now));
}

std::string who_follows(const Standing& standing)
{
    const auto& next = standing.next;
    const auto backup = next.holders.backup.name.empty()
                            ? std::string{}
                            : fmt::format(" (backup {})", shown(next.holders.backup, standing.may_mention));
    return fmt::format("Next handoff: {}, to {}{}.", blocks::date(next.period.start),
                       shown(next.holders.primary, standing.may_mention), backup);
}

/// Names of the plan that nobody in Slack is tied to.
std::string untied(const OnCall& holders)
{
    std::set<std::string> names;
    for (const auto* holder : {&holders.primary, &holders.backup, &holders.manager})
        if (!holder->name.empty() && holder->user.empty())
            names.insert(blocks::escape(holder->name));
    return fmt::format("{}", fmt::join(names, ", "));
}
}  // namespace

Message render(const Standing& standing)
{
    std::string text;
    if (standing.current)
    {
        const auto& watch = *standing.current;
        text = fmt::format("On call now ({}), {}:\n{}", blocks::escape(watch.label),
                           time_left(watch.period, standing.now), names_of(watch.holders, standing.may_mention));
    }
    else
        text = fmt::format("*Nobody is on call now.* The next turn, {}, starts {}.",
                           blocks::escape(standing.next.label), blocks::date(standing.next.period.start));
    text += "\n" + who_follows(standing);
    if (standing.repeating_since)
        text += fmt::format("\nThe plan's own dates ended {}; since then its rotation repeats.",
                            blocks::date(*standing.repeating_since));
    if (const auto names = standing.current ? untied(standing.current->holders) : std::string{}; !names.empty())
        text += fmt::format(
            "\nNobody in Slack is tied to {}, so they cannot be notified. Give the person exactly that name in "
            "Slack, or tie it under `[people]` in hotwatch.toml.",
            names);
    return blocks::message(text, nlohmann::json::array({blocks::section(text)}));
}

Message render_no_rotation()
{
    const std::string text =
        "No rotation is loaded, so nobody is on call. A plan with an *On-Call Rotation* table makes one: "
        "week or dates, primary, backup, manager.";
    return blocks::message(text, nlohmann::json::array({blocks::section(text)}));
}

}  // namespace hotwatch::oncall
