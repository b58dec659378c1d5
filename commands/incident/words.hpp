// The sentences and phrases that incident messages are made of: escaped mrkdwn. Pure.
#pragma once

#include <string>

#include "commands/incident/view.hpp"

namespace hotwatch::incident
{

std::string label(const Incident& incident);       // INC-12
std::string headline(const Incident& incident);    // 🔴 P0 critical · INC-12 · *Approval queue down*
std::string room_shown(const Incident& incident);  // <#C12>, or #name until Slack has told the id
std::string promised(const Clock& clock);          // promised within 5 min
std::string verdict(const Clock& clock, UtcMillis declared, UtcMillis now);  // after 7 min, 2 min late (promised …)
std::string time_left(const Clock& clock, UtcMillis now);                    // 3 min left, 12 min late

/// Who ended it and when: "INC-12 was resolved by Ana <date>." For buttons and commands that come too late.
std::string ended(const View& view);

/// At most `most` characters; what was cut is pointed at, never lost ("whole text: /incident show INC-12").
std::string shortened(const std::string& text, std::size_t most, const View& view);

/// What is owed after resolution, "" nothing: "A post-mortem is due <date>."
std::string owed_afterwards(const View& view);

}  // namespace hotwatch::incident
