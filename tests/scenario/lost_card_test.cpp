// An incident's card cannot be posted where it belongs, or nobody can find out whether it was: people hear of the
// incident all the same.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using slack_sim::Fault;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";
constexpr auto support = "hotdash-support";
constexpr auto reminds = "please post a status update";

class LostCard : public hotwatch::testing::World
{
  protected:
    LostCard() { start(); }
    void declare(const std::string& what) { types("ana", "general", "/incident declare " + what); }
    /// The card's post is taken and its answer lost; whether it stands cannot be read.
    void lose_the_card()
    {
        sim().arm({.kind = Fault::Kind::lose_answer, .method = "chat.postMessage", .times = 1});
        sim().arm({.kind = Fault::Kind::slack_error,
                   .method = "conversations.history",
                   .times = 4,
                   .error = "missing_scope"});
    }
    int threads_in(std::string_view channel, std::string_view needle)
    {
        int count = 0;
        for (const auto& message : sim().messages(channel))
            count += message.thread_ts.empty() && message.text.find(needle) != std::string::npos ? 1 : 0;
        return count;
    }
    std::vector<std::string> history(std::int64_t id = 1)
    {
        std::vector<std::string> entries;
        for (const auto& entry : book().incidents.timeline(id))
            entries.push_back(entry.action + ": " + entry.text);
        return entries;
    }
    Incident incident(std::int64_t id = 1) { return book().incidents.find(id).value(); }
};

TEST_F(LostCard, OfAnArchivedEmergencyChannelStandsInTheSupportChannelAndSaysWhy)
{
    sim().archive(emergency);
    declare("P0 Approval queue down");
    advance(minutes{16});
    EXPECT_EQ(incident().room.channel.value, sim().channel_id(support));
    EXPECT_THAT(seen(support),
                AllOf(HasSubstr("Approval queue down"), HasSubstr("did not take its card"), HasSubstr(reminds)));
    EXPECT_EQ(posted(reminds), 1);
    EXPECT_THAT(history(), Contains(HasSubstr("card moved: to #hotdash-support")));
}

TEST_F(LostCard, OfUnknownFateIsReplacedOnceAndWhatWaitedForItFollows)
{
    lose_the_card();
    declare("P1 Search fails");
    types("ben", "general", "/incident ack INC-1");
    advance(minutes{31});
    EXPECT_EQ(threads_in(support, "Search fails"), 1);
    EXPECT_EQ(threads_in(emergency, "Search fails"), 1) << "Slack took the first";
    EXPECT_EQ(posted(reminds), 1);
    EXPECT_EQ(posted("acknowledged INC-1"), 1);
    EXPECT_THAT(seen(support), AllOf(HasSubstr("did not say whether its card stands"), HasSubstr(reminds),
                                     HasSubstr("ben acknowledged INC-1")));
    EXPECT_THAT(history(), Contains(HasSubstr("card moved: from #hotdash-emergency to #hotdash-support")));
    EXPECT_EQ(book().outbox.parked().size(), 1U) << "only the first card waits for a person";
}

TEST_F(LostCard, GoesToThePrimaryWhereNoChannelTakesItAndTheDeclarerHears)
{
    sim().archive(emergency);
    sim().archive(support);
    declare("P0 Approval queue down");
    advance(minutes{16});
    EXPECT_THAT(seen("dm:engineer-helper"), AllOf(HasSubstr("did not take its card"), HasSubstr(reminds)));
    EXPECT_THAT(seen("dm:ana"), AllOf(HasSubstr("INC-1"), HasSubstr("went to"), HasSubstr("by direct message")));
    EXPECT_EQ(posted(reminds), 1);
    EXPECT_FALSE(incident().room.thread_ts.empty());
}

TEST_F(LostCard, ThatNobodyTakesEndsAndIsOnTheTimeline)
{
    sim().archive(emergency);
    sim().archive(support);
    sim().arm(
        {.kind = Fault::Kind::slack_error, .method = "conversations.open", .times = -1, .error = "user_disabled"});
    declare("P0 Approval queue down");
    advance(minutes{16});
    EXPECT_THAT(history(), Contains(HasSubstr("not delivered: the card")));
    EXPECT_EQ(book().outbox.count(CallState::pending), 0);
    EXPECT_THAT(verify(), HasSubstr("well"));
}

TEST_F(LostCard, NewsOfAChannelThatIsArchivedLaterReachTheNextBestOne)
{
    declare("P0 Approval queue down");
    sim().archive(emergency);
    advance(minutes{16});
    EXPECT_THAT(seen(support), AllOf(HasSubstr(reminds), HasSubstr("is_archived")));
    EXPECT_EQ(posted(reminds), 1);
}

TEST_F(LostCard, ThatWasDeletedStandsAnewOnceAndTheRoomGoesWithIt)
{
    declare("P1 Search fails");
    const auto first = incident().room.thread_ts;
    sim().delete_message(emergency, first);
    types("ben", "general", "/incident update INC-1 restarted the index");
    advance(minutes{1});
    const auto second = incident().room.thread_ts;
    EXPECT_NE(second, first);
    EXPECT_EQ(threads_in(emergency, "Search fails"), 1);
    types("ben", "general", "/incident update INC-1 it helps");
    advance(minutes{1});
    EXPECT_EQ(threads_in(emergency, "Search fails"), 1) << "the new card is edited, not posted again";
    EXPECT_EQ(incident().room.thread_ts, second);
    EXPECT_EQ(thread_of("it helps"), second);
    EXPECT_EQ(thread_of("so it stands here anew"), second);
    EXPECT_THAT(history(), Contains(HasSubstr("card deleted: in Slack; it is posted anew")));
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
    EXPECT_THAT(verify(), HasSubstr("well"));
}

TEST_F(LostCard, ThatWasDeletedTakesAlongWhatIsStillOwedToItsThread)
{
    declare("P1 Search fails");
    const auto first = incident().room.thread_ts;
    sim().delete_message(emergency, first);
    sim().arm({.kind = Fault::Kind::rate_limited,
               .method = "chat.postMessage",
               .times = 1,
               .seconds = std::chrono::seconds{30}});
    types("ben", "general", "/incident ack INC-1");
    EXPECT_EQ(posted("acknowledged INC-1"), 0);
    advance(minutes{2});
    EXPECT_NE(incident().room.thread_ts, first);
    EXPECT_EQ(posted("acknowledged INC-1"), 1);
    EXPECT_EQ(thread_of("acknowledged INC-1"), incident().room.thread_ts);
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
}

TEST_F(LostCard, ThatWasDeletedWhileTwoEditsWereOwedStandsAnewOnceWithTheNewestState)
{
    declare("P1 Search fails");
    sim().delete_message(emergency, incident().room.thread_ts);
    types("ben", "general", "/incident ack INC-1");
    types("ben", "general", "/incident mitigate INC-1 moved to the second region");
    advance(minutes{1});
    EXPECT_EQ(threads_in(emergency, "Search fails"), 1);
    EXPECT_THAT(seen(emergency), HasSubstr("mitigated"));
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
}

TEST_F(LostCard, ThatWasDeletedAfterItsIncidentWasCancelledStaysAway)
{
    declare("P1 Search fails");
    const auto card = incident().room.thread_ts;
    types("ana", "general", "/incident cancel INC-1 a planned restart");
    sim().delete_message(emergency, card);
    advance(minutes{1});
    EXPECT_EQ(threads_in(emergency, "Search fails"), 0);
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
}

/// Dies after each of the smallest steps around the moment when the card is given up.
TEST_F(LostCard, IsReplacedOnceWhereverTheProcessDies)
{
    leaves_ghosts = false;  // what a ghost swallows never gets as far as this
    for (int step = 0; step < 60; ++step)
    {
        const auto what = fmt::format("Round {} fails", step);
        lose_the_card();
        sim().types("ana", "general", "/incident declare P1 " + what);
        for (int steps = 0; steps < step && step_once(); ++steps)
            continue;
        restart();
        sim().clear_faults();
        advance(minutes{2});
        const auto id = book().incidents.count();
        if (id == 0 || incident(id).title != what)
            continue;  // it died before the command was stored, and Slack was not told otherwise
        EXPECT_LE(threads_in(support, what), 1) << step;
        EXPECT_GE(threads_in(support, what) + threads_in(emergency, what), 1) << step;
        EXPECT_FALSE(incident(id).room.thread_ts.empty()) << step;
        EXPECT_TRUE(book().outbox.find(incident(id).card_row)->state == CallState::sent) << step;
    }
    EXPECT_THAT(verify(), HasSubstr("well"));
}

TEST_F(LostCard, ThatMayNotBeEditedAnyMoreIsSaidOnceAndNothingWaits)
{
    declare("P0 Queue down");
    sim().arm({.kind = Fault::Kind::slack_error, .method = "chat.update", .times = -1, .error = "edit_window_closed"});
    types("ben", "general", "/incident ack INC-1");
    types("ben", "general", "/incident update INC-1 restarted");
    advance(minutes{1});
    EXPECT_THAT(book().outbox.parked(), IsEmpty());
    EXPECT_EQ(threads_in(emergency, "lets no message be edited"), 1);
    EXPECT_THAT(ask("/status"), HasSubstr("edit_window_closed"));
}

TEST_F(LostCard, AnEditThatANewerOneReplacesIsNotSentAgain)
{
    declare("P0 Queue down");
    sim().arm({.kind = Fault::Kind::slack_error, .method = "chat.update", .times = 2, .error = "cant_update_message"});
    types("ben", "general", "/incident ack INC-1");
    advance(std::chrono::seconds{5});
    const auto parked = book().outbox.parked();
    ASSERT_FALSE(parked.empty());
    sim().arm({.kind = Fault::Kind::rate_limited, .method = "chat.update", .times = -1, .seconds = minutes{5}});
    types("ben", "general", "/incident update INC-1 restarted");
    for (const auto& call : parked)
        if (call.purpose == "incident.card_edit")
        {
            EXPECT_THAT(ask(fmt::format("/status retry {}", call.id)), HasSubstr("is out of date by now"));
            return;
        }
    ADD_FAILURE() << "no edit of the card was parked";
}

}  // namespace
