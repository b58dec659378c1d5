// Times that contradict each other, that are missing, and alerts that call too quietly.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "commands/plan/lint_rules.hpp"

namespace hotwatch::plan
{

namespace
{
/// The severity whose section a line stands in, subsections too.
std::optional<std::size_t> severity_at(const Document& document, int line)
{
    const auto& sections = document.sections();
    for (auto at = document.section_at(line); at != 0; at = sections[at].parent)
        if (const auto severity = severity_named(sections[at].heading))
            return severity;
    return std::nullopt;
}

/// Paragraph lines and list items outside of code and tables, as they are read.
template <typename Take>
void each_said(const Document& document, const Take& take)
{
    for (const auto& block : document.blocks())
    {
        for (const auto& item : block.items)
            take(item.text, item.line);
        if (block.kind != Block::Kind::paragraph)
            continue;
        int line = block.line;
        for (std::string_view rest = block.text; !rest.empty(); ++line)
        {
            const auto text = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(text.size() + 1, rest.size()));
            take(std::string{text}, line);
        }
    }
}

void find_cadences(const LintView& view)
{
    each_said(view.document,
              [&view](const std::string& text, int line)
              {
                  const auto words = folded(text);
                  const auto every = words.find("every ") == std::string::npos ? std::nullopt : figure_in(text);
                  if (!every || words.find("update") == std::string::npos || severity_at(view.document, line))
                      return;
                  for (std::size_t i = 0; i < view.plan.severities.size(); ++i)
                      if (const auto own = view.plan.severities[i].update_every; own && *own != *every)
                          view.find(line,
                                    fmt::format("An update every {} here, but every {} for a P{}.", in_words(*every),
                                                in_words(*own), i),
                                    fmt::format("P{}'s own figure counts: every {}.", i, in_words(*own)));
              });
}

void find_other_response(const LintView& view, const std::string& text, int line)
{
    const auto severity = severity_at(view.document, line);
    const auto words = folded(text);
    const auto said = words.find("respon") == std::string::npos ? std::nullopt : figure_in(text);
    if (!severity || !said)
        return;
    const auto counts = view.plan.severities[*severity].respond_within;
    if (counts && *counts != *said)
        view.find(line,
                  fmt::format("A P{} is answered within {} here, but within {} in the table of response times.",
                              *severity, in_words(*said), in_words(*counts)),
                  fmt::format("The table counts: {}.", in_words(*counts)));
}

void find_other_goals(const LintView& view)
{
    for (const auto& goal : view.plan.goals)
    {
        if (!goal.severity)
            continue;
        const auto i = static_cast<std::size_t>(*goal.severity);
        const auto& own = view.plan.severities[i];
        const auto counts = goal.kind == PlanGoal::Kind::response     ? own.respond_within
                            : goal.kind == PlanGoal::Kind::resolution ? own.resolve_within
                                                                      : std::nullopt;
        if (counts && *counts != goal.within)
            view.find(goal.line,
                      fmt::format("The goal for a P{} is {}, but {} in the table of response times.", i,
                                  in_words(goal.within), in_words(*counts)),
                      fmt::format("The clock runs by the table: {}. The goal is only reported on.", in_words(*counts)));
    }
}

bool has_times(const std::vector<PlanLevel>& levels, Severity severity)
{
    return std::ranges::any_of(levels,
                               [severity](const PlanLevel& level)
                               {
                                   return level.number > 1 &&
                                          std::ranges::find(level.after, severity, &PlanLevel::After::severity) !=
                                              level.after.end();
                               });
}

void find_missing_escalation(const LintView& view)
{
    const int line = view.plan.escalation.empty() ? 1 : view.plan.escalation.front().line;
    for (std::size_t i = 0; i < 3; ++i)
    {
        const auto& severity = view.plan.severities[i];
        if (has_times(view.plan.escalation, static_cast<Severity>(i)))
            continue;
        if (severity.respond_within && severity.resolve_within)
            view.find(line, fmt::format("Nothing says when an unresolved P{} goes to the next level.", i),
                      fmt::format("Level 2 after {} (twice its response time), level 3 after {} (its resolution time).",
                                  in_words(*severity.respond_within * 2), in_words(*severity.resolve_within)));
        else
            view.find(line, fmt::format("Nothing says when an unresolved P{} goes to the next level.", i),
                      "Level 2 at twice its response time, level 3 at its resolution time, once those are written.");
    }
}

std::vector<std::string> words_of(std::string_view text)
{
    constexpr std::array without_meaning{std::string_view{"issue"}, std::string_view{"issues"},
                                         std::string_view{"alert"}, std::string_view{"problem"},
                                         std::string_view{"problems"}};
    std::vector<std::string> words;
    const auto all = folded(text);
    for (std::size_t at = 0; at < all.size();)
    {
        const auto end = std::min(all.find(' ', at), all.size());
        auto word = all.substr(at, end - at);
        if (word.size() > 2 && std::ranges::find(without_meaning, word) == without_meaning.end())
            words.push_back(std::move(word));
        at = end + 1;
    }
    return words;
}

/// "failures" and "failure" are one word.
bool has_word(const std::vector<std::string>& words, std::string_view wanted)
{
    const auto stem = wanted.substr(0, std::max<std::size_t>(wanted.size() - 1, 3));
    return std::ranges::any_of(words, [stem](const std::string& word) { return word.starts_with(stem); });
}

/// Whether a severity's example speaks of what the alert watches: each word of its name; a single word needs one of the
/// condition's beside it.
bool describes(std::string_view example, const PlanAlert& alert)
{
    const auto said = words_of(example);
    const auto name = words_of(alert.name);
    const auto condition = words_of(alert.condition);
    const bool has_name =
        !name.empty() && std::ranges::all_of(name, [&said](const std::string& word) { return has_word(said, word); });
    return has_name && (name.size() > 1 || std::ranges::any_of(condition, [&said](const std::string& word)
                                                               { return has_word(said, word); }));
}

void find_quiet_alerts(const LintView& view)
{
    for (const auto& alert : view.plan.alerts)
        for (std::size_t i = 0; i < 2; ++i)
        {
            const auto& severity = view.plan.severities[i];
            const auto found = std::ranges::find_if(severity.examples, [&alert](const PlanExample& example)
                                                    { return describes(example.text, alert); });
            if (found == severity.examples.end() || severity.channel.empty() || alert.channel == severity.channel)
                continue;
            view.find(alert.line,
                      fmt::format("\"{}\" goes to {}, but line {} makes it a P{}, whose channel is {}.", alert.name,
                                  alert.channel.empty() ? "no channel" : alert.channel, found->line, i,
                                  severity.channel),
                      fmt::format("It posts as the plan says and suggests P{} when it is declared.", i));
            break;
        }
}

void find_targets_that_cannot_be(const LintView& view)
{
    for (const auto line : view.plan.further_targets)
        view.find(line, "This severity has a row above already.", "The last row counts; leave the others out.");
    for (std::size_t i = 0; i < view.plan.severities.size(); ++i)
    {
        const auto& severity = view.plan.severities[i];
        if (severity.respond_within && severity.resolve_within && *severity.resolve_within < *severity.respond_within)
            view.find(std::max(view.plan.targets_lines[i], 1),
                      fmt::format("A P{} is resolved within {}, but answered only within {}.", i,
                                  in_words(*severity.resolve_within), in_words(*severity.respond_within)),
                      "Both count as they are written; an answer is due before the resolution.");
    }
}

void find_alerts_without_channel(const LintView& view)
{
    for (const auto& alert : view.plan.alerts)
        if (alert.channel.empty())
            view.find(alert.line, fmt::format("\"{}\" names no channel.", alert.name),
                      "The channel for alerts counts; write it as \"Post to #hotdash-alerts\".");
}
}  // namespace

void lint_times(const LintView& view)
{
    find_cadences(view);
    each_said(view.document, [&view](const std::string& text, int line) { find_other_response(view, text, line); });
    find_other_goals(view);
    find_missing_escalation(view);
    find_targets_that_cannot_be(view);
    find_alerts_without_channel(view);
    find_quiet_alerts(view);
}

}  // namespace hotwatch::plan
