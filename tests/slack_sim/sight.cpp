// What people see of the workspace: messages in reading order, news, and whom a text alerts.
#include <algorithm>

#include "workspace.hpp"

namespace slack_sim
{

namespace
{

void add_once(std::vector<std::string>& list, std::string_view entry)
{
    if (std::ranges::find(list, entry) == list.end())
        list.emplace_back(entry);
}

}  // namespace

ShownMessage Workspace::shown(const Channel& channel, const Message& message) const
{
    const User* author = user(message.user);
    return {channel.id,
            message.ts,
            message.is_reply() ? message.thread_ts : "",
            author == nullptr ? message.user : author->name,
            message.text,
            message.blocks,
            message.is_ephemeral(),
            message.only_for,
            !message.edited_ts.empty(),
            message.response_url,
            message.pings};
}

std::vector<ShownMessage> Workspace::view_of(const Channel& channel, std::string_view viewer) const
{
    std::vector<ShownMessage> view;
    const auto show = [&](const Message& message)
    {
        if (!message.is_deleted && (!message.is_ephemeral() || message.only_for == viewer))
            view.push_back(shown(channel, message));
    };
    for (const Message& message : channel.messages)
    {
        // A reply stands after its parent; one whose parent is gone stands where it was posted.
        const bool has_parent = message.is_reply() && channel.by_ts.contains(message.thread_ts);
        if (has_parent)
            continue;
        show(message);
        if (const auto replies = channel.replies.find(message.ts); replies != channel.replies.end())
            for (const std::size_t place : replies->second)
                show(channel.messages[place]);
    }
    return view;
}

std::vector<ShownMessage> Workspace::take_news()
{
    std::vector<ShownMessage> news;
    std::set<std::pair<Channel*, std::size_t>> told;
    for (const auto& piece : std::exchange(news_, {}))
    {
        const Message& message = piece.first->messages[piece.second];
        if (told.insert(piece).second && !message.is_deleted)
            news.push_back(shown(*piece.first, message));
    }
    return news;
}

void collect_pings(std::string_view text, std::vector<std::string>& pings)
{
    for (auto open = text.find('<'); open != std::string_view::npos; open = text.find('<', open + 1))
    {
        std::string_view inside = text.substr(open + 1);
        const auto close = inside.find('>');
        if (close == std::string_view::npos)
            return;
        inside = inside.substr(0, std::min(close, inside.find('|')));
        if (inside.starts_with('@'))
            add_once(pings, inside.substr(1));
        else if (inside.starts_with("!subteam^"))
            add_once(pings, inside.substr(9));
        else if (inside == "!here" || inside == "!channel" || inside == "!everyone")
            add_once(pings, inside.substr(1));
    }
}

void collect_block_pings(const Json& blocks, std::vector<std::string>& pings)
{
    if (!blocks.is_structured())
        return;
    if (blocks.is_object() && blocks.contains("text") && blocks.at("text").is_string())
    {
        const auto type = blocks.find("type");
        if (type != blocks.end() && (*type == "mrkdwn" || *type == "markdown"))
            collect_pings(blocks.at("text").get_ref<const std::string&>(), pings);
        return;
    }
    for (const Json& part : blocks)
        collect_block_pings(part, pings);
}

}  // namespace slack_sim
