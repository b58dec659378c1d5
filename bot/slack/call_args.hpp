// A row's arguments on their way out: what every post carries, and how a post changes that Slack did not take as it
// was. Pure; JSON text in, JSON text out.
#pragma once

#include <string>
#include <string_view>

#include "bot/slack/web_api.hpp"
#include "storage/records.hpp"

namespace hotwatch::slack
{

bool is_json_object(std::string_view args);
/// The channel that the call names; "" where there is none.
std::string channel_of(const Call& call);
/// The message that an edit is of; "" where there is none.
std::string ts_of(const Call& call);

/// The call as it goes out. A post carries the row's uuid twice, in its metadata and as block_id of its first block, so
/// that it can be found again; a scheduled message carries it in its text (platform 14.1: with metadata it would never
/// be posted). Links do not unfurl unless the row says so, and `text` is never missing: screen readers read it.
/// Precondition: args are a JSON object.
ApiRequest request_for(const Call& call);

/// Puts the result of the row named in `after` into the arguments, as `take` says; the ts is "timestamp" for pins and
/// reactions.
void take_result(Call& call, const std::string& channel, const std::string& ts);
/// Whether the arguments still miss what `take` wants.
bool lacks_result(const Call& call);

/// The same call, to the channel with that id.
void address(Call& call, const std::string& channel_id);
/// A channel has another id: the call goes there. False: it was meant for another one.
bool move_channel(Call& call, const std::string& from, const std::string& to);
/// Without blocks and attachments, the text cut to 4,000 UTF-16 units (platform 15.1). False: it is plain already.
bool make_plain(Call& call);
/// To another channel, out of the thread, under a line that names the channel it was meant for and Slack's reason.
void reroute(Call& call, const std::string& to, std::string_view reason);
/// Under a line that says that this may have been said before. Once.
void mark_possible_repeat(Call& call);

/// At most `most` UTF-16 units, cut between code points, entities and <…> tokens, "…" last where cut.
std::string cut_text(std::string_view text, std::size_t most);

}  // namespace hotwatch::slack
