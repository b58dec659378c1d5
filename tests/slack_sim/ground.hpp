// What every part of the simulated Slack stands on: the instant, the dice, ids and time stamps, faults and the ledger.
#pragma once

#include <random>

#include "agenda.hpp"
#include "faults.hpp"
#include "sim.hpp"

namespace slack_sim
{

using Json = nlohmann::json;

struct Ground
{
    Ground(Config settings, Millis start) : config(std::move(settings)), now(start), dice(config.seed) {}
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;

    Config config;
    Millis now;
    std::chrono::milliseconds date_ahead{0};  // of `now`, in the Date header of answers: Slack's clock is another one
    std::mt19937_64 dice;
    Agenda agenda;
    Faults faults;
    Ledger ledger;
    Sim::Watch watch;
    std::string says;        // what Slack itself last told the person acting
    std::string acting_key;  // trigger_id or event_id of that person's last action

    /// Message time stamp, "seconds.micros": unique and growing within the workspace.
    std::string next_ts();
    /// `length` characters of 0-9a-f by the dice.
    std::string hex(std::size_t length);
    /// `prefix` and `length` characters of 0-9A-Z by the dice.
    std::string id(std::string_view prefix, std::size_t length);
    std::string uuid();
    [[nodiscard]] std::int64_t epoch_seconds() const;

  private:
    std::int64_t last_ts_micros_ = 0;
};

/// Splits "a,b , c" at commas; blanks around and empty parts are dropped.
std::vector<std::string> split_list(std::string_view text);

}  // namespace slack_sim
