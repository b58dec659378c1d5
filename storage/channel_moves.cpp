// A channel that gets another id, and channels that are gone: whatever names them goes along.
#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql select_channels = R"sql(
    SELECT id FROM channel ORDER BY id
)sql";

constexpr Sql delete_channel = R"sql(
    DELETE FROM channel WHERE id = :id
)sql";

constexpr Sql update_rooms = R"sql(
    UPDATE incident SET channel = :to WHERE channel = :from
)sql";

// Edits and replies take their channel from the row of the post that they belong to.
constexpr Sql update_results = R"sql(
    UPDATE outbox SET result_channel = :to WHERE result_channel = :from
)sql";

constexpr Sql update_address = R"sql(
    UPDATE outbox SET conversation = :conversation, args = :args WHERE id = :id
)sql";

}  // namespace

std::vector<Channel> People::channels()
{
    std::vector<ChannelId> ids;
    auto row = connection_.prepare(select_channels);
    while (row.step())
        ids.push_back({row.text()});
    std::vector<Channel> all;
    for (const auto& id : ids)
        if (auto known = channel(id))
            all.push_back(*std::move(known));
    return all;
}

void People::forget(const ChannelId& channel)
{
    connection_.prepare(delete_channel).bind(":id", channel.value).run();
}

void People::move_channel(const ChannelId& from, const ChannelId& to)
{
    auto moved = channel(from);
    if (!moved)
        return;
    forget(from);
    if (channel(to))
        return;  // Slack has told us of it already, and later
    moved->id = to;
    save(*moved);
}

void Incidents::move_rooms(const ChannelId& from, const ChannelId& to)
{
    connection_.prepare(update_rooms).bind(":from", from.value).bind(":to", to.value).run();
}

void Outbox::move_results(const ChannelId& from, const ChannelId& to)
{
    connection_.prepare(update_results).bind(":from", from.value).bind(":to", to.value).run();
}

void Outbox::move(const Call& call)
{
    connection_.prepare(update_address)
        .bind(":conversation", call.conversation)
        .bind(":args", call.args)
        .bind(":id", call.id)
        .run();
}

}  // namespace hotwatch
