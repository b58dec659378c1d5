// Commands typed where the bot is no member: a private channel, a direct message of two people, a group. It sees
// nothing of these, and Slack takes its answers there by response_url alone.
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

struct Place
{
    const char* name;
    const char* other;  // who is there besides ana
};

void PrintTo(const Place& place, std::ostream* out)
{
    *out << place.name;
}

class Aside : public hotwatch::testing::World, public ::testing::WithParamInterface<Place>
{
  protected:
    Aside() { start(); }
    void type(std::string_view line) { types("ana", GetParam().name, line); }
    void press(std::string_view label) { presses("ana", GetParam().name, label); }
    std::string ana_sees() { return seen(GetParam().name, "ana"); }
    std::string other_sees() { return seen(GetParam().name, GetParam().other); }
    /// So many and so long that the list is larger than an ack may be.
    void declare_a_long_list()
    {
        std::string title;
        while (title.size() < 190 * 3)
            title += "注";
        for (int i = 0; i < 15; ++i)
            types("ben", "general", "/incident declare P2 " + title);
        advance(minutes{1});
    }
    void spend_response_url()
    {
        sim().arm({.kind = Fault::Kind::server_error, .method = "response_url", .times = -1, .status = 404});
    }
};

TEST_P(Aside, AQuestionIsAnsweredToItsAskerAlone)
{
    type("/oncall");
    EXPECT_THAT(ana_sees(), HasSubstr("Primary:"));
    EXPECT_THAT(other_sees(), Not(HasSubstr("Primary:")));
}

TEST_P(Aside, AnAnswerTooLargeForAnAckComesByResponseUrl)
{
    declare_a_long_list();
    type("/incident list");
    EXPECT_THAT(ana_sees(), HasSubstr("Open incidents, worst first"));
    EXPECT_THAT(other_sees(), Not(HasSubstr("Open incidents")));
    type("/incident list --share");
    EXPECT_THAT(other_sees(), HasSubstr("Open incidents, worst first"));
}

TEST_P(Aside, AnAnswerTooLargeForAnAckWhoseResponseUrlIsSpentComesAsADirectMessage)
{
    declare_a_long_list();
    spend_response_url();
    type("/incident list");
    advance(minutes{1});
    EXPECT_THAT(seen("dm:ana"), HasSubstr("Open incidents, worst first"));
    EXPECT_THAT(ana_sees(), Not(HasSubstr("Open incidents")));
}

TEST_P(Aside, SharingReachesThoseWhoAreThere)
{
    type("/oncall --share");
    EXPECT_THAT(other_sees(), HasSubstr("Primary:"));
    type("/runbook show approval-queue-does-not-load");
    EXPECT_THAT(other_sees(), Not(HasSubstr("Shared by")));
    press("Share");
    EXPECT_THAT(other_sees(), HasSubstr("Shared by ana"));
}

TEST_P(Aside, AFormOpensAndItsIncidentStandsInItsOwnChannel)
{
    type("/incident declare");
    ASSERT_TRUE(sim().open_form("ana"));
    submits("ana", {{"Severity", "P1"}, {"What is broken", "Webhooks late"}});
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_THAT(seen("hotdash-emergency"), HasSubstr("Webhooks late"));
    EXPECT_THAT(other_sees(), Not(HasSubstr("Webhooks late")));
}

TEST_P(Aside, AProposalIsPressedOnceAndAnsweredByDirectMessageWhereItsResponseUrlIsSpent)
{
    type("/incident P1 checkout is failing");
    spend_response_url();
    press("Declare");
    advance(minutes{1});
    EXPECT_EQ(book().incidents.count(), 1);
    EXPECT_THAT(seen("dm:ana"), HasSubstr("INC-1 declared"));
    press("Declare");
    EXPECT_EQ(book().incidents.count(), 1);
}

TEST_P(Aside, NothingIsOwedAfterwardsThatWaitsForAPerson)
{
    type("/oncall --share");
    type("/incident declare P2 Search is slow");
    type("/incident list --share");
    advance(minutes{1});
    EXPECT_EQ(book().outbox.count(CallState::pending), 0);
    EXPECT_TRUE(book().outbox.parked().empty());
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Aside,
                         ::testing::Values(Place{"backstage", "cleo"}, Place{"ana-and-ben", "ben"},
                                           Place{"ana-ben-cleo", "cleo"}),
                         [](const auto& place)
                         {
                             std::string name{place.param.name};
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
