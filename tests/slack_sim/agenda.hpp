// What the simulated Slack will do later, ordered by its instant; things due together run in the order they were
// planned.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "sim.hpp"

namespace slack_sim
{

class Agenda
{
  public:
    using Ticket = std::pair<Millis, std::uint64_t>;

    /// Plans `task` for `at`. The ticket is good until the task has run or was cancelled.
    Ticket plan(Millis at, std::function<void()> task)
    {
        const Ticket ticket{at, ++count_};
        tasks_.emplace_hint(tasks_.end(), ticket, std::move(task));
        return ticket;
    }

    /// Forgets the task; one that has run already is no error.
    void cancel(const Ticket& ticket) { tasks_.erase(ticket); }

    [[nodiscard]] std::optional<Millis> next() const
    {
        return tasks_.empty() ? std::nullopt : std::optional{tasks_.begin()->first.first};
    }

    /// Runs what is due at `now`, also what those tasks plan for `now` or earlier.
    void run(Millis now)
    {
        while (!tasks_.empty() && tasks_.begin()->first.first <= now)
        {
            auto node = tasks_.extract(tasks_.begin());
            node.mapped()();
        }
    }

  private:
    std::map<Ticket, std::function<void()>> tasks_;
    std::uint64_t count_ = 0;
};

}  // namespace slack_sim
