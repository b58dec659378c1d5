// The first slice as its users live it: who is on call, an incident from declaration to resolution, reminders on the
// grid.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";

class Slice : public hotwatch::testing::World
{
  protected:
    Slice() { start(); }

    Incident incident(std::int64_t id = 1) { return book().incidents.find(id).value(); }
    /// Reminders that reached the room, by the words that they all hold.
    [[nodiscard]] int reminders() const { return posted("please post a status update"); }
};

TEST_F(Slice, OnCallComesFromThePlan)
{
    types("ana", "general", "/oncall");
    EXPECT_THAT(seen("general", "ana"), AllOf(HasSubstr("U01ENGHLP"), HasSubstr("U02DEPLOY"), HasSubstr("U03MANAGER")));
}

TEST_F(Slice, AnswersAreForTheAskerAlone)
{
    types("ana", "general", "/oncall");
    EXPECT_THAT(seen("general", "ben"), Not(HasSubstr("U01ENGHLP")));
}

TEST_F(Slice, RotationChangesHandsOnMondayAtNine)
{
    advance(hours{24 * 6} - minutes{1});  // Monday 20 October, 08:59 in New York
    EXPECT_THAT(ask("/oncall"), HasSubstr("Engineer Helper Agent"));
    advance(minutes{1});
    types("ana", "general", "/oncall");
    EXPECT_THAT(ask("/oncall"), HasSubstr("Deployment Agent"));
}

TEST_F(Slice, DeclaringPutsOneCardWhereTheSeverityBelongs)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    EXPECT_THAT(seen("general", "ana"), HasSubstr("INC-1"));
    EXPECT_THAT(seen(emergency), AllOf(HasSubstr("INC-1"), HasSubstr("Approval queue down")));
    EXPECT_EQ(sim().messages(emergency).size(), 1U);
    EXPECT_EQ(sim().messages("hotdash-support").size(), 0U);
}

TEST_F(Slice, TheFirstToAcknowledgeCommandsAndTheCardSaysSo)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    advance(minutes{2});
    presses("ben", emergency, "Acknowledge");
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
    EXPECT_EQ(incident().commander, UserId{"U05BEN"});
    advance(std::chrono::seconds{5});
    const auto messages = sim().messages(emergency);
    EXPECT_TRUE(messages.front().is_edited);
    EXPECT_THAT(messages.front().blocks.dump(), HasSubstr("*Commander:* ben"));
}

TEST_F(Slice, AcknowledgingTwiceSaysWhoDidItAndChangesNothing)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    types("ben", "general", "/incident ack INC-1");
    const auto version = incident().acknowledged;
    types("ben", "general", "/incident ack INC-1");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("already"));
    EXPECT_EQ(incident().acknowledged->at, version->at);
}

TEST_F(Slice, AnUpdateIsDueOneCadenceAfterTheDeclaration)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    advance(minutes{15} - std::chrono::seconds{1});
    EXPECT_EQ(reminders(), 0);
    advance(std::chrono::seconds{1});
    EXPECT_EQ(reminders(), 1);
    EXPECT_EQ(sim().messages(emergency).back().thread_ts, sim().messages(emergency).front().ts);
}

TEST_F(Slice, AP1IsRemindedEveryThirtyMinutesAndAP2Never)
{
    types("ana", "general", "/incident declare P1 Webhooks late");
    types("ana", "general", "/incident declare P2 One operator has no sound");
    advance(minutes{29});
    EXPECT_EQ(reminders(), 0);
    advance(minutes{1});
    EXPECT_EQ(reminders(), 1);
    advance(hours{2});
    EXPECT_EQ(reminders(), 5);
}

TEST_F(Slice, AnUpdateAnswersTheReminderInPlaceAndStartsTheCadenceAnew)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    types("ben", "general", "/incident ack");
    advance(minutes{16});
    types("ben", "general", "/incident update restarted the agent, watching");
    advance(std::chrono::seconds{5});
    EXPECT_THAT(seen(emergency), HasSubstr("restarted the agent, watching"));
    for (const auto& message : sim().messages(emergency))
        if (message.text.find("please post a status update") != std::string::npos)
            ADD_FAILURE() << "the reminder still asks: " << message.text;
    const auto before = reminders();
    advance(minutes{14});
    EXPECT_EQ(reminders(), before);
    advance(minutes{1});
    EXPECT_EQ(reminders(), before + 1);
}

TEST_F(Slice, UnansweredRemindersRepeatOnTheGridAndWidenTheCircle)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    presses("ben", emergency, "Acknowledge");
    advance(minutes{15});
    EXPECT_THAT(seen(emergency), Not(HasSubstr("<@U03MANAGER>, ")));
    advance(minutes{15});
    EXPECT_EQ(reminders(), 2);
    advance(minutes{15});
    EXPECT_EQ(reminders(), 3);
    EXPECT_THAT(sim().messages(emergency).back().text, HasSubstr("<@U03MANAGER>"));
}

TEST_F(Slice, TheFormPostsAnUpdate)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    advance(minutes{15});
    presses("ben", emergency, "Post update");
    ASSERT_TRUE(sim().open_form("ben"));
    submits("ben", {{"What is known, and what is being done", "failing over to the second region"}});
    advance(std::chrono::seconds{5});
    EXPECT_THAT(seen(emergency), HasSubstr("failing over to the second region"));
    EXPECT_EQ(incident().last_update.by, UserId{"U05BEN"});
    EXPECT_FALSE(sim().open_form("ben"));
}

TEST_F(Slice, AnEmptyFormIsHandedBackWithTheFieldNamed)
{
    types("ana", "general", "/incident declare");
    ASSERT_TRUE(sim().open_form("ana"));
    submits("ana", {{"What is broken", "   "}});
    EXPECT_FALSE(sim().form_errors("ana").empty());
    submits("ana", {{"What is broken", "Checkout fails"}});
    EXPECT_FALSE(sim().open_form("ana"));
    EXPECT_EQ(incident().title, "Checkout fails");
}

TEST_F(Slice, SnoozeMovesTheNextReminderOnceOnly)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    advance(minutes{15});
    presses("ben", emergency, "Snooze");
    const auto due = book().timers.find(TimerKind::update_reminder, 1)->due_at;
    EXPECT_GT(due, now());
    EXPECT_LE(due, now() + minutes{15} + minutes{15});
    types("ben", "general", "/incident snooze INC-1 15m still waiting for the provider");
    EXPECT_EQ(book().timers.find(TimerKind::update_reminder, 1)->due_at, due);
}

TEST_F(Slice, ResolvingEndsTheReminders)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    advance(minutes{10});
    types("deployment", "general", "/incident resolve rolled back to v41");
    EXPECT_EQ(incident().state, IncidentState::resolved);
    EXPECT_EQ(incident().acknowledged->by, UserId{"U02DEPLOY"}) << "resolving from open acknowledges too";
    advance(hours{3});
    EXPECT_EQ(reminders(), 0);
    EXPECT_THAT(seen(emergency), HasSubstr("rolled back to v41"));
}

TEST_F(Slice, MentionsInTheRoomDoTheSame)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    const auto thread = thread_of("Approval queue down");
    types("ben", emergency, "@hotwatch on it", thread);
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
    types("ben", emergency, "@hotwatch update: restarted, watching", thread);
    EXPECT_EQ(incident().last_update_text, "restarted, watching");
    types("ben", emergency, "@hotwatch resolve rolled back", thread);
    EXPECT_EQ(incident().state, IncidentState::resolved);
}

TEST_F(Slice, TheShellDoesTheSame)
{
    EXPECT_THAT(ask("/incident declare P1 Webhooks late", "ana"), HasSubstr("INC-1"));
    EXPECT_THAT(ask("incident ack 1", "U05BEN"), HasSubstr("INC-1"));
    EXPECT_EQ(incident().commander, UserId{"U05BEN"});
    EXPECT_THAT(ask("/incident show INC-1"), HasSubstr("Webhooks late"));
    EXPECT_THAT(ask("/incident update INC-1 restarted"), HasSubstr("INC-1"));
    EXPECT_THAT(ask("/incident declare", "nobody at all"), HasSubstr("--as nobody at all"));
}

TEST_F(Slice, AWeekOfRotationWithTwoIncidents)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    advance(minutes{3});
    types("ben", "general", "/incident ack INC-1");
    advance(minutes{40});
    types("ben", "general", "/incident resolve INC-1 rolled back");
    advance(hours{24 * 3});
    types("ben", "general", "/incident declare P1 Chatwoot webhook silent");
    advance(hours{2});
    types("engineer-helper", "general", "/incident resolve INC-2 secret renewed");
    advance(hours{24 * 4});
    EXPECT_THAT(ask("/oncall"), HasSubstr("Deployment Agent"));
    EXPECT_EQ(reminders(), 2 + 4);
    EXPECT_THAT(verify(), HasSubstr("well"));
    EXPECT_TRUE(book().incidents.open().empty());
}

TEST_F(Slice, ACadenceThatTheConfigurationAddsIsOwedToWhatIsOpen)
{
    types("ana", "general", "/incident declare P2 Exports are slow");
    config.severities[2].update_every = std::chrono::hours{1};
    restart();
    EXPECT_EQ(verify(), "well");
    advance(std::chrono::hours{1});
    EXPECT_EQ(posted("please post a status update"), 1);
    config.severities[2].update_every = std::optional<seconds>{};
    restart();
    EXPECT_EQ(verify(), "well");
    advance(std::chrono::hours{1});
    EXPECT_EQ(posted("please post a status update"), 1);
}

}  // namespace
