// The sentences and phrases that incident messages are made of: escaped mrkdwn. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "commands/incident/view.hpp"

namespace hotwatch::incident
{

std::string label(const Incident& incident);  // INC-12
/// "\n… and 7 more" beside `shown` of them, "" where those are all.
std::string and_more(const SomeIncidents& some, std::size_t shown);
std::string headline(const Incident& incident);    // 🛑 P0 critical · INC-12 · *Approval queue down*
std::string room_shown(const Incident& incident);  // <#C12>, #name until Slack has told the id, "a direct message"
std::string promised(const Clock& clock);          // promised within 5 min
std::string verdict(const Clock& clock, UtcMillis now);    // after 7 min, 2 min late (promised …)
std::string time_left(const Clock& clock, UtcMillis now);  // 3 min left, 12 min late

/// Who ended it and when: "INC-12 was resolved by Ana <date>." For buttons and commands that come too late.
std::string ended(const View& view);
/// Who brought it into its present state and when, whichever that is: "INC-12 was acknowledged by Ana <date>."
std::string moved_here(const View& view);
/// Where it is talked about: "Its thread is in <#C12>", as a link where Slack has told the address; it "opens" there
/// while its first post is only owed.
std::string place_shown(const View& view);

/// Who leads it, "nobody yet", or "nobody" where it is over.
std::string commander_shown(const View& view);
std::string_view word(IncidentRole role);                       // "commander", "communications", …
std::optional<IncidentRole> role_named(std::string_view word);  // also "lead", "comms", …

/// Where the whole of a text stands that was cut.
inline constexpr std::string_view in_show = "show";  // the last update, and what fixed it
inline constexpr std::string_view in_timeline = "timeline";

/// At most `most` characters; what was cut is pointed at, never lost ("The whole text: /incident show INC-12").
std::string shortened(const std::string& text, std::size_t most, const View& view, std::string_view whole_in = in_show);

/// The end of a sentence, with the reason that was given: ": it spreads." or ".". The whole is in the timeline.
std::string because(const std::string& why, std::size_t most, const View& view);

/// What is still owed after the resolution, "" nothing: "A post-mortem is due by <date>. When …".
std::string owed_afterwards(const View& view);
/// The same as a part of a sentence: "the post-mortem, due by <date>". Precondition: something is owed.
std::string what_is_owed(const View& view);
std::string_view report_name(Severity severity);  // "post-mortem", "root cause analysis"
UtcMillis report_due(const View& view);           // precondition: it is resolved, and its severity owes a report

}  // namespace hotwatch::incident
