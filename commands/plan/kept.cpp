#include "commands/plan/kept.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace hotwatch
{

namespace
{
constexpr std::array<std::string_view, 4> whom{"primary", "backup", "lead", "manager"};
constexpr std::array<std::string_view, 5> alert_kinds{"failures", "error_rate", "average", "connection", "value"};
constexpr std::array<std::string_view, 5> goal_kinds{"uptime", "response", "resolution", "satisfaction", "other"};

template <std::size_t Count, class Enum>
std::string_view word(const std::array<std::string_view, Count>& words, Enum value)
{
    return words.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t Count>
std::optional<Enum> value(const std::array<std::string_view, Count>& words, std::string_view word)
{
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? std::nullopt : std::optional{static_cast<Enum>(found - words.begin())};
}

/// A field stands between tabs on one line, whatever a plan's author typed.
std::string field(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return text;
}

std::vector<std::string_view> fields_of(std::string_view line)
{
    std::vector<std::string_view> fields;
    for (;;)
    {
        const auto end = line.find('\t');
        fields.push_back(line.substr(0, end));
        if (end == std::string_view::npos)
            return fields;
        line.remove_prefix(end + 1);
    }
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t found = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{found} : std::nullopt;
}

std::optional<Severity> severity(std::string_view text)
{
    return text.size() == 2 && text[0] == 'P' && text[1] >= '0' && text[1] <= '3'
               ? std::optional{static_cast<Severity>(text[1] - '0')}
               : std::nullopt;
}

std::string after_text(const PlanLevel& level)
{
    std::string text;
    for (const auto& after : level.after)
        text += fmt::format("{}P{}={}", text.empty() ? "" : " ", static_cast<int>(after.severity), after.time.count());
    return text;
}

std::vector<PlanLevel::After> after_from(std::string_view text)
{
    std::vector<PlanLevel::After> found;
    while (!text.empty())
    {
        const auto step = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(step.size() + 1, text.size()));
        const auto whose = severity(step.substr(0, 2));
        const auto time = step.size() > 3 && step[2] == '=' ? number(step.substr(3)) : std::nullopt;
        if (whose && time)
            found.push_back({*whose, seconds{*time}});
    }
    return found;
}

void take_level(const std::vector<std::string_view>& fields, PlanRules& rules)
{
    const auto count = number(fields[1]);
    const auto notify = value<Notify>(whom, fields[2]);
    if (!count || !notify)
        return;
    PlanLevel level{
        .number = static_cast<int>(*count), .title = std::string{fields[4]}, .contact = std::string{fields[5]}};
    level.notify = *notify;
    level.after = after_from(fields[3]);
    for (std::size_t i = 6; i < fields.size(); ++i)
        level.also.emplace_back(fields[i]);
    rules.escalation.push_back(std::move(level));
}

void take_alert(const std::vector<std::string_view>& fields, PlanRules& rules)
{
    const auto kind = value<PlanAlert::Kind>(alert_kinds, fields[1]);
    const auto limit = number(fields[2]);
    const auto window = number(fields[3]);
    if (!kind || !limit || !window || fields.size() < 7)
        return;
    PlanAlert alert{.name = std::string{fields[5]}, .kind = *kind, .limit = *limit, .window = seconds{*window}};
    alert.channel = fields[4];
    alert.condition = fields[6];
    rules.alerts.push_back(std::move(alert));
}

void take_goal(const std::vector<std::string_view>& fields, PlanRules& rules)
{
    const auto kind = value<PlanGoal::Kind>(goal_kinds, fields[1]);
    const auto share = number(fields[2]);
    const auto within = number(fields[3]);
    if (kind && share && within)
        rules.goals.push_back({.kind = *kind,
                               .share = *share,
                               .within = seconds{*within},
                               .severity = severity(fields[4]),
                               .text = std::string{fields[5]}});
}
}  // namespace

PlanRules rules_of(const Plan& plan)
{
    return {plan.escalation, plan.alerts, plan.goals};
}

PlanRules load_rules(Book& book)
{
    return plan::rules_from(book.notes.get(plan::rules_note));
}

std::string plan::to_text(const PlanRules& rules)
{
    std::string text;
    for (const auto& level : rules.escalation)
    {
        text += fmt::format("level\t{}\t{}\t{}\t{}\t{}", level.number, word(whom, level.notify), after_text(level),
                            field(level.title), field(level.contact));
        for (const auto& also : level.also)
            text += "\t" + field(also);
        text += "\n";
    }
    for (const auto& alert : rules.alerts)
        text += fmt::format("alert\t{}\t{}\t{}\t{}\t{}\t{}\n", word(alert_kinds, alert.kind), alert.limit,
                            alert.window.count(), field(alert.channel), field(alert.name), field(alert.condition));
    for (const auto& goal : rules.goals)
        text +=
            fmt::format("goal\t{}\t{}\t{}\t{}\t{}\n", word(goal_kinds, goal.kind), goal.share, goal.within.count(),
                        goal.severity ? fmt::format("P{}", static_cast<int>(*goal.severity)) : "", field(goal.text));
    return text;
}

PlanRules plan::rules_from(std::string_view text)
{
    constexpr std::size_t fewest_fields = 6;
    PlanRules rules;
    while (!text.empty())
    {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto fields = fields_of(line);
        if (fields.size() < fewest_fields)
            continue;
        if (fields[0] == "level")
            take_level(fields, rules);
        else if (fields[0] == "alert")
            take_alert(fields, rules);
        else if (fields[0] == "goal")
            take_goal(fields, rules);
    }
    return rules;
}

}  // namespace hotwatch
