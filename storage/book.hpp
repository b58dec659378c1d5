// The book: every read and write of facts, inside the transaction that the desk holds open.
// Handlers get a Book and nothing else; they cannot begin, commit or reach SQLite.
#pragma once

#include <functional>
#include <string_view>

#include "storage/incidents.hpp"
#include "storage/knowledge.hpp"
#include "storage/punctuality.hpp"
#include "storage/records.hpp"
#include "storage/schedules.hpp"
#include "storage/vitals.hpp"

namespace hotwatch
{

class Connection;

/// Where the audit chain stands.
struct AuditHead
{
    std::int64_t count = 0;
    std::string hash;  // 32 bytes, of the newest row; "" while there is none
    friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

/// Identifiers for new rows. Injected, so that the same events make the same book.
class IdSource
{
  public:
    virtual ~IdSource() = default;
    virtual std::string uuid() = 0;  // 36 characters, random
    virtual std::string salt() = 0;  // 32 hex digits
};

class Timers
{
  public:
    explicit Timers(Connection& connection) : connection_(connection) {}
    void arm(const Timer& timer);  // inserts, or replaces the one of that kind and subject
    void disarm(TimerKind kind, std::int64_t subject);
    [[nodiscard]] std::optional<Timer> find(TimerKind kind, std::int64_t subject);
    [[nodiscard]] std::vector<Timer> due(UtcMillis now, int most);  // by urgency, then due_at
    [[nodiscard]] std::optional<UtcMillis> next_due();

  private:
    Connection& connection_;
};

class Outbox
{
  public:
    Outbox(Connection& connection, IdSource& ids) : connection_(connection), ids_(ids) {}
    /// Gives it a uuid, state pending and created_at = now. Returns the row's id.
    std::int64_t add(Call call, UtcMillis now);
    /// Newest state only: where a pending row with this dedupe_key exists its args are replaced, else the row is added.
    std::int64_t put(Call call, UtcMillis now);
    [[nodiscard]] std::optional<Call> find(std::int64_t id);
    [[nodiscard]] std::optional<Call> newest_with_key(std::string_view dedupe_key);  // in any state
    void save(const Call& call);  // the mutable columns: state, attempts, looks, not_before, started_at, take, args,
                                  // result, error
    /// What waits for `row` and was not sent waits for `other`.
    void follow_instead(std::int64_t row, std::int64_t other);
    /// A pending row goes elsewhere: its `after`, `take` and `args` are these from now on.
    void readdress(const Call& call);
    /// A channel has another id: what was posted there stands there now, …
    void move_results(const ChannelId& from, const ChannelId& to);
    /// … and what is still to be posted has this `conversation` and these `args`. The sender is told by the caller.
    void move(const Call& call);
    /// A parked row is owed again, from `now` on.
    void retry(std::int64_t row, UtcMillis now);
    /// A parked row is gone; what named it goes on without it.
    void drop(std::int64_t row);
    /// Parked rows with the key of this one that are older than it: their state is no longer the newest.
    void drop_outdated(const Call& newer);
    [[nodiscard]] std::vector<Call> unsettled();  // pending, sending and unknown; oldest first
    /// What waits for a person; oldest first. Not what goes out only once: its moment is over, nobody can do anything.
    [[nodiscard]] std::vector<Call> parked();
    [[nodiscard]] std::int64_t count_parked();  // of those
    /// Rows added or replaced since the last call of this function: what the sender has not heard of.
    [[nodiscard]] std::vector<Call> take_news();
    [[nodiscard]] std::int64_t count(CallState state);
    [[nodiscard]] std::optional<UtcMillis> oldest_unsettled();  // when it was added
    /// Slack's Retry-After, kept across restarts. Key: "method" or "method channel".
    void hold(const std::string& key, UtcMillis until);
    [[nodiscard]] std::map<std::string, UtcMillis> holds(UtcMillis now);
    /// Sent rows, and parked ones that nobody can do anything about; response_urls.
    void erase_old(UtcMillis sent_before, UtcMillis url_before);
    /// For a restored store, whose rows may have been sent after the backup was made: what can be looked up in Slack
    /// waits for that, what goes but once is dropped.
    void distrust();

  private:
    Connection& connection_;
    IdSource& ids_;
    std::vector<std::int64_t> news_;
    friend class Book;
};

class SeenKeys
{
  public:
    explicit SeenKeys(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<Seen> find(std::string_view key);
    void add(const Seen& seen);
    void ack_written(std::string_view key);
    /// Events may come out of order. Whether none about `object` that happened later was taken; this one is, if so.
    bool is_newest(std::string_view object, UtcMillis happened);
    [[nodiscard]] std::vector<Seen> unacknowledged(UtcMillis since);
    void erase_old(UtcMillis keys_before, UtcMillis urls_before);

  private:
    Connection& connection_;
};

class People
{
  public:
    explicit People(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::optional<Person> find(const UserId& id);
    [[nodiscard]] std::vector<Person>
    named(std::string_view name);  // real or display name, exactly; case folded (ASCII)
    void save(const Person& person);
    void link(const NameLink& link);  // replaces; "config" and "command" win over "slack"
    void unlink(std::string_view name);
    [[nodiscard]] std::optional<NameLink> link_of(std::string_view name);
    [[nodiscard]] std::vector<NameLink> links();
    void save(const Channel& channel);
    [[nodiscard]] std::optional<Channel> channel_named(std::string_view name);  // with or without '#'
    [[nodiscard]] std::optional<Channel> channel(const ChannelId& id);
    [[nodiscard]] std::vector<Channel> channels();
    void forget(const ChannelId& channel);
    /// The channel has another id; what is known of the new one already stands.
    void move_channel(const ChannelId& from, const ChannelId& to);
    /// The conversation with one person; empty: none was opened yet.
    [[nodiscard]] ChannelId direct_channel(const UserId& user);
    void set_direct_channel(const UserId& user, const ChannelId& channel);  // empty: to be opened anew

  private:
    Connection& connection_;
};

class Audit
{
  public:
    Audit(Connection& connection, IdSource& ids) : connection_(connection), ids_(ids) {}
    void add(const AuditRow& row);  // seq and hash are made here
    [[nodiscard]] std::vector<AuditRow> newest(int most);
    /// All of them, oldest first, one at a time, each with its hash (32 bytes).
    void walk(const std::function<void(const AuditRow& row, const std::string& hash)>& visit);
    [[nodiscard]] std::int64_t count();
    [[nodiscard]] const AuditHead& head();  // also the rows of the open transaction

  private:
    friend class Book;
    Connection& connection_;
    IdSource& ids_;
    std::optional<AuditHead> head_;  // as last read or written; forgotten at every rollback
};

/// Small values by name: what was imported, what Slack said of itself ("team_id", "bot_user_id", …).
class Notes
{
  public:
    explicit Notes(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::string get(std::string_view name);  // "" where there is none
    void set(std::string_view name, std::string_view value);

  private:
    Connection& connection_;
};

class Book
{
  public:
    Book(Connection& connection, IdSource& ids);

    Incidents incidents;
    Timers timers;
    Outbox outbox;
    SeenKeys seen;
    People people;
    Schedule schedule;
    Audit audit;
    Notes notes;
    Knowledge knowledge;
    Punctuality punctuality;

    [[nodiscard]] const Policy& policy() const { return policy_; }
    void set_policy(Policy policy) { policy_ = std::move(policy); }
    [[nodiscard]] const Vitals& vitals() const { return vitals_; }
    void set_vitals(Vitals vitals) { vitals_ = std::move(vitals); }

  private:
    friend class Database;
    /// What the parts keep in memory beside the transaction has to go back with it.
    [[nodiscard]] std::size_t mark() const { return outbox.news_.size(); }
    void go_back_to(std::size_t mark) noexcept;

    Policy policy_;
    Vitals vitals_;
};

}  // namespace hotwatch
