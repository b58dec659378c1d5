// What the outcome of an attempt means for its row (design "The outbox", platform 12.4, product 13).
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/call_args.hpp"
#include "bot/slack/json_outline.hpp"
#include "bot/slack/lookup.hpp"
#include "bot/slack/profile.hpp"
#include "bot/slack/sender_state.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

constexpr int most_once_tries = 5;  // where Slack had no time for it

/// Refusals after which part of the work may have been done all the same (platform 12.4, 14.1).
bool may_have_been_done(const std::string& error)
{
    return error == "fatal_error" || error == "internal_error" || error == "request_timeout" ||
           error == "service_unavailable";
}

std::string with_detail(const ApiResult& result)
{
    constexpr std::size_t most = 200;
    return result.messages.empty() ? result.error
                                   : fmt::format("{}: {}", result.error, result.messages.substr(0, most));
}
}  // namespace

SenderOutput Sender::outcome(const Attempt& attempt, const ApiResult& result, UtcMillis now)
{
    auto& state = *state_;
    SenderOutput out;
    const auto found = state.rows.find(attempt.call_id);
    if (found == state.rows.end() || !found->second.is_out)
        return out;
    auto& row = found->second;
    row.is_out = false;
    --state.out_now;
    state.now_known = now;

    const bool is_answered = result.kind == ApiResult::Kind::ok || result.kind == ApiResult::Kind::refused;
    if (result.kind == ApiResult::Kind::refused && classify(result.error) == ErrorClass::token_gone)
        state.lose_token(result.error, now, out);
    else if (is_answered && attempt.request.token == Token::bot && state.token_gone_until <= now)
    {
        state.token_gone_until.reset();  // earlier answers are to requests from before the token was lost
        state.token_error.clear();
    }

    if (result.kind == ApiResult::Kind::rate_limited)
        state.hold(attempt, row, result, now, out);
    if (attempt.is_lookup)
        state.looked(row, result, now, out);
    else
        state.called(row, result, now, out);
    return out;
}

void Sender::State::called(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out)
{
    using Kind = ApiResult::Kind;
    if (result.kind == Kind::ok)
    {
        const auto given = member(result.body, "channel");
        auto channel = text_of(given.starts_with('{') ? member(given, "id") : given);
        std::string ts;
        for (const auto* name : {"ts", "message_ts", "scheduled_message_id"})
            if (ts.empty())
                ts = text_of(member(result.body, name));
        return send_settled(row, channel.empty() ? channel_of(row.call) : std::move(channel), std::move(ts),
                            result.body, out);
    }
    if (result.kind == Kind::unknown)
        return lose(row, result.error, now, out);
    if (result.kind == Kind::refused && classify(result.error) == ErrorClass::already_so)
        return send_settled(row, channel_of(row.call), {}, result.body, out);
    if (result.kind == Kind::refused)
        return refused(row, result, now, out);
    if (row.call.kind == CallKind::once && (result.kind != Kind::rate_limited || row.call.attempts >= most_once_tries))
        // Certainly not done. Yet what goes out only once belongs to a moment, and the moment is over.
        return park(row, result.error, result.body, out);
    auto not_before = after_wait(row.call.attempts, now);
    if (result.kind == Kind::rate_limited)  // an address of its own is held by nothing but its row
        not_before =
            row.call.method == "response_url" ? now + std::max(result.retry_after, seconds{1}) : row.call.not_before;
    back_to_pending(row, result.error, not_before, out);
}

void Sender::State::refused(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out)
{
    const auto error_class = classify(result.error);
    if (error_class == ErrorClass::setup_wrong)
    {
        const auto needed = text_at(json::parse(result.body, nullptr, false), "/needed");
        alarm_once(fmt::format("Slack refuses {}: {}{}", row.call.method, result.error,
                               needed.empty() ? "" : ", needs the scope " + needed),
                   out);
    }
    if (row.call.kind == CallKind::once)
        return park(row, result.error, result.body, out);
    switch (error_class)
    {
    case ErrorClass::token_gone:
        return back_to_pending(row, result.error, row.call.not_before, out);
    case ErrorClass::retry_later:
        if (row.call.kind == CallKind::look_up && may_have_been_done(result.error))
            return lose(row, result.error, now, out);
        return back_to_pending(row, result.error,
                               result.error == "message_limit_exceeded" ? now + figures.longest_wait
                                                                        : after_wait(row.call.attempts, now),
                               out);
    case ErrorClass::setup_wrong:
    case ErrorClass::target_wrong:
        return reroute_or_park(row, result, out);
    case ErrorClass::our_bug:
        alarm_once(fmt::format("Slack does not take a {} as it was written: {}", row.call.method, with_detail(result)),
                   out);
        if ((row.call.method == "chat.postMessage" || row.call.method == "chat.update") && make_plain(row.call))
            return back_to_pending(row, result.error, row.call.not_before, out);
        return park(row, with_detail(result), result.body, out);
    case ErrorClass::final:  // codes that nobody has met yet, too: what asks somebody for something goes on elsewhere
        if (is_wanted_anywhere(row.call))
            return reroute_or_park(row, result, out);
        break;
    case ErrorClass::already_so:
    case ErrorClass::too_late:
        break;
    }
    park(row, result.error, result.body, out);
}

/// The answer was lost: repeatable calls repeat, posts are looked for, and what goes once is over.
void Sender::State::lose(Row& row, const std::string& error, UtcMillis now, SenderOutput& out)
{
    if (row.call.kind == CallKind::repeatable)
        return back_to_pending(row, error, after_wait(row.call.attempts, now), out);
    if (row.call.kind == CallKind::once || lookup_method(row.call, now).empty())
        return park(row, fmt::format("{}: {}", outcome_unknown, error), {}, out);
    row.unknown_since = now;
    row.cursor.clear();
    row.looks_failed = 0;
    row.call.state = CallState::unknown;
    row.call.looks = 0;
    row.call.error = error;
    row.call.not_before = now;
    out.save.push_back(row.call);
    place(row.call.id);
}

void Sender::State::reroute_or_park(Row& row, const ApiResult& result, SenderOutput& out)
{
    const bool same_everywhere = result.error == "missing_scope" || result.error == "not_allowed_token_type";
    const auto channel = channel_of(row.call);
    if (same_everywhere || !reroute_on(row, result.error))
        return park(row, result.error, result.body, out);
    alarm_once(fmt::format("{} takes no posts ({}): what is meant for it goes to {}", channel, result.error,
                           channel_of(row.call)),
               out);
    back_to_pending(row, result.error, row.call.not_before, out);
}

void Sender::State::back_to_pending(Row& row, std::string error, UtcMillis not_before, SenderOutput& out)
{
    row.call.state = CallState::pending;
    row.call.error = std::move(error);
    row.call.not_before = not_before;
    out.save.push_back(row.call);
    place(row.call.id);
}

void Sender::State::send_settled(Row& row, std::string channel, std::string ts, std::string body, SenderOutput& out)
{
    row.call.state = CallState::sent;
    row.call.error.clear();
    row.call.result_channel = std::move(channel);
    row.call.result_ts = std::move(ts);
    row.call.response_url.clear();
    settle(row, std::move(body), out);
}

void Sender::State::park(Row& row, std::string error, std::string body, SenderOutput& out)
{
    row.call.state = CallState::parked;
    row.call.error = error.empty() ? "refused without a reason" : std::move(error);
    row.call.response_url.clear();
    settle(row, std::move(body), out);
}

void Sender::State::hold(const Attempt& attempt, const Row& row, const ApiResult& result, UtcMillis now,
                         SenderOutput& out)
{
    const auto& method = attempt.request.method;
    if (method == "response_url")
        return;  // the limit is that of one channel, which has no name here; the address is a secret
    const auto told = std::chrono::duration_cast<milliseconds>(std::max(result.retry_after, seconds{1}));
    // Up to a tenth later, so that what was held together does not come back together.
    const auto wait =
        told + milliseconds{static_cast<std::int64_t>(static_cast<double>(told.count()) * 0.1 * jitter())};
    out.holds.merge(limits.hold(method, is_post(method) ? channel_of(row.call) : "", now + wait, now));
}

void Sender::State::lose_token(const std::string& error, UtcMillis now, SenderOutput& out)
{
    if (!token_gone_until)
        out.alarms.push_back(fmt::format("Slack no longer accepts the bot token ({}): nothing goes out; tried again "
                                         "every {} s",
                                         error, figures.token_gone_wait.count() / 1'000));
    token_gone_until = now + figures.token_gone_wait;
    token_error = error;
}

void Sender::State::alarm_once(std::string what, SenderOutput& out)
{
    if (said.insert(what).second)
        out.alarms.push_back(std::move(what));
}

UtcMillis Sender::State::after_wait(int tries, UtcMillis now) const
{
    constexpr int doublings = 20;
    const auto full = std::min(figures.first_wait * (1 << std::clamp(tries - 1, 0, doublings)), figures.longest_wait);
    return now + milliseconds{static_cast<std::int64_t>(static_cast<double>(full.count()) * (1.0 - jitter() / 2))};
}

}  // namespace hotwatch::slack
