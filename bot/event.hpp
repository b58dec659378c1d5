// Everything that can happen to Hotwatch, and what must be done outside once it is on disk.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/clock.hpp"
#include "bot/slack/envelope.hpp"
#include "bot/slack/sender.hpp"
#include "bot/slack/transport.hpp"
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

struct VerifyAsked
{
    std::uint64_t ticket = 0;
};

using Event = std::variant<Started, MomentCame, EnvelopeArrived, AttemptDone, AcksWritten, AcksLost, FormFailed,
                           LineAsked, LinkChanged, VerifyAsked>;

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

struct LineAnswer
{
    std::uint64_t ticket = 0;
    std::string text;
    int exit_code = 0;
};

struct DeskHealth
{
    bool store_writes = true;
    std::size_t owed = 0;  // calls waiting or in flight
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
    std::vector<std::string> alarms;
    std::optional<UtcMillis> wake_at;
    DeskHealth health;

    /// What is to be done for another event, after what is to be done for this one's.
    void append(BatchResult&& other);
};

}  // namespace hotwatch
