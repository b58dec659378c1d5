// What people type while a process is killed or its sockets are cut, and what must have come of it in the end.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "storage/book.hpp"
#include "tests/slack_sim/sim.hpp"

namespace hotwatch::testing
{

/// Each line typed holds a number of its own ("Load 000042"), so that the line, its acknowledgement, the fact in the
/// store and the post in Slack can be told from all others.
class Load
{
  public:
    explicit Load(std::uint64_t seed) : random_(seed) {}

    /// Types one line: a declaration, or an update of an incident whose declaration was acknowledged, as a slash
    /// command or as a mention (which Slack repeats where it is not acknowledged). Nothing that could be refused.
    void type_one(slack_sim::Sim& sim);
    void declare(slack_sim::Sim& sim);

    struct Outcome
    {
        int typed = 0;
        int reached = 0;                    // lines for which Slack had a socket
        int acknowledged = 0;               // of those
        int stored = 0;                     // facts in the store
        int lost = 0;                       // acknowledged and not stored, or stored and not posted
        int doubled = 0;                    // stored twice, or posted twice
        std::vector<std::string> findings;  // the same in words, a line each
    };
    /// To be asked when nothing is owed any more.
    [[nodiscard]] Outcome judge(const slack_sim::Ledger& ledger, Book& book) const;
    [[nodiscard]] int typed() const { return static_cast<int>(lines_.size()); }
    /// Lines whose acknowledgement has come.
    [[nodiscard]] int acknowledged(const slack_sim::Ledger& ledger) const;

  private:
    struct Line
    {
        bool is_declaration = false;
        std::string text;
        std::string key;           // "": nobody listened
        std::size_t envelope = 0;  // the first one, where the key is not ""
    };
    void type(slack_sim::Sim& sim, bool is_declaration, std::string_view channel, const std::string& before);
    [[nodiscard]] std::string some_incident(const slack_sim::Ledger& ledger);

    std::mt19937_64 random_;
    std::vector<Line> lines_;
};

}  // namespace hotwatch::testing
