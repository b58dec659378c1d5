// Which owed call goes out next, and what its outcome means: the outbox as a state machine. No I/O, no clock, no
// database. Lives on the desk: the desk saves what it returns in the same transaction, so `sending` is on disk before
// the request leaves. Rules: design "The outbox", platform 12 to 14, product 13.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/slack/web_api.hpp"
#include "storage/records.hpp"

namespace hotwatch::slack
{

struct SenderFigures
{
    int in_flight = 32;                 // together they are settled in one commit; Slack's limits stand apart from this
    milliseconds channel_every{1'000};  // posts to one channel: about one a second, small bursts allowed
    int channel_burst = 3;
    std::map<std::string, int> per_minute;  // by method, instead of platform 13's tiers
    bool limits = true;                     // off only in benchmarks; what Slack tells us to wait is always waited
    milliseconds first_wait{1'000};         // after a failed try; doubling, jitter takes away up to half of it
    milliseconds longest_wait{60'000};
    milliseconds look_again_after{2'000};  // "not found twice, at least this apart" before a repeat
    milliseconds history_lags{5'000};      // the last look is no sooner than this after the answer was lost
    // How long after its attempt a lost post is looked for while no look is answered: one that is a P0 or keeps a P0
    // waiting, and any other.
    milliseconds look_for_grave{60'000};
    milliseconds look_for_other{600'000};
    milliseconds look_after_start{30'000};  // at least, from a row's first look on, however long ago the attempt was
    milliseconds token_gone_wait{300'000};
};

/// One HTTP call to make now.
struct Attempt
{
    std::int64_t call_id = 0;
    bool is_lookup = false;  // conversations.history / .replies / scheduledMessages.list on behalf of that row
    ApiRequest request;
};

/// What became of a row for good, for the rule named by its purpose.
struct Settled
{
    Call call;         // state sent or parked, with result or error; rerouted where result_channel is another one
    std::string body;  // Slack's answer where there was one: reads need it
};

/// Everything the desk must write and tell after an input.
struct SenderOutput
{
    std::vector<Call> save;         // rows whose mutable columns changed
    std::vector<Attempt> attempts;  // to perform after the commit
    std::vector<Settled> settled;
    std::map<std::string, UtcMillis> holds;  // Retry-After to remember, by "method" or "method channel"
    std::vector<std::string> alarms;         // each said once: token gone, missing scope (with `needed`), channel gone
};

class Sender
{
  public:
    /// `fallback_channels` names where a post goes whose own channel is gone, the best first; `channel_id` gives the id
    /// of a "#name", "" while it is not known. Both are asked at each use.
    Sender(SenderFigures figures, std::function<double()> jitter,
           std::function<std::vector<std::string>()> fallback_channels,
           std::function<std::string(const std::string&)> channel_id);
    ~Sender();

    /// At start: every unsettled row. Those in `sending` or `unknown` are looked up before they are repeated, or parked
    /// where they may go but once; not so those whose request is still under way (after a batch that could not be
    /// committed): their outcome will be told. What follows for the rows comes with the first `next`.
    void restore(std::vector<Call> unsettled, const std::map<std::string, UtcMillis>& holds, UtcMillis now,
                 const std::set<std::int64_t>& still_in_flight = {});
    /// A new or replaced row. Cheap; nothing is attempted before `next`. A row that is not pending, or is in flight, is
    /// left as it is.
    void add(Call call);
    /// A channel has another id: its rows go there, and what follows posts in it. The store is changed by the caller.
    void move_channel(const std::string& from, const std::string& to);
    /// The rows whose turn it is, marked `sending`, and whatever `restore` and `add` left to be saved and told.
    SenderOutput next(UtcMillis now);
    /// What came of an attempt. News of a row that waits for none is ignored.
    SenderOutput outcome(const Attempt& attempt, const ApiResult& result, UtcMillis now);

    /// When `next` would give something that it does not give now, or a little sooner; none while all waits on
    /// outcomes or there is nothing.
    [[nodiscard]] std::optional<UtcMillis> wake_at() const;
    /// Why Slack refuses the bot token, "" while it does not.
    [[nodiscard]] std::string token_trouble() const;
    [[nodiscard]] std::size_t waiting() const;  // not sent, not parked, not in flight
    [[nodiscard]] std::size_t in_flight() const;
    [[nodiscard]] std::optional<UtcMillis> oldest_waiting() const;  // created_at of the oldest of those waiting
    [[nodiscard]] std::uint64_t looked_at() const;  // rows and lanes touched so far: the cost, for tests

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hotwatch::slack
