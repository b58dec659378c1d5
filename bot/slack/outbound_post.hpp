// A post's arguments on their way out: its id, and what is changed when Slack would not take it as it was. Pure.
#pragma once

#include <string>
#include <string_view>

namespace hotwatch::slack
{

/// The id stands twice in the post, in its metadata and as block_id of its first block: either is proof that it arrived
/// (design, "The outbox"). No unfurling.
std::string with_id(std::string_view args, std::string_view uuid);

/// Text only, within Slack's hard limit; "" where it was plain already.
std::string as_plain_text(std::string_view args);

/// For another channel, out of its thread, saying what it was meant for and why it is not there.
std::string rerouted(std::string_view args, std::string_view channel, std::string_view reason);

/// Whether it arrived before cannot be found out: readers are told that they may have seen it.
std::string as_possible_repeat(std::string_view args);

/// One argument as text; "" where there is none.
std::string argument(std::string_view args, std::string_view name);
std::string with_argument(std::string_view args, std::string_view name, std::string_view value);

}  // namespace hotwatch::slack
