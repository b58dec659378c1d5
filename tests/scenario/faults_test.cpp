// What Slack, the network and the disk can do to the first slice, and what people then see.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include <cstdlib>

#include "tests/scenario/world.hpp"
#include "tests/support/judge.hpp"
#include "tests/support/load.hpp"

namespace
{
using namespace hotwatch;
using slack_sim::Fault;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";

class Trouble : public hotwatch::testing::World
{
  protected:
    Trouble() { start(); }
    void declare() { types("ana", "general", "/incident declare P0 Approval queue down"); }
    Incident incident(std::int64_t id = 1) { return book().incidents.find(id).value(); }
};

TEST_F(Trouble, ARedeliveredEnvelopeIsAnsweredAgainAndDoneOnce)
{
    sim().arm({.kind = Fault::Kind::duplicate_envelope, .times = 1});
    declare();
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_EQ(sim().messages(emergency).size(), 1U);
}

TEST_F(Trouble, AnAnswerReadWhileItStoppedIsNotSaidAgainAtTheNextStart)
{
    sim().arm({.kind = Fault::Kind::hang, .method = "chat.postMessage", .times = 1});  // no outcome to ride with
    sim().types("ana", "general", "/incident declare P2 Search is slow");
    while (queue_.events.empty())
        ASSERT_TRUE(wire().turn()) << "the command never reached the desk";
    engine().stop();
    settle();
    EXPECT_THAT(seen("general", "ana"), HasSubstr("INC-1 declared"));
    restart();
    EXPECT_THAT(seen("general", "ana"), Not(HasSubstr("may not have reached you")));
}

TEST_F(Trouble, ARedeliveredMentionInANewEnvelopeIsDoneOnce)
{
    declare();
    const auto thread = thread_of("Approval queue down");
    sim().arm({.kind = Fault::Kind::redeliver_event, .times = 1});
    types("ben", emergency, "@hotwatch update: restarted", thread);
    int updates = 0;
    for (const auto& entry : book().incidents.timeline(1))
        updates += entry.action == "update" ? 1 : 0;
    EXPECT_EQ(updates, 1);
}

TEST_F(Trouble, KeysAreRememberedForThreeDaysAcrossRestarts)
{
    const auto typed = sim().ledger().envelopes.size();
    types("ana", "general", "/incident declare P2 Typos");
    const auto key = "trigger:" + sim().ledger().envelopes.at(typed).key;
    restart();
    advance(hours{71});
    EXPECT_TRUE(book().seen.find(key).has_value());
    advance(hours{2});
    ask("/oncall");
    EXPECT_FALSE(book().seen.find(key).has_value());
}

TEST_F(Trouble, OnlyTheRetryOfAMentionArrives)
{
    declare();
    const auto thread = thread_of("Approval queue down");
    sim().arm({.kind = Fault::Kind::drop_envelope, .times = 1});
    types("ben", emergency, "@hotwatch on it", thread);
    EXPECT_EQ(incident().state, IncidentState::open);
    advance(minutes{2});
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
}

TEST_F(Trouble, APostWhoseAnswerWasLostIsLookedUpNotRepeated)
{
    sim().arm({.kind = Fault::Kind::lose_answer, .method = "chat.postMessage", .times = 1});
    declare();
    advance(minutes{1});
    EXPECT_EQ(sim().messages(emergency).size(), 1U);
    EXPECT_FALSE(incident().room.thread_ts.empty());
}

class FirstStart : public hotwatch::testing::World
{
};

TEST_F(FirstStart, APostWhoseAnswerWasLostBeforeTheChannelsAreKnownIsLookedUpToo)
{
    sim().arm({.kind = Fault::Kind::hang, .method = "conversations.list", .times = 1});
    sim().arm({.kind = Fault::Kind::lose_answer, .method = "chat.postMessage", .times = 1});
    start();
    types("ana", "general", "/incident declare P2 Search is slow");
    EXPECT_EQ(sim().messages("hotdash-support").size(), 1U);
    advance(minutes{2});
    EXPECT_EQ(sim().messages("hotdash-support").size(), 1U);
    EXPECT_FALSE(book().incidents.find(1).value().room.thread_ts.empty()) << "its card was never found";
    EXPECT_TRUE(book().outbox.parked().empty());
}

TEST_F(Trouble, APostThatNeverArrivedIsRepeated)
{
    sim().arm({.kind = Fault::Kind::reset, .method = "chat.postMessage", .times = 2});
    declare();
    advance(minutes{2});
    EXPECT_EQ(sim().messages(emergency).size(), 1U);
}

TEST_F(Trouble, ServerErrorsHtmlAndSilenceDelayThePostOnly)
{
    for (const auto kind :
         {Fault::Kind::server_error, Fault::Kind::html, Fault::Kind::hang, Fault::Kind::error_after_doing})
        sim().arm({.kind = kind, .method = "chat.postMessage", .times = 1});
    declare();
    advance(minutes{5});
    EXPECT_EQ(sim().messages(emergency).size(), 1U);
    EXPECT_FALSE(incident().room.thread_ts.empty());
}

TEST_F(Trouble, RetryAfterIsKeptAcrossARestart)
{
    sim().arm({.kind = Fault::Kind::rate_limited,
               .method = "chat.postMessage",
               .times = 1,
               .seconds = std::chrono::seconds{60}});
    declare();
    const auto calls = [this]
    {
        int count = 0;
        for (const auto& call : sim().ledger().calls)
            count += call.method == "chat.postMessage" ? 1 : 0;
        return count;
    };
    const int before = calls();
    restart();
    advance(std::chrono::seconds{50});
    EXPECT_EQ(calls(), before) << "asked again before Retry-After had passed";
    advance(std::chrono::seconds{30});
    EXPECT_EQ(sim().messages(emergency).size(), 1U);
}

TEST_F(Trouble, AnArchivedChannelSendsTheNewsToTheEmergencyChannelWithTheReason)
{
    sim().archive("hotdash-support");
    types("ana", "general", "/incident declare P2 Search is slow");
    advance(minutes{1});
    EXPECT_THAT(seen(emergency), HasSubstr("Search is slow"));
    EXPECT_THAT(seen(emergency), HasSubstr("archived"));
}

TEST_F(Trouble, ARevokedTokenLosesNothing)
{
    sim().revoke_tokens();
    declare();
    advance(minutes{10});
    EXPECT_EQ(sim().messages(emergency).size(), 0U);
    EXPECT_THAT(alarms(), ::testing::Contains(HasSubstr("token")));
    EXPECT_GE(book().outbox.count(CallState::pending), 1);
}

TEST_F(Trouble, AReminderDueWhileHotwatchWasDownComesOnceAndSaysHowLate)
{
    declare();
    kill();
    advance(minutes{47});
    start();
    advance(std::chrono::seconds{10});
    EXPECT_EQ(posted("please post a status update"), 1);
    EXPECT_THAT(seen(emergency), HasSubstr("late"));
    advance(minutes{13} - std::chrono::seconds{10});
    EXPECT_EQ(posted("please post a status update"), 2) << "the grid stands: 13:00 declared, next at 14:00";
}

TEST_F(Trouble, TheSocketMayBeReplacedWhileCommandsCome)
{
    for (int i = 0; i < 5; ++i)
    {
        sim().disconnect_sockets("refresh_requested", false);
        types("ana", "general", "/incident declare P3 Minor thing " + std::to_string(i));
        pass(std::chrono::seconds{15});
    }
    EXPECT_EQ(book().incidents.count(), 5);
    EXPECT_EQ(sim().sockets(), 2);
}

/// Two minutes apart, as the link takes a refresh that comes sooner for a failure. `tests/run --soak` asks for more.
TEST_F(Trouble, RefreshesAndResetsLeaveNoGapAndDoubleNothing)
{
    const char* asked = std::getenv("HOTWATCH_REFRESHES");
    const int replacements = asked != nullptr ? std::atoi(asked) : 50;
    hotwatch::testing::Load load{1};
    int resets = 0;
    int late = 0;
    for (int round = 0; round < replacements; ++round)
    {
        if (round % 5 == 4)
        {
            ++resets;
            sim().cut_sockets();
            pass(minutes{2});  // both at once: a gap is allowed, an end is not
        }
        else
            sim().disconnect_sockets("refresh_requested", false);
        const auto typed = sim().ledger().envelopes.size();
        load.type_one(sim());
        settle();
        late += sim().ledger().envelopes.at(typed).in_time ? 0 : 1;
        pass(minutes{2});
        EXPECT_EQ(sim().sockets(), 2) << "round " << round;
    }
    advance(minutes{10});
    const auto outcome = load.judge(sim().ledger(), book());
    EXPECT_EQ(outcome.acknowledged, replacements) << "somebody typed while nobody listened";
    EXPECT_EQ(late, 0);
    EXPECT_EQ(outcome.lost, 0);
    EXPECT_EQ(outcome.doubled, 0);
    EXPECT_THAT(outcome.findings, ::testing::IsEmpty());
    EXPECT_EQ(hotwatch::testing::owed_calls(book()), 0);
    EXPECT_THAT(verify(), HasSubstr("well"));
    fmt::print("counted: {} refreshes and {} resets in virtual time, {} lines typed, {} acknowledged, {} lost, {} "
               "doubled\n",
               replacements - resets, resets, outcome.typed, outcome.acknowledged, outcome.lost, outcome.doubled);
}

TEST_F(Trouble, TheLinkComesBackAfterEverySocketWasCut)
{
    sim().cut_sockets();
    pass(minutes{1});
    EXPECT_EQ(sim().sockets(), 2);
    declare();
    EXPECT_EQ(book().incidents.count(), 1);
}

TEST_F(Trouble, NonsenseFramesDoNotCloseTheSocket)
{
    for (const auto* frame : {"", "UNAUTHENTICATED: cache_error", "{\"type\":\"unknown\"}", "[]", "{\"type\":5}",
                              "null", "{\"type\":\"events_api\"}"})
        sim().send_raw(frame);
    settle();
    declare();
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_EQ(sim().sockets(), 2);
}

TEST_F(Trouble, AFormWhoseTriggerIsTooOldIsExplainedInWords)
{
    sim().arm({.kind = Fault::Kind::slack_error, .method = "views.open", .times = 1, .error = "expired_trigger_id"});
    types("ana", "general", "/incident declare");
    EXPECT_FALSE(sim().open_form("ana"));
    EXPECT_THAT(seen("general", "ana"), HasSubstr("declare P"));
}

TEST_F(Trouble, GuestsMayAskOnly)
{
    types("gus", "general", "/oncall");
    EXPECT_THAT(seen("general", "gus"), HasSubstr("U01ENGHLP"));
    types("gus", "general", "/incident declare P0 fire");
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_THAT(seen("general", "gus"), HasSubstr("Guests"));
}

TEST_F(Trouble, HostileTitlesMentionNobodyAndForgeNothing)
{
    types("ana", "general",
          "/incident declare P1 <!channel> <https://evil.example|https://good.example> <@U05BEN> \xE2\x80\xAE"
          "desrever");
    const auto room = seen(emergency);
    EXPECT_THAT(room, HasSubstr("INC-1"));
    EXPECT_THAT(room, Not(HasSubstr("<!channel>")));
    EXPECT_THAT(room, Not(HasSubstr("<https://evil")));
    EXPECT_THAT(room, Not(HasSubstr("\xE2\x80\xAE")));
}

class LongText : public Trouble, public ::testing::WithParamInterface<std::size_t>
{
};

TEST_P(LongText, IsTakenAndShownWithinSlacksLimits)
{
    types("ana", "general", "/incident declare P1 Search " + std::string(GetParam(), 'x'));
    types("ana", "general", "/incident update INC-1 " + std::string(GetParam(), 'y') + "\xFF\xFE");
    advance(minutes{1});
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_EQ(book().outbox.parked().size(), 0U);
    EXPECT_THAT(seen(emergency), HasSubstr("yyyy"));
}

INSTANTIATE_TEST_SUITE_P(Trouble, LongText, ::testing::Values(200, 4'000, 40'000));

/// Every place where the process could die: after each turn of the wire and each batch of the desk.
TEST_F(Trouble, DyingAtAnyMomentLosesNothingAndSaysNothingTwice)
{
    declare();
    for (int step = 0; step < 40; ++step)
    {
        const auto id = book().incidents.count() + 1;
        sim().types("ana", "general", "/incident declare P1 Round " + std::to_string(step));
        for (int turns = 0; turns <= step % 10; ++turns)
            turn_once();
        restart();
        advance(minutes{1});
        const bool acked = sim().ledger().envelopes.back().acked.has_value();
        if (acked)
        {
            EXPECT_EQ(book().incidents.count(), id) << "acknowledged and lost, round " << step;
        }
        EXPECT_LE(posted("Round " + std::to_string(step)), 2) << "card and room at most";
    }
    EXPECT_THAT(verify(), HasSubstr("well"));
    EXPECT_EQ(book().outbox.count(CallState::unknown), 0);
}

}  // namespace
