// A disk that fills up at any write of a day's work: what people were told of each thing they did is what then is.
#include <gmock/gmock.h>

#include "tests/scenario/full_disk.hpp"

namespace
{
using namespace hotwatch;
using hotwatch::testing::emergency;
using hotwatch::testing::FullDisk;
using hotwatch::testing::nothing_recorded;
using std::chrono::minutes;
using ::testing::HasSubstr;

/// People at work while the disk fills up at some write of theirs. What each was told has to be what then is.
class FullAt : public FullDisk
{
  protected:
    FullAt()
    {
        leaves_ghosts = false;
        types("ana", "general", "/incident declare P2 Before");
    }

    /// One thing that somebody did: what they were told of it, and whether it is so.
    struct Claim
    {
        std::string what;
        bool said_done = false;
        bool said_nothing = false;
        bool is_done = false;
    };
    void expect_true(const Claim& claim)
    {
        EXPECT_NE(claim.said_done, claim.said_nothing) << claim.what;
        EXPECT_EQ(claim.said_done, claim.is_done) << claim.what;
    }

    /// In the newest ack, or alone to them since `listen`.
    bool hears(std::string_view words)
    {
        const auto all = sim().ledger().envelopes.back().ack_payload.dump() + told(listener_, place_).substr(heard_);
        return all.find(words) != std::string::npos;
    }
    void listen(std::string_view who, std::string_view channel)
    {
        listener_ = who;
        place_ = channel;
        heard_ = told(who, channel).size();
    }
    bool is_declared(const std::string& title)
    {
        for (const auto& open : book().incidents.open())
            if (open.title == title)
                return true;
        return false;
    }
    int updates(std::int64_t id, const std::string& text)
    {
        int count = 0;
        for (const auto& entry : book().incidents.timeline(id))
            count += entry.action == "update" && entry.text == text ? 1 : 0;
        return count;
    }

    Claim declare_by_command(const std::string& round)
    {
        listen("ana", "general");
        types("ana", "general", "/incident declare P2 " + round);
        return {"declare", hears("declared"), hears(nothing_recorded), is_declared(round)};
    }
    Claim acknowledge_by_button(std::int64_t id)
    {
        const auto ts = incident(id).room.thread_ts;
        listen("ben", emergency);
        EXPECT_NE(sim().presses("ben", emergency, "Acknowledge", ts), "") << sim().says();
        settle();
        const bool is_acknowledged = incident(id).state == IncidentState::acknowledged;
        // Where it is known only later, it is owed; where it is refused, it is said at once.
        return {"acknowledge", is_acknowledged, hears(nothing_recorded), is_acknowledged};
    }
    Claim update_by_form(std::int64_t id, const std::string& text)
    {
        const auto ts = incident(id).room.thread_ts;
        EXPECT_NE(sim().presses("manager", emergency, "Post update", ts), "") << sim().says();
        settle();
        EXPECT_TRUE(sim().open_form("manager")) << "a form is no change";
        EXPECT_NE(sim().submits("manager", {{"What is known, and what is being done", text}}), "");
        settle();
        const bool is_closed = !sim().open_form("manager");
        const bool says_why = sim().form_errors("manager").dump().find(nothing_recorded) != std::string::npos;
        sim().closes_form("manager");
        return {"form", is_closed, says_why, updates(id, text) == 1};
    }

  private:
    std::string listener_;
    std::string place_;
    std::size_t heard_ = 0;
};

TEST_F(FullAt, AnyWriteWhatWasSaidIsWhatIs)
{
    int missed = 0;
    for (std::uint64_t nth = 1; nth < 400 && missed < 3; ++nth)
    {
        const auto round = fmt::format("Round {}", nth);
        SCOPED_TRACE(round);
        ask("/incident declare P0 Target of " + round, "ana");
        const auto target = book().incidents.newest()->id;
        fill(nth);

        std::vector<Claim> claims{declare_by_command(round), acknowledge_by_button(target),
                                  update_by_form(target, "by form in " + round)};
        sim().types("ben", emergency, "@hotwatch update: said in " + round, incident(target).room.thread_ts);
        settle();
        const bool is_mention_acked = sim().ledger().envelopes.back().acked.has_value();
        EXPECT_EQ(updates(target, "said in " + round), is_mention_acked ? 1 : 0);
        types("gus", "general", "/oncall");
        EXPECT_THAT(told("gus", "general"), HasSubstr("U01ENGHLP"));

        const bool was_hit = disk.has_failed();
        EXPECT_EQ(http("/healthz").starts_with("503"), was_hit);
        missed += was_hit ? 0 : 1;
        make_room();
        EXPECT_EQ(http("/healthz"), "200 ok\n");
        advance(minutes{7});  // Slack's retries
        for (const auto& claim : claims)
            expect_true(claim);
        EXPECT_EQ(is_declared(round), claims.front().is_done);
        EXPECT_EQ(updates(target, "said in " + round), 1) << "the mention, by Slack's retry at the latest";
        ask(fmt::format("/incident resolve INC-{} done", target));
    }
    EXPECT_EQ(missed, 3) << "the sweep did not reach the end of the round";
    restart();
    advance(minutes{2});
    EXPECT_EQ(engine().status().desk.owed, 0U);
    EXPECT_THAT(verify(), HasSubstr("well"));
    for (const auto& open : book().incidents.open())
        EXPECT_EQ(posted(fmt::format("INC-{} is", open.id)), 1) << "cards of " << open.title;
}

}  // namespace
