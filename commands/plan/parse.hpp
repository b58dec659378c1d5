// A team's support plan, read from its Markdown (product section 2). Pure: the same text gives the same plan.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/mend.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// One row of the rotation: whole local days, both included. The hour of the handoff is laid on later.
struct PlanShift
{
    std::string label;  // "Week 1"
    std::chrono::year_month_day first;
    std::chrono::year_month_day last;
    std::string primary;
    std::string backup;
    std::string manager;
    int line = 0;
    friend bool operator==(const PlanShift&, const PlanShift&) = default;
};

/// What a plan calls an example of a severity.
struct PlanExample
{
    std::string text;
    int line = 0;
    friend bool operator==(const PlanExample&, const PlanExample&) = default;
};

/// How a rotation says when.
enum class RotationKind
{
    dated,
    weekly,     // "Week 1", "Week 2": counted from its start
    by_weekday  // "Monday", "Tue-Thu"
};

/// What the plan says of one severity; what it leaves out keeps its default.
struct PlanSeverity
{
    std::optional<seconds> respond_within;
    std::optional<seconds> resolve_within;
    std::optional<seconds> update_every;
    std::optional<seconds> report_within;
    std::string channel;  // "#hotdash-emergency"
    std::string definition;
    std::vector<PlanExample> examples;
    bool has_section = false;  // where it has one and names no cadence, none is promised
    friend bool operator==(const PlanSeverity&, const PlanSeverity&) = default;
};

/// When a shift passes on: local wall time of the team.
struct Handoff
{
    std::chrono::weekday day{std::chrono::Monday};
    std::chrono::minutes time{9 * 60};
    friend bool operator==(const Handoff&, const Handoff&) = default;
};

/// Something in the plan that could not be read. Lines and columns count from 1, columns in bytes.
struct PlanProblem
{
    int line = 1;
    int column = 1;
    std::string text;
    friend bool operator==(const PlanProblem&, const PlanProblem&) = default;
};

/// Whom a level of the ladder calls.
enum class Notify
{
    primary,
    backup,
    lead,
    manager
};

/// One level of the escalation procedures.
struct PlanLevel
{
    struct After
    {
        Severity severity = Severity::p0;
        seconds time{};  // since it was declared and is not resolved; 0 is at once
        friend bool operator==(const After&, const After&) = default;
    };
    int number = 1;
    std::string title;    // "Engineering Lead"
    std::string contact;  // as the plan says it
    Notify notify = Notify::primary;
    std::vector<After> after;
    std::vector<std::string> also;  // conditions that people judge: "Customer escalation"
    int line = 0;
    friend bool operator==(const PlanLevel&, const PlanLevel&) = default;
};

/// One alert rule.
struct PlanAlert
{
    enum class Kind
    {
        failures,    // `limit` checks in a row
        error_rate,  // over `limit` thousandths of a percent for `window`
        average,     // over `limit` milliseconds for `window`
        connection,  // any failure to connect
        value        // over `limit`
    };
    std::string name;
    Kind kind = Kind::failures;
    std::int64_t limit = 0;
    seconds window{};
    std::string channel;    // "#hotdash-alerts"; "" where the plan names none
    std::string condition;  // as the plan says it
    int line = 0;
    friend bool operator==(const PlanAlert&, const PlanAlert&) = default;
};

/// One of the support goals.
struct PlanGoal
{
    enum class Kind
    {
        uptime,        // `share`
        response,      // `within`
        resolution,    // `within`
        satisfaction,  // `share`
        other
    };
    Kind kind = Kind::other;
    std::int64_t share = 0;  // thousandths of a percent: 99.9 % is 99,900
    seconds within{};
    std::optional<Severity> severity;
    std::string text;  // as the plan says it
    int line = 0;
    friend bool operator==(const PlanGoal&, const PlanGoal&) = default;
};

/// How long a service may be down in `period` without missing the goal: of 30 days at 99.9 % it is 43 min 12 s.
seconds error_budget(const PlanGoal& uptime, seconds period);

/// One piece of knowledge: an FAQ's answer, a runbook, an article.
struct PlanEntry
{
    EntryKind kind = EntryKind::article;
    std::string key;  // what makes it the same one when the plan is read again: its heading in small letters, numbered
                      // where a plan has that heading twice; one kind has each key once
    std::string title;
    std::string body;  // Markdown; a runbook's under its fixed headings
    int line = 0;
    friend bool operator==(const PlanEntry&, const PlanEntry&) = default;
};

/// A heading, and what became of what stands under it.
struct PlanHeading
{
    int line = 0;
    int level = 1;
    std::string text;
    std::string use;        // "4 shifts, article"; "" where nothing was read
    bool has_more = false;  // headings stand below it
    friend bool operator==(const PlanHeading&, const PlanHeading&) = default;
};

struct Plan
{
    std::vector<PlanShift> rotation;  // by date
    RotationKind rotation_kind = RotationKind::dated;
    std::optional<std::chrono::year_month_day> rotation_start;  // none where the plan says no day
    std::array<PlanSeverity, 4> severities;
    std::array<int, 4> targets_lines{};  // of their rows in the table of response times, the last that counts; 0 none
    std::vector<int> further_targets;    // lines of rows for a severity that has one above
    std::string alerts_channel;          // "" where no alert rule names one besides the emergency channel
    std::string team_zone;               // "" where the plan gives none
    std::optional<Handoff> handoff;      // none where the plan gives none
    std::vector<PlanLevel> escalation;   // by level
    std::vector<PlanAlert> alerts;
    std::vector<PlanGoal> goals;
    std::vector<PlanEntry> entries;     // as they stand in the plan
    std::vector<PlanHeading> headings;  // every one, in order
    std::vector<plan::Mend> mends;
    std::vector<PlanProblem> problems;
};

/// Reads what it recognises by heading and table header; the rest is left to its own readers. Never fails: what is
/// wrong stands in `problems`, with its place. `default_handoff` tells on which weekday rows without a year begin.
Plan parse_plan(std::string_view markdown, const Handoff& default_handoff = {});

/// The first "#channel-name" in a text, as Slack writes it, in small letters; "" where there is none.
std::string channel_in(std::string_view text);

/// "Mon 09:00", "Monday 9:00". nullopt: not a weekday and an hour.
std::optional<Handoff> parse_handoff(std::string_view text);

/// "Mon-Fri 09:00-18:00", "Sun-Thu 8:00-16:30", "Mon, Wed, Fri 10:00-24:00". nullopt: not weekdays and hours that end
/// after they begin.
std::optional<BusinessHours> parse_business_hours(std::string_view text);

}  // namespace hotwatch
