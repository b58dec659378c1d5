// How /oncall reads. Pure.
#pragma once

#include <optional>

#include "commands/oncall/resolve.hpp"
#include "commands/reply.hpp"

namespace hotwatch::oncall
{

/// One turn as shown.
struct Watch
{
    OnCall holders;
    Period period;
    std::string label;
};

struct Standing
{
    UtcMillis now;
    std::optional<Watch> current;              // none: nobody is on call now
    Watch next;                                // the first turn that starts after now
    std::optional<UtcMillis> repeating_since;  // the plan's own dates ended then
};

Message render(const Standing& standing);
Message render_no_rotation();

/// A holder as Slack shows them: a mention where tied, which notifies nobody in an ephemeral answer; else the plan's
/// name with the note that nobody is tied to it.
std::string shown(const Holder& holder);

}  // namespace hotwatch::oncall
