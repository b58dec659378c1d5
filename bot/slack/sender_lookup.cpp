// What a look-up says about a post whose answer was lost (design "The outbox", reliability B0 "Reconcile").
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/call_args.hpp"
#include "bot/slack/lookup.hpp"
#include "bot/slack/profile.hpp"
#include "bot/slack/sender_state.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

constexpr int looks_before_repeat = 2;
constexpr milliseconds asked_again_after{5'000};  // a P0 may have come to wait for the row meanwhile
}  // namespace

void Sender::State::looked(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out)
{
    using Kind = ApiResult::Kind;
    if (row.is_joining && result.kind != Kind::rate_limited)
    {
        row.is_joining = false;
        const bool is_answered = result.kind == Kind::ok ||
                                 (result.kind == Kind::refused && classify(result.error) != ErrorClass::retry_later &&
                                  classify(result.error) != ErrorClass::token_gone);
        if (is_answered)
            return place(row.call.id);  // whatever the answer was, the next look tells
        row.has_joined = false;
        return look_later(row, now);
    }
    if (result.kind == Kind::rate_limited)
    {
        ++row.looks_failed;
        return place(row.call.id);  // which the limits hold
    }
    if (result.kind == Kind::not_sent || result.kind == Kind::unknown)
        return look_later(row, now);
    if (result.kind == Kind::refused)
    {
        const auto error_class = classify(result.error);
        if (error_class == ErrorClass::token_gone)
            return place(row.call.id);
        if (error_class == ErrorClass::retry_later)
            return look_later(row, now);
        if (result.error == "invalid_cursor")
        {
            row.cursor.clear();  // too old; from the first page again
            return look_later(row, now);
        }
        if (result.error == "not_in_channel" && !std::exchange(row.has_joined, true))
        {
            row.is_joining = true;  // somebody removed the bot; a private channel will say so
            return place(row.call.id);
        }
        if (error_class == ErrorClass::setup_wrong)
        {
            const auto needed = text_at(json::parse(result.body, nullptr, false), "/needed");
            alarm_once(fmt::format("Lost posts cannot be looked up: {}{}", result.error,
                                   needed.empty() ? "" : ", needs the scope " + needed),
                       out);
        }
        return unreadable(row, result, now, out);
    }
    auto look = read_lookup(row.call, result.body);
    if (!look.is_readable)
        return look_later(row, now);
    row.looks_failed = 0;
    looks_answered.insert_or_assign(std::string{lookup_method(row.call, now)}, now);
    row.cursor = std::move(look.cursor);
    if (look.found)
        return send_settled(row, std::move(look.found->channel), std::move(look.found->ts), {}, out);
    if (row.cursor.empty())
        return not_found(row, now, out);
    place(row.call.id);
}

/// Once proves nothing: a history shows a new message a little late (reliability B2, 20).
void Sender::State::not_found(Row& row, UtcMillis now, SenderOutput& out)
{
    if (++row.call.looks >= looks_before_repeat)
    {
        row.call.looks = 0;
        const int repeats = row.call.attempts - 1;
        return back_to_pending(row, row.call.error, repeats > 0 ? after_wait(repeats, now) : now, out);
    }
    row.call.not_before = std::max(now + figures.look_again_after, row.unknown_since + figures.history_lags);
    out.save.push_back(row.call);
    place(row.call.id);
}

void Sender::State::look_later(Row& row, UtcMillis now)
{
    // Not saved: after a restart the first look comes at once.
    row.call.not_before = after_wait(++row.looks_failed, now);
    place(row.call.id);
}

/// A history that answers nothing must not keep a post, and all that waits for it, without end (product 13).
void Sender::State::give_up_looking(UtcMillis now, SenderOutput& out)
{
    while (!looked_for.empty() && looked_for.begin()->first <= now)
    {
        const auto id = looked_for.begin()->second;
        auto& row = rows.at(id);
        looked_for.erase(looked_for.begin());
        if (is_looked_for_too_long(row, now))
        {
            unreadable(row, {.kind = ApiResult::Kind::unknown, .error = "no look was answered for too long"}, now, out);
            continue;
        }
        row.given_up_from = now + asked_again_after;
        looked_for.emplace(row.given_up_from, id);
    }
}

bool Sender::State::is_looked_for_too_long(const Row& row, UtcMillis now) const
{
    const auto is_grave = [this](std::int64_t id) { return rows.at(id).call.severity == 0; };
    const bool is_failing = row.looks_failed > 0;
    if (is_failing && now - row.looked_from < figures.look_after_start)
        return false;
    const auto lasted = now - unanswered_since(row);
    return lasted >= figures.look_for_other ||
           (lasted >= figures.look_for_grave &&
            (is_grave(row.call.id) || std::ranges::any_of(order.waiting_for(row.call.id), is_grave)));
}

/// As long as the looks for others are answered, a row whose turn has not come is no worse off than they, however many
/// there are before it; and one whose own look failed may have had bad luck.
UtcMillis Sender::State::unanswered_since(const Row& row) const
{
    const auto found = looks_answered.find(lookup_method(row.call, now_known));
    const auto answered = found == looks_answered.end() ? UtcMillis{} : found->second;
    if (row.looks_failed == 0)
        return std::max(row.unknown_since, answered);
    return answered > row.looked_from ? row.looked_from : row.call.started_at.value_or(row.call.created_at);
}

/// Whether it was posted cannot be found out. For a P0, twice is better than not at all.
void Sender::State::unreadable(Row& row, const ApiResult& result, UtcMillis now, SenderOutput& out)
{
    row.is_joining = false;
    if (row.call.severity != 0 || row.call.method != "chat.postMessage")
        return park(row, fmt::format("{}, and it could not be looked up: {}", outcome_unknown, result.error),
                    result.body, out);
    mark_possible_repeat(row.call);
    row.call.looks = 0;
    const int repeats = row.call.attempts - 1;
    back_to_pending(row, result.error, repeats > 0 ? after_wait(repeats, now) : now, out);
}

}  // namespace hotwatch::slack
