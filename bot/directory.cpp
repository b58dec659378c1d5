#include "bot/directory.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/channel_moves.hpp"
#include "bot/slack/profile.hpp"
#include "commands/direct.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/render.hpp"

namespace hotwatch::directory
{

namespace
{
using nlohmann::json;

void ask(Book& book, UtcMillis now, std::string_view method, std::string_view purpose, const json& args,
         std::string_view key = {})
{
    Call call;
    call.kind = CallKind::repeatable;
    call.send_class = SendClass::digest;
    call.method = method;
    call.purpose = purpose;
    call.args = args.dump();
    call.dedupe_key = fmt::format("{}:{}", purpose, key);
    book.outbox.put(std::move(call), now);
}

void ask_people(Book& book, UtcMillis now, const std::string& cursor)
{
    json args{{"limit", 200}};
    if (!cursor.empty())
        args["cursor"] = cursor;
    ask(book, now, "users.list", "directory.people", args, cursor);
}

void ask_channels(Book& book, UtcMillis now, const std::string& cursor)
{
    json args{{"limit", 200}, {"exclude_archived", false}, {"types", "public_channel,private_channel"}};
    if (!cursor.empty())
        args["cursor"] = cursor;
    ask(book, now, "conversations.list", "directory.channels", args, cursor);
}

std::string next_cursor(const json& body)
{
    return slack::text_at(body, "/response_metadata/next_cursor");
}

void owe_join(const ChannelId& channel, Book& book, UtcMillis now)
{
    ask(book, now, "conversations.join", "directory.join", {{"channel", channel.value}}, channel.value);
}

/// A channel as the configuration or the plan writes it: "#name" or an id.
std::optional<Channel> channel_written(const std::string& text, Book& book)
{
    auto found = book.people.channel_named(text);
    return found ? found : book.people.channel(ChannelId{text});
}

bool is_configured(const Channel& channel, Book& book)
{
    return std::ranges::any_of(book.policy().channels,
                               [&](const auto& entry)
                               {
                                   const auto found = channel_written(entry.second, book);
                                   return found && found->id == channel.id;
                               });
}

/// The bot must be in the channels that it posts to, to look up there whether a post arrived.
void join_configured(Book& book, UtcMillis now)
{
    for (const auto& [role, name] : book.policy().channels)
    {
        const auto channel = channel_written(name, book);
        if (channel && !channel->is_member && !channel->is_private && !channel->is_archived)
            owe_join(channel->id, book, now);
    }
}

void learn_channel(const json& from, Book& book)
{
    Channel channel;
    channel.id = ChannelId{slack::text_at(from, "/id")};
    channel.name = slack::text_at(from, "/name");
    channel.is_private = slack::truth_at(from, "/is_private");
    channel.is_member = slack::truth_at(from, "/is_member");
    channel.is_archived = slack::truth_at(from, "/is_archived");
    if (!channel.id.empty())
        book.people.save(channel);
}

void learn_person(const json& from, Book& book)
{
    Person person = slack::person_from(from, book.notes.get("team_id"));
    if (!person.id.empty())
        book.people.save(person);
}

/// Somebody came, or is called otherwise now, after everybody was listed.
void tie_names(Book& book)
{
    if (!book.notes.get(people_listed_note).empty())
        auto_link(book);
}

void learn_who(const slack::Settled& answer, Book& book)
{
    const json body = json::parse(answer.body, nullptr, false);
    if (answer.call.state == CallState::sent && body.is_object())
    {
        learn_person(body.value("user", json::object()), book);
        tie_names(book);
    }
    if (!is_answered(answer.call))
        return;
    mark_foreign(UserId{slack::text_at(json::parse(answer.call.args, nullptr, false), "/user")}, book);
    auto settled = answer.call;
    settled.state = CallState::sent;
    book.outbox.save(settled);
}

void learn_conversation(const Call& opening, Book& book)
{
    const json args = json::parse(opening.args, nullptr, false);
    const UserId user{slack::text_at(args, "/users")};
    if (opening.state == CallState::sent && !user.empty() && opening.result_channel.starts_with('D'))
        book.people.set_direct_channel(user, ChannelId{opening.result_channel});
}

/// What could not be said in a conversation, or only elsewhere, has the next message open it anew.
void doubt_conversation(const Call& message, Book& book)
{
    if (message.state == CallState::parked || !message.result_channel.starts_with('D'))
        book.people.set_direct_channel(UserId{message.conversation.substr(std::string_view{"dm:"}.size())}, {});
}

bool is_news(const std::string& object, UtcMillis happened, Book& book)
{
    return happened == UtcMillis{} || book.seen.is_newest(object, happened);
}

/// What of a channel the event changes: only events about the same overtake each other. "" nothing that is kept.
std::string_view aspect_of(const slack::ChannelChanged& change, bool is_bot)
{
    const std::string_view type = change.event_type;
    if (type.ends_with("_rename"))
        return "name";
    if (type.ends_with("archive") || type.ends_with("_deleted"))
        return "archive";
    const bool is_about_somebody = type.starts_with("member_");
    return is_about_somebody && !is_bot ? "" : "membership";
}

const json& array_at(const json& body, std::string_view name)
{
    static const json none = json::array();
    const auto found = body.find(name);
    return found != body.end() && found->is_array() ? *found : none;
}

/// A page of everybody. A name is tied once all who might carry it are known.
void hear_people(const json& body, Book& book, UtcMillis now)
{
    for (const auto& member : array_at(body, "members"))
        learn_person(member, book);
    if (const auto cursor = next_cursor(body); !cursor.empty())
        return ask_people(book, now, cursor);
    book.notes.set(people_listed_note, fmt::format("{}", now.time_since_epoch().count()));
    auto_link(book);
}

/// A page of the channels, which was asked for with `cursor`.
void hear_channels(const json& body, const std::string& cursor, Book& book, UtcMillis now)
{
    for (const auto& channel : array_at(body, "channels"))
        learn_channel(channel, book);
    const auto next = next_cursor(body);
    hear_page(array_at(body, "channels"), cursor, next, book);
    if (next.empty())
        join_configured(book, now);
    else
        ask_channels(book, now, next);
}
}  // namespace

void owe_startup_reads(Book& book, UtcMillis now)
{
    ask(book, now, "auth.test", "directory.self", json::object());
    ask_people(book, now, "");
    ask_channels(book, now, "");
}

void meet(const UserId& user, Book& book, UtcMillis now)
{
    if (user.empty() || user.value.starts_with("console:") || book.people.find(user))
        return;
    Person unknown;
    unknown.id = user;
    book.people.save(unknown);
    ask(book, now, "users.info", "directory.person", {{"user", user.value}}, user.value);
}

void mark_foreign(const UserId& user, Book& book)
{
    auto person = book.people.find(user);
    if (!person || person->is_guest)
        return;
    person->is_guest = true;
    book.people.save(*person);
}

/// Such people are from elsewhere (platform 10.2). Other refusals say nothing about the person.
bool is_answered(const Call& call)
{
    return call.method == "users.info" && (call.error == "user_not_visible" || call.error == "user_not_found");
}

Reading reading_of(const Request& request, Book& book)
{
    return {.person = [&book](const UserId& user) { return name_of(user, book); },
            .channel =
                [&book](const ChannelId& id)
            {
                const auto channel = book.people.channel(id);
                return channel ? channel->name : std::string{};
            },
            .zone = request.zone,
            .typed =
                [&book](std::string_view line)
            {
                const auto name = line.substr(1, std::min(line.find(' '), line.size()) - 1);
                return shown_name(name, book.policy()) + std::string{line.substr(1 + name.size())};
            }};
}

bool hear(const slack::Settled& settled, Book& book, UtcMillis now)
{
    const std::string& purpose = settled.call.purpose;
    if (purpose == opening_purpose)
        learn_conversation(settled.call, book);
    else if (settled.call.method == "chat.postMessage" && settled.call.conversation.starts_with("dm:"))
        doubt_conversation(settled.call, book);
    if (settled.call.method == "users.info")
        learn_who(settled, book);
    if (!purpose.starts_with("directory."))
        return false;
    const json body = json::parse(settled.body, nullptr, false);
    if (settled.call.state != CallState::sent || !body.is_object())
        return true;  // parked: the sender has raised the alarm; names and ids stay as they are known
    if (purpose == "directory.self")
    {
        for (const auto* name : {"team_id", "bot_id", "url"})
            book.notes.set(name, slack::text_at(body, std::string{"/"} + name));
        book.notes.set("bot_user_id", slack::text_at(body, "/user_id"));
    }
    else if (purpose == "directory.people")
        hear_people(body, book, now);
    else if (purpose == "directory.channels")
        hear_channels(body, slack::text_at(json::parse(settled.call.args, nullptr, false), "/cursor"), book, now);
    else if (purpose == "directory.join")
        learn_channel(body.value("channel", json::object()), book);
    return true;
}

void hear(const slack::ProfileChanged& change, Book& book)
{
    const auto& person = change.person;
    if (!person.id.empty() && is_news(fmt::format("profile:{}", person.id.value), change.happened, book))
    {
        book.people.save(person);
        tie_names(book);
    }
}

void hear(const slack::ChannelChanged& change, Book& book, UtcMillis now)
{
    if (!change.old_channel.empty())
        return move_channel(change.old_channel, change.channel, book);
    auto channel = book.people.channel(change.channel);
    const bool is_bot = change.user.value == book.notes.get("bot_user_id");
    const auto aspect = aspect_of(change, is_bot);
    if (!channel || aspect.empty() || !is_news(fmt::format("{}:{}", aspect, channel->id.value), change.happened, book))
        return;
    if (!change.name.empty())
        channel->name = change.name;
    if (change.event_type.ends_with("unarchive"))
        channel->is_archived = false;
    else if (change.event_type.ends_with("archive") || change.event_type == "channel_deleted")
        channel->is_archived = true;
    else if (change.event_type == "member_joined_channel" && is_bot)
        channel->is_member = true;
    const bool has_left = (change.event_type == "member_left_channel" && is_bot) ||
                          change.event_type == "channel_left" || change.event_type == "group_left";
    if (has_left)
        channel->is_member = false;
    book.people.save(*channel);
    if (has_left && !channel->is_private && !channel->is_archived && is_configured(*channel, book))
        owe_join(channel->id, book, now);
}

}  // namespace hotwatch::directory
