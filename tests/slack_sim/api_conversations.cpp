// conversations.*, finding: list, info, members, and opening DMs.
#include <algorithm>

#include "payloads.hpp"
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

bool matches_types(const Channel& channel, const std::vector<std::string>& types)
{
    const std::string_view type = channel.kind == Channel::Kind::open     ? "public_channel"
                                  : channel.kind == Channel::Kind::closed ? "private_channel"
                                  : channel.kind == Channel::Kind::direct ? "im"
                                                                          : "mpim";
    return std::ranges::find(types, type) != types.end();
}

}  // namespace

Json conversations_open(Slack& slack, const Args& args)
{
    constexpr std::size_t most_people = 8;
    if (Channel* known = slack.workspace.channel(args.text("channel")); known != nullptr && known->is_dm())
    {
        known->is_dm_open = true;
        return {{"ok", true}, {"no_op", true}, {"already_open", true}, {"channel", {{"id", known->id}}}};
    }
    const auto ids = split_list(args.text("users"));
    if (ids.empty())
        return failure("users_list_not_supplied");
    if (ids.size() > most_people)
        return failure("too_many_users");
    std::set<std::string> members{slack.config.bot_user_id};
    const User* person = nullptr;
    for (const std::string& id : ids)
    {
        person = slack.workspace.user(id);
        if (person == nullptr || person->id != id)
            return failure("user_not_found");
        if (person->is_deleted)
            return failure("user_disabled");
        if (person->is_bot || person->id == "USLACKBOT")
            return failure("invalid_user_combination");
        members.insert(id);
    }
    if (Json lacking = lacks_scope(slack, ids.size() == 1 ? "im:write" : "mpim:write"); !lacking.is_null())
        return lacking;
    Channel& dm = ids.size() == 1 ? slack.workspace.dm_with(*person) : slack.workspace.open_group_dm(members);
    const bool was_open = std::exchange(dm.is_dm_open, true);
    Json answer{{"ok", true}, {"channel", args.flag("return_im") ? channel_json(slack, dm) : Json{{"id", dm.id}}}};
    if (was_open && ids.size() == 1)
        answer["no_op"] = answer["already_open"] = true;
    return answer;
}

Json conversations_list(Slack& slack, const Args& args)
{
    auto types = split_list(args.text("types"));
    if (types.empty())
        types.emplace_back("public_channel");
    const auto& channels = slack.workspace.channels();
    // A page is cut before it is filtered, so it may be short or empty before the end, as Slack's are.
    const Page page = page_of(args, channels.size(), 100, 1000);
    if (!page.error.empty())
        return failure(page.error);
    Json list = Json::array();
    for (std::size_t i = page.begin; i < page.end; ++i)
    {
        const Channel& channel = channels[i];
        if (!matches_types(channel, types) || channel_for_bot(slack, channel.id) == nullptr ||
            (channel.is_archived && args.flag("exclude_archived")))
            continue;
        Json shown = channel_json(slack, channel);
        if (!channel.is_dm())
            shown["num_members"] = channel.members.size();
        list.push_back(std::move(shown));
    }
    return {{"ok", true}, {"channels", std::move(list)}, {"response_metadata", {{"next_cursor", page.next}}}};
}

Json conversations_info(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    Json shown = channel_json(slack, *channel);
    if (args.flag("include_num_members"))
        shown["num_members"] = channel->members.size();
    return {{"ok", true}, {"channel", std::move(shown)}};
}

Json conversations_members(Slack& slack, const Args& args)
{
    Channel* const channel = channel_for_bot(slack, args.text("channel"));
    if (channel == nullptr)
        return failure("channel_not_found");
    const Page page = page_of(args, channel->members.size(), 100, 1000);
    if (!page.error.empty())
        return failure(page.error);
    Json members = Json::array();
    std::size_t place = 0;
    for (const std::string& member : channel->members)
    {
        if (place >= page.begin && place < page.end)
            members.push_back(member);
        ++place;
    }
    return {{"ok", true}, {"members", members}, {"response_metadata", {{"next_cursor", page.next}}}};
}

}  // namespace slack_sim
