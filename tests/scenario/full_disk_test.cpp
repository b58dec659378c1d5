// A disk without room, at any write: nobody gets a false "done", questions go on, and all is well once there is room.
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
constexpr auto nothing_recorded = "Nothing was recorded";

class FullDisk : public hotwatch::testing::World
{
  protected:
    FullDisk() { start(); }

    void fill(std::uint64_t from_write = 1) { disk.fail_write(from_write, SQLITE_FULL, true); }
    void make_room()
    {
        disk.heal();
        pass(seconds{2});
    }
    void declare(const std::string& title = "Approval queue down")
    {
        types("ana", "general", "/incident declare P0 " + title);
    }
    /// Everything that was said to that person in that channel and that nobody else saw.
    std::string told(std::string_view who, std::string_view channel)
    {
        std::string text;
        for (const auto& message : sim().messages(channel, who))
            text += message.is_ephemeral ? message.text + "\n" : "";
        return text;
    }
    [[nodiscard]] int calls(std::string_view method)
    {
        int count = 0;
        for (const auto& call : sim().ledger().calls)
            count += call.method == method ? 1 : 0;
        return count;
    }
    Incident incident(std::int64_t id = 1) { return book().incidents.find(id).value(); }
};

TEST_F(FullDisk, ACommandIsToldInItsAckThatNothingWasRecorded)
{
    fill();
    declare();
    EXPECT_EQ(sim().says(), "");
    EXPECT_THAT(sim().ledger().envelopes.back().ack_payload.dump(), HasSubstr(nothing_recorded));
    EXPECT_EQ(book().incidents.count(), 0);
    make_room();
    EXPECT_EQ(book().incidents.count(), 0) << "refused aloud, and done all the same";
    EXPECT_EQ(sim().messages(emergency).size(), 0U);
}

TEST_F(FullDisk, AButtonIsToldByItsResponseUrl)
{
    declare();
    fill();
    presses("ben", emergency, "Acknowledge");
    EXPECT_THAT(told("ben", emergency), HasSubstr(nothing_recorded));
    EXPECT_EQ(incident().state, IncidentState::open);
    make_room();
    EXPECT_EQ(incident().state, IncidentState::open);
}

TEST_F(FullDisk, AButtonWhoseResponseUrlIsSpentIsToldAllTheSame)
{
    declare();
    fill();
    sim().arm({.kind = slack_sim::Fault::Kind::server_error, .method = "response_url", .times = 1, .status = 404});
    presses("ben", emergency, "Acknowledge");
    EXPECT_THAT(told("ben", emergency), HasSubstr(nothing_recorded));
}

TEST_F(FullDisk, AFormIsHandedBackWithTheReasonAndKeepsWhatWasTyped)
{
    types("ana", "general", "/incident declare");
    fill();
    submits("ana", {{"What is broken", "Checkout fails"}});
    EXPECT_THAT(sim().form_errors("ana").dump(), HasSubstr(nothing_recorded));
    ASSERT_TRUE(sim().open_form("ana"));
    make_room();
    submits("ana", {{"What is broken", "Checkout fails"}});
    EXPECT_FALSE(sim().open_form("ana"));
    EXPECT_EQ(book().incidents.count(), 1);
}

TEST_F(FullDisk, AMentionIsNotAcknowledgedSoThatSlacksRetryIsDone)
{
    declare();
    const auto thread = thread_of("Approval queue down");
    fill();
    sim().types("ben", emergency, "@hotwatch on it", thread);
    settle();
    EXPECT_FALSE(sim().ledger().envelopes.back().acked);
    EXPECT_EQ(incident().state, IncidentState::open);
    disk.heal();
    advance(minutes{2});
    EXPECT_EQ(incident().state, IncidentState::acknowledged);
}

TEST_F(FullDisk, QuestionsAreAnsweredFromSlackAndFromTheShell)
{
    declare();
    fill();
    types("ana", "general", "/incident list");
    EXPECT_THAT(told("ana", "general"), HasSubstr("Approval queue down"));
    types("ana", "general", "/oncall");
    EXPECT_THAT(told("ana", "general"), HasSubstr("U01ENGHLP"));
    EXPECT_THAT(ask("/incident show INC-1"), HasSubstr("Approval queue down"));
    presses("ben", emergency, "Post update");
    EXPECT_TRUE(sim().open_form("ben")) << "opening a form changes nothing";
    EXPECT_THAT(ask("/incident ack INC-1", "ben"), HasSubstr(nothing_recorded));
}

TEST_F(FullDisk, AQuestionOfSomebodyNeverSeenIsAnsweredToo)
{
    kill();
    slack.users.push_back({.id = "U07NEW", .name = "new", .real_name = "Nia New"});
    remake_slack();
    sim().arm({.kind = slack_sim::Fault::Kind::reset, .method = "users.list", .times = -1});
    start();
    fill();
    types("new", "general", "/oncall");
    EXPECT_THAT(told("new", "general"), HasSubstr("U01ENGHLP"));
}

TEST_F(FullDisk, ALongAnswerIsGivenToo)
{
    std::string title;
    while (title.size() < 190 * 3)
        title += "注";
    for (int i = 0; i < 15; ++i)
        types("ana", "general", "/incident declare P2 " + title);
    advance(minutes{1});
    fill();
    types("ana", "general", "/incident list");
    EXPECT_THAT(told("ana", "general"), HasSubstr("Open incidents, worst first"));
}

TEST_F(FullDisk, AFormThatDidNotOpenIsExplainedAtOnce)
{
    sim().arm({.kind = slack_sim::Fault::Kind::slack_error,
               .method = "views.open",
               .times = 1,
               .error = "expired_trigger_id"});
    fill();
    types("ana", "general", "/incident declare");
    EXPECT_THAT(told("ana", "general"), HasSubstr("could not be opened"));
}

TEST_F(FullDisk, HealthSaysSoUntilAWriteHasSucceeded)
{
    EXPECT_EQ(http("/healthz"), "200 ok\n");
    fill();
    declare();
    EXPECT_THAT(http("/healthz"), HasSubstr("503"));
    EXPECT_THAT(http("/healthz"), HasSubstr("disk is full"));
    for (int i = 0; i < 60; ++i)
    {
        pass(seconds{1});
        ASSERT_THAT(http("/healthz"), HasSubstr("503")) << "well after " << i + 1 << " s, though nothing was written";
    }
    make_room();
    EXPECT_EQ(http("/healthz"), "200 ok\n");
}

TEST_F(FullDisk, TheOutcomeOfACallUnderWayIsNotLost)
{
    sim().types("ana", "general", "/incident declare P0 Approval queue down");
    while (calls("chat.postMessage") == 0)
        ASSERT_TRUE(step_once());
    fill();  // posted, and its answer is on the way to the desk
    settle();
    EXPECT_TRUE(incident().room.thread_ts.empty());
    make_room();
    EXPECT_FALSE(incident().room.thread_ts.empty());
    EXPECT_EQ(engine().status().desk.in_flight, 0U);
    EXPECT_EQ(calls("conversations.history"), 0) << "its answer was there all the time";
    EXPECT_EQ(calls("chat.postMessage"), 1);
}

TEST_F(FullDisk, AReminderDueMeanwhileComesOnceWhenThereIsRoom)
{
    declare();
    fill();
    advance(minutes{20});
    EXPECT_EQ(posted("please post a status update"), 0);
    disk.heal();
    advance(seconds{5});
    EXPECT_EQ(posted("please post a status update"), 1);
}

TEST_F(FullDisk, TroubleThatSlackTellsOfStillRaisesItsAlarm)
{
    fill();
    sim().types("ana", "general", "/incident declare P0 Approval queue down");
    sim().revoke_tokens();
    settle();
    EXPECT_THAT(alarms(), ::testing::Contains(HasSubstr("token")));
}

/// People at work while the disk fills up at some write of theirs. What each was told has to be what then is.
class FullAt : public FullDisk
{
  protected:
    struct Claim
    {
        std::string what;
        bool said_done = false;
        bool said_nothing = false;
        bool is_done = false;
    };

    /// What the ack of the newest envelope, and anything said since, claims.
    Claim claim(std::string what, std::string_view who, std::string_view channel, std::string_view done)
    {
        const auto all = sim().ledger().envelopes.back().ack_payload.dump() + told(who, channel).substr(heard_);
        heard_ = told(who, channel).size();
        return {.what = std::move(what),
                .said_done = all.find(done) != std::string::npos,
                .said_nothing = all.find(nothing_recorded) != std::string::npos};
    }
    void listen(std::string_view who, std::string_view channel) { heard_ = told(who, channel).size(); }

    bool is_declared(const std::string& title)
    {
        for (const auto& open : book().incidents.open())
            if (open.title == title)
                return true;
        return false;
    }
    std::size_t heard_ = 0;
};

TEST_F(FullAt, AnyWriteWhatWasSaidIsWhatIs)
{
    types("ana", "general", "/incident declare P2 Before");
    int missed = 0;
    for (std::uint64_t nth = 1; nth < 400; ++nth)
    {
        const auto title = "Round " + std::to_string(nth);
        fill(nth);

        listen("ana", "general");
        types("ana", "general", "/incident declare P2 " + title);
        auto declared = claim("declare", "ana", "general", "declared");
        declared.is_done = is_declared(title);

        listen("ben", "general");
        types("ben", "general", "/incident update INC-1 " + title);
        auto updated = claim("update", "ben", "general", "is recorded and posted");
        updated.is_done = book().incidents.find(1) && incident().last_update_text == title;

        types("gus", "general", "/oncall");
        EXPECT_THAT(told("gus", "general"), HasSubstr("U01ENGHLP"));

        const bool was_hit = disk.has_failed();
        if (was_hit)
        {
            EXPECT_THAT(http("/healthz"), HasSubstr("503")) << "write " << nth;
        }
        make_room();
        EXPECT_EQ(http("/healthz"), "200 ok\n") << "write " << nth;
        for (const auto& claim : {declared, updated})
        {
            EXPECT_NE(claim.said_done, claim.said_nothing) << claim.what << ", write " << nth;
            EXPECT_EQ(claim.said_done, claim.is_done) << claim.what << ", write " << nth;
        }
        EXPECT_EQ(declared.is_done, is_declared(title)) << "write " << nth;
        if (!was_hit && ++missed == 3)
            break;  // the whole round fits in front of the failing write
    }
    EXPECT_EQ(missed, 3) << "the sweep did not reach the end of the round";
    advance(minutes{10});
    EXPECT_EQ(engine().status().desk.owed, 0U);
    EXPECT_THAT(verify(), HasSubstr("well"));
    for (const auto& open : book().incidents.open())
        EXPECT_EQ(posted(fmt::format("INC-{} is", open.id)), 1) << "cards of " << open.title;
}

}  // namespace
