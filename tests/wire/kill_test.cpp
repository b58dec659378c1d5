// kill -9 at random moments under load, and sockets replaced and cut: the simulator's ledger is the judge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <poll.h>

#include <csignal>
#include <cstdlib>
#include <random>
#include <set>

#include "tests/wire/bot_process.hpp"

namespace
{
using namespace std::chrono_literals;
using hotwatch::testing::Process;
using hotwatch::testing::Workplace;

int rounds(const char* variable, int otherwise)
{
    const char* value = std::getenv(variable);
    return value != nullptr ? std::atoi(value) : otherwise;
}

/// Titles are unique, so that what was declared, answered, stored and posted can be matched.
std::string title_of(int number)
{
    return fmt::format("Load {:06}", number);
}

struct Judged
{
    std::set<std::string> acknowledged;  // titles whose declaration was answered with an INC number
    std::map<std::string, int> cards;    // title -> cards posted
    std::map<std::string, int> ids;      // id of a post -> how often it was taken
};

Judged judge(slack_sim::Sim& sim)
{
    Judged judged;
    for (const auto& envelope : sim.ledger().envelopes)
        if (envelope.acked && envelope.ack_payload.is_object() &&
            envelope.ack_payload.dump().find("INC-") != std::string::npos)
            judged.acknowledged.insert(envelope.what.substr(envelope.what.find("Load ")));
    for (const auto& post : sim.ledger().posts)
    {
        if (!post.by_bot || !post.metadata.is_object())
            continue;
        ++judged.ids[post.metadata["event_payload"]["id"].get<std::string>()];
        if (const auto title = post.text.find("Load "); post.thread_ts.empty() && title != std::string::npos)
            ++judged.cards[post.text.substr(title, 11)];
    }
    return judged;
}

TEST(Kill, NineUnderLoadLosesNothingAndSaysNothingTwice)
{
    const int kills = rounds("HOTWATCH_KILL_ROUNDS", 20);
    Workplace place{false};
    std::mt19937 random{std::random_device{}()};
    int declared = 0;
    for (int round = 0; round < kills; ++round)
    {
        const auto bot = place.start_bot({"run", "--no-limits"});
        ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() > 0; }, 30s)) << "round " << round;
        const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{random() % 1'500};
        while (std::chrono::steady_clock::now() < until)
        {
            place.act([&declared](slack_sim::Sim& sim)
                      { sim.types("ana", "general", "/incident declare P2 " + title_of(declared++)); });
            ::poll(nullptr, 0, static_cast<int>(random() % 30));
        }
        bot->signal(SIGKILL);
        ASSERT_EQ(bot->wait(5s), 128 + SIGKILL);
        ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 0; }, 5s));
    }
    const auto bot = place.start_bot({"run", "--no-limits"});
    ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 30s));
    // Everything acknowledged gets its card in the end.
    place.until(
        [](slack_sim::Sim& sim)
        {
            const auto judged = judge(sim);
            return std::all_of(judged.acknowledged.begin(), judged.acknowledged.end(),
                               [&](const auto& title) { return judged.cards.contains(title); });
        },
        60s);
    std::string output;
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
    const auto judged = place.with(judge);
    int lost = 0;
    int doubled = 0;
    for (const auto& title : judged.acknowledged)
        lost += judged.cards.contains(title) ? 0 : 1;
    for (const auto& [id, times] : judged.ids)
        doubled += times > 1 ? 1 : 0;
    for (const auto& [title, times] : judged.cards)
        doubled += times > 1 ? 1 : 0;
    EXPECT_EQ(lost, 0);
    EXPECT_EQ(doubled, 0);
    EXPECT_GT(judged.acknowledged.size(), static_cast<std::size_t>(kills)) << "too little load to prove anything";
    RecordProperty("kills", kills);
    RecordProperty("acknowledged", static_cast<int>(judged.acknowledged.size()));
    fmt::print("{} kills, {} declared, {} acknowledged, {} lost, {} doubled\n", kills, declared,
               judged.acknowledged.size(), lost, doubled);
}

/// In real time a refresh within a minute of the last counts as a failure and is backed off, so there are few here;
/// fifty, a minute apart, are walked through in virtual time (scenario/faults_test.cpp).
TEST(Kill, RefreshesAndResetsLeaveNoGap)
{
    const int replacements = rounds("HOTWATCH_REFRESH_ROUNDS", 4);
    Workplace place{false};
    const auto bot = place.start_bot({"run", "--no-limits"});
    ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 30s));
    int typed = 0;
    int refused = 0;
    for (int round = 0; round < replacements; ++round)
    {
        const bool is_reset = round % 10 == 9;
        place.act(
            [&](slack_sim::Sim& sim)
            {
                if (is_reset)
                    sim.cut_sockets();
                else
                    sim.disconnect_sockets("refresh_requested", false);
            });
        if (is_reset)  // both sockets at once: a gap is allowed, an end is not
        {
            ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() > 0; }, 70s)) << "round " << round;
        }
        for (int i = 0; i < 3; ++i)
            place.act(
                [&](slack_sim::Sim& sim)
                {
                    sim.types("ana", "general", "/incident declare P2 " + title_of(typed++));
                    refused += sim.says() == "dispatch_failed" ? 1 : 0;
                });
        ASSERT_TRUE(place.until(
            [&](slack_sim::Sim& sim)
            {
                return judge(sim).acknowledged.size() + static_cast<std::size_t>(refused) >=
                           static_cast<std::size_t>(typed) &&
                       sim.sockets() >= 2;
            },
            75s))
            << "round " << round;
    }
    EXPECT_EQ(refused, 0) << "somebody typed while nobody listened";
    place.until([&](slack_sim::Sim& sim) { return judge(sim).cards.size() >= static_cast<std::size_t>(typed); }, 30s);
    const auto judged = place.with(judge);
    EXPECT_EQ(judged.acknowledged.size(), static_cast<std::size_t>(typed));
    for (const auto& [title, times] : judged.cards)
        EXPECT_EQ(times, 1) << title;
    for (const auto& [id, times] : judged.ids)
        EXPECT_EQ(times, 1) << id;
}

}  // namespace
