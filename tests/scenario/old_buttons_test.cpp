// Buttons of messages that Slack still shows as they were: pressing one that no longer applies says who did it and
// when.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using slack_sim::Fault;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";

class OldButtons : public hotwatch::testing::World
{
  protected:
    OldButtons()
    {
        start();
        types("ana", "general", "/incident declare P0 Approval queue down");
    }
    /// From now on every message keeps the buttons it was posted with.
    void edits_fail() { sim().arm({.kind = Fault::Kind::server_error, .method = "chat.update", .times = -1}); }
    std::string told(std::string_view who)
    {
        std::string all;
        for (const auto& message : sim().messages(emergency, who))
            if (message.is_ephemeral)
                all += message.text + "\n";
        return all;
    }
    Incident incident() { return book().incidents.find(1).value(); }
    UtcMillis next_reminder() { return book().timers.find(TimerKind::update_reminder, 1).value().due_at; }
};

TEST_F(OldButtons, SnoozeOfAnAnsweredReminderMovesNothingAndSaysWhoAnswered)
{
    advance(minutes{15});
    edits_fail();
    types("ben", "general", "/incident update INC-1 restarting the agent");
    const auto due = next_reminder();
    presses("ana", emergency, "Snooze");
    EXPECT_EQ(next_reminder(), due);
    EXPECT_THAT(told("ana"), AllOf(HasSubstr("ben posted an update"), HasSubstr("Nothing was snoozed")));
}

TEST_F(OldButtons, SnoozePressedTwiceSaysWhoWasFirst)
{
    advance(minutes{15});
    edits_fail();
    presses("ben", emergency, "Snooze");
    const auto due = next_reminder();
    presses("ana", emergency, "Snooze");
    EXPECT_EQ(next_reminder(), due);
    EXPECT_THAT(told("ana"), HasSubstr("ben did it"));
}

TEST_F(OldButtons, SnoozeOfAnUnansweredReminderWorksAfterOtherChanges)
{
    advance(minutes{15});
    types("ben", "general", "/incident note INC-1 logs are full");
    types("ben", "general", "/incident ack INC-1");
    const auto due = next_reminder();
    presses("ana", emergency, "Snooze");
    EXPECT_GT(next_reminder(), due);
}

TEST_F(OldButtons, OfAResolvedIncidentSayWhoResolvedIt)
{
    edits_fail();
    types("engineer-helper", "general", "/incident resolve INC-1 rolled back");
    for (const auto* label : {"Acknowledge", "Post update", "Resolve"})
    {
        const auto before = told("ben");
        presses("ben", emergency, label);
        EXPECT_THAT(told("ben").substr(before.size()),
                    AllOf(HasSubstr("resolved by engineer-helper"), HasSubstr("Nothing was changed")))
            << label;
        EXPECT_FALSE(sim().open_form("ben")) << label;
    }
    EXPECT_EQ(incident().state, IncidentState::resolved);
}

TEST_F(OldButtons, AcknowledgeOfAnAcknowledgedIncidentSaysWhoAndJoins)
{
    edits_fail();
    types("engineer-helper", "general", "/incident ack INC-1");
    presses("ben", emergency, "Acknowledge");
    EXPECT_THAT(told("ben"), HasSubstr("acknowledged by engineer-helper"));
    EXPECT_EQ(incident().acknowledged->by.value, "U01ENGHLP");
}

}  // namespace
