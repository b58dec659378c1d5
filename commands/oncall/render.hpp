// How /oncall reads: who is on call, now, then and in the weeks to come. Pure; golden files hold each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/oncall/words.hpp"
#include "commands/reply.hpp"

namespace hotwatch::oncall
{

struct Standing
{
    Reader reader;
    Watch watch;
    std::optional<Watch> next;    // at the next handoff
    std::vector<Changed> coming;  // overrides that begin before it
    std::optional<Repeats> repeats;
    SomeIncidents waiting;  // open ones that nobody has acknowledged, worst first
    bool may_take = false;  // somebody else is primary, and their shift has an end
};

/// `/oncall`.
Message render(const Standing& standing);
/// `/oncall next`.
Message render_next(const Standing& standing);
/// `/oncall at <time>`.
Message render_at(const Standing& standing);

/// A line of the schedule: a turn, or a time without one.
struct Row
{
    Period period;
    std::string label;  // "" where nobody is planned
    Holder primary;
    Holder backup;
    Holder manager;
    std::vector<Changed> changes;  // that begin in it
};

struct ScheduleShown
{
    Reader reader;
    int weeks = 4;
    std::vector<Row> rows;
    std::optional<Repeats> repeats;
};

/// `/oncall schedule [weeks]`.
Message render(const ScheduleShown& schedule);

// Refusals.
Message render_no_rotation();
Message refuse_moment(std::string_view typed, const Reader& reader);
Message refuse_weeks(std::string_view typed, const Reader& reader);

}  // namespace hotwatch::oncall
