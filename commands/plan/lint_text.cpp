// What stands in a plan but was never meant to be used as it stands.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/knowledge/danger.hpp"
#include "commands/knowledge/steps.hpp"
#include "commands/letters.hpp"
#include "commands/plan/lint_rules.hpp"

namespace hotwatch::plan
{

namespace
{
bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "[project-id]": words in brackets that no link follows; in code a bracket that follows is no link.
std::string_view bracket_at(std::string_view line, std::size_t at, bool is_code)
{
    constexpr std::size_t longest = 40;
    const auto end = line.find(']', at);
    if (end == std::string_view::npos || end - at < 3 || end - at > longest || !is_letter(line[at + 1]))
        return {};
    const auto inside = line.substr(at + 1, end - at - 1);
    if (inside.find_first_of("[\"'$=") != std::string_view::npos)
        return {};
    const char next = end + 1 < line.size() ? line[end + 1] : ' ';
    if (!is_code && (next == '(' || next == '[' || next == ':'))
        return {};
    return line.substr(at, end - at + 1);
}

std::vector<std::string_view> placeholders_in(std::string_view line, bool is_code)
{
    constexpr std::array unfinished{std::string_view{"TBD"}, std::string_view{"TBA"},
                                    std::string_view{"T"
                                                     "ODO"}};
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < line.size(); ++i)
    {
        if (line[i] == '[')
            if (const auto word = bracket_at(line, i, is_code); !word.empty())
                found.push_back(word);
        const bool starts = is_letter(line[i]) && (i == 0 || !is_letter(line[i - 1]));
        for (const auto word : unfinished)
            if (starts && line.substr(i).starts_with(word) &&
                (i + word.size() == line.size() || !is_letter(line[i + word.size()])))
                found.push_back(word);
    }
    return found;
}

/// A template is made of placeholders: text that is meant to be copied and filled in.
bool is_template(std::string_view fence)
{
    const auto language = lowered(trimmed(fence, " \t`~"));
    return language == "markdown" || language == "md";
}

void find_placeholders(const LintView& view)
{
    std::string_view fence;  // that opened the code we are in
    for (int number = 1; number <= view.document.line_count(); ++number)
    {
        const auto line = view.document.line(number);
        const auto text = trimmed(line, " \t");
        if (text.starts_with("```") || text.starts_with("~~~"))
        {
            fence = fence.empty() ? text : std::string_view{};
            continue;
        }
        if (!fence.empty() && is_template(fence))
            continue;
        const auto found = placeholders_in(line, !fence.empty());
        if (!found.empty())
            view.find(number, fmt::format("Not filled in: {}.", fmt::join(found, ", ")),
                      "Write what is meant; it is shown as it stands.");
    }
}

/// Where a command stands in the plan.
int line_of(const Document& document, const PlanEntry& entry, std::string_view command)
{
    const auto first = command.substr(0, command.find('\n'));
    for (int number = entry.line; number <= document.line_count() && !first.empty(); ++number)
        if (document.line(number).find(first) != std::string_view::npos)
            return number;
    return entry.line;
}

void find_dangers(const LintView& view)
{
    for (const auto& entry : view.plan.entries)
    {
        if (entry.kind != EntryKind::runbook)
            continue;
        for (const auto& piece : knowledge::pieces_of_runbook(entry.body))
        {
            const auto danger =
                piece.kind == knowledge::Piece::Kind::code ? knowledge::danger_of(piece.code) : std::nullopt;
            if (danger && danger->is_destructive)
                view.find(line_of(view.document, entry, piece.code),
                          fmt::format("This command {} (runbook \"{}\").", danger->what, entry.title),
                          "It is shown with a warning, to be approved before it is run.");
        }
    }
}

void find_damage(const LintView& view)
{
    std::map<std::pair<std::string, std::string>, std::pair<int, int>> kinds;  // to first line, times
    for (const auto& mend : view.plan.mends)
    {
        auto& [first, times] = kinds[{mend.before, mend.after}];
        first = times++ == 0 ? mend.line : first;
    }
    for (const auto& [what, where] : kinds)
    {
        const auto often = where.second > 1 ? fmt::format(", {} times from here on", where.second) : std::string{};
        if (what.first.empty())
            view.find(where.first, fmt::format("Bytes that are no UTF-8 text{}.", often),
                      "A mark stands in their place; save the plan as UTF-8.");
        else
            view.find(where.first,
                      fmt::format("\"{}\" is \"{}\" saved in the wrong encoding{}.", what.first, what.second, often),
                      "It is read as what it was; save the plan as UTF-8.");
    }
}

void find_second_answers(const LintView& view)
{
    std::set<std::pair<EntryKind, std::string>> seen;
    for (const auto& entry : view.plan.entries)
        if (entry.kind != EntryKind::article && !seen.insert({entry.kind, folded(entry.title)}).second)
            view.find(entry.line,
                      fmt::format("{} \"{}\" stands here a second time.",
                                  entry.kind == EntryKind::faq ? "FAQ entry" : "Runbook", entry.title),
                      "Both are kept, the second with a number behind its name; leave one out.");
}
}  // namespace

void lint_text(const LintView& view)
{
    find_second_answers(view);
    find_placeholders(view);
    find_dangers(view);
    find_damage(view);
}

}  // namespace hotwatch::plan
