// A team's support plan, read from its Markdown (product section 2). Pure: the same text gives the same plan.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records.hpp"

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

/// What the plan says of one severity; what it leaves out keeps its default.
struct PlanSeverity
{
    std::optional<seconds> respond_within;
    std::optional<seconds> resolve_within;
    std::optional<seconds> update_every;
    std::optional<seconds> report_within;
    std::string channel;  // "#hotdash-emergency"
    std::string definition;
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

struct Plan
{
    std::vector<PlanShift> rotation;  // by date
    std::array<PlanSeverity, 4> severities;
    std::string alerts_channel;      // "" where no alert rule names one besides the emergency channel
    std::string team_zone;           // "" where the plan gives none
    std::optional<Handoff> handoff;  // none where the plan gives none
    std::vector<PlanProblem> problems;
};

/// Reads what it recognises by heading and table header; the rest is left to its own readers. Never fails: what is
/// wrong stands in `problems`, with its place. `default_handoff` tells on which weekday rows without a year begin.
Plan parse_plan(std::string_view markdown, const Handoff& default_handoff = {});

/// "Mon 09:00", "Monday 9:00". nullopt: not a weekday and an hour.
std::optional<Handoff> parse_handoff(std::string_view text);

}  // namespace hotwatch
