// Alert Rules: when monitoring calls out, and where.
#include <algorithm>

#include <fmt/format.h>

#include "commands/letters.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
/// "2s", "1.5 seconds", "800 ms"; nullopt where no unit of time follows the number.
std::optional<std::int64_t> milliseconds_of(const Number& number)
{
    auto unit = folded(number.behind);
    unit = unit.substr(0, unit.find(' '));
    if (unit == "ms" || unit == "msec" || unit == "millisecond" || unit == "milliseconds")
        return number.thousandths / 1'000;
    const auto one = figure_in("1 " + unit);
    return one && !unit.empty() ? std::optional{number.thousandths * one->count()} : std::nullopt;
}

bool has(std::string_view words, std::initializer_list<std::string_view> any)
{
    return std::ranges::any_of(any,
                               [words](std::string_view word) { return words.find(word) != std::string_view::npos; });
}

/// What stands behind the last "for": "over 10 % for 5 min" holds for five minutes.
std::optional<seconds> window_in(std::string_view condition)
{
    const auto at = condition.rfind("for ");
    return at == std::string_view::npos ? std::nullopt : figure_in(condition.substr(at));
}

/// The part before "for": the threshold, so that "2s average for 5 min" is not read as five minutes.
std::string_view threshold_of(std::string_view condition)
{
    return condition.substr(0, condition.rfind("for "));
}

std::optional<PlanAlert> condition_of(std::string_view text)
{
    const auto words = folded(text);
    const auto threshold = threshold_of(text);
    const auto number = number_in(threshold);
    PlanAlert alert;
    alert.window = window_in(text).value_or(seconds{0});
    if (number && trimmed(number->behind).starts_with('%'))
    {
        alert.kind = PlanAlert::Kind::error_rate;
        alert.limit = number->thousandths;
    }
    else if (number && has(words, {"consecutive", "in a row", "failures"}))
    {
        alert.kind = PlanAlert::Kind::failures;
        alert.limit = number->thousandths / 1'000;
    }
    else if (number && milliseconds_of(*number) &&
             has(words, {"average", "avg", "mean", "response", "latency", "slower"}))
    {
        alert.kind = PlanAlert::Kind::average;
        alert.limit = *milliseconds_of(*number);
    }
    else if (has(words, {"connection"}))
        alert.kind = PlanAlert::Kind::connection;
    else if (number && (text.find('>') != std::string_view::npos || has(words, {"more than", "over", "above"})))
    {
        alert.kind = PlanAlert::Kind::value;
        alert.limit = number->thousandths / 1'000;
    }
    else
        return std::nullopt;
    return alert;
}

}  // namespace

void read_alerts(const Block& table, Document& document, Plan& plan)
{
    check_width(table, plan.problems);
    const auto before = plan.alerts.size();
    const Columns columns{table.rows.front()};
    const auto name = columns.find({"alert", "name"});
    const auto condition = columns.find({"condition", "when", "threshold"});
    const auto action = columns.find({"action", "channel"});
    for (std::size_t i = 1; i < table.rows.size(); ++i)
    {
        const auto& row = table.rows[i];
        const auto said = cell(row, condition);
        auto alert = condition_of(said);
        if (!alert)
        {
            plan.problems.push_back(
                {row.line, condition && *condition < row.cells.size() ? row.cells[*condition].column : 1,
                 fmt::format(
                     "no condition that can be watched in \"{}\"; write it as \"3 consecutive failures\", \">10% "
                     "errors for 5 min\", \">2s average for 5 min\", \"connection failures\" or \">50 pending\"",
                     said)});
            continue;
        }
        alert->name = cell(row, name);
        alert->condition = said;
        alert->channel = channel_in(cell(row, action));
        alert->line = row.line;
        plan.alerts.push_back(std::move(*alert));
    }
    if (const auto count = plan.alerts.size() - before; count > 0)
        document.note(table.line, fmt::format("{} alert rule{}", count, count == 1 ? "" : "s"));
}

}  // namespace hotwatch::plan
