// Who is to be on call: the plan's rotation, each version of it, and the overrides that people laid over it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records.hpp"

namespace hotwatch
{

class Connection;

enum class Role
{
    primary,
    backup,
    manager
};

/// One row of the plan's rotation: names as the plan writes them, tied to Slack users by a NameLink.
struct Shift
{
    std::int64_t id = 0;
    Period period;
    std::string label;  // "Week 1"
    std::string primary;
    std::string backup;
    std::string manager;
    // The handoffs as wall time, counted from 1970: what a repetition keeps, also where the hour of this row was
    // skipped. None: the wall time of `period`.
    std::optional<milliseconds> wall_start{};
    std::optional<milliseconds> wall_end{};
};

/// One version of the plan's rotation. It decides while it is in force, so a plan imported later rewrites no past.
struct Rotation
{
    Period in_force;            // the first from 1970 on, the newest without end
    std::string zone;           // whose wall time its handoffs keep; "" the team's
    std::vector<Shift> shifts;  // by start
};

/// Somebody holds a role for a while. The newest that covers an instant decides, and wins over the rotation.
struct Override
{
    std::int64_t id = 0;  // grows: the newest has the highest
    Role role = Role::primary;
    UserId user;
    Period period;  // as asked for
    std::string reason;
    Mark made;
    std::optional<Mark> cancelled;

    /// While it decides: up to the cancelling; empty where it was cancelled before it began.
    [[nodiscard]] Period in_force() const
    {
        if (!cancelled || cancelled->at >= period.end)
            return period;
        return {period.start, cancelled->at > period.start ? cancelled->at : period.start};
    }
};

class Schedule
{
  public:
    explicit Schedule(Connection& connection) : connection_(connection) {}

    /// Puts the plan's rows in force from `since` on, as a new version of the rotation. The first version is in force
    /// from the beginning; one that was never in force is rewritten; rows that say the same change nothing.
    void replace(const std::vector<Shift>& shifts, std::string_view zone = {}, UtcMillis since = {});
    [[nodiscard]] std::vector<Shift> shifts();  // of the newest version, by start
    [[nodiscard]] std::optional<Rotation> rotation_at(UtcMillis t);

    std::int64_t add(const Override& change);  // returns the new id
    void cancel(std::int64_t id, const Mark& mark);
    [[nodiscard]] std::optional<Override> find(std::int64_t id);
    /// Those in force at some instant of `period`, in the order in which they were made.
    [[nodiscard]] std::vector<Override> overrides_in(const Period& period);

  private:
    Connection& connection_;
};

}  // namespace hotwatch
