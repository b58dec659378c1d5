// Common issues to runbooks: one each, its parts under the headings that runbooks have.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "commands/knowledge/parts.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
constexpr std::array issue_lists{std::string_view{"common issue"}, std::string_view{"common problem"},
                                 std::string_view{"known issue"}, std::string_view{"known problem"},
                                 std::string_view{"troubleshooting"}};

bool lists_issues(std::string_view heading)
{
    const auto words = folded(heading);
    return std::ranges::any_of(issue_lists,
                               [&words](std::string_view name) { return words.find(name) != std::string::npos; });
}

/// "Issue 3: Slow performance" is called "Slow performance", wherever it stands in its list.
std::string without_number(std::string_view heading)
{
    const auto words = folded(heading);
    const bool is_counted = words.starts_with("issue ") || words.starts_with("problem ");
    const auto colon = heading.find_first_of(":.-");
    if (!is_counted || colon == std::string_view::npos || colon > 12)
        return trim(heading);
    auto name = trim(heading.substr(heading.find_first_not_of(":.- ", colon) == std::string_view::npos ? heading.size()
                                                                                                       : colon + 1));
    while (!name.empty() && std::string_view{"-: "}.find(name.front()) != std::string_view::npos)
        name.erase(0, 1);
    return name.empty() ? trim(heading) : name;
}

/// The kinds of parts that stand in its own text and in the headings right below it.
std::set<knowledge::PartKind> parts_in(const Document& document, std::size_t section)
{
    const auto& sections = document.sections();
    std::set<knowledge::PartKind> kinds;
    for (const auto& part : knowledge::parts_of(document.rest_of(sections[section])))
        kinds.insert(part.kind);
    for (auto at = section + 1; at < document.end_of(section); ++at)
        if (sections[at].parent == section)
            kinds.insert(knowledge::part_named(sections[at].heading).value_or(knowledge::PartKind::other));
    kinds.erase(knowledge::PartKind::other);
    return kinds;
}

bool is_runbook(const Document& document, std::size_t section)
{
    const auto& sections = document.sections();
    const auto kinds = parts_in(document, section);
    if (lists_issues(sections[sections[section].parent].heading))
        return !kinds.empty();
    const bool has_way_out =
        kinds.contains(knowledge::PartKind::resolution) || kinds.contains(knowledge::PartKind::workaround);
    return has_way_out && kinds.size() > 1;
}
}  // namespace

void read_runbooks(Document& document, Plan& plan)
{
    auto& sections = document.sections();
    for (std::size_t at = 1; at < sections.size(); ++at)
    {
        if (sections[at].is_spent || sections[at].heading.empty() || !is_runbook(document, at))
            continue;
        PlanEntry entry{.kind = EntryKind::runbook, .title = without_number(sections[at].heading)};
        entry.key = folded(entry.title);
        entry.body = knowledge::body_of(knowledge::parts_of(document.whole(at)));
        entry.line = sections[at].line;
        plan.entries.push_back(std::move(entry));
        const auto end = document.end_of(at);
        document.take(sections[at].line, sections[end - 1].end - 1);
        document.note(sections[at].line, "runbook");
        for (auto below = at; below < end; ++below)
            sections[below].is_spent = true;
        for (auto below = at + 1; below < end; ++below)
            document.note(sections[below].line, "part of the runbook above");
    }
}

}  // namespace hotwatch::plan
