// Which owed call goes out next: rows enter, find their place, and are started. What their outcomes mean is in
// sender_outcome.cpp and sender_lookup.cpp; what rows take from each other, and where they go instead, in
// sender_follow.cpp.
#include "bot/slack/sender.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "bot/slack/call_args.hpp"
#include "bot/slack/lookup.hpp"
#include "bot/slack/sender_state.hpp"

namespace hotwatch::slack
{

namespace
{
constexpr std::size_t results_kept = 4'096;              // a row and its follower settle and arrive in one batch
constexpr milliseconds response_url_lives{30 * 60'000};  // platform section 9

Rank rank_of(const Call& call)
{
    return {call.send_class, call.severity};
}

std::string counts_to(const Call& call)
{
    if (!is_post(call.method))
        return {};
    return call.method == "response_url" ? call.response_url : channel_of(call);
}

bool is_empty(const SenderOutput& output)
{
    return output.save.empty() && output.attempts.empty() && output.settled.empty() && output.holds.empty() &&
           output.alarms.empty();
}

/// Why the row can never be sent; "" where it can.
std::string defect_of(const Call& call, UtcMillis now)
{
    if (!is_json_object(call.args))
        return "its arguments are not a JSON object";
    if (call.method == "response_url" && (call.response_url.empty() || now - call.created_at >= response_url_lives))
        return "expired_url";
    return {};
}
}  // namespace

Sender::State::State(SenderFigures own_figures, std::function<double()> own_jitter,
                     std::function<std::vector<std::string>()> fallbacks,
                     std::function<std::string(const std::string&)> id_of_name)
    : figures(std::move(own_figures)),
      jitter(std::move(own_jitter)),
      fallback_channels(std::move(fallbacks)),
      channel_id(std::move(id_of_name)),
      limits({figures.channel_every, figures.channel_burst, figures.per_minute, figures.limits})
{
}

void Sender::State::enter(Call call)
{
    const auto id = call.id;
    auto& row = rows.try_emplace(id, Row{std::move(call)}).first->second;
    if (row.call.state == CallState::unknown)
    {
        row.unknown_since = now_known;
        row.given_up_from = now_known + figures.look_after_start;
    }
    const auto after = rows.contains(row.call.after) ? row.call.after : 0;
    const auto changed = order.add(id, row.call.conversation, after, rank_of(row.call));
    if (row.call.after != 0 && after == 0)
        follow(id, owed);
    place_all(changed);
}

void Sender::State::replace(Row& row, Call call)
{
    const auto id = call.id;
    row.call = std::move(call);
    const auto after = rows.contains(row.call.after) ? row.call.after : 0;
    const auto changed = order.replace(id, after, rank_of(row.call));
    if (row.call.after != 0 && after == 0)
        follow(id, owed);
    place_all(changed);
}

/// Puts the row into the queue if its turn may come, and takes it out if not.
void Sender::State::place(std::int64_t id)
{
    queue.remove(id);
    auto& row = rows.at(id);
    looked_for.erase({row.given_up_from, id});
    if (row.call.state == CallState::unknown && !row.is_out)
    {
        row.given_up_from =
            std::max(row.given_up_from, row.call.started_at.value_or(row.call.created_at) + figures.look_for_grave);
        looked_for.emplace(row.given_up_from, id);
    }
    if (row.is_out || orphans.contains(id) || !order.may_go(id))
        return;
    Turn turn{.id = id, .rank = order.rank(id), .method = row.call.method, .not_before = row.call.not_before};
    if (row.call.state == CallState::unknown)
        turn.method = row.is_joining ? "conversations.join" : lookup_method(row.call, now_known);
    else
        turn.channel = counts_to(row.call);
    queue.put(std::move(turn));
}

void Sender::State::place_all(const std::vector<std::int64_t>& ids)
{
    for (const auto id : ids)
        if (rows.contains(id))
            place(id);
}

bool Sender::State::has_slot() const
{
    if (token_gone_until)
        return out_now == 0;
    return out_now < static_cast<std::size_t>(figures.in_flight);
}

bool Sender::State::only_urgent() const
{
    return figures.in_flight > 1 && out_now + 1 >= static_cast<std::size_t>(figures.in_flight);
}

/// Slack takes posts to a "#name", but shows histories by id only. False: the channel's id is not known.
bool Sender::State::address_by_id(Row& row, bool is_saved_here, SenderOutput& out)
{
    const auto channel = channel_of(row.call);
    if (!channel.starts_with('#'))
        return true;
    const auto id = channel_id(channel);
    if (id.empty())
        return false;
    address(row.call, id);
    if (is_saved_here)
        out.save.push_back(row.call);
    return true;
}

/// At the first start, what is to be posted may come before Slack has said which channels there are.
bool Sender::State::are_channels_asked_for() const
{
    return std::ranges::any_of(rows, [](const auto& row) { return row.second.call.method == "conversations.list"; });
}

void Sender::State::start(const Turn& turn, UtcMillis now, SenderOutput& out)
{
    auto& row = rows.at(turn.id);
    auto& call = row.call;
    looked_for.erase({row.given_up_from, turn.id});
    Attempt attempt{.call_id = call.id, .is_lookup = call.state == CallState::unknown, .request = {}};
    const bool has_id = address_by_id(row, attempt.is_lookup, out);
    if (attempt.is_lookup && !has_id)
        return are_channels_asked_for()
                   ? look_later(row, now)
                   : unreadable(row, {.kind = ApiResult::Kind::refused, .error = "channel_not_found"}, now, out);
    if (attempt.is_lookup && row.looks_failed == 0)
        row.looked_from = now;
    if (row.is_joining && attempt.is_lookup)
        attempt.request = join_request(call);
    else if (attempt.is_lookup)
        attempt.request = lookup_request(call, turn.method, row.cursor, now);
    else
    {
        if (auto defect = defect_of(call, now); !defect.empty())
            return park(row, std::move(defect), {}, out);
        if (lacks_result(call))
            return go_without(row, "it left no result", out);
        call.state = CallState::sending;
        ++call.attempts;
        call.started_at = now;
        attempt.request = request_for(call);
        out.save.push_back(call);
    }
    row.is_out = true;
    ++out_now;
    out.attempts.push_back(std::move(attempt));
}

/// Ends the row; `row` is gone afterwards.
void Sender::State::settle(Row& row, std::string body, SenderOutput& out)
{
    const auto id = row.call.id;
    Call call = std::move(row.call);
    const bool is_parked = call.state == CallState::parked;
    results.insert_or_assign(id, Result{call.result_channel, call.result_ts, is_parked ? call.error : ""});
    results_by_age.push_back(id);
    while (results_by_age.size() > results_kept)
    {
        results.erase(results_by_age.front());
        results_by_age.pop_front();
    }
    out.save.push_back(call);
    if (is_parked || !call.purpose.empty())
        out.settled.push_back({std::move(call), std::move(body)});

    queue.remove(id);
    looked_for.erase({row.given_up_from, id});
    rows.erase(id);
    const auto released = order.remove(id);
    for (const auto follower : released.followers)
        if (is_parked && rows.contains(follower))
            orphans.insert(follower);
        else if (rows.contains(follower))
            follow(follower, out);
    place_all(released.changed);
}

Sender::Sender(SenderFigures figures, std::function<double()> jitter,
               std::function<std::vector<std::string>()> fallback_channels,
               std::function<std::string(const std::string&)> channel_id)
    : state_(std::make_unique<State>(std::move(figures), std::move(jitter), std::move(fallback_channels),
                                     std::move(channel_id)))
{
}

Sender::~Sender() = default;

void Sender::restore(std::vector<Call> unsettled, const std::map<std::string, UtcMillis>& holds, UtcMillis now,
                     const std::set<std::int64_t>& still_in_flight)
{
    auto& state = *state_;
    state.now_known = now;
    state.limits.restore(holds);
    std::vector<std::int64_t> interrupted;
    for (auto& call : unsettled)
    {
        const auto id = call.id;
        State::Row row{.call = std::move(call), .unknown_since = now};
        row.given_up_from = now + state.figures.look_after_start;
        row.is_out = still_in_flight.contains(id);
        state.out_now += row.is_out ? 1 : 0;
        if (!row.is_out && row.call.state == CallState::sending)
            interrupted.push_back(id);
        state.rows.insert_or_assign(id, std::move(row));
    }
    for (auto& [id, row] : state.rows)
    {
        const bool waits = state.rows.contains(row.call.after);
        (void)state.order.add(id, row.call.conversation, waits ? row.call.after : 0, rank_of(row.call));
    }
    for (const auto id : interrupted)
        state.lose(state.rows.at(id), "the process ended while it was sent", now, state.owed);
    for (const auto& [id, row] : state.rows)
        state.place(id);
}

void Sender::add(Call call)
{
    // Unknown: it was parked, and a person asked to look for it once more.
    const bool is_lost = call.state == CallState::unknown;
    if (call.state != CallState::pending && !is_lost)
        return;
    const auto known = state_->rows.find(call.id);
    if (known == state_->rows.end())
        state_->enter(std::move(call));
    else if (known->second.call.state == CallState::pending && !is_lost)
        state_->replace(known->second, std::move(call));
}

SenderOutput Sender::next(UtcMillis now)
{
    auto& state = *state_;
    state.now_known = now;
    SenderOutput out = std::exchange(state.owed, {});
    state.follow_orphans(out);
    for (const auto id : std::exchange(state.to_save, {}))
        if (const auto row = state.rows.find(id); row != state.rows.end())
            out.save.push_back(row->second.call);
    if (state.token_gone_until && now < *state.token_gone_until)
        return out;
    state.give_up_looking(now, out);
    while (state.has_slot())
    {
        const auto turn = state.queue.take(now, state.only_urgent());
        if (!turn)
            break;
        state.start(*turn, now, out);
    }
    return out;
}

std::optional<UtcMillis> Sender::wake_at() const
{
    if (!is_empty(state_->owed) || !state_->to_save.empty() || !state_->orphans.empty())
        return UtcMillis{};
    auto at = state_->has_slot() ? state_->queue.wake_at(state_->only_urgent()) : std::nullopt;
    if (const auto& looked_for = state_->looked_for; !looked_for.empty())
        at = std::min(at.value_or(looked_for.begin()->first), looked_for.begin()->first);
    if (at && state_->token_gone_until)
        at = std::max(*at, *state_->token_gone_until);
    return at;
}

std::string Sender::token_trouble() const
{
    return state_->token_error;
}

std::size_t Sender::waiting() const
{
    return state_->rows.size() - state_->out_now;
}

std::size_t Sender::in_flight() const
{
    return state_->out_now;
}

std::optional<UtcMillis> Sender::oldest_waiting() const
{
    // Ends after as many rows as are in flight.
    const auto found = std::ranges::find_if(state_->rows, [](const auto& entry) { return !entry.second.is_out; });
    return found == state_->rows.end() ? std::nullopt : std::optional{found->second.call.created_at};
}

std::uint64_t Sender::looked_at() const
{
    return state_->queue.looked_at();
}

}  // namespace hotwatch::slack
