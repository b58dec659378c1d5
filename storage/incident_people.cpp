// Who works on an incident, and the messages that wait for somebody's answer.
#include "storage/book.hpp"
#include "storage/connection.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql delete_holders = R"sql(
    DELETE FROM incident_role WHERE incident_id = :incident_id AND role = :role
)sql";

constexpr Sql insert_holder = R"sql(
    INSERT INTO incident_role (incident_id, role, user_id, given_at, given_by)
    VALUES (:incident_id, :role, :user_id, :given_at, :given_by) ON CONFLICT DO NOTHING
)sql";

constexpr Sql delete_roles_of = R"sql(
    DELETE FROM incident_role WHERE incident_id = :incident_id AND user_id = :user_id
)sql";

constexpr Sql select_roles = R"sql(
    SELECT role, user_id, given_at, given_by FROM incident_role WHERE incident_id = :incident_id
)sql";

constexpr Sql select_roles_of = R"sql(
    SELECT role, user_id, given_at, given_by FROM incident_role
    WHERE user_id = :user_id AND incident_id = :incident_id
)sql";

constexpr Sql insert_reminder = R"sql(
    INSERT INTO open_reminder (incident_id, call_id) VALUES (:incident_id, :call_id) ON CONFLICT DO NOTHING
)sql";

constexpr Sql select_reminders = R"sql(
    SELECT call_id FROM open_reminder WHERE incident_id = :incident_id ORDER BY call_id
)sql";

constexpr Sql delete_reminders = R"sql(
    DELETE FROM open_reminder WHERE incident_id = :incident_id
)sql";

constexpr Sql insert_page = R"sql(
    INSERT INTO open_page (incident_id, call_id, user_id) VALUES (:incident_id, :call_id, :user_id)
)sql";

constexpr Sql select_pages = R"sql(
    SELECT call_id, user_id FROM open_page WHERE incident_id = :incident_id ORDER BY call_id
)sql";

constexpr Sql delete_pages = R"sql(
    DELETE FROM open_page WHERE incident_id = :incident_id
)sql";

constexpr Sql insert_asking = R"sql(
    INSERT INTO asked (incident_id, user_id, at, why) VALUES (:incident_id, :user_id, :at, :why)
)sql";

constexpr Sql select_asked = R"sql(
    SELECT incident_id, user_id, at, why FROM asked WHERE user_id = :user_id ORDER BY id DESC LIMIT :most
)sql";

/// An incident has a handful of them, so they are put in order here.
std::vector<RoleHolder> read_roles(Statement& row)
{
    std::vector<RoleHolder> holders;
    while (row.step())
        holders.push_back({.role = incident_roles.value(row.text()),
                           .user = {row.text()},
                           .given = {.at = row.time(), .by = {row.text()}}});
    std::ranges::sort(holders, {},
                      [](const RoleHolder& holder) {
                          return std::tuple{holder.role, holder.given.at, holder.user};
                      });
    return holders;
}

}  // namespace

void Incidents::give_role(std::int64_t incident, const RoleHolder& holder)
{
    if (holder.role != IncidentRole::responder)
        connection_.prepare(delete_holders)
            .bind(":incident_id", incident)
            .bind(":role", incident_roles.of(holder.role))
            .run();
    connection_.prepare(insert_holder)
        .bind(":incident_id", incident)
        .bind(":role", incident_roles.of(holder.role))
        .bind(":user_id", holder.user.value)
        .bind(":given_at", holder.given.at)
        .bind(":given_by", holder.given.by.value)
        .run();
}

void Incidents::take_roles(std::int64_t incident, const UserId& user)
{
    connection_.prepare(delete_roles_of).bind(":incident_id", incident).bind(":user_id", user.value).run();
}

std::vector<RoleHolder> Incidents::roles(std::int64_t incident)
{
    auto row = connection_.prepare(select_roles);
    row.bind(":incident_id", incident);
    return read_roles(row);
}

std::vector<RoleHolder> Incidents::roles_of(std::int64_t incident, const UserId& user)
{
    auto row = connection_.prepare(select_roles_of);
    row.bind(":incident_id", incident).bind(":user_id", user.value);
    return read_roles(row);
}

void Incidents::add_open_reminder(std::int64_t incident, std::int64_t call_id)
{
    connection_.prepare(insert_reminder).bind(":incident_id", incident).bind(":call_id", call_id).run();
}

std::vector<std::int64_t> Incidents::open_reminders(std::int64_t incident)
{
    return connection_.prepare(select_reminders).bind(":incident_id", incident).integers();
}

std::vector<std::int64_t> Incidents::take_open_reminders(std::int64_t incident)
{
    auto calls = open_reminders(incident);
    if (!calls.empty())
        connection_.prepare(delete_reminders).bind(":incident_id", incident).run();
    return calls;
}

void Incidents::add_open_page(std::int64_t incident, const OpenPage& page)
{
    connection_.prepare(insert_page)
        .bind(":incident_id", incident)
        .bind(":call_id", page.call_id)
        .bind(":user_id", page.user.value)
        .run();
}

std::vector<OpenPage> Incidents::open_pages(std::int64_t incident)
{
    std::vector<OpenPage> pages;
    auto row = connection_.prepare(select_pages);
    row.bind(":incident_id", incident);
    while (row.step())
        pages.push_back({.call_id = row.integer(), .user = {row.text()}});
    return pages;
}

std::vector<OpenPage> Incidents::take_open_pages(std::int64_t incident)
{
    auto pages = open_pages(incident);
    if (!pages.empty())
        connection_.prepare(delete_pages).bind(":incident_id", incident).run();
    return pages;
}

void Incidents::add(const Asking& asking)
{
    connection_.prepare(insert_asking)
        .bind(":incident_id", asking.incident)
        .bind(":user_id", asking.user.value)
        .bind(":at", asking.at)
        .bind(":why", asking.why)
        .run();
}

std::vector<Asking> Incidents::asked(const UserId& user, int most)
{
    auto row = connection_.prepare(select_asked);
    row.bind(":user_id", user.value).bind(":most", most);
    std::vector<Asking> asked;
    while (row.step())
        asked.push_back({.incident = row.integer(), .user = {row.text()}, .at = row.time(), .why = row.text()});
    return asked;
}

}  // namespace hotwatch
