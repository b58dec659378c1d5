// What every piece of knowledge from a plan has to be, whichever reader found it.
#include <map>

#include <fmt/format.h>

#include "commands/grammar.hpp"
#include "commands/knowledge/limits.hpp"
#include "commands/knowledge/parts.hpp"
#include "commands/letters.hpp"
#include "commands/plan/read.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch::plan
{

namespace
{
constexpr std::size_t longest_key = 200;

/// The beginning that can be kept, ending with a whole line; code that is cut is closed.
std::string shortened(const std::string& body)
{
    constexpr std::size_t room_for_a_fence = 100;
    auto text = std::string_view{body}.substr(0, bytes_within(body, knowledge::longest_body - room_for_a_fence));
    if (const auto end = text.rfind('\n'); end != std::string_view::npos)
        text = text.substr(0, end);
    return knowledge::contained(text, 0);
}
}  // namespace

void finish_entries(Plan& plan)
{
    std::map<std::pair<EntryKind, std::string>, int> times;
    std::vector<PlanEntry> kept;
    for (auto& entry : plan.entries)
    {
        entry.title = trimmed(clean(entry.title));
        entry.body = without_edges(clean(entry.body, true));
        if (entry.title.empty() || entry.body.empty())
        {
            plan.problems.push_back({entry.line, 1, "nothing that can be seen stands here; it was left out"});
            continue;
        }
        if (const auto units = utf16_units(entry.title); units > knowledge::longest_title)
        {
            plan.problems.push_back({entry.line, 1,
                                     fmt::format("this heading has {} characters; {} of them are kept as the title",
                                                 units, knowledge::longest_title)});
            entry.title.resize(bytes_within(entry.title, knowledge::longest_title));
        }
        if (const auto units = utf16_units(entry.body); units > knowledge::longest_body)
        {
            plan.problems.push_back({entry.line, 1,
                                     fmt::format("what stands here has {} characters; an entry keeps {}, the rest was "
                                                 "left out",
                                                 units, knowledge::longest_body)});
            entry.body = shortened(entry.body);
        }
        if (entry.key.empty())
            entry.key = entry.title;
        entry.key.resize(bytes_within(entry.key, longest_key));
        if (const auto time = ++times[{entry.kind, entry.key}]; time > 1)
            entry.key += fmt::format(" ({})", time);  // a key holds no brackets otherwise
        kept.push_back(std::move(entry));
    }
    plan.entries = std::move(kept);
}

}  // namespace hotwatch::plan
