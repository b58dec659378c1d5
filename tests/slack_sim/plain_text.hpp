// What a person reads of Slack's markup and blocks, as lines for a terminal. Pure.
#pragma once

#include <functional>

#include "sim.hpp"

namespace slack_sim
{

struct Look
{
    bool is_coloured = false;  // bold, dim and colours by ANSI sequences
    bool is_wrapped = true;
    std::size_t width = 100;  // columns
};

/// How marks are resolved: a user, channel or group id to the name shown, without its sign; "" keeps the id.
using NameOf = std::function<std::string(std::string_view id)>;

/// mrkdwn as it reads: marks resolved, entities decoded, emphasis taken out or, coloured, carried out. Times are UTC.
std::string read_mrkdwn(std::string_view mrkdwn, const NameOf& name_of, const Look& look);

/// A message's or a view's blocks, one entry a line; inputs as fields to fill in, with what stands in them.
/// `errors`: block_id to text, as after a refused submission.
std::vector<std::string> read_blocks(const nlohmann::json& blocks, const NameOf& name_of, const Look& look,
                                     const nlohmann::json& errors = nullptr);

/// What the message shows: its blocks, or its text where it has none.
std::vector<std::string> read_message(const ShownMessage& message, const NameOf& name_of, const Look& look);

/// Columns that the text takes on a terminal; ANSI sequences take none.
std::size_t columns(std::string_view text);
/// At blanks where it can be, into lines of at most `width` columns. Continued lines are indented as the first.
std::vector<std::string> wrapped(const std::string& line, std::size_t width);

/// "14:05", or "Tue 14 Oct 2025 14:05", in UTC.
std::string hour_text(Millis time);
std::string day_text(Millis time);
/// Of a Slack `ts`, which counts seconds.
Millis time_of(std::string_view ts);

std::string emphasised(std::string_view text, const Look& look);
std::string dimmed(std::string_view text, const Look& look);

}  // namespace slack_sim
