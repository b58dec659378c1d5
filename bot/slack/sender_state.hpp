// What the sender remembers, and the steps it is made of; for sender*.cpp only.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bot/slack/rate_limit.hpp"
#include "bot/slack/send_order.hpp"
#include "bot/slack/send_queue.hpp"
#include "bot/slack/sender.hpp"

namespace hotwatch::slack
{

/// Cards and digests can be read up later; the rest asks somebody for something, or says that somebody has it.
bool is_wanted_anywhere(const Call& call);

struct Sender::State
{
    State(SenderFigures own_figures, std::function<double()> own_jitter,
          std::function<std::vector<std::string>()> fallbacks,
          std::function<std::string(const std::string&)> id_of_name);

    struct Row
    {
        Call call;
        bool is_out = false;               // its attempt or its look-up is in flight
        UtcMillis unknown_since{};         // when its answer was lost, as far as this process knows
        std::string cursor;                // of the look-up's next page
        int looks_failed = 0;              // in a row, for their back-off
        UtcMillis looked_from{};           // when the first of those began
        bool is_joining = false;           // its next look is none: the bot joins the channel first
        bool has_joined = false;           // or was refused, so that once is enough
        UtcMillis given_up_from{};         // whether it is looked for any longer is not asked before
        std::set<std::string> refused_in;  // channels that it cannot be posted in, as far as this process knows
    };
    /// What followers of a settled row need: they may be heard of a moment after it.
    struct Result
    {
        std::string channel;
        std::string ts;
        std::string parked_for;  // the error; "" where it was sent
    };

    // Rows and their places.
    void enter(Call call);
    void replace(Row& row, Call call);
    void place(std::int64_t id);
    void place_all(const std::vector<std::int64_t>& ids);
    void follow(std::int64_t id, SenderOutput& out);
    void follow_orphans(SenderOutput& out);
    void go_without(Row& row, const std::string& why, SenderOutput& out);
    bool reroute_on(Row& row, const std::string& reason);
    bool address_by_id(Row& row, bool is_saved_here, SenderOutput& out);
    [[nodiscard]] bool are_channels_asked_for() const;
    void start(const Turn& turn, UtcMillis now, SenderOutput& out);
    [[nodiscard]] bool has_slot() const;
    [[nodiscard]] bool only_urgent() const;
    void settle(Row& row, std::string body, SenderOutput& out);
    void send_settled(Row& row, std::string channel, std::string ts, std::string body, SenderOutput& out);
    void park(Row& row, std::string error, std::string body, SenderOutput& out);

    // What an outcome means.
    void called(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out);
    void refused(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out);
    void looked(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out);
    void not_found(Row& row, UtcMillis now, SenderOutput& out);
    void look_later(Row& row, UtcMillis now);
    void give_up_looking(UtcMillis now, SenderOutput& out);
    [[nodiscard]] bool is_looked_for_too_long(const Row& row, UtcMillis now) const;
    [[nodiscard]] UtcMillis unanswered_since(const Row& row) const;
    void unreadable(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out);
    void lose(Row& row, const std::string& error, UtcMillis now, SenderOutput& out);
    void back_to_pending(Row& row, std::string error, UtcMillis not_before, SenderOutput& out);
    void reroute_or_park(Row& row, const ApiResult& result, SenderOutput& out);
    void hold(const Attempt& attempt, const Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out);
    void lose_token(const std::string& error, UtcMillis now, SenderOutput& out);
    void alarm_once(std::string what, SenderOutput& out);
    [[nodiscard]] UtcMillis after_wait(int tries, UtcMillis now) const;

    SenderFigures figures;
    std::function<double()> jitter;
    std::function<std::vector<std::string>()> fallback_channels;
    std::function<std::string(const std::string&)> channel_id;

    std::map<std::int64_t, Row> rows;  // unsettled; by id, which is by age
    SendOrder order;
    RateLimits limits;
    SendQueue queue{limits};
    std::set<std::pair<UtcMillis, std::int64_t>> looked_for;       // unknown rows not in flight, by given_up_from
    std::map<std::string, UtcMillis, std::less<>> looks_answered;  // the last, by method
    std::size_t out_now = 0;
    UtcMillis now_known{};  // of the last input

    std::unordered_map<std::int64_t, Result> results;  // of the rows settled last
    std::deque<std::int64_t> results_by_age;

    SenderOutput owed;                          // what `restore` and `add` led to, for the next output
    std::set<std::int64_t> to_save;             // filled with another row's result, not saved yet
    std::set<std::int64_t> orphans;             // the row that they name was parked, and they may be given another
    std::string token_error;                    // as Slack says it, while it refuses the token
    std::optional<UtcMillis> token_gone_until;  // set while Slack refuses the token: one try at a time, from then on
    std::set<std::string> said;                 // alarms
};

}  // namespace hotwatch::slack
