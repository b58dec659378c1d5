#include "commands/incident/render_timeline.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"

namespace hotwatch::incident
{

namespace
{
constexpr std::size_t most_of_entry = 150;

std::string in_one_line(std::string text)
{
    std::ranges::replace(text, '\n', ' ');
    return text;
}

}  // namespace

std::string TimelineLines::next(const TimelineEntry& entry, std::string_view who)
{
    const auto day = std::chrono::floor<std::chrono::days>(entry.at);
    const auto when = day == day_ ? blocks::time_of_day(entry.at) : blocks::date(entry.at);
    day_ = day;
    auto text = fmt::format("{} {}: *{}*", when, blocks::escape(who), blocks::escape(entry.action));
    if (entry.text.empty())
        return text;
    const auto cut = blocks::cut(in_one_line(entry.text), most_of_entry);
    has_cut_ = has_cut_ || cut != entry.text;
    return text + " " + blocks::escape(cut);
}

Message render_timeline(const View& view, const std::vector<NumberedEntry>& entries, std::int64_t size)
{
    const auto& incident = view.incident;
    auto text = headline(incident);
    if (entries.empty())
        return say(text + "\nThe timeline is empty.");
    if (entries.size() < static_cast<std::size_t>(size))
        text += fmt::format("\nEntries {} to {} of {}", entries.front().number, entries.back().number, size);
    TimelineLines lines;
    std::int64_t first_cut = 0;
    for (const auto& entry : entries)
    {
        text += fmt::format("\n{}. {}", entry.number, lines.next(entry.entry, entry.who));
        if (lines.has_cut() && first_cut == 0)
            first_cut = entry.number;
    }
    if (first_cut != 0)
        text +=
            fmt::format("\n_One entry whole:_ `{} timeline {} --entry={}`", view.command, label(incident), first_cut);
    const auto first = entries.front().number;
    if (first == 1)
        return say(text);
    return say(text, {{.label = "Earlier",
                       .action_id = "hotwatch.run",
                       .value = fmt::format("incident timeline {} --before={}", label(incident), first),
                       .spoken = fmt::format("Earlier entries of {}", label(incident))}});
}

Message render_entry(const View& view, const NumberedEntry& entry)
{
    auto text = fmt::format("{}\n{}. {} {}: *{}*", headline(view.incident), entry.number, blocks::date(entry.entry.at),
                            blocks::escape(entry.who), blocks::escape(entry.entry.action));
    if (!entry.entry.text.empty())
        text += "\n" + blocks::escape(entry.entry.text);
    return say(text);
}

Message no_such_entry(const View& view, std::int64_t size)
{
    return how_to(fmt::format("The timeline of {} has the entries 1 to {}.", label(view.incident), size),
                  fmt::format("{} timeline {} --entry={}", view.command, label(view.incident), size));
}

}  // namespace hotwatch::incident
