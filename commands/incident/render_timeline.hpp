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

/// "03:02 *acknowledged* Ana: text", in one line; `is_cut` is set where the text is longer.
std::string timeline_line(const TimelineEntry& entry, std::string_view who, bool& is_cut);

}  // namespace hotwatch::incident
