// How the life of an incident reads: where it was brought, what is owed after it, and why it cannot go there now. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

namespace hotwatch::incident
{

// News of the room. Nobody is mentioned for what they did themselves.
Message render_mitigated(const View& view);
/// Mentions the commander, who has to take it up again, unless it was `by` them.
Message render_reopened(const View& view, const UserId& by);
Message render_closed(const View& view);
Message render_cancelled(const View& view);
/// In the room that is left, and in the one where the work goes on. Where the one that came is graver, the latter
/// offers to raise the other.
Message render_merged(const View& view, const View& into);
Message render_merged_in(const View& view, const View& into);
Message render_reported(const View& view);
/// The room is not where the card was meant to stand. `why` as Slack, or the sender, says it; "" it is said there
/// already.
Message render_card_moved(const View& view, const ChannelId& from, const std::string& why);
/// The card was deleted in Slack, and stands here anew.
Message render_card_anew(const View& view);
/// To whoever declared it: the card is somebody's direct message.
Message render_card_is_direct(const View& view, const std::string& who);

// Answers to whoever did it.
Message answer_mitigated(const View& view);
Message answer_reopened(const View& view);
Message answer_closed(const View& view);
Message answer_cancelled(const View& view);
Message answer_merged(const View& view, const View& into);
Message answer_reported(const View& view);
/// `report show`: where it stands, or by when it is owed.
Message render_report(const View& view);

// Refusals.
/// It is in that state already: who brought it there and when.
Message already_so(const View& view);
/// To somebody who wants it reopened.
Message not_over(const View& view);
/// A merged incident: the same for the one that it is part of now, with a button that does it. `line` is that command.
Message merged_away(const View& view, const View& into, const std::string& line);
/// A button or form from before the incident was last resolved, reopened, cancelled or closed.
Message drawn_before(const View& view);
Message resolve_first(const View& view);
/// What is owed before it closes, and how it is given.
Message still_owed(const View& view);
Message owes_no_faq(const View& view);
Message owes_no_report(const View& view);
Message report_comes_later(const View& view);
Message how_to_merge(const Policy& policy);
Message merge_into_itself(const View& view);
Message merge_into_over(const View& view, const View& into);
Message nothing_to_merge_into(const View& view);
/// Rights: who can instead.
Message for_responders(const View& view, std::string_view what);
Message for_managers(const View& view);

}  // namespace hotwatch::incident
