// The judge itself: each kind of broken promise, planted in a ledger or a store that was right, is found.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"
#include "tests/support/judge.hpp"
#include "tests/support/load.hpp"

namespace
{
using namespace hotwatch;
using hotwatch::testing::broken_promises;
using hotwatch::testing::Load;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Judge : public hotwatch::testing::World
{
  protected:
    /// One declaration and one update of it, posted: two rows, two posts.
    Judge()
    {
        start();
        load.declare(sim());
        settle();
        while (load.typed() < 2 || posted("Load 000001") == 0)
        {
            load.type_one(sim());
            settle();
            advance(std::chrono::seconds{10});
        }
        right = sim().ledger();
    }
    ~Judge() override { sim().ledger() = right; }

    std::vector<std::string> broken() { return broken_promises(sim().ledger(), book(), now()); }
    slack_sim::Ledger::Post& first_post()
    {
        for (auto& post : sim().ledger().posts)
            if (post.by_bot)
                return post;
        throw std::logic_error{"the bot posted nothing"};
    }

    Load load{3};
    slack_sim::Ledger right;
};

TEST_F(Judge, FindsNothingWhereAllIsRight)
{
    EXPECT_THAT(broken(), IsEmpty());
    const auto outcome = load.judge(sim().ledger(), book());
    EXPECT_EQ(outcome.acknowledged, outcome.typed);
    EXPECT_EQ(outcome.stored, outcome.typed);
    EXPECT_THAT(outcome.findings, IsEmpty());
}

TEST_F(Judge, FindsAPostThatWasMadeTwice)
{
    sim().ledger().posts.push_back(first_post());
    EXPECT_THAT(broken(), ::testing::Contains(HasSubstr("posted 2 times")));
    EXPECT_EQ(load.judge(sim().ledger(), book()).doubled, 1);
}

TEST_F(Judge, FindsAPostThatNoRowAskedFor)
{
    first_post().metadata["event_payload"]["id"] = "somebody else's";
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("without a row"), HasSubstr("never took it")));
}

TEST_F(Judge, FindsAPostThatSlackNeverTook)
{
    std::erase_if(sim().ledger().posts,
                  [](const auto& post) { return post.text.find("Load 000000") != post.text.npos; });
    // The card, and the message that asked for an acknowledgement.
    EXPECT_THAT(broken(), ElementsAre(HasSubstr("never took it"), HasSubstr("never took it")));
    EXPECT_EQ(load.judge(sim().ledger(), book()).lost, 1);
}

TEST_F(Judge, FindsPostsOfOneConversationOutOfOrder)
{
    load.declare(sim());
    settle();
    advance(std::chrono::seconds{10});
    right = sim().ledger();
    std::ranges::reverse(sim().ledger().posts);
    EXPECT_THAT(broken(), ::testing::Contains(HasSubstr("of its conversation")));
}

TEST_F(Judge, FindsAnAcknowledgementWithoutAFact)
{
    Random ids{1};
    Database empty{"", ids};
    const auto outcome = load.judge(sim().ledger(), empty.book());
    EXPECT_EQ(outcome.stored, 0);
    EXPECT_EQ(outcome.lost, outcome.typed);
}

TEST_F(Judge, FindsAFactThatWasStoredTwice)
{
    database_->begin();
    auto incident = book().incidents.find(1).value();
    incident.card_row = 0;
    incident.room = {};
    incident.state = IncidentState::resolved;
    incident.resolved = incident.declared;
    book().incidents.add(incident);
    EXPECT_EQ(load.judge(sim().ledger(), book()).doubled, 1);
    database_->roll_back();
}

}  // namespace
