// The workspace: people, groups, conversations, and the messages in them.
#include "workspace.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace slack_sim
{

namespace
{

Message* find_alive(Channel& channel, std::string_view ts)
{
    const auto place = channel.by_ts.find(std::string{ts});
    if (place == channel.by_ts.end() || channel.messages[place->second].is_deleted)
        return nullptr;
    return &channel.messages[place->second];
}

}  // namespace

Message* Channel::find(std::string_view ts)
{
    Message* message = find_alive(*this, ts);
    return message != nullptr && !message->is_ephemeral() ? message : nullptr;
}

Message* Channel::find_shown(std::string_view ts)
{
    return find_alive(*this, ts);
}

Workspace::Workspace(Ground& ground) : ground_(ground)
{
    const Config& config = ground_.config;
    users_.push_back({"USLACKBOT", "slackbot", "Slackbot", "America/Los_Angeles", false, false, false});
    users_.push_back({config.bot_user_id, config.bot_name, "Hotwatch", "America/Los_Angeles", false, true, false});
    users_.insert(users_.end(), config.users.begin(), config.users.end());
    for (const User& user : users_)
    {
        users_by_.emplace(user.id, &user);
        users_by_.emplace(user.name, &user);
    }
    for (const std::string& handle : config.groups)
        groups_.push_back({fmt::format("S0SIM{:05}", groups_.size() + 1),
                           handle,
                           handle,
                           {},
                           ground_.epoch_seconds(),
                           ground_.epoch_seconds()});
    for (const std::string& name : config.channels)
    {
        Channel& channel = create(name, Channel::Kind::open, "USLACKBOT");
        for (const User& user : config.users)
            if (!user.is_deleted)
                channel.members.insert(user.id);
    }
    for (const Aside& aside : config.asides)
        make(aside);
    for (const User& user : config.users)
    {
        Channel dm;
        dm.id = fmt::format("D0SIM{:05}", dms_.size() + 1);
        dm.kind = Channel::Kind::direct;
        dm.person = user.id;
        dm.created = ground_.epoch_seconds();
        dm.members = {user.id, config.bot_user_id};
        dms_[user.id] = &remember(std::move(dm));
    }
}

void Workspace::make(const Aside& aside)
{
    Channel talk;
    const bool is_channel = aside.kind == Aside::Kind::channel;
    const char letter = is_channel ? 'C' : aside.kind == Aside::Kind::several ? 'G' : 'D';
    talk.id = fmt::format("{}0ASIDE{:03}", letter, channels_.size() + 1);
    talk.name = aside.name;
    talk.kind = is_channel                           ? Channel::Kind::closed
                : aside.kind == Aside::Kind::several ? Channel::Kind::several
                                                     : Channel::Kind::direct;
    talk.created = ground_.epoch_seconds();
    for (const std::string& name : aside.people)
        if (const User* person = user(name))
            talk.members.insert(person->id);
    Channel& kept = remember(std::move(talk));
    channels_by_name_[kept.name] = &kept;
}

const User* Workspace::user(std::string_view id_or_name) const
{
    if (id_or_name.starts_with('@'))
        id_or_name.remove_prefix(1);
    const auto found = users_by_.find(std::string{id_or_name});
    return found == users_by_.end() ? nullptr : found->second;
}

Group* Workspace::group(std::string_view id_or_handle)
{
    const auto found =
        std::ranges::find_if(groups_, [&](const Group& g) { return g.id == id_or_handle || g.handle == id_or_handle; });
    return found == groups_.end() ? nullptr : &*found;
}

Channel* Workspace::channel(std::string_view id)
{
    const auto found = channels_by_id_.find(std::string{id});
    return found == channels_by_id_.end() ? nullptr : found->second;
}

Channel* Workspace::channel_named(std::string_view name)
{
    const auto found = channels_by_name_.find(std::string{name});
    return found == channels_by_name_.end() ? nullptr : found->second;
}

const Channel* Workspace::channel_called(std::string_view call) const
{
    if (const auto by_id = channels_by_id_.find(std::string{call}); by_id != channels_by_id_.end())
        return by_id->second;
    if (call.starts_with("dm:"))
    {
        const User* person = user(call.substr(3));
        const auto dm = person == nullptr ? dms_.end() : dms_.find(person->id);
        return dm == dms_.end() ? nullptr : dm->second;
    }
    if (call.starts_with('#'))
        call.remove_prefix(1);
    const auto by_name = channels_by_name_.find(std::string{call});
    return by_name == channels_by_name_.end() ? nullptr : by_name->second;
}

Channel* Workspace::channel_called(std::string_view call)
{
    const Channel* found = std::as_const(*this).channel_called(call);
    return found == nullptr ? nullptr : channel(found->id);
}

Channel& Workspace::dm_with(const User& person)
{
    return *dms_.at(person.id);
}

Channel& Workspace::remember(Channel channel)
{
    Channel& kept = channels_.emplace_back(std::move(channel));
    channels_by_id_[kept.id] = &kept;
    return kept;
}

Channel& Workspace::create(std::string name, Channel::Kind kind, std::string creator)
{
    Channel channel;
    channel.id = fmt::format("C0SIM{:05}", channels_.size() + 1);
    channel.name = std::move(name);
    channel.kind = kind;
    channel.creator = std::move(creator);
    channel.created = ground_.epoch_seconds();
    channel.updated_ms = ground_.now.time_since_epoch().count();
    Channel& kept = remember(std::move(channel));
    channels_by_name_[kept.name] = &kept;
    return kept;
}

Channel& Workspace::open_group_dm(const std::set<std::string>& members)
{
    for (Channel& channel : channels_)
        if (channel.kind == Channel::Kind::several && channel.members == members)
            return channel;
    Channel channel;
    channel.id = fmt::format("G0SIM{:05}", channels_.size() + 1);
    channel.name = "mpdm";
    for (const std::string& member : members)
        channel.name += "-" + user(member)->name + "-";
    channel.kind = Channel::Kind::several;
    channel.creator = ground_.config.bot_user_id;
    channel.created = ground_.epoch_seconds();
    channel.members = members;
    channel.is_dm_open = true;
    return remember(std::move(channel));
}

void Workspace::rename(Channel& channel, std::string name)
{
    channels_by_name_.erase(channel.name);
    channel.previous_names.push_back(std::exchange(channel.name, std::move(name)));
    channels_by_name_[channel.name] = &channel;
}

Message& Workspace::add(Channel& channel, Message message)
{
    message.ts = ground_.next_ts();
    collect_pings(message.text, message.pings);
    collect_block_pings(message.blocks, message.pings);
    const std::size_t place = channel.messages.size();
    Message& kept = channel.messages.emplace_back(std::move(message));
    channel.by_ts.emplace(kept.ts, place);
    if (kept.is_reply())
    {
        if (Message* parent = channel.find(kept.thread_ts); parent != nullptr && !kept.is_ephemeral())
            parent->thread_ts = parent->ts;
        channel.replies[kept.thread_ts].push_back(place);
    }
    news_.emplace_back(&channel, place);
    return kept;
}

void Workspace::changed(Channel& channel, Message& message)
{
    message.pings.clear();
    collect_pings(message.text, message.pings);
    collect_block_pings(message.blocks, message.pings);
    message.edited_ts = ground_.next_ts();
    news_.emplace_back(&channel, channel.by_ts.at(message.ts));
}

void Workspace::erase(Channel& channel, Message& message)
{
    message.is_deleted = true;
    std::erase_if(channel.pins, [&](const Pin& pin) { return pin.ts == message.ts; });
}

}  // namespace slack_sim
