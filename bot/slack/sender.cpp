#include "bot/slack/sender.hpp"

#include <fmt/format.h>

#include <set>
#include <tuple>

#include "bot/slack/lookup.hpp"
#include "bot/slack/outbound_post.hpp"
#include "bot/slack/rate_limit.hpp"

namespace hotwatch::slack
{

namespace
{
constexpr int looks_before_a_repeat = 2;
constexpr std::size_t results_kept = 4'096;  // of settled rows, for those whose turn to ask comes in the same batch

/// What goes out first: class, severity, age.
using Rank = std::tuple<SendClass, int, UtcMillis, std::int64_t>;

enum class Step
{
    send,
    look
};

struct Row
{
    Call call;
    Step step = Step::send;
    std::string cursor;  // of a look that needs several pages
    bool is_in_flight = false;
    bool is_ready = false;
    UtcMillis wakes{};
    bool is_asleep = false;
    std::string lane;
};

bool is_post(const Call& call)
{
    return call.method == "chat.postMessage";
}

bool is_urgent(const Call& call)
{
    return call.send_class <= SendClass::acknowledgement;
}

Rank rank_of(const Call& call)
{
    return {call.send_class, call.severity, call.created_at, call.id};
}
}  // namespace

struct Sender::State
{
    State(SenderFigures f, std::function<double()> j, std::function<std::string()> e)
        : figures(std::move(f)), jitter(std::move(j)), emergency(std::move(e))
    {
    }

    /// Rows that share a rate limit: a method, and for posts the channel too.
    struct Lane
    {
        std::string method;
        std::set<Rank> ready;
    };

    SenderFigures figures;
    std::function<double()> jitter;
    std::function<std::string()> emergency;
    std::map<std::int64_t, Row> rows;
    std::map<std::string, std::set<std::int64_t>> conversations;
    std::map<std::int64_t, std::vector<std::int64_t>> dependents;
    std::map<std::int64_t, Found> results;
    std::map<std::string, Lane> lanes;
    std::set<std::pair<UtcMillis, std::int64_t>> asleep;
    std::map<std::string, Rate> method_rates;
    std::map<std::string, Rate> channel_rates;
    std::map<std::string, UtcMillis> held;
    UtcMillis token_back{};
    bool token_alarmed = false;
    std::set<std::string> said;  // alarms of set-up, each once
    std::size_t flying = 0;

    std::string method_of(const Row& row) const
    {
        if (row.step == Step::send)
            return row.call.method;
        return look_for(row.call, {}).method;
    }

    void add(Call call, Step step)
    {
        const auto id = call.id;
        if (const auto known = rows.find(id); known != rows.end())
        {
            known->second.call.args = std::move(call.args);
            return;
        }
        if (!call.conversation.empty())
            conversations[call.conversation].insert(id);
        if (call.after != 0)
        {
            if (const auto done = results.find(call.after); done != results.end())
                fill(call, done->second);
            else if (rows.contains(call.after))
                dependents[call.after].push_back(id);
            // Otherwise the other row was settled in an earlier life, and what it gave stands in the arguments already.
        }
        auto& row = rows[id];
        row.call = std::move(call);
        row.step = step;
        consider(row, row.call.not_before);
    }

    static void fill(Call& call, const Found& from)
    {
        if (call.take == Take::channel || call.take == Take::thread_ts || call.take == Take::message_ts)
            call.args = with_argument(call.args, "channel", from.channel);
        if (call.take == Take::thread_ts)
            call.args = with_argument(call.args, "thread_ts", from.ts);
        if (call.take == Take::message_ts)
            call.args = with_argument(call.args, "ts", from.ts);
    }

    bool may_go(const Row& row) const
    {
        if (row.is_in_flight)
            return false;
        if (row.call.after != 0 && rows.contains(row.call.after))
            return false;
        if (row.call.conversation.empty())
            return true;
        const auto found = conversations.find(row.call.conversation);
        return found == conversations.end() || *found->second.begin() == row.call.id;
    }

    /// Puts the row where it waits: asleep until `when`, or nowhere while another row must go first.
    void consider(Row& row, UtcMillis when)
    {
        withdraw(row);
        if (!may_go(row))
            return;
        row.wakes = when;
        row.is_asleep = true;
        asleep.emplace(when, row.call.id);
    }

    void withdraw(Row& row)
    {
        if (row.is_asleep)
            asleep.erase({row.wakes, row.call.id});
        if (row.is_ready)
            if (const auto lane = lanes.find(row.lane); lane != lanes.end())
            {
                lane->second.ready.erase(rank_of(row.call));
                if (lane->second.ready.empty())
                    lanes.erase(lane);
            }
        row.is_asleep = row.is_ready = false;
    }

    void wake(UtcMillis now)
    {
        while (!asleep.empty() && asleep.begin()->first <= now)
        {
            auto& row = rows.at(asleep.begin()->second);
            asleep.erase(asleep.begin());
            row.is_asleep = false;
            const auto method = method_of(row);
            row.lane = row.step == Step::send && is_post(row.call) ? method + " " + argument(row.call.args, "channel")
                                                                   : method;
            auto& lane = lanes[row.lane];
            lane.method = method;
            lane.ready.insert(rank_of(row.call));
            row.is_ready = true;
        }
    }

    Rate& method_rate(const std::string& method)
    {
        const auto set = figures.per_minute.find(method);
        const int per_minute = set == figures.per_minute.end() ? calls_per_minute(method) : set->second;
        return method_rates.try_emplace(method, milliseconds{60'000 / per_minute}, std::max(1, per_minute / 5))
            .first->second;
    }

    Rate& channel_rate(const std::string& lane)
    {
        return channel_rates.try_emplace(lane, figures.channel_every, figures.channel_burst).first->second;
    }

    /// When the lane may send again.
    UtcMillis free_at(const std::string& name, const Lane& lane)
    {
        UtcMillis at = token_back;
        if (const auto hold = held.find(lane.method); hold != held.end())
            at = std::max(at, hold->second);
        if (!figures.limits)
            return at;
        at = std::max(at, method_rate(lane.method).free_at());
        if (name != lane.method)
            at = std::max(at, channel_rate(name).free_at());
        return at;
    }

    Attempt start(Row& row, UtcMillis now)
    {
        const std::string lane = row.lane;
        const auto method = method_of(row);
        withdraw(row);
        if (figures.limits)
        {
            method_rate(method).take(now);
            if (lane != method)
                channel_rate(lane).take(now);
        }
        row.is_in_flight = true;
        ++flying;
        Attempt attempt{.call_id = row.call.id, .is_lookup = row.step == Step::look, .request = {}};
        if (row.step == Step::look)
        {
            attempt.request = look_for(row.call, row.cursor);
            return attempt;
        }
        row.call.state = CallState::sending;
        row.call.started_at = now;
        ++row.call.attempts;
        attempt.request.method = row.call.method;
        attempt.request.args = is_post(row.call) ? with_id(row.call.args, row.call.uuid) : row.call.args;
        attempt.request.url = row.call.response_url;
        attempt.request.token = row.call.method == "response_url" ? Token::none : Token::bot;
        return attempt;
    }

    milliseconds back_off(int tries)
    {
        const auto doubled = figures.first_wait * (std::int64_t{1} << std::clamp(tries - 1, 0, 16));
        const auto wait = std::min<milliseconds>(doubled, figures.longest_wait);
        return milliseconds{static_cast<std::int64_t>(static_cast<double>(wait.count()) * (0.75 + 0.5 * jitter()))};
    }

    void again(Row& row, UtcMillis when, SenderOutput& output)
    {
        if (row.step == Step::send)
            row.call.state = CallState::pending;
        row.call.not_before = when;
        output.save.push_back(row.call);
        consider(row, when);
    }

    void settle(std::int64_t id, CallState state, std::string body, UtcMillis now, SenderOutput& output)
    {
        auto node = rows.extract(id);
        auto& row = node.mapped();
        withdraw(row);
        row.call.state = state;
        row.call.response_url.clear();
        output.save.push_back(row.call);
        const Found result{.channel = row.call.result_channel, .ts = row.call.result_ts};
        if (state == CallState::sent)
        {
            results[id] = result;
            if (results.size() > results_kept)
                results.erase(results.begin());
        }
        if (!row.call.conversation.empty())
        {
            auto& queue = conversations[row.call.conversation];
            queue.erase(id);
            if (queue.empty())
                conversations.erase(row.call.conversation);
            else
                wake_up(*queue.begin());
        }
        const auto waiting = dependents.extract(id);
        if (!row.call.purpose.empty() || state == CallState::parked)
            output.settled.push_back({row.call, std::move(body)});
        if (waiting)
            for (const auto dependent : waiting.mapped())
                release(dependent, state, result, row.call.error, now, output);
    }

    void wake_up(std::int64_t id)
    {
        auto& row = rows.at(id);
        if (!row.is_asleep && !row.is_ready && !row.is_in_flight)
            consider(row, row.call.not_before);
    }

    void release(std::int64_t id, CallState state, const Found& result, const std::string& error, UtcMillis now,
                 SenderOutput& output)
    {
        const auto found = rows.find(id);
        if (found == rows.end())
            return;
        if (state == CallState::parked)
        {
            found->second.call.error = "what it belongs to was not delivered: " + error;
            settle(id, CallState::parked, {}, now, output);
            return;
        }
        fill(found->second.call, result);
        output.save.push_back(found->second.call);
        wake_up(id);
    }

    void park(Row& row, std::string why, UtcMillis now, SenderOutput& output)
    {
        row.call.error = std::move(why);
        settle(row.call.id, CallState::parked, {}, now, output);
    }

    void sent(Row& row, const Found& result, std::string body, UtcMillis now, SenderOutput& output)
    {
        row.call.result_channel = result.channel;
        row.call.result_ts = result.ts;
        row.call.error.clear();
        settle(row.call.id, CallState::sent, std::move(body), now, output);
    }

    void not_known(Row& row, UtcMillis now, SenderOutput& output);
    void refused(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& output);
    void looked(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& output);
    void cannot_look(Row& row, const std::string& why, UtcMillis now, SenderOutput& output);
    void token_gone(const std::string& error, UtcMillis now, SenderOutput& output);
    void hold(const std::string& method, const ApiResult& result, UtcMillis now, SenderOutput& output);
};

/// The request may have been carried out: what that means depends on what may be repeated.
void Sender::State::not_known(Row& row, UtcMillis now, SenderOutput& output)
{
    if (row.call.kind == CallKind::once)
        return park(row, "outcome unknown: " + row.call.error, now, output);
    if (row.call.kind == CallKind::repeatable)
        return again(row, now + back_off(row.call.attempts), output);
    row.call.state = CallState::unknown;
    row.step = Step::look;
    row.cursor.clear();
    row.call.looks = 0;
    output.save.push_back(row.call);
    consider(row, now + figures.look_again_after);
}

void Sender::State::refused(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& output)
{
    auto& call = row.call;
    call.error = result.messages.empty() ? result.error : fmt::format("{} ({})", result.error, result.messages);
    switch (classify(result.error))
    {
    case ErrorClass::already_so:
        return sent(row, {}, result.body, now, output);
    case ErrorClass::retry_later:
        if (call.kind == CallKind::once)
            return park(row, call.error, now, output);
        return again(row, now + back_off(call.attempts), output);
    case ErrorClass::token_gone:
        token_gone(result.error, now, output);
        return again(row, token_back, output);
    case ErrorClass::target_wrong:
        if (is_post(call))
        {
            const auto elsewhere = emergency();
            if (!elsewhere.empty() && argument(call.args, "channel") != elsewhere)
            {
                call.args = rerouted(call.args, elsewhere, result.error);
                return again(row, now, output);
            }
        }
        return park(row, call.error, now, output);
    case ErrorClass::our_bug:
        if (is_post(call) || call.method == "chat.update")
            if (auto plain = as_plain_text(call.args); !plain.empty())
            {
                call.args = std::move(plain);
                return again(row, now, output);
            }
        return park(row, call.error, now, output);
    case ErrorClass::setup_wrong:
        if (said.insert(call.method + call.error).second)
            output.alarms.push_back(
                fmt::format("Slack does not let the bot use {}: {}. Check the app's scopes and reinstall it.",
                            call.method, call.error));
        return park(row, call.error, now, output);
    case ErrorClass::too_late:
    case ErrorClass::final:
        return park(row, call.error, now, output);
    }
}

void Sender::State::looked(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& output)
{
    switch (result.kind)
    {
    case ApiResult::Kind::rate_limited:
        hold(method_of(row), result, now, output);
        return consider(row, now);
    case ApiResult::Kind::unknown:
    case ApiResult::Kind::not_sent:
        return consider(row, now + back_off(row.call.looks + 2));
    case ApiResult::Kind::refused:
        if (classify(result.error) == ErrorClass::token_gone)
        {
            token_gone(result.error, now, output);
            return consider(row, token_back);
        }
        if (classify(result.error) == ErrorClass::retry_later)
            return consider(row, now + back_off(row.call.looks + 2));
        return cannot_look(row, result.error, now, output);
    case ApiResult::Kind::ok:
        break;
    }
    const auto found = read_history(row.call, result.body);
    if (!found.ts.empty())
        return sent(row, {.channel = found.channel, .ts = found.ts}, {}, now, output);
    row.cursor = found.next_cursor;
    if (!row.cursor.empty())
        return consider(row, now);
    if (++row.call.looks < looks_before_a_repeat)
    {
        output.save.push_back(row.call);
        return consider(row, now + figures.look_again_after);
    }
    row.step = Step::send;
    row.call.looks = 0;
    again(row, now, output);
}

/// A P0 is repeated and says that it may be one; the rest waits for a person (product section 13).
void Sender::State::cannot_look(Row& row, const std::string& why, UtcMillis now, SenderOutput& output)
{
    if (row.call.severity != 0)
        return park(row, fmt::format("it may have arrived: its outcome is unknown and cannot be looked up ({})", why),
                    now, output);
    row.call.args = as_possible_repeat(row.call.args);
    row.step = Step::send;
    again(row, now, output);
}

void Sender::State::token_gone(const std::string& error, UtcMillis now, SenderOutput& output)
{
    token_back = now + figures.token_gone_wait;
    if (!token_alarmed)
        output.alarms.push_back(
            fmt::format("Slack refuses the bot token ({}). Everything owed is kept; reinstall the app or set a valid "
                        "SLACK_BOT_TOKEN and restart. It is tried again every {} minutes.",
                        error, std::chrono::duration_cast<std::chrono::minutes>(figures.token_gone_wait).count()));
    token_alarmed = true;
}

void Sender::State::hold(const std::string& method, const ApiResult& result, UtcMillis now, SenderOutput& output)
{
    const auto extra =
        milliseconds{static_cast<std::int64_t>(jitter() * 100.0 * static_cast<double>(result.retry_after.count()))};
    auto& until = held[method];
    until = std::max(until, now + result.retry_after + extra);
    output.holds[method] = until;
}

Sender::Sender(SenderFigures figures, std::function<double()> jitter, std::function<std::string()> emergency_channel)
    : state_(std::make_unique<State>(std::move(figures), std::move(jitter), std::move(emergency_channel)))
{
}

Sender::~Sender() = default;

SenderOutput Sender::restore(std::vector<Call> unsettled, std::map<std::string, UtcMillis> holds, UtcMillis now,
                             const std::set<std::int64_t>& still_in_flight)
{
    SenderOutput output;
    state_->held = std::move(holds);
    std::vector<std::int64_t> unknown;
    for (auto& call : unsettled)
    {
        const auto id = call.id;
        const auto state = call.state;
        state_->add(std::move(call), Step::send);
        auto& row = state_->rows.at(id);
        if (still_in_flight.contains(id))
        {
            state_->withdraw(row);
            row.is_in_flight = true;
            row.step = state == CallState::unknown ? Step::look : Step::send;
            ++state_->flying;
        }
        else if (state == CallState::sending || state == CallState::unknown)
            unknown.push_back(id);
    }
    for (const auto id : unknown)
    {
        auto& row = state_->rows.at(id);
        row.call.error = "Hotwatch ended while it was on its way";
        state_->withdraw(row);
        state_->not_known(row, now, output);
    }
    return output;
}

void Sender::add(Call call)
{
    state_->add(std::move(call), Step::send);
}

SenderOutput Sender::next(UtcMillis now)
{
    SenderOutput output;
    auto& state = *state_;
    state.wake(now);
    for (;;)
    {
        // The best head of all lanes that may send now.
        const auto slots = static_cast<std::size_t>(state.figures.in_flight);
        if (state.flying >= slots)
            break;
        const bool only_urgent = state.flying + 1 >= slots;  // the last slot is kept for what people wait for
        const Rank* best = nullptr;
        for (const auto& [name, lane] : state.lanes)
        {
            const auto& head = *lane.ready.begin();
            if ((best != nullptr && *best < head) || (only_urgent && !is_urgent(state.rows.at(std::get<3>(head)).call)))
                continue;
            if (state.free_at(name, lane) <= now)
                best = &head;
        }
        if (best == nullptr)
            break;
        auto& row = state.rows.at(std::get<3>(*best));
        const bool is_look = row.step == Step::look;
        output.attempts.push_back(state.start(row, now));
        if (!is_look)
            output.save.push_back(row.call);
    }
    return output;
}

SenderOutput Sender::outcome(const Attempt& attempt, const ApiResult& result, UtcMillis now)
{
    SenderOutput output;
    auto& state = *state_;
    const auto found = state.rows.find(attempt.call_id);
    if (found == state.rows.end() || !found->second.is_in_flight)
        return output;
    auto& row = found->second;
    row.is_in_flight = false;
    --state.flying;
    if (result.kind == ApiResult::Kind::ok)
        state.token_alarmed = false;
    if (attempt.is_lookup)
    {
        state.looked(row, result, now, output);
        return output;
    }
    row.call.error = result.error;
    switch (result.kind)
    {
    case ApiResult::Kind::ok:
        state.sent(row, read_result(result.body), result.body, now, output);
        break;
    case ApiResult::Kind::rate_limited:
        state.hold(row.call.method, result, now, output);
        state.again(row, now, output);
        break;
    case ApiResult::Kind::not_sent:
        if (row.call.kind == CallKind::once && row.call.attempts >= state.figures.most_attempts_final)
            state.park(row, row.call.error, now, output);
        else
            state.again(row, now + state.back_off(row.call.attempts), output);
        break;
    case ApiResult::Kind::unknown:
        state.not_known(row, now, output);
        break;
    case ApiResult::Kind::refused:
        state.refused(row, result, now, output);
        break;
    }
    return output;
}

std::optional<UtcMillis> Sender::wake_at() const
{
    std::optional<UtcMillis> at;
    const auto sooner = [&at](UtcMillis t) { at = std::min(at.value_or(t), t); };
    if (!state_->asleep.empty())
        sooner(state_->asleep.begin()->first);
    const auto slots = static_cast<std::size_t>(state_->figures.in_flight);
    if (state_->flying < slots)
        for (const auto& [name, lane] : state_->lanes)
            if (state_->flying + 1 < slots || is_urgent(state_->rows.at(std::get<3>(*lane.ready.begin())).call))
                sooner(state_->free_at(name, lane));
    return at;
}

std::size_t Sender::waiting() const
{
    return state_->rows.size() - state_->flying;
}

std::size_t Sender::in_flight() const
{
    return state_->flying;
}

std::optional<UtcMillis> Sender::oldest_waiting() const
{
    // Identifiers grow with age, so the first row is the oldest.
    return state_->rows.empty() ? std::nullopt : std::optional{state_->rows.begin()->second.call.created_at};
}

}  // namespace hotwatch::slack
