// Everything that can happen to Hotwatch, and what must be done outside once it is on disk.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/clock.hpp"
#include "bot/slack/envelope.hpp"
#include "bot/slack/sender.hpp"
#include "bot/slack/transport.hpp"
#include "commands/plan/import.hpp"
#include "commands/reply.hpp"
#include "storage/vitals.hpp"

namespace hotwatch
{

/// The desk's first event: what was left over from the last run.
struct Started
{
};

/// A moment that the desk asked for has come.
struct MomentCame
{
};

struct EnvelopeArrived
{
    slack::SocketId socket = 0;
    slack::Envelope envelope;
    SteadyTime arrived{};
};

/// What came of a call that the sender asked for.
struct AttemptDone
{
    slack::Attempt attempt;
    slack::ApiResult result;
};

/// The acks of these changes were handed to the kernel: a restart need not repeat their answers.
struct AcksWritten
{
    std::vector<std::string> keys;
};

/// These acks did not reach Slack: their socket had gone. Their askers are answered by response_url instead.
struct AcksLost
{
    std::vector<std::string> keys;
};

/// Where an answer can still go when neither ack nor form will carry it.
struct ReplyPath
{
    UserId user;
    ChannelId channel;
    std::string thread_ts;
    std::string response_url;
};

/// A form was not opened: its trigger was too old, or Slack refused it.
struct FormFailed
{
    ReplyPath path;
    Message text_form;
    std::string error;
};

/// A line from the shell, answered as text.
struct LineAsked
{
    std::uint64_t ticket = 0;
    std::string line;
    std::string as;         // --as: a user's id or name; "" the console
    std::string in;         // --in: a channel's id or name
    std::string unix_user;  // who typed it
};

/// The link to Slack is not as it was when the desk last heard of it.
struct LinkChanged
{
    LinkVitals link;
};

/// A subcommand wants to read the store as it is: a copy, whose path is the answer.
struct CopyAsked
{
    std::uint64_t ticket = 0;
};

/// A backup was verified and stands in its place.
struct BackupKept
{
    std::uint64_t ticket = 0;  // 0: the configuration asked for it
    std::string path;
    UtcMillis taken_at;
    std::string by;  // "console:ana", "hotwatch"
};

/// A backup that the configuration asked for does not stand.
struct BackupFailed
{
    std::string why;
};

struct Config;

/// The configuration was read anew and is right: it is to be in force from now on.
struct ConfigChanged
{
    std::uint64_t ticket = 0;
    std::shared_ptr<const Config> config;
    std::string keys;  // what is different, for the audit log
};

/// Somebody wants a plan put in force, or to know what it would change.
struct PlanGiven
{
    std::uint64_t ticket = 0;
    ImportRequest request;
};

using Event = std::variant<Started, MomentCame, EnvelopeArrived, AttemptDone, AcksWritten, AcksLost, FormFailed,
                           LineAsked, LinkChanged, CopyAsked, BackupKept, BackupFailed, ConfigChanged, PlanGiven>;

// ---- after the commit

/// Said at once and unrecorded, because it cannot wait or the store is full: response_url, else postEphemeral. Nothing
/// is promised of it.
struct DirectAnswer
{
    ReplyPath path;
    Message message;  // empty: nothing is said
    Reply::To to = Reply::To::asker;
};

struct Ack
{
    slack::SocketId socket = 0;
    std::string envelope_id;
    std::string payload;  // JSON, "" for a bare ack
    std::string key;      // of the change that nothing but this ack answers; "" where there is none
    /// The answer where the ack cannot carry it: "still storing" was its ack already, or its socket has gone. Empty
    /// where the asker is answered another way.
    DirectAnswer verdict;
    bool withhold = false;  // an event that could not be recorded: Slack is to send it again
};

/// views.open, at once and once (design, "Immediate effects").
struct OpenForm
{
    std::string trigger_id;
    std::string view;
    Message text_form;
    ReplyPath path;
    SteadyTime arrived{};
};

/// A copy to be made a backup, off the desk's thread.
struct SealJob
{
    std::string copy;
    std::string target;
    Policy policy;  // that its store works by
    UtcMillis taken_at;
    int keep = 1;  // backups in the folder of `target`, this one among them
};

struct LineAnswer
{
    std::uint64_t ticket = 0;
    std::string text;
    int exit_code = 0;
};

struct DeskHealth
{
    bool store_writes = true;
    bool has_lost_rows = false;  // what stands beside the store says that it once held more
    std::string token_trouble;   // "" or why Slack refuses the bot token
    std::size_t owed = 0;        // calls waiting or in flight
    std::size_t in_flight = 0;
    std::optional<UtcMillis> oldest_owed;
    std::uint64_t events = 0;
    std::uint64_t commits = 0;
};

struct BatchResult
{
    std::size_t events = 0;  // of the batch, to keep count of what is still at the desk
    std::vector<Ack> acks;
    std::vector<DirectAnswer> direct;
    std::vector<OpenForm> forms;
    std::vector<slack::Attempt> attempts;
    std::vector<LineAnswer> answers;
    std::vector<SealJob> seals;
    std::vector<std::string> failed_backups;  // why; between Copies and Desk
    std::vector<std::string> alarms;
    std::optional<UtcMillis> wake_at;
    DeskHealth health;

    /// What is to be done for another event, after what is to be done for this one's.
    void append(BatchResult&& other);
};

}  // namespace hotwatch
