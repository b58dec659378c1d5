// What is said about the commands themselves: unknown words and flags, what this version cannot do. Made from the
// table; what somebody typed is quoted escaped and cut. `line` is a command line by canonical names ("incident update
// …").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/blocks.hpp"
#include "commands/reply.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

/// "/incident", or the name that the configuration gives it.
std::string shown_name(std::string_view command, const Policy& policy);

/// What somebody typed, on one line, cut and escaped; safe between backquotes.
std::string one_line(std::string_view text, std::size_t most = 80);

/// `line` as somebody would type it here, in one line and cut, safe between backquotes.
std::string shown_line(std::string_view line, const Policy& policy);

/// A message of mrkdwn, and its buttons below. Text over a section's limit goes on in further sections.
Message render_text(const std::string& mrkdwn, const std::vector<blocks::Button>& buttons = {});

/// "`/incident` does not know …. Did you mean …?" with a button that runs `line`.
Message render_did_you_mean(std::string_view command, std::string_view typed, const std::string& line,
                            const Policy& policy);
/// The same where nothing is near.
Message render_unknown_word(std::string_view command, std::string_view typed, const Policy& policy);
/// Words that read like a title, with a button that declares them.
Message render_declare_instead(std::string_view typed, const std::string& title, const Policy& policy);
/// A loose phrase in a mention that might be meant as a declaration: asks, with the same button.
Message render_suggestion(const std::string& title, const Policy& policy);
/// A mention that begins like a verb and may be a question ("update on this?", "cancel was nothing"): asks whether to
/// record it or to answer it.
/// `line` is the verb of /incident and what follows.
Message render_proposal(std::string_view line, const Policy& policy);

Message render_unknown_flag(const Verb& verb, std::string_view flag, const Policy& policy);
Message render_flag_without_value(const Verb& verb, std::string_view flag, const Policy& policy);

/// A command, or one verb of it, whose rules are not part of this version.
/// `rest` is what was typed after the verb: where the command searches, all of it may be what was searched for.
Message render_not_built_in(const Verb& verb, const Policy& policy, std::string_view rest = {});
/// A button or form that an older version drew.
Message render_gone(const Policy& policy);

}  // namespace hotwatch
