#include "commands/incident/asked.hpp"

namespace hotwatch::incident
{

Asked asked_first(const OnCall& on_call, const Policy& policy)
{
    if (!on_call.primary.user.empty())
        return {.user = on_call.primary.user, .missing = {}, .is_primary = true};
    const UserId configured = policy.managers.empty() ? UserId{} : policy.managers.front();
    return {.user = on_call.manager.user.empty() ? configured : on_call.manager.user, .missing = on_call.primary.name};
}

}  // namespace hotwatch::incident
