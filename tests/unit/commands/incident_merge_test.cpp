// Merging: two incidents become one, for good.
#include <gmock/gmock.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Merge : public IncidentBook
{
  protected:
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
    static std::string buttons_of(const Message& message) { return message.blocks; }
};

TEST_F(Merge, EndsTheOneAndGoesOnInTheOther)
{
    const auto one = declared("P1 Queue slow", at(3));
    const auto other = declared("P1 Queue down", at(3, 1));
    const auto outcome = merge_incident(says(ana, "merge", "INC-1 into INC-2"), book, at(3, 5));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->object, "INC-1");
    EXPECT_EQ(again(one).state, IncidentState::merged);
    EXPECT_EQ(again(one).merged_into, other.id);
    EXPECT_FALSE(book.timers.find(TimerKind::update_reminder, one.id));
    EXPECT_TRUE(book.timers.find(TimerKind::update_reminder, other.id));
    EXPECT_THAT(actions(one), ElementsAre("declared", "merged"));
    EXPECT_THAT(actions(other), ElementsAre("declared", "merged"));
    const auto news = owed("chat.postMessage");
    EXPECT_THAT(news[news.size() - 2], HasSubstr("merged INC-1 into 🔶 P1 high · INC-2"));
    EXPECT_THAT(news.back(), HasSubstr("merged 🔶 P1 high · INC-1 · *Queue slow* into INC-2"));
}

TEST_F(Merge, IsFinal)
{
    (void)declared("P1 One", at(3));
    (void)declared("P1 Two", at(3));
    (void)merge_incident(says(ana, "merge", "INC-1 into INC-2"), book, at(3, 5));
    EXPECT_THAT(refused(reopen_incident(says(ana, "reopen", "INC-1 why"), book, at(4)), Refusal::Why::not_now),
                HasSubstr("INC-1 was merged into INC-2 by Engineer Helper Agent"));
    EXPECT_THAT(refused(merge_incident(says(ana, "merge", "INC-1 into INC-2"), book, at(4)), Refusal::Why::not_now),
                HasSubstr("INC-1 was merged into INC-2"));
}

TEST_F(Merge, LeavesAPointerThatDoesTheSameThere)
{
    (void)declared("P1 One", at(3));
    (void)declared("P1 Two", at(3));
    (void)declared("P1 Three", at(3));
    (void)merge_incident(says(ana, "merge", "INC-1 into INC-2"), book, at(3, 5));
    (void)merge_incident(says(ana, "merge", "INC-2 into INC-3"), book, at(3, 6));
    const auto outcome = update_incident(says(ben, "update", "INC-1 restarted, watching"), book, at(3, 9));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().message.text, HasSubstr("Did you mean 🔶 P1 high · INC-3 · *Three*?"));
    EXPECT_THAT(buttons_of(outcome.error().message),
                HasSubstr(R"("value":"incident update INC-3 restarted, watching")"));
    EXPECT_THAT(show_incident(says(ben, "show", "INC-1"), book, at(3, 9))->message.text,
                HasSubstr("It goes on as 🔶 P1 high · INC-3"));
}

TEST_F(Merge, OffersAGraverSeverityAndImposesNone)
{
    (void)declared("P0 Queue down", at(3));
    const auto other = declared("P2 Queue slow", at(3));
    const auto outcome = merge_incident(says(ana, "merge", "INC-1 into INC-2"), book, at(3, 5));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(again(other).severity, Severity::p2);
    const auto news = calls_of_room().back();
    EXPECT_THAT(news.args, HasSubstr("It is worse than INC-"));
    EXPECT_THAT(news.args, HasSubstr(R"("value":"incident severity INC-2 P0 INC-1 was merged into it")"));
}

TEST_F(Merge, NeedsAnUnresolvedTargetThatIsAnother)
{
    (void)declared("P1 One", at(3));
    const auto two = declared("P1 Two", at(3));
    EXPECT_THAT(refused(merge_incident(says(ana, "merge", "INC-1 into INC-1"), book, at(4)), Refusal::Why::usage),
                HasSubstr("cannot become part of itself"));
    EXPECT_THAT(refused(merge_incident(says(ana, "merge", "INC-1 into INC-77"), book, at(4)), Refusal::Why::not_found),
                HasSubstr("There is no INC-77"));
    EXPECT_THAT(refused(merge_incident(says(ana, "merge", "checkout into INC-1"), book, at(4)), Refusal::Why::usage),
                HasSubstr("merge INC-3 into INC-12"));
    (void)resolve_incident(says(ana, "resolve", "INC-2 restarted"), book, at(3, 30));
    EXPECT_THAT(refused(merge_incident(says(ana, "merge", "INC-1 into INC-2"), book, at(4)), Refusal::Why::not_now),
                HasSubstr("INC-2 was resolved by Engineer Helper Agent"));
    EXPECT_EQ(again(two).state, IncidentState::resolved);
}

TEST_F(Merge, MeansTheRoomsIncidentWhereOnlyTheTargetIsNamed)
{
    const auto one = declared("P1 One", at(3));
    (void)declared("P1 Two", at(3));
    card_stands(one);
    auto request = says(ana, "merge", "into 2", Origin::mention);
    request.channel = again(one).room.channel;
    request.thread_ts = again(one).room.thread_ts;
    ASSERT_TRUE(merge_incident(request, book, at(3, 5)));
    EXPECT_EQ(again(one).merged_into, 2);
}

TEST_F(Merge, OffersTheOtherOpenOnesInAForm)
{
    const auto one = declared("P1 One", at(3));
    EXPECT_THAT(refused(merge_incident(presses(ana, "merge", one), book, at(3, 1)), Refusal::Why::not_now),
                HasSubstr("No other incident is open"));
    (void)declared("P1 Two", at(3));
    const auto form = merge_incident(presses(ana, "merge", one), book, at(3, 1));
    ASSERT_TRUE(form && form->modal);
    EXPECT_THAT(form->modal->view, HasSubstr(R"("value":"INC-2")"));
    EXPECT_THAT(form->modal->view, Not(HasSubstr(R"("value":"INC-1")")));
    ASSERT_TRUE(merge_incident(submits(ana, "merge", "INC-1", {{"target", "INC-2"}}), book, at(3, 2)));
    EXPECT_EQ(again(one).state, IncidentState::merged);
}

}  // namespace hotwatch::testing
