// Who is who in Slack, whom the plan's names mean, and which channel a name is.
#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql select_person = R"sql(
    SELECT id, real_name, display_name, zone, is_bot, is_deactivated, is_guest, is_complete FROM person WHERE id = :id
)sql";

constexpr Sql select_named = R"sql(
    SELECT id, real_name, display_name, zone, is_bot, is_deactivated, is_guest, is_complete FROM person
    WHERE lower(real_name) = lower(:name) OR lower(display_name) = lower(:name) ORDER BY id
)sql";

// A profile that says nothing new is no change: it would be audited as one.
constexpr Sql upsert_person = R"sql(
    INSERT INTO person (id, real_name, display_name, zone, is_bot, is_deactivated, is_guest, is_complete)
    VALUES (:id, :real_name, :display_name, :zone, :is_bot, :is_deactivated, :is_guest, :is_complete)
    ON CONFLICT (id) DO UPDATE SET real_name = excluded.real_name, display_name = excluded.display_name,
        zone = excluded.zone, is_bot = excluded.is_bot, is_deactivated = excluded.is_deactivated,
        is_guest = excluded.is_guest, is_complete = excluded.is_complete
    WHERE (person.real_name, person.display_name, person.zone, person.is_bot, person.is_deactivated, person.is_guest,
        person.is_complete) <> (excluded.real_name, excluded.display_name, excluded.zone, excluded.is_bot,
        excluded.is_deactivated, excluded.is_guest, excluded.is_complete)
)sql";

// What a person has said, in the configuration or by command, is not overruled by a mere likeness of names.
constexpr Sql upsert_link = R"sql(
    INSERT INTO name_link (name, user_id, origin) VALUES (:name, :user_id, :origin)
    ON CONFLICT (name) DO UPDATE SET user_id = excluded.user_id, origin = excluded.origin
    WHERE (excluded.origin <> 'slack' OR name_link.origin = 'slack')
        AND (name_link.user_id, name_link.origin) <> (excluded.user_id, excluded.origin)
)sql";

constexpr Sql delete_link = R"sql(
    DELETE FROM name_link WHERE name = :name
)sql";

constexpr Sql select_link = R"sql(
    SELECT name, user_id, origin FROM name_link WHERE name = :name
)sql";

constexpr Sql select_links = R"sql(
    SELECT name, user_id, origin FROM name_link ORDER BY name
)sql";

constexpr Sql upsert_channel = R"sql(
    INSERT INTO channel (id, name, is_private, is_member, is_archived)
    VALUES (:id, :name, :is_private, :is_member, :is_archived)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_private = excluded.is_private,
        is_member = excluded.is_member, is_archived = excluded.is_archived
    WHERE (channel.name, channel.is_private, channel.is_member, channel.is_archived)
        <> (excluded.name, excluded.is_private, excluded.is_member, excluded.is_archived)
)sql";

// An old name may have stuck to an archived or abandoned channel: the living one is meant. A private one without the
// bot may be gone, and takes no post in any case.
constexpr Sql select_channel_named = R"sql(
    SELECT id, name, is_private, is_member, is_archived FROM channel WHERE name = :name
    ORDER BY is_archived, is_member DESC, is_private, id LIMIT 1
)sql";

constexpr Sql select_channel = R"sql(
    SELECT id, name, is_private, is_member, is_archived FROM channel WHERE id = :id
)sql";

constexpr Sql select_direct = R"sql(
    SELECT channel_id FROM direct_channel WHERE user_id = :user_id
)sql";

constexpr Sql upsert_direct = R"sql(
    INSERT INTO direct_channel (user_id, channel_id) VALUES (:user_id, :channel_id)
    ON CONFLICT (user_id) DO UPDATE SET channel_id = excluded.channel_id
    WHERE direct_channel.channel_id <> excluded.channel_id
)sql";

constexpr Sql delete_direct = R"sql(
    DELETE FROM direct_channel WHERE user_id = :user_id
)sql";

Person read_person(Statement& row)
{
    return {.id = {row.text()},
            .real_name = row.text(),
            .display_name = row.text(),
            .zone = row.text(),
            .is_bot = row.boolean(),
            .is_deactivated = row.boolean(),
            .is_guest = row.boolean(),
            .is_complete = row.boolean()};
}

NameLink read_link(Statement& row)
{
    return {.name = row.text(), .user = {row.text()}, .origin = row.text()};
}

Channel read_channel(Statement& row)
{
    return {.id = {row.text()},
            .name = row.text(),
            .is_private = row.boolean(),
            .is_member = row.boolean(),
            .is_archived = row.boolean()};
}

}  // namespace

std::optional<Person> People::find(const UserId& id)
{
    auto row = connection_.prepare(select_person);
    return row.bind(":id", id.value).step() ? std::optional{read_person(row)} : std::nullopt;
}

std::vector<Person> People::named(std::string_view name)
{
    std::vector<Person> people;
    if (name.empty())
        return people;  // an unset display name is nobody's name
    auto row = connection_.prepare(select_named);
    row.bind(":name", name);
    while (row.step())
        people.push_back(read_person(row));
    return people;
}

void People::save(const Person& person)
{
    connection_.prepare(upsert_person)
        .bind(":id", person.id.value)
        .bind(":real_name", person.real_name)
        .bind(":display_name", person.display_name)
        .bind(":zone", person.zone)
        .bind(":is_bot", person.is_bot)
        .bind(":is_deactivated", person.is_deactivated)
        .bind(":is_guest", person.is_guest)
        .bind(":is_complete", person.is_complete)
        .run();
}

void People::link(const NameLink& link)
{
    connection_.prepare(upsert_link)
        .bind(":name", link.name)
        .bind(":user_id", link.user.value)
        .bind(":origin", link.origin)
        .run();
}

void People::unlink(std::string_view name)
{
    connection_.prepare(delete_link).bind(":name", name).run();
}

std::optional<NameLink> People::link_of(std::string_view name)
{
    auto row = connection_.prepare(select_link);
    return row.bind(":name", name).step() ? std::optional{read_link(row)} : std::nullopt;
}

std::vector<NameLink> People::links()
{
    auto row = connection_.prepare(select_links);
    std::vector<NameLink> links;
    while (row.step())
        links.push_back(read_link(row));
    return links;
}

void People::save(const Channel& channel)
{
    connection_.prepare(upsert_channel)
        .bind(":id", channel.id.value)
        .bind(":name", channel.name)
        .bind(":is_private", channel.is_private)
        .bind(":is_member", channel.is_member)
        .bind(":is_archived", channel.is_archived)
        .run();
}

std::optional<Channel> People::channel_named(std::string_view name)
{
    if (name.starts_with('#'))
        name.remove_prefix(1);
    auto row = connection_.prepare(select_channel_named);
    return row.bind(":name", name).step() ? std::optional{read_channel(row)} : std::nullopt;
}

std::optional<Channel> People::channel(const ChannelId& id)
{
    auto row = connection_.prepare(select_channel);
    return row.bind(":id", id.value).step() ? std::optional{read_channel(row)} : std::nullopt;
}

ChannelId People::direct_channel(const UserId& user)
{
    auto row = connection_.prepare(select_direct);
    return row.bind(":user_id", user.value).step() ? ChannelId{row.text()} : ChannelId{};
}

void People::set_direct_channel(const UserId& user, const ChannelId& channel)
{
    if (channel.empty())
        connection_.prepare(delete_direct).bind(":user_id", user.value).run();
    else
        connection_.prepare(upsert_direct).bind(":user_id", user.value).bind(":channel_id", channel.value).run();
}

}  // namespace hotwatch
