// Incidents, their timelines, and who works on them. Included by book.hpp.
#pragma once

#include <functional>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch
{

class Connection;

/// What somebody does in one incident.
enum class IncidentRole
{
    commander,       // leads; stands in Incident::commander, never among the role-holders
    communications,  // speaks outward; one person
    scribe,          // keeps the timeline; one person
    responder,       // works on it; any number
};

struct RoleHolder
{
    IncidentRole role = IncidentRole::responder;
    UserId user;
    Mark given;
};

/// A message that asked somebody to acknowledge, and still has its button.
struct OpenPage
{
    std::int64_t call_id = 0;
    UserId user;  // empty: whoever reads the emergency channel
};

/// Somebody who was asked to acknowledge, by a message of their own.
struct Asking
{
    std::int64_t incident = 0;
    UserId user;
    UtcMillis at;
    std::string why;  // mrkdwn, as the message said it; "" was not kept
};

struct FoundIncident
{
    Incident incident;
    std::string said;  // on its timeline, where the title and service alone do not have the words; "" they do
};

/// What a search for words found.
struct IncidentSearch
{
    std::vector<FoundIncident> found;  // open ones first, each part newest first
    std::vector<std::string> unknown;  // words that no incident has; it was looked for the others
    bool has_more = false;             // further ones have the words, or were not looked at
};

/// The first of what may be many, and how many there are: exactly below `most_counted`, which stands for any more.
struct SomeIncidents
{
    static constexpr std::int64_t most_counted = 200;
    std::vector<Incident> first;
    std::int64_t count = 0;
};

class Incidents
{
  public:
    explicit Incidents(Connection& connection) : connection_(connection) {}
    std::int64_t add(const Incident& incident);  // returns the new id
    void save(const Incident& incident);         // all columns; bumps nothing by itself
    [[nodiscard]] std::optional<Incident> find(std::int64_t id);
    /// Not resolved, closed, cancelled or merged; worst first, then oldest: `most` (0: all) after the first `skip`.
    [[nodiscard]] std::vector<Incident> open(int most = 0, int skip = 0);
    /// Of these, in the same order, those of one severity; or those that `user` declared, acknowledged, leads or works
    /// on.
    [[nodiscard]] std::vector<Incident> open_with(Severity severity, int most, int skip);
    [[nodiscard]] std::vector<Incident> open_of(const UserId& user, int most, int skip);
    // Of these, in the same order, and at a cost that does not grow with their number:
    [[nodiscard]] SomeIncidents some_open(int most);
    [[nodiscard]] SomeIncidents unacknowledged(int most);
    [[nodiscard]] SomeIncidents some_open_in(const ChannelId& channel, int most);  // with a room there
    /// Those that `commander` leads; `acknowledged_only` leaves out what unacknowledged() gives.
    [[nodiscard]] SomeIncidents led_by(const UserId& commander, bool acknowledged_only, int most);
    [[nodiscard]] std::vector<Incident>
    in_room(const Room& room, int most = 0);  // newest first; a thread's own, or all of a channel where thread_ts is
                                              // "". `most` 0: all, and a support channel may have had very many
    /// Resolved, not closed yet; newest first.
    [[nodiscard]] std::vector<Incident> resolved(int most);
    [[nodiscard]] std::optional<Incident> newest();
    /// Declared at or after `since`, newest first, in any state: `most` of them after the first `skip`.
    [[nodiscard]] std::vector<Incident> declared_since(UtcMillis since, int most, int skip = 0);
    [[nodiscard]] std::int64_t count();
    /// Those that have all the words in title, service, updates, notes and what ended or reopened them; any text is a
    /// search, as in Knowledge::search, and its cost is bounded.
    [[nodiscard]] IncidentSearch search(std::string_view words, std::size_t most);
    /// All of them by id, one at a time: a million take no more memory than one. For a store or a copy that nobody else
    /// is waiting for.
    void walk(const std::function<void(const Incident&)>& visit);
    void set_room(std::int64_t id, const Room& room);  // when Slack has told the thread's ts
    /// A channel has another id: the rooms in it stay where they are.
    void move_rooms(const ChannelId& from, const ChannelId& to);

    void add(const TimelineEntry& entry);
    [[nodiscard]] std::vector<TimelineEntry> timeline(std::int64_t incident, int newest = 0);  // oldest first; 0: all
    /// `most` entries after the first `skip`, oldest first.
    [[nodiscard]] std::vector<TimelineEntry> timeline_part(std::int64_t incident, std::int64_t skip, int most);
    [[nodiscard]] std::int64_t timeline_size(std::int64_t incident);
    /// Every incident's, by incident, each oldest first; one at a time.
    void walk_timeline(const std::function<void(const TimelineEntry&)>& visit);
    [[nodiscard]] std::optional<TimelineEntry> last(std::int64_t incident, std::string_view action);

    /// Communications and scribe are one person's: whoever had it before has it no more. Commander is refused by the
    /// schema.
    void give_role(std::int64_t incident, const RoleHolder& holder);
    void take_roles(std::int64_t incident, const UserId& user);          // all that they hold
    [[nodiscard]] std::vector<RoleHolder> roles(std::int64_t incident);  // by role, then by when it was given
    [[nodiscard]] std::vector<RoleHolder> roles_of(std::int64_t incident, const UserId& user);

    /// Reminders posted and not answered yet, by their outbox row.
    void add_open_reminder(std::int64_t incident, std::int64_t call_id);
    [[nodiscard]] std::vector<std::int64_t> open_reminders(std::int64_t incident);
    [[nodiscard]] std::vector<std::int64_t> take_open_reminders(std::int64_t incident);  // and forgets them
    void add_open_page(std::int64_t incident, const OpenPage& page);
    [[nodiscard]] std::vector<OpenPage> open_pages(std::int64_t incident);
    [[nodiscard]] std::vector<OpenPage> take_open_pages(std::int64_t incident);  // and forgets them
    void add(const Asking& asking);
    [[nodiscard]] std::vector<Asking> asked(const UserId& user, int most);  // newest first

  private:
    void add_to_index(std::int64_t incident, std::int64_t entry, std::string_view text);

    Connection& connection_;
};

}  // namespace hotwatch
