// Incidents: one row each, read by id in one place. Lists of them are in incident_lists.cpp.

#include "storage/book.hpp"
#include "storage/connection.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

void bind_mark(Statement& statement, Parameter at, Parameter by, const std::optional<Mark>& mark)
{
    if (mark)
        statement.bind(at, mark->at).bind(by, mark->by.value);
    else
        statement.bind_null(at).bind_null(by);
}

std::optional<Mark> read_mark(Statement& row)
{
    const auto at = row.optional_time();
    auto by = row.text();
    return at ? std::optional{Mark{*at, {std::move(by)}}} : std::nullopt;
}

/// What an index, a trigger or a foreign key goes by.
void bind_place(Statement& statement, const Incident& incident)
{
    statement.bind(":severity", static_cast<int>(incident.severity))
        .bind(":state", incident_states.of(incident.state))
        .bind(":channel", incident.room.channel.value)
        .bind(":thread_ts", incident.room.thread_ts)
        .bind_reference(":card_row", incident.card_row)
        .bind(":declared_at", incident.declared.at)
        .bind(":declared_by", incident.declared.by.value)
        .bind(":commander", incident.commander.value)
        .bind_reference(":merged_into", incident.merged_into)
        .bind_reference(":announcement_row", incident.announcement_row);
    bind_mark(statement, ":acknowledged_at", ":acknowledged_by", incident.acknowledged);
}

/// Every other column but the id.
void bind_facts(Statement& statement, const Incident& incident)
{
    statement.bind(":title", incident.title)
        .bind(":service", incident.service)
        .bind(":started_at", incident.started_at)
        .bind(":resolution", incident.resolution)
        .bind(":last_update_at", incident.last_update.at)
        .bind(":last_update_by", incident.last_update.by.value)
        .bind(":last_update_text", incident.last_update_text)
        .bind(":eta", incident.eta)
        .bind(":reminders_unanswered", incident.reminders_unanswered)
        .bind(":version", incident.version)
        .bind(":moved_at", incident.moved.at)
        .bind(":moved_by", incident.moved.by.value)
        .bind(":moved_why", incident.moved_why)
        .bind(":moved_version", incident.moved_version)
        .bind(":severity_version", incident.severity_version)
        .bind(":response_from", incident.response_from)
        .bind(":paused", incident.paused.count())
        .bind(":follow_up", incident.follow_up);
    bind_mark(statement, ":followed_up_at", ":followed_up_by", incident.followed_up);
    bind_mark(statement, ":mitigated_at", ":mitigated_by", incident.mitigated);
    bind_mark(statement, ":resolved_at", ":resolved_by", incident.resolved);
}

constexpr Sql insert_incident = R"sql(
    INSERT INTO incident (title, severity, state, service, channel, thread_ts, card_row, declared_at, declared_by,
        started_at, commander, acknowledged_at, acknowledged_by, mitigated_at, mitigated_by, resolved_at, resolved_by,
        resolution, last_update_at, last_update_by, last_update_text, eta, reminders_unanswered, version, moved_at,
        moved_by, moved_why, moved_version, severity_version, merged_into, response_from, paused, followed_up_at,
        followed_up_by, follow_up, announcement_row)
    VALUES (:title, :severity, :state, :service, :channel, :thread_ts, :card_row, :declared_at, :declared_by,
        :started_at, :commander, :acknowledged_at, :acknowledged_by, :mitigated_at, :mitigated_by, :resolved_at,
        :resolved_by, :resolution, :last_update_at, :last_update_by, :last_update_text, :eta, :reminders_unanswered,
        :version, :moved_at, :moved_by, :moved_why, :moved_version, :severity_version, :merged_into, :response_from,
        :paused, :followed_up_at, :followed_up_by, :follow_up, :announcement_row)
)sql";

constexpr Sql update_incident = R"sql(
    UPDATE incident SET title = :title, severity = :severity, state = :state, service = :service, channel = :channel,
        thread_ts = :thread_ts, card_row = :card_row, declared_at = :declared_at, declared_by = :declared_by,
        started_at = :started_at, commander = :commander, acknowledged_at = :acknowledged_at,
        acknowledged_by = :acknowledged_by, mitigated_at = :mitigated_at, mitigated_by = :mitigated_by,
        resolved_at = :resolved_at, resolved_by = :resolved_by, resolution = :resolution,
        last_update_at = :last_update_at, last_update_by = :last_update_by, last_update_text = :last_update_text,
        eta = :eta, reminders_unanswered = :reminders_unanswered, version = :version, moved_at = :moved_at,
        moved_by = :moved_by, moved_why = :moved_why, moved_version = :moved_version,
        severity_version = :severity_version, merged_into = :merged_into, response_from = :response_from,
        paused = :paused, followed_up_at = :followed_up_at, followed_up_by = :followed_up_by, follow_up = :follow_up,
        announcement_row = :announcement_row
    WHERE id = :id
)sql";

// An UPDATE writes anew what each index has of the columns that it names, changed or not. Most changes move an incident
// in none of a dozen indexes.
constexpr Sql select_unmoved = R"sql(
    SELECT 1 FROM incident
    WHERE id = :id AND severity = :severity AND state = :state AND channel = :channel AND thread_ts = :thread_ts
        AND card_row IS NOT DISTINCT FROM :card_row AND declared_at = :declared_at AND declared_by = :declared_by
        AND commander = :commander AND acknowledged_at IS NOT DISTINCT FROM :acknowledged_at
        AND acknowledged_by IS NOT DISTINCT FROM :acknowledged_by AND merged_into IS NOT DISTINCT FROM :merged_into
        AND announcement_row IS NOT DISTINCT FROM :announcement_row
)sql";

constexpr Sql update_facts = R"sql(
    UPDATE incident SET title = :title, service = :service, started_at = :started_at, mitigated_at = :mitigated_at,
        mitigated_by = :mitigated_by, resolved_at = :resolved_at, resolved_by = :resolved_by, resolution = :resolution,
        last_update_at = :last_update_at, last_update_by = :last_update_by, last_update_text = :last_update_text,
        eta = :eta, reminders_unanswered = :reminders_unanswered, version = :version, moved_at = :moved_at,
        moved_by = :moved_by, moved_why = :moved_why, moved_version = :moved_version,
        severity_version = :severity_version, response_from = :response_from, paused = :paused,
        followed_up_at = :followed_up_at, followed_up_by = :followed_up_by, follow_up = :follow_up
    WHERE id = :id
)sql";

constexpr Sql select_incident = R"sql(
    SELECT id, title, severity, state, service, channel, thread_ts, card_row, declared_at, declared_by, started_at,
        commander, acknowledged_at, acknowledged_by, mitigated_at, mitigated_by, resolved_at, resolved_by, resolution,
        last_update_at, last_update_by, last_update_text, eta, reminders_unanswered, version, moved_at, moved_by,
        moved_why, moved_version, severity_version, merged_into, response_from, paused, followed_up_at, followed_up_by,
        follow_up, announcement_row
    FROM incident WHERE id = :id
)sql";

constexpr Sql update_room = R"sql(
    UPDATE incident SET channel = :channel, thread_ts = :thread_ts WHERE id = :id
)sql";

}  // namespace

std::int64_t Incidents::add(const Incident& incident)
{
    auto statement = connection_.prepare(insert_incident);
    bind_place(statement, incident);
    bind_facts(statement, incident);
    statement.run();
    const auto id = connection_.last_id();
    add_to_index(id, 0, incident.title + " " + incident.service);
    return id;
}

void Incidents::save(const Incident& incident)
{
    auto unmoved = connection_.prepare(select_unmoved);
    bind_place(unmoved, incident);
    const bool is_moved = !unmoved.bind(":id", incident.id).step();
    auto statement = connection_.prepare(is_moved ? update_incident : update_facts);
    if (is_moved)
        bind_place(statement, incident);
    bind_facts(statement, incident);
    if (statement.bind(":id", incident.id).run() == 0)
        throw std::logic_error{fmt::format("INC-{} is to be saved, but is not in the store", incident.id)};
}

std::optional<Incident> Incidents::find(std::int64_t id)
{
    auto row = connection_.prepare(select_incident);
    if (!row.bind(":id", id).step())
        return std::nullopt;
    Incident incident;
    incident.id = row.integer();
    incident.title = row.text();
    incident.severity = static_cast<Severity>(row.integer());
    incident.state = incident_states.value(row.text());
    incident.service = row.text();
    incident.room.channel.value = row.text();
    incident.room.thread_ts = row.text();
    incident.card_row = row.integer();
    incident.declared.at = row.time();
    incident.declared.by.value = row.text();
    incident.started_at = row.optional_time();
    incident.commander.value = row.text();
    incident.acknowledged = read_mark(row);
    incident.mitigated = read_mark(row);
    incident.resolved = read_mark(row);
    incident.resolution = row.text();
    incident.last_update.at = row.time();
    incident.last_update.by.value = row.text();
    incident.last_update_text = row.text();
    incident.eta = row.optional_time();
    incident.reminders_unanswered = static_cast<int>(row.integer());
    incident.version = row.integer();
    incident.moved.at = row.time();
    incident.moved.by.value = row.text();
    incident.moved_why = row.text();
    incident.moved_version = row.integer();
    incident.severity_version = row.integer();
    incident.merged_into = row.integer();
    incident.response_from = row.time();
    incident.paused = milliseconds{row.integer()};
    incident.followed_up = read_mark(row);
    incident.follow_up = row.text();
    incident.announcement_row = row.integer();
    return incident;
}

void Incidents::set_room(std::int64_t id, const Room& room)
{
    auto statement = connection_.prepare(update_room);
    statement.bind(":channel", room.channel.value).bind(":thread_ts", room.thread_ts).bind(":id", id);
    if (statement.run() == 0)
        throw std::logic_error{fmt::format("INC-{} is to get a room, but is not in the store", id)};
}

}  // namespace hotwatch
