// kill -9 at random moments under load, and sockets replaced and cut: the simulator's ledger is the judge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <poll.h>

#include <csignal>
#include <cstdlib>
#include <random>

#include "bot/random.hpp"
#include "storage/database.hpp"
#include "tests/support/judge.hpp"
#include "tests/support/load.hpp"
#include "tests/wire/bot_process.hpp"

namespace
{
using namespace std::chrono_literals;
using hotwatch::testing::Load;
using hotwatch::testing::Process;
using hotwatch::testing::Workplace;
using slack_sim::Sim;

/// Fewer in the ordinary suite; `tests/run --soak` asks for more.
int rounds(const char* variable, int otherwise)
{
    const char* value = std::getenv(variable);
    return value != nullptr ? std::atoi(value) : otherwise;
}

void wait_for(std::chrono::milliseconds length)
{
    ::poll(nullptr, 0, static_cast<int>(length.count()));
}

class Kill : public ::testing::Test
{
  protected:
    Kill() { fmt::print("seed {}\n", seed); }

    std::chrono::milliseconds up_to(std::chrono::milliseconds most)
    {
        return std::chrono::milliseconds{random() % static_cast<std::uint64_t>(most.count())};
    }

    /// Dies at its work: up to 1.5 s of load after it connected, some twenty lines a second.
    void die_under_load(Process& bot, int round)
    {
        ASSERT_TRUE(place.until([](Sim& sim) { return sim.sockets() > 0; }, 60s)) << "round " << round;
        const auto until = std::chrono::steady_clock::now() + up_to(1'500ms);
        while (std::chrono::steady_clock::now() < until)
        {
            place.act([this](Sim& sim) { load.type_one(sim); });
            wait_for(up_to(100ms));
        }
        bot.signal(SIGKILL);
    }

    /// Dies while it starts: reading the store, taking up what is owed, dialling. Those who type then get Slack's
    /// error.
    void die_while_starting(Process& bot)
    {
        wait_for(up_to(200ms));
        place.act([this](Sim& sim) { load.type_one(sim); });
        bot.signal(SIGKILL);
    }

    void expect_store_is_well()
    {
        std::string output;
        EXPECT_EQ(place.run({"verify"}, output), 0) << output;
    }

    /// What `hotwatch verify` says is owed to Slack; it must find the store well.
    std::int64_t owed()
    {
        std::string output;
        EXPECT_EQ(place.run({"verify"}, output), 0) << output;
        auto words = output.find(" owed to Slack");  // after "3 messages", "1 message"
        words = words == std::string::npos ? words : output.rfind(' ', words - 1);
        const auto number = output.rfind(' ', words - 1);
        return words == std::string::npos || number == std::string::npos ? -1 : std::stoll(output.substr(number + 1));
    }

    /// Until nothing is owed any more, then a clean stop: the store can be read. However much is owed, it must grow
    /// less every minute.
    void drain(Process& bot)
    {
        auto left = owed();
        for (auto end = std::chrono::steady_clock::now() + 60s; left > 0 && std::chrono::steady_clock::now() < end;)
        {
            wait_for(200ms);
            if (const auto now_left = owed(); now_left < left)
            {
                left = now_left;
                end = std::chrono::steady_clock::now() + 60s;
            }
        }
        EXPECT_EQ(left, 0) << "messages owed to Slack that do not go out";
        bot.signal(SIGTERM);
        EXPECT_EQ(bot.wait(20s), 0);
    }

    Load::Outcome judge()
    {
        Load::Outcome outcome;
        hotwatch::Random ids;
        hotwatch::Database database{(place.directory / "hotwatch.db").string(), ids};
        place.act(
            [&](Sim& sim)
            {
                outcome = load.judge(sim.ledger(), database.book());
                for (auto& broken : hotwatch::testing::broken_promises(sim.ledger(), database.book(), sim.now()))
                    outcome.findings.push_back(std::move(broken));
                for (const auto& violation : sim.ledger().violations)
                    outcome.findings.push_back("the simulator objects: " + violation);
            });
        EXPECT_EQ(database.verify().problem, "");
        EXPECT_EQ(outcome.lost, 0);
        EXPECT_EQ(outcome.doubled, 0);
        EXPECT_THAT(outcome.findings, ::testing::IsEmpty());
        return outcome;
    }

    const std::uint64_t seed = std::random_device{}();
    std::mt19937_64 random{seed};
    Load load{seed};
    Workplace place{false};
};

TEST_F(Kill, NineUnderLoadLosesNothingAndSaysNothingTwice)
{
    const int kills = rounds("HOTWATCH_KILL_ROUNDS", 20);
    // Answers of Slack get lost besides: whether such a post stands is for the next start to find out.
    place.act(
        [](Sim& sim) {
            sim.arm({.kind = slack_sim::Fault::Kind::lose_answer,
                     .method = "chat.postMessage",
                     .times = -1,
                     .chance = 0.01});
        });
    for (int round = 0; round < kills && !HasFatalFailure(); ++round)
    {
        const auto bot = place.start_bot({"run", "--no-limits"});
        if (round % 5 == 4)
            die_while_starting(*bot);
        else
            die_under_load(*bot, round);
        ASSERT_EQ(bot->wait(10s), 128 + SIGKILL);
        ASSERT_TRUE(place.until([](Sim& sim) { return sim.sockets() == 0; }, 10s));
        if (round % 10 == 9)  // seldom, so that mostly the bot itself finds the store as the kill left it
            expect_store_is_well();
    }
    const auto bot = place.start_bot({"run", "--no-limits"});
    ASSERT_TRUE(place.until([](Sim& sim) { return sim.sockets() == 2; }, 60s));
    drain(*bot);
    const auto outcome = judge();
    EXPECT_GT(outcome.acknowledged, kills) << "too little load to prove anything";
    fmt::print(
        "counted: {} kills, {} lines typed, {} while Hotwatch was connected, {} acknowledged, {} stored, {} lost, "
        "{} doubled\n",
        kills, outcome.typed, outcome.reached, outcome.acknowledged, outcome.stored, outcome.lost, outcome.doubled);
}

/// In real time a refresh within a minute of the last counts as a failure and is backed off, so there are few here;
/// many, minutes apart, are walked through in virtual time (scenario/faults_test.cpp).
TEST_F(Kill, RefreshesAndResetsLeaveNoGap)
{
    const int replacements = rounds("HOTWATCH_WIRE_REFRESHES", 4);
    const auto bot = place.start_bot({"run", "--no-limits"});
    ASSERT_TRUE(place.until([](Sim& sim) { return sim.sockets() == 2; }, 60s));
    int resets = 0;
    for (int round = 0; round < replacements; ++round)
    {
        const bool is_reset = round % 5 == 4;
        resets += is_reset ? 1 : 0;
        place.act(
            [is_reset](Sim& sim)
            {
                if (is_reset)
                    sim.cut_sockets();
                else
                    sim.disconnect_sockets("refresh_requested", false);
            });
        if (is_reset)  // both sockets at once: a gap is allowed, an end is not
        {
            ASSERT_TRUE(place.until([](Sim& sim) { return sim.sockets() > 0; }, 90s)) << "round " << round;
        }
        for (int i = 0; i < 3; ++i)
            place.act([this](Sim& sim) { load.type_one(sim); });
        ASSERT_TRUE(place.until(
            [this](Sim& sim) { return load.acknowledged(sim.ledger()) == load.typed() && sim.sockets() >= 2; }, 90s))
            << "round " << round;
    }
    drain(*bot);
    const auto outcome = judge();
    EXPECT_EQ(outcome.reached, outcome.typed) << "somebody typed while nobody listened";
    fmt::print("counted: {} refreshes and {} resets over TLS, {} lines typed, {} acknowledged, {} lost, {} doubled\n",
               replacements - resets, resets, outcome.typed, outcome.acknowledged, outcome.lost, outcome.doubled);
}

}  // namespace
