// The facts Hotwatch keeps, as plain values. Times are UTC milliseconds; Slack's ids and ts stay opaque text.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotwatch
{

using UtcMillis = std::chrono::sys_time<std::chrono::milliseconds>;
using std::chrono::milliseconds;
using std::chrono::seconds;

struct UserId
{
    std::string value;  // 'U…' or 'W…'; "" is nobody; "console:NAME" is a Unix user at the shell
    [[nodiscard]] bool empty() const { return value.empty(); }
    friend auto operator<=>(const UserId&, const UserId&) = default;
};

struct ChannelId
{
    std::string value;  // 'C…', 'G…' or 'D…'; "#name" only until Slack has told us the id
    [[nodiscard]] bool empty() const { return value.empty(); }
    friend auto operator<=>(const ChannelId&, const ChannelId&) = default;
};

/// Half-open: `start` belongs to it, `end` does not, so handoffs leave no gap and no overlap.
struct Period
{
    UtcMillis start;
    UtcMillis end;
    [[nodiscard]] bool contains(UtcMillis t) const { return start <= t && t < end; }
};

enum class Severity
{
    p0,
    p1,
    p2,
    p3
};
enum class IncidentState
{
    open,
    acknowledged,
    mitigated,
    resolved,
    closed,
    cancelled,
    merged
};

/// Where an incident is talked about: a channel, or one thread in it.
struct Room
{
    ChannelId channel;
    std::string thread_ts;  // "" where the room is a whole channel, or the thread's parent is not posted yet
};

/// Something a person did to an incident, once.
struct Mark
{
    UtcMillis at;
    UserId by;
};

inline constexpr std::size_t longest_incident_title =
    200;  // UTF-16 units; what was declared in full is on the timeline

struct Incident
{
    std::int64_t id = 0;  // shown as INC-<id>
    std::string title;
    Severity severity = Severity::p2;
    IncidentState state = IncidentState::open;
    std::string service;
    Room room;
    std::int64_t card_row =
        0;  // the outbox row that posts the card; its ts is the card and, in thread mode, the thread
    Mark declared;
    std::optional<UtcMillis> started_at;  // of the impact; moves duration, never a clock
    UserId commander;                     // empty: nobody yet
    std::optional<Mark> acknowledged;
    std::optional<Mark> mitigated;
    std::optional<Mark> resolved;
    std::string resolution;
    Mark last_update;  // the declaration until there is one
    std::string last_update_text;
    std::optional<UtcMillis> eta;
    int reminders_unanswered = 0;  // in a row; an update sets it to 0
    std::int64_t version = 1;      // grows with each change; buttons carry it

    Mark moved;                         // who brought it into its present state; empty: Hotwatch itself
    std::string moved_why;              // in their words; "" none
    std::int64_t moved_version = 1;     // the version with which its work ended, or began anew
    std::int64_t severity_version = 1;  // the version that has its present severity
    std::int64_t merged_into = 0;       // the incident that it is part of now
    UtcMillis response_from;            // where its response clock runs from
    milliseconds paused{0};             // resolved or cancelled before it was reopened: no time of its clocks
    std::optional<Mark> followed_up;    // what is owed afterwards was given
    std::string follow_up;              // where the report stands, or which FAQ entry
    std::int64_t announcement_row = 0;  // the outbox row that announced a raise in the emergency channel
};

struct TimelineEntry
{
    std::int64_t incident = 0;
    UtcMillis at;
    UserId actor;        // empty: Hotwatch itself
    std::string action;  // "declared", "acknowledged", "update", "note", "resolved", "reminder", "snoozed", …
    std::string text;
    std::string source;  // slash, mention, dm, button, modal, shell, timer
};

enum class TimerKind
{
    update_reminder,
    close_incident,  // a day after its resolution, and each day after that, once nothing is owed
};

/// One recurring obligation; it holds its next step. At most one for each kind and subject.
struct Timer
{
    std::int64_t id = 0;
    TimerKind kind = TimerKind::update_reminder;
    std::int64_t subject = 0;  // the incident
    int urgency = 0;           // 0 first; the severity's number
    UtcMillis due_at;          // when it fires
    UtcMillis grid_at;         // the grid point it stands for; equals due_at unless snoozed
    bool snoozed = false;      // once; cleared when it fires
};

/// What may happen to a Web API call whose outcome is not known (design, "The outbox").
enum class CallKind
{
    repeatable,  // repeat at will: update, setTopic, join, open, reads; "already so" is success
    look_up,     // look for it in Slack before repeating: postMessage, by its id in the history
    once,        // never repeated, nothing promised: response_url, postEphemeral
};

/// Between conversations, rows go out in this order; within a class by severity, then age.
enum class SendClass
{
    page,
    acknowledgement,
    clock,
    reminder,
    card,
    digest
};

enum class CallState
{
    pending,
    sending,
    sent,
    unknown,
    parked
};

/// What a row takes from the result of the row named in `after`, into its own arguments.
enum class Take
{
    nothing,
    thread_ts,   // its ts, as "thread_ts" (and its channel as "channel")
    message_ts,  // its ts, as "ts" (and its channel as "channel")
    channel,     // its channel, as "channel"
};

/// How the error of a row begins that was parked although it may have been done.
inline constexpr std::string_view outcome_unknown = "outcome unknown";

/// One Web API call owed to Slack.
struct Call
{
    std::int64_t id = 0;
    std::string uuid;        // stands in the post's metadata and first block_id; made by the book
    std::string dedupe_key;  // "" or unique among rows that still can be replaced or repeated
    CallKind kind = CallKind::repeatable;
    SendClass send_class = SendClass::digest;
    int severity = 3;          // 0 to 3
    std::string method;        // "chat.postMessage", or "response_url"
    std::string conversation;  // rows of one conversation keep their order; "" needs none
    std::int64_t after = 0;    // 0, or the row that must be sent first
    Take take = Take::nothing;
    std::string args;          // JSON object, without token, metadata and id
    std::string response_url;  // a secret, only for method "response_url"; erased once used or 30 min old
    std::string purpose;       // which rule hears of the outcome; "" none
    std::int64_t subject = 0;  // for that rule: the incident
    CallState state = CallState::pending;
    int attempts = 0;
    int looks = 0;           // times it was looked up since the outcome became unknown
    UtcMillis not_before{};  // earliest next try
    UtcMillis created_at{};
    std::optional<UtcMillis> started_at;  // of the last attempt
    std::string result_channel;
    std::string result_ts;
    std::string error;  // of the last attempt, or why it is parked

    /// It may have been done: Slack never said.
    [[nodiscard]] bool is_unclear() const { return error.starts_with(outcome_unknown); }
    /// For people to read; everything else asks Slack for something or arranges it.
    [[nodiscard]] bool is_message() const { return method.starts_with("chat.") || method == "response_url"; }
};

/// An event that changed something, and the answer it was given. Kept 72 h.
struct Seen
{
    std::string key;
    UtcMillis at;
    std::string answer;        // the ack's payload as JSON, "" for a bare ack; of a form: what was typed
    std::string response_url;  // a secret; erased when used up or 30 min old
    bool ack_written = false;
};

struct Person
{
    UserId id;
    std::string real_name;
    std::string display_name;
    std::string zone;  // IANA name from the Slack profile, "" unknown
    bool is_bot = false;
    bool is_deactivated = false;
    bool is_guest = false;     // restricted or from another workspace
    bool is_complete = false;  // false: seen, profile not fetched yet
};

/// Which channel a configured name is in Slack.
struct Channel
{
    ChannelId id;
    std::string name;  // without '#'
    bool is_private = false;
    bool is_member = false;
    bool is_archived = false;
};

struct NameLink
{
    std::string name;
    UserId user;
    std::string origin;  // "config", "slack" (exact match of a name), "command"
};

/// One severity's figures (plan: Response Time SLAs, Incident Priority Levels; product section 6).
struct SeverityPolicy
{
    seconds respond_within{0};
    seconds resolve_within{0};
    std::optional<seconds> update_every;   // none: no reminders
    std::optional<seconds> report_within;  // none: no report owed
    std::string channel;                   // "emergency" or "support": a key of Policy::channels
    bool business_hours_only = false;      // the response clock
    std::string definition;                // the plan's words, for help and forms
    friend bool operator==(const SeverityPolicy&, const SeverityPolicy&) = default;
};

/// When a team is at work, each week anew, in its own zone (product section 1).
struct BusinessHours
{
    std::array<bool, 7> days{false, true, true, true, true, true, false};  // Sunday first
    std::chrono::minutes from = std::chrono::hours{9};                     // of the day
    std::chrono::minutes to = std::chrono::hours{18};
    friend bool operator==(const BusinessHours&, const BusinessHours&) = default;
};

/// The plan's figures with the configuration laid over them.
struct Policy
{
    std::array<SeverityPolicy, 4> severities;
    std::map<std::string, std::string> channels;  // "emergency" -> "#hotdash-emergency" or an id
    std::map<std::string, std::string> commands;  // "status" -> "/svc"
    std::string team_zone = "America/New_York";
    BusinessHours business_hours;
    std::vector<UserId> managers;
    std::vector<UserId> admins;
    std::vector<UserId> responders;  // besides those of the rotation
    [[nodiscard]] const SeverityPolicy& of(Severity severity) const
    {
        return severities[static_cast<std::size_t>(severity)];
    }
};

struct AuditRow
{
    std::int64_t seq = 0;
    UtcMillis at;
    std::string action;  // "incident declare"
    std::string object;  // "INC-12"
    std::string actor;
    std::string text;  // may be erased; the chain holds a salted digest of it
};

}  // namespace hotwatch
