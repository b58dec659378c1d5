// Block Kit builders that keep Slack's limits (platform section 15). People's text goes in only through `escape`.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "commands/reply.hpp"

namespace hotwatch::blocks
{

/// & < > encoded, so that text cannot mention anybody, forge a link or a date. Exactly once.
std::string escape(std::string_view text);
/// At most `most` UTF-16 units, cut on a code point (and not inside an entity), "…" last where cut.
std::string cut(std::string_view text, std::size_t most);

nlohmann::json section(std::string mrkdwn);  // cut at 3,000
nlohmann::json header(std::string_view plain);
nlohmann::json context(std::string mrkdwn);
nlohmann::json divider();

inline constexpr std::size_t longest_value = 2'000;  // of a button (platform section 15.1); a line over it has none

struct Button
{
    std::string label;      // cut at 75
    std::string action_id;  // "incident.ack"
    std::string value;      // "12.3"
    enum class Style
    {
        plain,
        primary,
        danger
    } style = Style::plain;
    std::string spoken;              // accessibility_label: "Acknowledge INC-12"
    std::string asks;                // what Slack asks before the button counts as pressed; "" nothing
    std::string asks_title{};        // above it; "" the label
    std::string refuses{"Not now"};  // what answers it with no
};
nlohmann::json actions(const std::vector<Button>& buttons);

/// text cut at 4,000 (chat.update's hard limit), blocks at 50.
Message message(std::string text, const nlohmann::json& blocks);

// Forms.
struct TextField
{
    std::string block_id;
    std::string label;
    std::string value;  // prefilled
    std::string placeholder;
    std::string hint;
    bool multiline = false;
    bool optional = false;
    int max_length = 3000;
};
nlohmann::json input(const TextField& field);
struct Choice
{
    std::string text;
    std::string value;
};
nlohmann::json select(std::string block_id, std::string label, const std::vector<Choice>& choices,
                      std::string_view chosen);
/// One person of the workspace, from Slack's own list; `chosen` beforehand.
nlohmann::json user_select(std::string block_id, std::string label, const UserId& chosen = {});
nlohmann::json view(std::string_view callback_id, std::string_view title, std::string_view submit,
                    std::string_view private_metadata, const nlohmann::json& blocks, std::string_view close = "Cancel");

/// <!date^…^{date_short_pretty} at {time}|2026-11-24 09:00 UTC>: each reader's own zone.
std::string date(UtcMillis t);
std::string time_of_day(UtcMillis t);  // <!date^…^{time}|09:00 UTC>
std::string utc(UtcMillis t);          // 2026-11-24 09:00 UTC, for plain text
/// "12 min", "3 h 5 min", "2 days 4 h", "40 s"; never negative.
std::string duration(milliseconds length);
std::string counted(std::int64_t count, std::string_view what);  // "1 incident", "3 incidents"

/// "🛑 P0 critical", "🔶 P1 high", "🟦 P2 medium", "⚪ P3 low": a word and a shape, never colour alone.
std::string severity(Severity severity);
std::string mention(const UserId& user);  // <@U…>; a console user as plain text

}  // namespace hotwatch::blocks
