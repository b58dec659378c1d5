// Hours without Slack or without Hotwatch, and what comes again much later: nothing is lost, nothing is done or said
// twice, and nobody comes back to a heap of reminders.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "tests/scenario/world.hpp"
#include "tests/support/judge.hpp"

namespace
{
using namespace hotwatch;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto emergency = "hotdash-emergency";
constexpr auto reminds = "please post a status update";

class Outage : public hotwatch::testing::World
{
  protected:
    Outage()
    {
        leaves_ghosts = false;
        start();
    }
    int cards(std::string_view channel, std::string_view needle)
    {
        int count = 0;
        for (const auto& message : sim().messages(channel))
            count += message.thread_ts.empty() && message.text.find(needle) != std::string::npos ? 1 : 0;
        return count;
    }
    std::size_t entries(std::string_view action, std::int64_t id = 1)
    {
        const auto timeline = book().incidents.timeline(id);
        return static_cast<std::size_t>(std::ranges::count(timeline, action, &TimelineEntry::action));
    }
};

TEST_F(Outage, OfFourHoursWithAnOpenP0LosesNothingDoublesNothingAndRemindsOnce)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    types("engineer-helper", "general", "/incident ack INC-1");
    wire().is_cut_off = true;
    sim().cut_sockets();
    pass(hours{2});
    ask("/incident update INC-1 --eta 15:00 restarted the workers", "@engineer-helper");
    ask("/incident declare P2 Search is slow", "@ana");
    pass(hours{2});
    EXPECT_EQ(posted(reminds), 0);
    EXPECT_EQ(entries("reminder"), 16U) << "each is on the timeline";

    wire().is_cut_off = false;
    pass(minutes{2});
    EXPECT_EQ(sim().sockets(), 2);
    EXPECT_EQ(hotwatch::testing::owed_calls(book()), 0);
    EXPECT_EQ(posted("restarted the workers"), 1);
    EXPECT_EQ(cards("hotdash-support", "Search is slow"), 1);
    EXPECT_EQ(cards(emergency, "Approval queue down"), 1);
    EXPECT_EQ(posted(reminds), 2) << "the one that was answered meanwhile, and the newest since";
    EXPECT_THAT(seen(emergency), HasSubstr("was answered"));
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
    EXPECT_THAT(verify(), HasSubstr("well"));
}

/// A slash command and a mention come again, in the same envelope and in a new one, each after a restart.
TEST_F(Outage, WhatIsDeliveredAgainMinutesAndDaysLaterIsDoneOnce)
{
    const auto command = [&](const std::string& envelope)
    {
        return json{{"type", "slash_commands"},
                    {"envelope_id", envelope},
                    {"accepts_response_payload", true},
                    {"payload",
                     {{"team_id", slack.team_id},
                      {"api_app_id", slack.app_id},
                      {"channel_id", sim().channel_id("general")},
                      {"channel_name", "general"},
                      {"user_id", "U04ANA"},
                      {"user_name", "ana"},
                      {"command", "/incident"},
                      {"text", "declare P1 Search fails"},
                      {"trigger_id", "1.2.again"},
                      {"response_url", "https://127.0.0.1:8443/commands/T0SIM/1/again"}}}};
    };
    const auto mention = [&](const std::string& envelope)
    {
        const auto room = book().incidents.find(1).value().room;
        return json{{"type", "events_api"},
                    {"envelope_id", envelope},
                    {"accepts_response_payload", false},
                    {"payload",
                     {{"type", "event_callback"},
                      {"team_id", slack.team_id},
                      {"api_app_id", slack.app_id},
                      {"event_id", "Ev0AGAIN"},
                      {"event",
                       {{"type", "app_mention"},
                        {"user", "U05BEN"},
                        {"text", "<@" + slack.bot_user_id + "> update: restarted the index"},
                        {"ts", "1760446900.000100"},
                        {"thread_ts", room.thread_ts},
                        {"channel", room.channel.value}}}}}};
    };
    const auto come = [&](const json& frame)
    {
        sim().send_raw(frame.dump());
        settle();
        sim().ledger().violations.clear();  // it did not send that by itself, and objects to the ack
    };
    come(command("first"));
    ASSERT_EQ(book().incidents.count(), 1);
    const auto late = mention("second");
    come(late);
    EXPECT_EQ(entries("update"), 1U);
    for (const milliseconds wait : {milliseconds{minutes{6}}, milliseconds{hours{1} - minutes{6}},
                                    milliseconds{hours{71} - hours{1} - minutes{1}}})
    {
        kill();
        advance(wait);
        start();
        for (const auto* envelope : {"first", "another"})
            come(command(envelope));
        come(late);
        auto renewed = late;
        renewed["envelope_id"] = "renewed";
        come(renewed);
        EXPECT_EQ(book().incidents.count(), 1);
        EXPECT_EQ(entries("declared"), 1U);
        EXPECT_EQ(entries("update"), 1U);
    }
    EXPECT_EQ(posted("restarted the index"), 1);
}

TEST_F(Outage, OfTwoHoursWithFiveHundredOpenIncidentsEndsInOneReminderEachAtSlacksPace)
{
    constexpr int incidents_open = 500;
    for (int i = 0; i < incidents_open; ++i)
        engine().ask({.line = fmt::format("/incident declare P1 Queue {} stands still", i), .as = "U04ANA"},
                     [](const LineAnswer&) {});
    settle();
    advance(minutes{16});  // until every card stands
    ASSERT_EQ(book().outbox.count(CallState::pending), 0);
    ASSERT_EQ(posted(reminds), 0);
    kill();
    advance(hours{2});
    const auto before = sim().ledger().posts.size();
    start();
    advance(minutes{13});  // the next would come after 14

    std::map<std::string, int> reminders;  // by thread
    std::map<std::string, std::vector<slack_sim::Millis>> posts;
    for (std::size_t i = before; i < sim().ledger().posts.size(); ++i)
    {
        const auto& post = sim().ledger().posts[i];
        posts[post.channel].push_back(post.at);
        if (post.text.find(reminds) == std::string::npos)
            continue;
        ++reminders[post.thread_ts];
        EXPECT_THAT(post.text, AllOf(HasSubstr("late"), HasSubstr("Hotwatch was not running")));
    }
    EXPECT_EQ(reminders.size(), static_cast<std::size_t>(incidents_open));
    for (const auto& [thread, count] : reminders)
        EXPECT_EQ(count, 1) << thread;
    constexpr std::size_t burst = 3;  // Slack allows short ones, and about one a second after that
    for (const auto& [channel, times] : posts)
        for (std::size_t i = burst; i < times.size(); ++i)
            ASSERT_GE(times[i] - times[i - burst], std::chrono::seconds{1}) << channel << ", post " << i;
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
}

}  // namespace
