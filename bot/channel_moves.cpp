#include "bot/channel_moves.hpp"

#include <set>

#include <nlohmann/json.hpp>

#include "bot/slack/call_args.hpp"
#include "bot/slack/profile.hpp"

namespace hotwatch::directory
{

namespace
{
using nlohmann::json;

constexpr auto listed_note = "channels_listed";  // {"next": cursor, "ids": […]} while a list is being read

/// What the pages before this one listed; nullopt: it does not follow them, as after a restart amid a list.
std::optional<json> listed_before(const std::string& cursor, Book& book)
{
    if (cursor.empty())
        return json::array();
    const json note = json::parse(book.notes.get(listed_note), nullptr, false);
    const auto ids = note.is_object() ? note.find("ids") : note.end();
    if (!note.is_object() || slack::text_at(note, "/next") != cursor || ids == note.end())
        return std::nullopt;
    return *ids;
}

/// Slack lists every public channel, and the private ones that the bot is in.
void drop_all_but(const std::set<std::string>& listed, Book& book)
{
    for (auto channel : book.people.channels())
    {
        if (listed.contains(channel.id.value))
            continue;
        if (!channel.is_private)
        {
            book.people.forget(channel.id);
            continue;
        }
        channel.is_member = false;
        book.people.save(channel);
    }
}
}  // namespace

void move_channel(const ChannelId& from, const ChannelId& to, Book& book)
{
    if (from.empty() || to.empty() || from == to)
        return;
    book.notes.set(listed_note, "");  // a list that is being read may have either id
    book.people.move_channel(from, to);
    book.incidents.move_rooms(from, to);
    book.outbox.move_results(from, to);
    for (const auto& calls : {book.outbox.unsettled(), book.outbox.parked()})
        for (auto call : calls)
            if (slack::move_channel(call, from.value, to.value))
                book.outbox.move(call);
}

void hear_page(const json& channels, const std::string& cursor, const std::string& next_cursor, Book& book)
{
    auto listed = listed_before(cursor, book);
    if (!listed)
        return;
    for (const auto& channel : channels)
        if (auto id = slack::text_at(channel, "/id"); !id.empty())
            listed->push_back(std::move(id));
    if (!next_cursor.empty())
        return book.notes.set(listed_note, json{{"next", next_cursor}, {"ids", *listed}}.dump());
    book.notes.set(listed_note, "");
    if (!listed->empty())
        drop_all_but(listed->get<std::set<std::string>>(), book);
}

}  // namespace hotwatch::directory
