// The calls that may go, in the order in which Slack's limits let them.
#include "bot/slack/send_queue.hpp"

#include <algorithm>

namespace hotwatch::slack
{

void SendQueue::put(Turn turn)
{
    remove(turn.id);
    // Everybody sleeps first: what is due is known where `now` is.
    asleep_.emplace(turn.not_before, turn.id);
    entries_.emplace(turn.id, Entry{std::move(turn)});
}

void SendQueue::remove(std::int64_t id)
{
    const auto found = entries_.find(id);
    if (found == entries_.end())
        return;
    if (found->second.is_asleep)
        asleep_.erase({found->second.turn.not_before, id});
    else
        leave_lane(found->second.turn);
    entries_.erase(found);
}

void SendQueue::enter_lane(const Turn& turn)
{
    auto& lane = lanes_[{turn.method, turn.channel}];
    if (!lane.closed_until)
    {
        auto& open = open_[turn.method];
        if (!lane.turns.empty())
            open.erase(*lane.turns.begin());
        lane.turns.insert({turn.rank, turn.id});
        open.insert(*lane.turns.begin());
    }
    else
        lane.turns.insert({turn.rank, turn.id});
}

void SendQueue::leave_lane(const Turn& turn)
{
    const LaneName name{turn.method, turn.channel};
    const auto found = lanes_.find(name);
    auto& lane = found->second;
    if (!lane.closed_until)
    {
        auto& open = open_[turn.method];
        open.erase(*lane.turns.begin());
        lane.turns.erase({turn.rank, turn.id});
        if (!lane.turns.empty())
            open.insert(*lane.turns.begin());
    }
    else
        lane.turns.erase({turn.rank, turn.id});
    if (!lane.turns.empty())
        return;
    if (lane.closed_until)
        closed_.erase({*lane.closed_until, name});
    lanes_.erase(found);
}

void SendQueue::wake(UtcMillis now)
{
    while (!asleep_.empty() && asleep_.begin()->first <= now)
    {
        ++looked_at_;
        auto& entry = entries_.at(asleep_.begin()->second);
        asleep_.erase(asleep_.begin());
        entry.is_asleep = false;
        enter_lane(entry.turn);
    }
    while (!closed_.empty() && closed_.begin()->first <= now)
    {
        ++looked_at_;
        const auto name = closed_.begin()->second;
        closed_.erase(closed_.begin());
        auto& lane = lanes_.at(name);
        lane.closed_until.reset();
        open_[name.first].insert(*lane.turns.begin());
    }
}

/// Sets aside the lanes whose channel takes nothing yet, until one that goes stands first.
void SendQueue::close_held_lanes(const std::string& method, UtcMillis now)
{
    auto& open = open_.at(method);
    while (!open.empty())
    {
        ++looked_at_;
        const auto& channel = entries_.at(open.begin()->id).turn.channel;
        const auto ready = limits_.channel_ready(method, channel);
        if (ready <= now)
            return;
        const LaneName name{method, channel};
        lanes_.at(name).closed_until = ready;
        closed_.emplace(ready, name);
        open.erase(open.begin());
    }
}

std::optional<SendQueue::Key> SendQueue::best(UtcMillis now, bool only_urgent)
{
    std::optional<Key> best;
    for (const auto& [method, open] : open_)
    {
        close_held_lanes(method, now);
        if (open.empty())
            continue;
        const auto& first = *open.begin();
        // No row behind the first of a method can go where that one cannot: pages, whom less holds, stand in front.
        if ((only_urgent && !first.rank.is_urgent()) || limits_.method_ready(method, first.rank.is_page()) > now)
            continue;
        if (!best || first < *best)
            best = first;
    }
    return best;
}

std::optional<Turn> SendQueue::take(UtcMillis now, bool only_urgent)
{
    wake(now);
    const auto key = best(now, only_urgent);
    if (!key)
        return std::nullopt;
    Turn turn = entries_.at(key->id).turn;
    remove(key->id);
    limits_.take(turn.method, turn.channel, now);
    return turn;
}

std::optional<UtcMillis> SendQueue::wake_at(bool only_urgent) const
{
    std::optional<UtcMillis> earliest;
    const auto consider = [&](UtcMillis t) { earliest = earliest ? std::min(*earliest, t) : t; };
    if (!asleep_.empty())
        consider(asleep_.begin()->first);
    if (!closed_.empty())
        consider(closed_.begin()->first);
    for (const auto& [method, open] : open_)
        if (!open.empty() && !(only_urgent && !open.begin()->rank.is_urgent()))
            consider(limits_.method_ready(method, open.begin()->rank.is_page()));
    return earliest;
}

}  // namespace hotwatch::slack
