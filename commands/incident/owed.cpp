#include "commands/incident/owed.hpp"

namespace hotwatch::incident
{

Owed owed_by(Severity severity, const SeverityPolicy& policy)
{
    if (policy.report_within)
        return Owed::report;
    return severity == Severity::p2 ? Owed::faq : Owed::nothing;
}

Owed owed(const Incident& incident, const SeverityPolicy& policy)
{
    return incident.resolved && !incident.followed_up ? owed_by(incident.severity, policy) : Owed::nothing;
}

}  // namespace hotwatch::incident
