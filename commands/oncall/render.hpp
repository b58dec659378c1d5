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
    bool may_mention = false;                  // only where a mention notifies nobody: in an answer to one person
};

Message render(const Standing& standing);
Message render_no_rotation();

}  // namespace hotwatch::oncall
