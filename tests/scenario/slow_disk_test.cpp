// A disk that takes its time: nobody runs into Slack's three seconds in silence, and each "still storing" gets exactly
// one verdict, which is true.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";
constexpr auto still_storing = "Still storing";
constexpr milliseconds put_off_after{2'000};

class SlowDisk : public hotwatch::testing::World
{
  protected:
    SlowDisk()
    {
        disk.before_sync = [this]
        {
            if (const auto length = std::exchange(next_sync_takes, milliseconds{0}); length > milliseconds{0})
                pass_beside_the_desk(length);
        };
        start();
    }

    /// What was said to that person alone since the last call, one line for each message.
    std::vector<std::string> told(std::string_view who, std::string_view channel)
    {
        std::vector<std::string> all;
        for (const auto& message : sim().messages(channel, who))
            if (message.is_ephemeral)
                all.push_back(message.text);
        auto& heard = heard_[fmt::format("{} {}", who, channel)];
        std::vector<std::string> fresh{all.begin() + static_cast<std::ptrdiff_t>(heard), all.end()};
        heard = all.size();
        return fresh;
    }
    Incident incident(std::int64_t id = 1) { return book().incidents.find(id).value(); }
    [[nodiscard]] const slack_sim::Ledger::Envelope& newest() { return sim().ledger().envelopes.back(); }

    milliseconds next_sync_takes{0};

  private:
    std::map<std::string, std::size_t> heard_;
};

TEST_F(SlowDisk, ACommandIsPutOffAfterTwoSecondsAndGetsOneVerdict)
{
    int round = 0;
    for (milliseconds length{100}; length <= seconds{5}; length += milliseconds{250})
    {
        SCOPED_TRACE(fmt::format("{} ms", length.count()));
        next_sync_takes = length;
        types("ana", "general", fmt::format("/incident declare P2 Round {}", ++round));
        pass(seconds{5});
        EXPECT_TRUE(newest().in_time);
        EXPECT_EQ(sim().says(), "");
        const auto said = told("ana", "general");
        const bool is_put_off = length >= put_off_after;
        ASSERT_EQ(said.size(), is_put_off ? 2U : 1U);
        EXPECT_EQ(said.front().find(still_storing) == 0, is_put_off) << said.front();
        EXPECT_THAT(said.back(), HasSubstr(fmt::format("INC-{} declared", round)));
        EXPECT_EQ(book().incidents.count(), round);
    }
    restart();
    EXPECT_TRUE(told("ana", "general").empty()) << "a verdict that was given is not given again";
}

TEST_F(SlowDisk, AClickIsPutOffAfterTwoSecondsAndGetsOneVerdict)
{
    int round = 0;
    for (milliseconds length{100}; length <= seconds{5}; length += milliseconds{250})
    {
        SCOPED_TRACE(fmt::format("{} ms", length.count()));
        types("ana", "general", fmt::format("/incident declare P0 Round {}", ++round));
        pass(seconds{5});
        (void)told("ben", emergency);
        next_sync_takes = length;
        presses("ben", emergency, "Acknowledge");
        pass(seconds{5});
        EXPECT_TRUE(newest().in_time);
        EXPECT_EQ(sim().says(), "");
        const auto said = told("ben", emergency);
        const bool is_put_off = length >= put_off_after;
        ASSERT_EQ(said.size(), is_put_off ? 2U : 1U);
        EXPECT_EQ(said.front().find(still_storing) == 0, is_put_off) << said.front();
        EXPECT_THAT(said.back(), HasSubstr("You acknowledged"));
        EXPECT_EQ(incident(round).state, IncidentState::acknowledged);
    }
}

TEST_F(SlowDisk, AFormAndAMentionAreNeverPutOffAndDoneOnce)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    const auto thread = thread_of("Approval queue down");
    int updates = 0;
    for (milliseconds length{100}; length <= seconds{5}; length += milliseconds{500})
    {
        SCOPED_TRACE(fmt::format("{} ms", length.count()));
        (void)told("ben", emergency);
        presses("ben", emergency, "Post update");
        ASSERT_TRUE(sim().open_form("ben"));
        next_sync_takes = length;
        submits("ben", {{"What is known, and what is being done", fmt::format("by form {}", length.count())}});
        EXPECT_EQ(newest().in_time, length < seconds{3});
        if (sim().open_form("ben"))  // Slack gave up waiting: whoever filled it in tries once more
            submits("ben", {{"What is known, and what is being done", fmt::format("by form {}", length.count())}});
        sim().closes_form("ben");
        next_sync_takes = length;
        types("ben", emergency, fmt::format("@hotwatch update: by mention {}", length.count()), thread);
        advance(minutes{2});
        for (const auto& message : told("ben", emergency))
            EXPECT_THAT(message, Not(HasSubstr(still_storing)));
        updates += 2;
        int recorded = 0;
        for (const auto& entry : book().incidents.timeline(1))
            recorded += entry.action == "update" ? 1 : 0;
        EXPECT_EQ(recorded, updates);
    }
}

TEST_F(SlowDisk, AQuestionBehindASlowCommitIsPutOffAndAnsweredOnce)
{
    next_sync_takes = seconds{4};
    sim().types("ben", "general", "/incident declare P2 Typos");
    sim().types("ana", "general", "/oncall");
    settle();
    const auto said = told("ana", "general");
    ASSERT_EQ(said.size(), 2U);
    EXPECT_THAT(said.front(), HasSubstr(still_storing));
    EXPECT_THAT(said.back(), HasSubstr("U01ENGHLP"));
}

TEST_F(SlowDisk, TheOneThatCameFirstIsPutOffFirst)
{
    // The envelopes' ids are random: their order says nothing about who waits longest.
    disk.before_sync = [this]
    {
        const auto length = std::exchange(next_sync_takes, milliseconds{0});
        if (length == milliseconds{0})
            return;
        pass_beside_the_desk(length);
        sim().types("ana", "general", "/oncall");
        pass_beside_the_desk(milliseconds{2'500});
    };
    for (int round = 0; round < 8; ++round)
    {
        next_sync_takes = milliseconds{1'500};
        sim().types("ben", "general", "/incident declare P2 Slow");
        while (queue_.events.empty())
            ASSERT_TRUE(step_once());
        settle();
        const auto& envelopes = sim().ledger().envelopes;
        EXPECT_TRUE(envelopes[envelopes.size() - 2].in_time) << "the declaration, round " << round;
        EXPECT_TRUE(envelopes.back().in_time) << "the question, round " << round;
        pass(seconds{10});
    }
}

TEST_F(SlowDisk, AFormAskedForBehindASlowCommitComesInWords)
{
    next_sync_takes = seconds{4};
    sim().types("ben", "general", "/incident declare P2 Typos");
    sim().types("ana", "general", "/incident declare");
    settle();
    EXPECT_FALSE(sim().open_form("ana")) << "its trigger is too old";
    const auto said = told("ana", "general");
    ASSERT_EQ(said.size(), 2U);
    EXPECT_THAT(said.front(), HasSubstr(still_storing));
    EXPECT_THAT(said.back(), HasSubstr("could not be opened"));
}

TEST_F(SlowDisk, TheVerdictOfACommitThatFailedInTheEndIsThatNothingWasRecorded)
{
    next_sync_takes = seconds{4};
    disk.fail_sync(1, SQLITE_FULL);
    types("ana", "general", "/incident declare P2 Typos");
    const auto said = told("ana", "general");
    ASSERT_EQ(said.size(), 2U);
    EXPECT_THAT(said.front(), HasSubstr(still_storing));
    EXPECT_THAT(said.back(), HasSubstr("Nothing was recorded"));
    EXPECT_EQ(book().incidents.count(), 0);
    types("ana", "general", "/incident declare P0 Approval queue down");
    (void)told("ben", emergency);
    next_sync_takes = seconds{4};
    disk.fail_sync(1, SQLITE_FULL);
    presses("ben", emergency, "Acknowledge");
    const auto to_ben = told("ben", emergency);
    ASSERT_EQ(to_ben.size(), 2U);
    EXPECT_THAT(to_ben.back(), HasSubstr("Nothing was recorded"));
    EXPECT_EQ(incident().state, IncidentState::open);
}

TEST_F(SlowDisk, AVerdictThatTheProcessDidNotLiveToGiveIsGivenAtTheNextStart)
{
    next_sync_takes = seconds{4};
    sim().types("ana", "general", "/incident declare P2 Typos");
    while (book().incidents.count() == 0)
        ASSERT_TRUE(step_once());
    restart();
    const auto said = told("ana", "general");
    ASSERT_EQ(said.size(), 2U);
    EXPECT_THAT(said.front(), HasSubstr(still_storing));
    EXPECT_THAT(said.back(), HasSubstr("INC-1 declared"));
}

TEST_F(SlowDisk, AVerdictThatSlackDidNotTakeIsOwed)
{
    next_sync_takes = seconds{4};
    sim().arm({.kind = slack_sim::Fault::Kind::reset, .method = "response_url", .times = 1});
    types("ana", "general", "/incident declare P2 Typos");
    pass(seconds{2});
    const auto said = told("ana", "general");
    ASSERT_EQ(said.size(), 2U);
    EXPECT_THAT(said.back(), HasSubstr("INC-1 declared"));
}

TEST_F(SlowDisk, AVerdictWaitsForSlackWhereItIsRateLimited)
{
    next_sync_takes = seconds{4};
    sim().arm(
        {.kind = slack_sim::Fault::Kind::rate_limited, .method = "response_url", .times = 2, .seconds = seconds{3}});
    types("ana", "general", "/incident declare P2 Typos");
    EXPECT_EQ(told("ana", "general").size(), 1U);
    pass(seconds{7});
    const auto said = told("ana", "general");
    ASSERT_EQ(said.size(), 1U);
    EXPECT_THAT(said.back(), HasSubstr("INC-1 declared"));
}

}  // namespace
