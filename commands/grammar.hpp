// Words to typed arguments, one grammar for slash, mention and shell (product section 3). Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "commands/request.hpp"

namespace hotwatch
{

/// Text from outside made safe to keep: valid UTF-8 (bad bytes become U+FFFD), no control, bidirectional or zero-width
/// characters (line breaks and tabs stay where `keep_lines`), blanks of every width to a space, smart quotes to plain
/// ones, a long dash that opens a word to the "--" it was typed as, at most eight combining marks in a row.
std::string clean(std::string_view text, bool keep_lines = false);

/// A typed line to Words. `command` is the canonical command name; names in `policy.commands` and "/hotwatch <command>"
/// were resolved by command_name. The verb is looked up in the table; what is no known verb stays in `rest` with verb
/// "", flags and all. A flag that the verb does not know stands in `flags` under its dashed name ("--eat"), for `run`
/// to refuse. Links lose Slack's angle brackets, mentions keep them.
Words parse_command(std::string_view command, std::string_view text);

/// "/incident", "/svc" (as configured), "/hotwatch incident …": the canonical command, and what is left of the text.
struct Named
{
    std::string command;  // "" unknown: then `text` is the whole line, name included
    std::string text;
};
Named command_name(std::string_view slash, std::string_view text, const Policy& policy);

/// A mention's text (the bot's own mention taken off) by the fixed table of phrases: "ack", "on it", "update: …",
/// "who's on call", or a command line ("incident list", "/incident list", also by a configured name). "P0 queue is
/// down" gives the verb "suggest", which asks before anything is declared. What is no phrase of the table is a
/// question: "faq ask …".
Named mention_phrase(std::string_view text, const Policy& policy = {});

/// INC-12, inc12, #12, 12, this. "this" gives 0. nullopt: not an id.
std::optional<std::int64_t> parse_incident_id(std::string_view word);
/// P0, p0, sev0, 0 … 3. nullopt: not one (P4 and above too).
std::optional<Severity> parse_severity(std::string_view word);
/// 90s 15m 2h 1h30m 7d 1w, positive, at most a year.
std::optional<seconds> parse_duration(std::string_view word);
/// now, +90m, 18:00, 6pm, fri 09:00, tomorrow 09:00, 2026-11-24, 2026-11-24 18:00, ISO with zone; local times in
/// `zone`. A bare hour or day means the next such moment, unless `past` asks for the latest; a day without an hour is
/// its beginning.
enum class Nearest
{
    next,
    past
};
std::optional<UtcMillis> parse_time(std::string_view text, std::string_view zone, UtcMillis now,
                                    Nearest nearest = Nearest::next);
/// <@U12|name>, <@U12>, @U12 → the id. "@name" gives nullopt: names are looked up in the book.
std::optional<UserId> parse_user(std::string_view word);
std::optional<ChannelId> parse_channel(std::string_view word);
/// What a form's list of people gives: an id and nothing else, which need not have a digit. nullopt: not one.
std::optional<UserId> parse_chosen_user(std::string_view value);

/// The word of `known` nearest to `word` by Damerau-Levenshtein, at most 2 apart (1 for words under five letters); ""
/// none.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace hotwatch
