// A page that cannot be delivered to whom it was meant for reaches somebody else, once, and the timeline says so.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using slack_sim::Fault;
using std::chrono::minutes;
using ::testing::_;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr auto emergency = "hotdash-emergency";
constexpr auto asks = "Please acknowledge";

constexpr auto with_phones = R"(# Plan of 2025
## On-Call Rotation
| Week | Primary | Backup | Manager |
|------|---------|--------|---------|
| Week 1 (Oct 13-19) | Engineer Helper Agent | Deployment Agent | Manager |

## Contacts
| Who | Phone |
|-----|-------|
| Engineer Helper Agent | +1 555 010 0100 |
| Manager | +1 555 010 0199 |
)";

class Pages : public hotwatch::testing::World
{
  protected:
    Pages() { config.people = {{"Engineer Helper Agent", UserId{"U01ENGHLP"}}, {"Manager", UserId{"U03MANAGER"}}}; }
    void declare() { types("ana", "general", "/incident declare P0 Approval queue down"); }
    void refuse(const char* method, const char* error, int times = 1)
    {
        sim().arm({.kind = Fault::Kind::slack_error, .method = method, .times = times, .error = error});
    }
    slack_sim::User& person(std::string_view name)
    {
        return *std::ranges::find(slack.users, name, &slack_sim::User::name);
    }
    /// The conversation with the primary is open from now on: INC-1 was declared and acknowledged.
    void open_conversation()
    {
        start();
        declare();
        types("ben", "general", "/incident ack INC-1");
    }
    std::vector<std::string> history(std::int64_t id = 1)
    {
        std::vector<std::string> entries;
        for (const auto& entry : book().incidents.timeline(id))
            entries.push_back(entry.action + ": " + entry.text);
        return entries;
    }
    /// Conversations in which somebody is asked to acknowledge.
    std::vector<std::string> asked_in()
    {
        std::vector<std::string> places;
        for (const auto& post : sim().ledger().posts)
            if (post.text.find(asks) != std::string::npos)
                places.push_back(post.channel);
        return places;
    }
};

TEST_F(Pages, GoToTheEmergencyChannelWhereSlackOpensNoConversation)
{
    start();
    refuse("conversations.open", "user_disabled");
    declare();
    advance(std::chrono::seconds{5});
    EXPECT_THAT(asked_in(), UnorderedElementsAre(sim().channel_id(emergency), sim().channel_id("dm:manager")));
    EXPECT_THAT(history(), Contains(AllOf(HasSubstr("not reached: engineer-helper"), HasSubstr("user_disabled"),
                                          HasSubstr("#hotdash-emergency was asked instead"))));
    EXPECT_THAT(history(), Contains(HasSubstr("manager is asked as well, by direct message")));
    presses("ben", emergency, "Acknowledge");
    EXPECT_EQ(book().incidents.find(1)->acknowledged->by.value, "U05BEN");
    EXPECT_THAT(seen(emergency), Not(HasSubstr(asks)));
}

TEST_F(Pages, GoToTheEmergencyChannelWhereTheDirectMessageIsRefused)
{
    open_conversation();
    refuse("chat.postMessage", "messages_tab_disabled");  // the page goes first
    types("ana", "general", "/incident declare P0 Search is down");
    advance(std::chrono::seconds{5});
    EXPECT_THAT(asked_in(), Contains(sim().channel_id(emergency)));
    EXPECT_EQ(asked_in().back(), sim().channel_id("dm:manager")) << "a channel wakes nobody";
    EXPECT_THAT(history(2), Contains(AllOf(HasSubstr("not reached: engineer-helper"),
                                           HasSubstr("#hotdash-emergency was asked instead"))));
}

TEST_F(Pages, GiveThePhoneOfWhoeverWasNotReachedWhereThePlanHasIt)
{
    plan = with_phones;
    open_conversation();
    sim().arm({.kind = Fault::Kind::lose_answer, .method = "chat.postMessage", .times = 1});
    refuse("conversations.history", "missing_scope", -1);
    types("ana", "general", "/incident declare P1 Search is slow");
    advance(minutes{5});
    EXPECT_THAT(history(2), Contains(HasSubstr("not reached: engineer-helper, phone +1 555 010 0100 (")));
    EXPECT_THAT(seen("dm:manager"), HasSubstr("engineer-helper (phone +1 555 010 0100) was asked first"));
}

TEST_F(Pages, GiveThePhoneOfAPrimaryWhoIsDeactivated)
{
    plan = with_phones;
    person("engineer-helper").is_deleted = true;
    remake_slack();
    start();
    declare();
    EXPECT_THAT(seen("dm:manager"), HasSubstr("*Engineer Helper Agent* (phone +1 555 010 0100) is on call, but is"));
}

TEST_F(Pages, AskTheManagerTooWhereNobodyCanFindOutWhetherThePrimaryGotIt)
{
    open_conversation();
    sim().arm({.kind = Fault::Kind::lose_answer, .method = "chat.postMessage", .times = 1});
    refuse("conversations.history", "missing_scope", -1);
    types("ana", "general", "/incident declare P1 Search is slow");
    advance(minutes{5});
    EXPECT_EQ(asked_in().back(), sim().channel_id("dm:manager"));
    EXPECT_THAT(history(2),
                Contains(AllOf(HasSubstr("not reached: engineer-helper"), HasSubstr("manager is asked instead"))));
    EXPECT_THAT(seen("dm:manager"), HasSubstr("engineer-helper was asked first and could not be reached"));
    presses("manager", "dm:manager", "Acknowledge");
    EXPECT_EQ(book().incidents.find(2)->acknowledged->by.value, "U03MANAGER");
}

TEST_F(Pages, AskTheManagerAtOnceWhereThePrimaryIsDeactivated)
{
    person("engineer-helper").is_deleted = true;
    remake_slack();
    start();
    declare();
    EXPECT_EQ(asked_in(), std::vector{sim().channel_id("dm:manager")});
    EXPECT_THAT(seen("dm:manager"), HasSubstr("deactivated in Slack"));
    EXPECT_THAT(seen(emergency), HasSubstr("<@U03MANAGER>, please acknowledge"));
}

TEST_F(Pages, AskTheEmergencyChannelWhereNobodyOnCallCanBeAsked)
{
    person("engineer-helper").is_guest = true;
    person("manager").is_deleted = true;
    remake_slack();
    start();
    declare();
    EXPECT_EQ(asked_in(), std::vector{sim().channel_id(emergency)});
    EXPECT_THAT(seen(emergency), HasSubstr("a guest or from another workspace"));
}

TEST_F(Pages, ThatNobodyCanGetEndAndSaySo)
{
    start();
    refuse("conversations.open", "user_disabled", -1);
    sim().archive(emergency);
    sim().archive("hotdash-support");
    declare();
    advance(minutes{5});
    EXPECT_TRUE(asked_in().empty());
    EXPECT_THAT(history(), Contains(HasSubstr("nobody else is left to be asked")));
    EXPECT_THAT(verify(), HasSubstr("well"));
}

/// Dies after each of the smallest steps around the moment when the page is refused.
TEST_F(Pages, ReachSomebodyOnceWhereverTheProcessDies)
{
    leaves_ghosts = false;
    start();
    for (int step = 0; step < 40; ++step)
    {
        const auto what = "Round " + std::to_string(step) + " fails";
        refuse("conversations.open", "user_disabled");
        sim().types("ana", "general", "/incident declare P1 " + what);
        for (int steps = 0; steps < step && step_once(); ++steps)
            continue;
        restart();
        sim().clear_faults();
        advance(minutes{2});
        const auto id = book().incidents.count();
        if (id == 0 || book().incidents.find(id)->title != what)
            continue;                      // it died before the command was stored, and Slack was not told otherwise
        std::map<std::string, int> asked;  // by conversation
        for (const auto& post : sim().ledger().posts)
            if (post.text.find(asks) != std::string::npos && post.text.find(what) != std::string::npos)
                ++asked[post.channel];
        EXPECT_FALSE(asked.empty()) << step;
        EXPECT_THAT(asked, Each(Pair(_, 1))) << step;
    }
    EXPECT_THAT(verify(), HasSubstr("well"));
}

}  // namespace
