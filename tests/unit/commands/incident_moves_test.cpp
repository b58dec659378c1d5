// Mitigate, reopen, close, cancel: every way through an incident's life besides acknowledging and resolving.
#include <gmock/gmock.h>

#include "commands/due.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

class Moves : public IncidentBook
{
  protected:
    Incident resolved(const std::string& words, UtcMillis now)
    {
        const auto incident = declared(words, now);
        const auto id = "INC-" + std::to_string(incident.id);
        (void)acknowledge_incident(says(ana, "ack", id), book, now + 2min);
        EXPECT_TRUE(resolve_incident(says(ana, "resolve", id + " restarted"), book, now + 30min));
        return again(incident);
    }
    std::optional<Timer> closing(const Incident& incident)
    {
        return book.timers.find(TimerKind::close_incident, incident.id);
    }
    std::optional<Timer> reminder(const Incident& incident)
    {
        return book.timers.find(TimerKind::update_reminder, incident.id);
    }
    std::string refused(const Outcome& outcome, Refusal::Why why)
    {
        if (outcome)
        {
            ADD_FAILURE() << "was done: " << outcome->message.text;
            return {};
        }
        EXPECT_EQ(outcome.error().why, why) << outcome.error().message.text;
        return outcome.error().message.text;
    }
    /// Everything due up to `now`, as the desk fires it.
    void fire(UtcMillis now)
    {
        for (const auto& timer : book.timers.due(now, 100))
            (void)fire_timer(timer, book, now);
    }
};

class Mitigate : public Moves
{
};
class Reopen : public Moves
{
};
class Close : public Moves
{
};
class Cancel : public Moves
{
};

TEST_F(Mitigate, ContainsTheDamageWhileClocksAndRemindersGoOn)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 2));
    const auto due = reminder(incident)->due_at;
    const auto outcome = mitigate_incident(says(ana, "mitigate", "failed over"), book, at(3, 9));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->object, "INC-1");
    const auto now = again(incident);
    EXPECT_EQ(now.state, IncidentState::mitigated);
    EXPECT_EQ(now.mitigated->by, ana);
    EXPECT_EQ(reminder(incident)->due_at, due);
    EXPECT_FALSE(now.resolved);
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("Engineer Helper Agent mitigated INC-1: failed over"));
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged", "mitigated"));
}

TEST_F(Mitigate, FromOpenAlsoAcknowledges)
{
    const auto incident = declared("P0 Down", at(3));
    ASSERT_TRUE(mitigate_incident(says(ben, "mitigate", ""), book, at(3, 4)));
    EXPECT_EQ(again(incident).acknowledged->by, ben);
    EXPECT_EQ(again(incident).commander, ben);
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged", "mitigated"));
}

TEST_F(Mitigate, TwiceSaysWhoDidItAndWhen)
{
    (void)declared("P0 Down", at(3));
    (void)mitigate_incident(says(ben, "mitigate", "failed over"), book, at(3, 4));
    const auto before = database.changes();
    const auto text = refused(mitigate_incident(says(ana, "mitigate", ""), book, at(3, 6)), Refusal::Why::not_now);
    EXPECT_THAT(text, HasSubstr("INC-1 was mitigated by Deployment Agent"));
    EXPECT_THAT(text, HasSubstr("03:04 UTC"));
    EXPECT_EQ(database.changes(), before);
}

TEST_F(Reopen, OfAResolvedOneIsAcknowledgedAndOwesItsReportAnew)
{
    const auto incident = resolved("P0 Down", at(3));
    ASSERT_TRUE(report_incident(says(ana, "report", "INC-1 https://wiki/x"), book, at(4)));
    ASSERT_TRUE(reopen_incident(says(cleo, "reopen", "INC-1 it is back"), book, at(4, 30)));
    const auto now = again(incident);
    EXPECT_EQ(now.state, IncidentState::acknowledged);
    EXPECT_FALSE(now.resolved);
    EXPECT_FALSE(now.followed_up);
    EXPECT_EQ(now.acknowledged->at, at(3, 2)) << "the response stays stopped";
    EXPECT_EQ(now.paused, 60min) << "the time it was resolved counts for nothing";
    EXPECT_EQ(reminder(incident)->due_at, at(4, 45));
    EXPECT_FALSE(closing(incident));
    EXPECT_EQ(actions(incident).back(), "reopened");
}

TEST_F(Reopen, MentionsTheCommanderWhoHasToTakeItUpAgain)
{
    (void)resolved("P0 Down", at(3));
    ASSERT_TRUE(reopen_incident(says(cleo, "reopen", "INC-1 it is back"), book, at(4)));
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("<@U01ANA>, you are the commander"));
}

TEST_F(Reopen, MentionsNobodyForWhatTheyDidThemselves)
{
    (void)resolved("P0 Down", at(3));
    ASSERT_TRUE(reopen_incident(says(ana, "reopen", "INC-1 it is back"), book, at(4)));
    EXPECT_THAT(owed("chat.postMessage").back(), Not(HasSubstr("<@")));
}

TEST_F(Reopen, OfACancelledOneIsOpenAndAskedForLikeANewOne)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    ASSERT_TRUE(cancel_incident(says(ben, "cancel", "a drill"), book, at(3, 10)));
    const auto messages = owed("chat.postMessage").size();
    ASSERT_TRUE(reopen_incident(says(cleo, "reopen", "INC-1 it was none"), book, at(4)));
    const auto now = again(incident);
    EXPECT_EQ(now.state, IncidentState::open);
    EXPECT_FALSE(now.acknowledged);
    EXPECT_EQ(now.response_from, at(4));
    EXPECT_EQ(now.paused, 50min);
    EXPECT_EQ(owed("chat.postMessage").size(), messages + 2) << "news of the room, and a direct message to the primary";
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("Reopened by Cleo: it was none."));
}

TEST_F(Reopen, NeedsToKnowWhy)
{
    const auto incident = resolved("P0 Down", at(3));
    const auto form = reopen_incident(presses(cleo, "reopen", incident), book, at(4));
    ASSERT_TRUE(form && form->modal);
    EXPECT_THAT(form->modal->view, HasSubstr("incident.reopen"));
    const auto empty = reopen_incident(submits(cleo, "reopen", "INC-1", {{"text", " "}}), book, at(4));
    EXPECT_EQ(empty.error().fields.at(0).first, "text");
    ASSERT_TRUE(reopen_incident(submits(cleo, "reopen", "INC-1", {{"text", "it is back"}}), book, at(4)));
}

TEST_F(Reopen, OfOneThatIsWorkedOnSaysSinceWhen)
{
    (void)declared("P0 Down", at(3));
    EXPECT_THAT(refused(reopen_incident(says(cleo, "reopen", "INC-1 why"), book, at(3, 5)), Refusal::Why::not_now),
                HasSubstr("INC-1 is open already: it was declared by Cleo"));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 6));
    EXPECT_THAT(refused(reopen_incident(says(cleo, "reopen", "INC-1 why"), book, at(3, 7)), Refusal::Why::not_now),
                HasSubstr("INC-1 is not over: it was acknowledged by Deployment Agent"));
}

TEST_F(Reopen, TwiceSaysWhoWasFirst)
{
    (void)resolved("P0 Down", at(3));
    (void)reopen_incident(says(cleo, "reopen", "INC-1 it is back"), book, at(4));
    EXPECT_THAT(refused(reopen_incident(says(ben, "reopen", "INC-1 again"), book, at(4, 1)), Refusal::Why::not_now),
                HasSubstr("INC-1 is not over: it was reopened by Cleo"));
}

TEST_F(Close, IsRefusedWithTheListWhileAReportIsOwed)
{
    const auto incident = resolved("P0 Down", at(3));
    const auto text = refused(close_incident(says(ana, "close", "INC-1"), book, at(4)), Refusal::Why::not_now);
    EXPECT_THAT(text, HasSubstr("the post-mortem, due by"));
    EXPECT_THAT(text, HasSubstr("`/incident report INC-1 &lt;link to it&gt;`"));
    ASSERT_TRUE(report_incident(says(ana, "report", "INC-1 https://wiki/x"), book, at(5)));
    ASSERT_TRUE(close_incident(says(ana, "close", "INC-1"), book, at(5, 1)));
    EXPECT_EQ(again(incident).state, IncidentState::closed);
    EXPECT_FALSE(closing(incident));
}

TEST_F(Close, IsForcedByManagersOnly)
{
    const auto incident = resolved("P1 Down", at(3));
    auto request = says(ana, "close", "INC-1");
    request.words.flags = {{"force", "yes"}};
    EXPECT_THAT(refused(close_incident(request, book, at(4)), Refusal::Why::not_allowed), HasSubstr("Manager"));
    request.user = mia;
    ASSERT_TRUE(close_incident(request, book, at(4)));
    EXPECT_EQ(again(incident).state, IncidentState::closed);
    EXPECT_EQ(book.incidents.last(incident.id, "closed")->text, "with --force, though something is owed");
}

TEST_F(Close, IsForcedByTheConsole)
{
    (void)resolved("P1 Down", at(3));
    auto request = says(UserId{"console:root"}, "close", "INC-1", Origin::shell);
    request.is_console = true;
    request.words.flags = {{"force", "yes"}};
    EXPECT_TRUE(close_incident(request, book, at(4)));
}

TEST_F(Close, OfAP2WantsAnFaqEntryOrTheWordThatNoneIsNeeded)
{
    const auto incident = resolved("P2 Slow", at(3));
    EXPECT_THAT(refused(close_incident(says(ana, "close", "INC-1"), book, at(4)), Refusal::Why::not_now),
                HasSubstr("--faq=not-needed"));
    auto request = says(ana, "close", "INC-1");
    request.words.flags = {{"faq", "not-needed"}};
    ASSERT_TRUE(close_incident(request, book, at(4)));
    EXPECT_EQ(again(incident).follow_up, "not-needed");
    EXPECT_EQ(again(incident).followed_up->by, ana);
    EXPECT_EQ(again(incident).state, IncidentState::closed);
}

TEST_F(Close, TakesNoFaqEntryWhereNoneIsOwed)
{
    (void)resolved("P0 Down", at(3));
    auto request = says(ana, "close", "INC-1");
    request.words.flags = {{"faq", "not-needed"}};
    EXPECT_THAT(refused(close_incident(request, book, at(4)), Refusal::Why::usage), HasSubstr("owes no FAQ entry"));
}

TEST_F(Close, OfAP3IsFreeAndTwiceSaysWhoDidIt)
{
    (void)resolved("P3 Typo", at(3));
    ASSERT_TRUE(close_incident(says(ana, "close", "INC-1"), book, at(4)));
    const auto text = refused(close_incident(says(ben, "close", "INC-1"), book, at(5)), Refusal::Why::not_now);
    EXPECT_THAT(text, HasSubstr("It was closed"));
    EXPECT_THAT(text, HasSubstr("by Engineer Helper Agent"));
}

TEST_F(Close, NeedsAResolutionFirst)
{
    (void)declared("P3 Typo", at(3));
    EXPECT_THAT(refused(close_incident(says(ana, "close", "INC-1"), book, at(4)), Refusal::Why::not_now),
                HasSubstr("It can be closed once it is resolved"));
}

TEST_F(Close, HappensByItselfADayAfterTheResolutionOnceNothingIsOwed)
{
    const auto incident = resolved("P3 Typo", at(3));
    EXPECT_EQ(closing(incident)->due_at, at(3, 30, 15));
    fire(at(3, 29, 15));
    EXPECT_EQ(again(incident).state, IncidentState::resolved);
    fire(at(3, 30, 15));
    EXPECT_EQ(again(incident).state, IncidentState::closed);
    EXPECT_TRUE(again(incident).moved.by.empty());
    EXPECT_FALSE(closing(incident));
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("INC-1 is closed: it was resolved a day ago"));
}

TEST_F(Close, WaitsByItselfForWhatIsOwed)
{
    const auto incident = resolved("P0 Down", at(3));
    const auto messages = owed("chat.postMessage").size();
    fire(at(3, 30, 15));
    EXPECT_EQ(again(incident).state, IncidentState::resolved);
    EXPECT_EQ(closing(incident)->due_at, at(3, 30, 16)) << "it looks again a day later";
    EXPECT_EQ(owed("chat.postMessage").size(), messages) << "and says nothing";
    ASSERT_TRUE(report_incident(says(ana, "report", "INC-1 https://wiki/x"), book, at(12, 0, 15)));
    EXPECT_EQ(closing(incident)->due_at, at(12, 0, 15)) << "the report was the last of it";
    fire(at(12, 0, 15));
    EXPECT_EQ(again(incident).state, IncidentState::closed);
}

TEST_F(Close, LooksOnTheSameGridHoweverLateItFires)
{
    const auto incident = resolved("P0 Down", at(3));
    fire(at(9, 0, 18));
    EXPECT_EQ(closing(incident)->due_at, at(3, 30, 19));
}

TEST_F(Cancel, EndsEverythingWithoutVerdict)
{
    const auto incident = declared("P0 Down", at(3));
    const auto outcome = cancel_incident(says(cleo, "cancel", "a planned restart"), book, at(3, 5));
    ASSERT_TRUE(outcome) << "whoever declared it may take it back";
    EXPECT_EQ(again(incident).state, IncidentState::cancelled);
    EXPECT_FALSE(reminder(incident));
    EXPECT_FALSE(closing(incident));
    EXPECT_FALSE(again(incident).acknowledged);
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("Cleo cancelled INC-1: a planned restart"));
    const auto card = book.outbox.newest_with_key("card:1");
    EXPECT_THAT(card->args, HasSubstr("ended without a verdict"));
    EXPECT_THAT(card->args, Not(HasSubstr(R"("actions")")));
}

TEST_F(Cancel, TwiceSaysWhoDidItWhenAndWhy)
{
    (void)declared("P0 Down", at(3));
    (void)cancel_incident(says(cleo, "cancel", "a planned restart"), book, at(3, 5));
    const auto text =
        refused(cancel_incident(says(ana, "cancel", "INC-1 me too"), book, at(3, 6)), Refusal::Why::not_now);
    EXPECT_THAT(text, HasSubstr("INC-1 was cancelled by Cleo"));
    EXPECT_THAT(text, HasSubstr("a planned restart"));
}

TEST_F(Cancel, NeedsToKnowWhy)
{
    const auto incident = declared("P0 Down", at(3));
    EXPECT_TRUE(cancel_incident(presses(cleo, "cancel", incident), book, at(3, 5))->modal);
    const auto empty = cancel_incident(submits(cleo, "cancel", "INC-1", {{"text", ""}}), book, at(3, 5));
    EXPECT_EQ(empty.error().fields.at(0).first, "text");
}

TEST_F(Moves, ReportIsOwedByP0AndP1OnlyAndAfterTheResolution)
{
    (void)declared("P0 Down", at(3));
    EXPECT_THAT(
        refused(report_incident(says(ana, "report", "INC-1 https://wiki/x"), book, at(3, 5)), Refusal::Why::not_now),
        HasSubstr("its post-mortem is owed once it is resolved"));
    (void)declared("P2 Slow", at(3));
    EXPECT_THAT(
        refused(report_incident(says(ana, "report", "INC-2 https://wiki/x"), book, at(3, 5)), Refusal::Why::not_now),
        HasSubstr("owes no report"));
}

TEST_F(Moves, ReportIsAskedForByAFormShownAndReplaced)
{
    const auto incident = resolved("P1 Down", at(3));
    EXPECT_THAT(report_incident(says(cleo, "report", "INC-1 show"), book, at(4))->message.text,
                HasSubstr("A root cause analysis is due by"));
    EXPECT_TRUE(report_incident(presses(ana, "report", incident), book, at(4))->modal);
    const auto empty = report_incident(submits(ana, "report", "INC-1", {{"text", " "}}), book, at(4));
    EXPECT_EQ(empty.error().fields.at(0).first, "text");
    ASSERT_TRUE(report_incident(submits(ana, "report", "INC-1", {{"text", "https://wiki/one"}}), book, at(5)));
    EXPECT_THAT(report_incident(says(cleo, "report", "INC-1 show"), book, at(6))->message.text,
                HasSubstr("https://wiki/one"));
    auto edit = says(ana, "report", "INC-1 edit");
    edit.can_open_modal = true;
    EXPECT_THAT(report_incident(edit, book, at(6))->modal->view, HasSubstr("https://wiki/one"));
    ASSERT_TRUE(report_incident(says(ana, "report", "INC-1 https://wiki/two"), book, at(7)));
    EXPECT_EQ(again(incident).follow_up, "https://wiki/two");
}

TEST_F(Moves, ButtonsOfAnEarlierLifeChangeNothing)
{
    const auto incident = declared("P0 Down", at(3));
    const auto old = presses(ana, "resolve", incident);
    (void)resolve_incident(says(ana, "resolve", "restarted"), book, at(3, 9));
    (void)reopen_incident(says(cleo, "reopen", "INC-1 it is back"), book, at(4));
    const auto before = database.changes();
    const auto text = refused(resolve_incident(old, book, at(4, 1)), Refusal::Why::not_now);
    EXPECT_THAT(text, HasSubstr("That button is out of date: INC-1 was reopened by Cleo"));
    for (const auto& verb : {"mitigate", "cancel", "merge"})
    {
        auto request = old;
        request.words.verb = verb;
        EXPECT_FALSE(std::string_view{verb} == "mitigate" ? mitigate_incident(request, book, at(4, 2))
                     : std::string_view{verb} == "cancel" ? cancel_incident(request, book, at(4, 2))
                                                          : merge_incident(request, book, at(4, 2)))
            << verb;
    }
    EXPECT_EQ(database.changes(), before);
}

TEST_F(Moves, AButtonFromBeforeTheAcknowledgementStillMeansTheSame)
{
    const auto incident = declared("P0 Down", at(3));
    const auto drawn = presses(ana, "resolve", incident);
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 2));
    EXPECT_TRUE(resolve_incident(drawn, book, at(3, 9))->modal);
}

TEST_F(Mitigate, PointsToTheWholeOfALongReason)
{
    const auto incident = declared("P0 Down", at(3));
    const std::string words = std::string(3'500, 'w') + " the-end";
    ASSERT_TRUE(mitigate_incident(says(ana, "mitigate", words), book, at(3, 5)));
    EXPECT_EQ(again(incident).moved_why, words);
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("_The whole text:_ `/incident timeline INC-1`"));
}

}  // namespace hotwatch::testing
