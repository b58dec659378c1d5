// Which owed calls wait for which others.
#include "bot/slack/send_order.hpp"

#include <algorithm>
#include <utility>

namespace hotwatch::slack
{

std::vector<std::int64_t> SendOrder::add(std::int64_t id, const std::string& conversation, std::int64_t after,
                                         Rank rank)
{
    nodes_.insert_or_assign(id, Node{conversation, after, rank});
    std::vector<std::int64_t> changed{id};
    if (!conversation.empty())
    {
        auto& talk = conversations_[conversation];
        const bool is_new_best = talk.ranks.empty() || rank < talk.ranks.begin()->first;
        talk.ids.insert(id);
        ++talk.ranks[rank];
        const auto head = *talk.ids.begin();
        if (is_new_best && head != id)
        {
            changed.push_back(head);
            pull(head, changed);
        }
    }
    if (after != 0)
        followers_[after].push_back(id);
    pull(id, changed);
    return changed;
}

std::vector<std::int64_t> SendOrder::replace(std::int64_t id, std::int64_t after, Rank rank)
{
    std::vector<std::int64_t> changed{id};
    auto& node = nodes_.at(id);
    if (node.after != after)
    {
        if (const auto old = followers_.find(node.after); old != followers_.end())
            std::erase(old->second, id);
        node.after = after;
        if (after != 0)
            followers_[after].push_back(id);
    }
    raise(id, rank, changed);
    pull(id, changed);
    return changed;
}

/// The row becomes at least that pressing, and with it whatever keeps it waiting. Ends, as ranks only rise.
void SendOrder::raise(std::int64_t id, Rank rank, std::vector<std::int64_t>& changed)
{
    auto& node = nodes_.at(id);
    if (node.rank <= rank)
        return;
    const auto before = std::exchange(node.rank, rank);
    auto first = id;
    if (!node.conversation.empty())
    {
        auto& talk = conversations_.at(node.conversation);
        forget_rank(talk, before);
        ++talk.ranks[rank];
        first = *talk.ids.begin();
    }
    changed.push_back(first);
    pull(first, changed);
    if (first != id)
        pull(id, changed);
}

/// The row that this one names inherits its rank.
void SendOrder::pull(std::int64_t id, std::vector<std::int64_t>& changed)
{
    const auto after = nodes_.at(id).after;
    if (after != 0 && nodes_.contains(after))
        raise(after, rank(id), changed);
}

void SendOrder::forget_rank(Conversation& conversation, Rank rank)
{
    const auto counted = conversation.ranks.find(rank);
    if (--counted->second == 0)
        conversation.ranks.erase(counted);
}

SendOrder::Released SendOrder::remove(std::int64_t id)
{
    Released released;
    const auto found = nodes_.find(id);
    if (found == nodes_.end())
        return released;
    const Node node = std::move(found->second);
    nodes_.erase(found);
    if (const auto own = followers_.find(node.after); own != followers_.end())
    {
        std::erase(own->second, id);
        if (own->second.empty())
            followers_.erase(own);
    }
    if (const auto waiting = followers_.find(id); waiting != followers_.end())
    {
        released.followers = std::move(waiting->second);
        followers_.erase(waiting);
    }
    if (node.conversation.empty())
        return released;
    const auto talk = conversations_.find(node.conversation);
    talk->second.ids.erase(id);
    forget_rank(talk->second, node.rank);
    if (talk->second.ids.empty())
    {
        conversations_.erase(talk);
        return released;
    }
    const auto head = *talk->second.ids.begin();
    released.changed.push_back(head);
    pull(head, released.changed);
    return released;
}

bool SendOrder::may_go(std::int64_t id) const
{
    const auto& node = nodes_.at(id);
    if (node.after != 0 && nodes_.contains(node.after))
        return false;
    return node.conversation.empty() || *conversations_.at(node.conversation).ids.begin() == id;
}

std::vector<std::int64_t> SendOrder::waiting_for(std::int64_t id) const
{
    std::set<std::int64_t> seen{id};
    std::vector<std::int64_t> found{id};
    const auto take = [&](std::int64_t waiting)
    {
        if (seen.insert(waiting).second)
            found.push_back(waiting);
    };
    std::set<std::string> talks;
    for (std::size_t i = 0; i < found.size(); ++i)
    {
        const auto held = found[i];
        if (const auto followers = followers_.find(held); followers != followers_.end())
            for (const auto follower : followers->second)
                take(follower);
        const auto& talk = nodes_.at(held).conversation;
        if (talk.empty() || !talks.insert(talk).second)
            continue;
        const auto& ids = conversations_.at(talk).ids;
        for (auto behind = ids.upper_bound(held); behind != ids.end(); ++behind)
            take(*behind);
    }
    found.erase(found.begin());
    return found;
}

Rank SendOrder::rank(std::int64_t id) const
{
    const auto& node = nodes_.at(id);
    return node.conversation.empty() ? node.rank : conversations_.at(node.conversation).ranks.begin()->first;
}

}  // namespace hotwatch::slack
