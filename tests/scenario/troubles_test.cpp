// What Slack can take away from a bot at work: its token, its link, a channel. People hear of it, and nothing is lost.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using nlohmann::json;
using slack_sim::Fault;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";

class TakenAway : public hotwatch::testing::World
{
  protected:
    TakenAway()
    {
        leaves_ghosts = false;
        start();
    }
    void declare() { types("ana", "general", "/incident declare P0 Approval queue down"); }
    int cards(std::string_view channel, std::string_view needle)
    {
        int count = 0;
        for (const auto& message : sim().messages(channel))
            count += message.thread_ts.empty() && message.text.find(needle) != std::string::npos ? 1 : 0;
        return count;
    }
    std::size_t calls_of(std::string_view method) const
    {
        const auto& calls = sim_->ledger().calls;
        return static_cast<std::size_t>(std::ranges::count(calls, method, &slack_sim::Ledger::ApiCall::method));
    }
    void say_of_the_app(const std::string& type, const std::string& event_id)
    {
        const json inner{{"type", type}};
        const json payload =
            type == "app_rate_limited"
                ? json{{"type", type}, {"team_id", slack.team_id}, {"minute_rate_limited", 1}}
                : json{
                      {"type", "event_callback"}, {"team_id", slack.team_id}, {"event_id", event_id}, {"event", inner}};
        sim().send_raw(json{
            {"envelope_id", "raw-" + event_id},
            {"type", "events_api"},
            {"accepts_response_payload", false},
            {"payload",
             payload}}.dump());
        settle();
        sim().ledger().violations.clear();  // it did not send that by itself, and objects to the ack
    }
};

TEST_F(TakenAway, ATokenRevokedForAnHourIsSeenEverywhereAndAllIsPostedOnceItIsGoodAgain)
{
    declare();
    sim().arm({.kind = Fault::Kind::slack_error, .times = -1, .error = "token_revoked"});
    types("ana", "general", "/incident declare P2 Search is slow");
    const auto before = sim().ledger().calls.size();
    advance(hours{1});
    EXPECT_LE(sim().ledger().calls.size() - before, 15U) << "it knocks at a closed door";
    EXPECT_THAT(http("/readyz"), AllOf(HasSubstr("503"), HasSubstr("token_revoked")));
    EXPECT_THAT(http("/healthz"), HasSubstr("200"));
    EXPECT_THAT(ask("/status"),
                AllOf(HasSubstr("❌ Hotwatch is in trouble"), HasSubstr("Slack refuses the bot token since"),
                      HasSubstr("(token_revoked)"), HasSubstr("give the new token")));
    sim().clear_faults();
    advance(minutes{6});
    EXPECT_THAT(http("/readyz"), HasSubstr("200"));
    EXPECT_THAT(ask("/status"), Not(HasSubstr("refuses the bot token")));
    EXPECT_EQ(cards("hotdash-support", "Search is slow"), 1);
    EXPECT_EQ(posted("please post a status update"), 1) << "the newest of four";
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
}

TEST_F(TakenAway, APublicChannelIsJoinedAgain)
{
    const auto joins = calls_of("conversations.join");
    sim().remove_bot(emergency);
    advance(seconds{5});
    EXPECT_EQ(calls_of("conversations.join"), joins + 1);
    EXPECT_TRUE(book().people.channel(ChannelId{sim().channel_id(emergency)})->is_member);
    sim().remove_bot("general");
    advance(seconds{5});
    EXPECT_EQ(calls_of("conversations.join"), joins + 1) << "nobody configured that one";
}

TEST_F(TakenAway, ALostPostInAChannelThatTheBotWasRemovedFromIsFoundAllTheSame)
{
    sim().arm({.kind = Fault::Kind::drop_envelope, .method = "events_api", .times = -1});  // it hears nothing of it
    sim().remove_bot(emergency);
    sim().arm({.kind = Fault::Kind::lose_answer, .method = "chat.postMessage", .times = 1});
    declare();
    advance(minutes{1});
    EXPECT_EQ(cards(emergency, "Approval queue down"), 1);
    EXPECT_FALSE(book().incidents.find(1)->room.thread_ts.empty());
}

class PrivateEmergency : public TakenAway
{
  protected:
    PrivateEmergency()
    {
        kill();
        const slack_sim::HttpRequest make{.method = "POST",
                                          .target = "/api/conversations.create",
                                          .headers = {{"authorization", "Bearer " + slack.bot_token},
                                                      {"content-type", "application/json; charset=utf-8"}},
                                          .body = R"({"name":"war-room","is_private":true})"};
        EXPECT_THAT(sim().http(make).body, HasSubstr(R"("ok":true)"));
        config.channels["emergency"] = "#war-room";
        start();
    }
};

TEST_F(PrivateEmergency, ThatTheBotWasRemovedFromIsNotJoinedAndTheSupportChannelHearsWhy)
{
    const auto joins = calls_of("conversations.join");
    sim().remove_bot("war-room");
    declare();
    advance(minutes{1});
    EXPECT_EQ(calls_of("conversations.join"), joins);
    EXPECT_EQ(cards("hotdash-support", "Approval queue down"), 1);
    EXPECT_THAT(seen("hotdash-support"), HasSubstr("did not take its card"));
}

TEST_F(TakenAway, WhatSlackSaysOfTheAppIsToldOnceASpellAndShown)
{
    say_of_the_app("app_rate_limited", "1");
    say_of_the_app("app_rate_limited", "2");
    EXPECT_EQ(posted("holds events back"), 1);
    EXPECT_THAT(ask("/status"), AllOf(HasSubstr("needs attention"), HasSubstr("holds events back")));
    advance(minutes{50});
    say_of_the_app("app_rate_limited", "3");
    restart();
    advance(minutes{50});
    say_of_the_app("app_rate_limited", "4");
    EXPECT_EQ(posted("holds events back"), 1) << "the same spell";
    say_of_the_app("tokens_revoked", "Ev1");
    EXPECT_EQ(posted("lost its access (tokens_revoked)"), 1);
    advance(hours{1});
    EXPECT_THAT(ask("/status"), HasSubstr("All is well"));
    say_of_the_app("app_rate_limited", "5");
    EXPECT_EQ(posted("holds events back"), 2);
}

TEST_F(TakenAway, ALinkThatWaitsForAPersonIsToldToTheEmergencyChannelOnceASpell)
{
    const auto switched = [&](bool on)
    {
        sim().set_link_enabled(on);
        if (!on)
            sim().disconnect_sockets("link_disabled", true);
        pass(minutes{10});
    };
    switched(false);
    EXPECT_EQ(posted("connection to Slack has a problem: Socket Mode is off"), 1);
    EXPECT_THAT(seen(emergency), HasSubstr("Switch it on in the app's settings"));
    pass(hours{1});
    EXPECT_EQ(posted("connection to Slack has a problem"), 1);
    switched(true);
    EXPECT_THAT(ask("/status"), HasSubstr("All is well"));
    switched(false);
    EXPECT_EQ(posted("connection to Slack has a problem"), 2);
}

TEST_F(TakenAway, WhatCouldNotBeDeliveredIsSettledFromTheShellAndAudited)
{
    types("ana", "general", "/incident declare P2 Search is slow");
    types("engineer-helper", "general", "/incident ack INC-1");
    // Their conversations do not open, so neither the opening nor the brief that follows it goes out.
    sim().arm({.kind = Fault::Kind::slack_error, .method = "conversations.open", .times = 2, .error = "user_disabled"});
    types("engineer-helper", "general", "/incident assign INC-1 scribe @ben");
    types("engineer-helper", "general", "/incident assign INC-1 responder @ana");
    advance(minutes{1});
    const auto parked = book().outbox.parked();
    ASSERT_EQ(parked.size(), 4U);
    const auto brief = std::ranges::find_if(parked, [](const Call& call) { return call.conversation == "dm:U05BEN"; });
    ASSERT_NE(brief, parked.end());
    EXPECT_THAT(ask("/status"), HasSubstr(fmt::format("/svc retry {}", parked.front().id)));
    EXPECT_THAT(ask(fmt::format("/status drop {}", brief->id), "@ana"), HasSubstr("Only managers and admins"));
    EXPECT_THAT(ask("/status retry"), HasSubstr("Which one?"));
    EXPECT_THAT(ask(fmt::format("/status retry {}", brief->id)), HasSubstr("goes out again"));
    advance(seconds{5});
    EXPECT_THAT(seen("dm:ben"), HasSubstr("scribe")) << "what it follows was sent again as well";
    for (const auto& call : book().outbox.parked())
        EXPECT_THAT(ask(fmt::format("/status drop {}", call.id)), HasSubstr("is dropped"));
    EXPECT_THAT(ask("/status"), AllOf(Not(HasSubstr("Not posted")), Not(HasSubstr("needs attention"))));
    EXPECT_THAT(ask(fmt::format("/status drop {}", brief->id)), HasSubstr("does not wait for anybody"));
    std::vector<std::string> audited;
    for (const auto& row : book().audit.newest(10))
        audited.push_back(row.action + " " + row.object);
    EXPECT_THAT(audited, AllOf(Contains(fmt::format("status retry call {}", brief->id)),
                               Contains(HasSubstr("status drop call "))));
    EXPECT_THAT(verify(), HasSubstr("well"));
}

TEST_F(TakenAway, AnAnswerToAMomentThatIsOverWaitsForNobody)
{
    sim().arm(
        {.kind = Fault::Kind::slack_error, .method = "chat.postEphemeral", .times = -1, .error = "restricted_action"});
    sim().arm({.kind = Fault::Kind::slack_error, .method = "response_url", .times = -1, .error = "expired_url"});
    types("gus", emergency, "@hotwatch on it");
    advance(minutes{1});
    EXPECT_THAT(ask("/status"), Not(HasSubstr("waits for a person")));
    advance(hours{24 * 8});
    EXPECT_EQ(book().outbox.count(CallState::parked), 0) << "they are cleaned away like sent ones";
}

TEST_F(TakenAway, TheRightTimeIsMissedInTheStatus)
{
    EXPECT_THAT(ask("/status"), Not(HasSubstr("clock")));
    sim().set_date_ahead(-minutes{5});
    declare();
    EXPECT_THAT(ask("/status"), HasSubstr("Hotwatch's clock is 5 min ahead of Slack's"));
    sim().set_date_ahead({});
    types("ben", "general", "/incident ack INC-1");
    EXPECT_THAT(ask("/status"), Not(HasSubstr("clock")));
}

}  // namespace
