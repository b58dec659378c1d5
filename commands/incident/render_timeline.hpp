// How a timeline reads. Pure.
#pragma once

#include <string>
#include <vector>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

namespace hotwatch::incident
{

struct NumberedEntry
{
    std::int64_t number = 0;  // from 1, oldest first
    TimelineEntry entry;
    std::string who;  // not escaped
};

/// Consecutive entries of `size`; what was cut, or lies before them, is pointed at.
Message render_timeline(const View& view, const std::vector<NumberedEntry>& entries, std::int64_t size);
/// One entry, whole.
Message render_entry(const View& view, const NumberedEntry& entry);
Message no_such_entry(const View& view, std::int64_t size);

/// Entries one below the other, oldest first. The day stands on the first and wherever another begins (in UTC: the
/// reader's own days are not known here).
class TimelineLines
{
  public:
    /// "03:02 Ana: *acknowledged* text", in one line.
    std::string next(const TimelineEntry& entry, std::string_view who);
    /// Whether the text of any was longer.
    bool has_cut() const { return has_cut_; }

  private:
    std::chrono::time_point<UtcMillis::clock, std::chrono::days> day_{};
    bool has_cut_ = false;
};

}  // namespace hotwatch::incident
