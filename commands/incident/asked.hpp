// Whom an incident is asked of first, while nobody has taken it on. Pure.
#pragma once

#include <string>

#include "commands/oncall/resolve.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

struct Asked
{
    UserId user;          // empty: nobody can be reached by a direct message; the emergency channel is asked
    std::string missing;  // the plan's name for the primary, where no Slack user is tied to it
    bool is_primary = false;
};

/// The primary on call; where nobody is tied to that name, the manager on call, else the first of `[people] managers`.
Asked asked_first(const OnCall& on_call, const Policy& policy);

}  // namespace hotwatch::incident
