// What a row takes from the row that it names, and where a post goes that cannot go where it was meant for (product
// 13).
#include <algorithm>

#include <fmt/format.h>

#include "bot/slack/call_args.hpp"
#include "bot/slack/sender_state.hpp"

namespace hotwatch::slack
{

namespace
{
bool is_direct(const std::string& channel)
{
    return channel.starts_with('D') || channel.starts_with('U') || channel.starts_with('W');
}

/// A private answer does not become public because its reader is gone; what wants somebody's attention does.
bool may_be_read_by_all(const Call& call)
{
    return !is_direct(channel_of(call)) || call.send_class == SendClass::page || call.send_class == SendClass::clock ||
           call.send_class == SendClass::reminder;
}
}  // namespace

bool is_wanted_anywhere(const Call& call)
{
    return call.send_class < SendClass::card;
}

/// The row that this one names is settled. What it took from it is saved by the next `next`, not now: in a batch, the
/// store may already hold newer arguments of this row.
void Sender::State::follow(std::int64_t id, SenderOutput& out)
{
    auto& row = rows.at(id);
    const auto result = results.find(row.call.after);
    if (result != results.end() && result->second.parked_for.empty())
    {
        take_result(row.call, result->second.channel, result->second.ts);
        to_save.insert(id);
    }
    else if (result != results.end() && !row.is_out)
        return go_without(row, result->second.parked_for, out);
    place(id);
}

/// By now the rules have heard that the row before them was parked.
void Sender::State::follow_orphans(SenderOutput& out)
{
    for (const auto id : std::exchange(orphans, {}))
        if (const auto row = rows.find(id); row != rows.end())
        {
            if (rows.contains(row->second.call.after))
                place(id);
            else
                follow(id, out);
        }
}

/// There is nothing to take from the row that this one names.
void Sender::State::go_without(Row& row, const std::string& why, SenderOutput& out)
{
    // A page to somebody who cannot be reached still has to wake somebody, a reminder still wants its answer.
    if (!is_wanted_anywhere(row.call) || !reroute_on(row, why))
        return park(row, fmt::format("call {}, which it follows, was not done: {}", row.call.after, why), {}, out);
    row.call.take = Take::nothing;
    to_save.insert(row.call.id);
    place(row.call.id);
}

/// To the best channel that has not refused it yet. False: there is none, or it may not be read there.
bool Sender::State::reroute_on(Row& row, const std::string& reason)
{
    if (row.call.method != "chat.postMessage" || !may_be_read_by_all(row.call))
        return false;
    row.refused_in.insert(channel_of(row.call));
    const auto channels = fallback_channels();
    const auto to = std::ranges::find_if(channels, [&](const auto& channel)
                                         { return !channel.empty() && !row.refused_in.contains(channel); });
    if (to == channels.end())
        return false;
    reroute(row.call, *to, reason);
    return true;
}

void Sender::move_channel(const std::string& from, const std::string& to)
{
    for (auto& [id, row] : state_->rows)
        if (slack::move_channel(row.call, from, to))
            state_->place(id);
    for (auto& [id, result] : state_->results)
        if (result.channel == from)
            result.channel = to;
}

}  // namespace hotwatch::slack
