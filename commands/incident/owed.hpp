// What is owed after an incident before it may close (product sections 5 and 15). Pure.
#pragma once

#include "storage/records.hpp"

namespace hotwatch::incident
{

enum class Owed
{
    nothing,
    report,  // where the severity asks for one: P0 and P1
    faq,     // a P2: an FAQ entry, or the word that none is needed
};

/// What is still owed; nothing before the resolution, and after it was given.
Owed owed(const Incident& incident, const SeverityPolicy& policy);

/// What that severity owes in the end, given or not.
Owed owed_by(Severity severity, const SeverityPolicy& policy);

}  // namespace hotwatch::incident
