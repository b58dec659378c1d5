// Guests and people from other workspaces: they may ask, and change or post nothing, whichever way they try it.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "commands/oncall/resolve.hpp"
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
constexpr auto support = "hotdash-support";
constexpr auto may_ask = "Guests and people from other workspaces may ask";

class Strangers : public hotwatch::testing::World
{
  protected:
    Strangers() { start(); }
    void use_shortcut(std::string_view who)
    {
        EXPECT_FALSE(sim().uses_shortcut(who, "declare_incident").empty());
        settle();
    }
    bool is_guest(std::string_view who)
    {
        const auto person = book().people.find(UserId{sim().user_id(who)});
        return person && person->is_guest;
    }
};

TEST_F(Strangers, FromElsewhereAreGuestsOnceSlackDoesNotShowWhoTheyAre)
{
    types("faye", "general", "/oncall");
    EXPECT_THAT(seen("general", "faye"), HasSubstr("Primary:"));
    EXPECT_TRUE(is_guest("faye"));
    types("faye", "general", "/incident declare P1 Queue down");
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_THAT(seen("general", "faye"), HasSubstr(may_ask));
}

TEST_F(Strangers, FromElsewhereAreGuestsFromTheirFirstMentionOn)
{
    types("faye", "hotdash-support", "@hotwatch declare P1 Queue down");
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_THAT(seen("hotdash-support"), HasSubstr(may_ask));
    EXPECT_TRUE(is_guest("faye"));
}

TEST_F(Strangers, FromElsewhereAreGuestsFromTheirFirstDirectMessageOn)
{
    types("faye", "dm", "declare P1 Queue down");
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_THAT(seen("dm:faye"), HasSubstr(may_ask));
}

TEST_F(Strangers, FromElsewhereAreGuestsFromTheirFirstPressOn)
{
    types("ana", "general", "/incident declare P0 Queue down");
    presses("faye", emergency, "Acknowledge");
    presses("faye", emergency, "Post update");
    EXPECT_FALSE(sim().open_form("faye"));
    EXPECT_FALSE(book().incidents.find(1)->acknowledged);
    EXPECT_THAT(seen(emergency, "faye"), HasSubstr(may_ask));
}

TEST_F(Strangers, FromElsewhereAreGuestsFromTheirFirstShortcutOn)
{
    use_shortcut("faye");
    EXPECT_FALSE(sim().open_form("faye"));
    EXPECT_THAT(seen("dm:faye"), HasSubstr(may_ask));
}

/// Slack has not shown who anybody is when the bot starts.
class Unknown : public hotwatch::testing::World
{
  protected:
    Unknown()
    {
        sim().arm({.kind = Fault::Kind::rate_limited, .method = "users.list", .times = 1, .seconds = minutes{5}});
        start();
    }
    void slack_is_slow(std::chrono::seconds length)
    {
        sim().arm({.kind = Fault::Kind::rate_limited, .method = "users.info", .times = -1, .seconds = length});
    }
    std::string holder() { return on_call_at(now(), book()).primary.user.value; }
};

TEST_F(Unknown, PeopleAskDeclareAcknowledgeUpdateAndNoteAsMembers)
{
    slack_is_slow(std::chrono::seconds{3});
    types("ana", "general", "/incident declare P1 Queue down");
    types("ben", "general", "/incident ack INC-1");
    types("ana", "general", "/incident update INC-1 looking");
    types("ana", "general", "/incident note INC-1 the disk is full");
    EXPECT_EQ(book().incidents.find(1)->last_update_text, "looking");
    EXPECT_EQ(book().incidents.find(1)->acknowledged->by.value, "U05BEN");
}

TEST_F(Unknown, PeopleWaitForTheirProfileWithAnythingElse)
{
    slack_is_slow(std::chrono::seconds{3});
    types("ana", "general", "/oncall take 2h");
    EXPECT_EQ(holder(), "");
    EXPECT_THAT(seen("general", "ana"), HasSubstr("checking who you are"));
    sim().clear_faults();
    restart();
    advance(std::chrono::seconds{5});
    EXPECT_EQ(holder(), "U04ANA");
    EXPECT_THAT(seen("general", "ana") + seen("dm:ana"), HasSubstr("You are primary on call"));
    EXPECT_EQ(book().audit.newest(1).front().actor, "U04ANA");
}

TEST_F(Unknown, PeopleWhosePressWaitedAreNamedToWhoeverPressesNext)
{
    types("ben", support, "/oncall --share");
    slack_is_slow(std::chrono::seconds{3});
    presses("ana", support, "Take");
    EXPECT_EQ(holder(), "");
    sim().clear_faults();
    advance(std::chrono::seconds{5});
    EXPECT_EQ(holder(), "U04ANA");
    presses("cleo", support, "Take");
    advance(std::chrono::seconds{5});
    EXPECT_EQ(holder(), "U04ANA");
    EXPECT_THAT(seen(support, "cleo"),
                AllOf(HasSubstr("ana ran `/oncall take primary until"), HasSubstr("Nothing was done a second time")));
}

TEST_F(Unknown, PeopleWhoPressWhileAnotherPressWaitsComeSecond)
{
    types("cleo", support, "/oncall --share");
    slack_is_slow(std::chrono::seconds{3});
    presses("ana", support, "Take");
    presses("ben", support, "Take");
    sim().clear_faults();
    advance(std::chrono::seconds{5});
    EXPECT_EQ(holder(), "U04ANA");
    EXPECT_THAT(seen(support, "ben") + seen("dm:ben"), HasSubstr("ana ran `/oncall take primary until"));
}

TEST_F(Unknown, PeopleOfWhomSlackSaysNothingInTimeAreRefused)
{
    slack_is_slow(std::chrono::seconds{20});
    types("ana", "general", "/oncall take 2h");
    sim().clear_faults();
    advance(minutes{1});
    EXPECT_EQ(holder(), "");
    EXPECT_THAT(seen("general", "ana") + seen("dm:ana"), HasSubstr("Slack did not say who you are in time"));
}

TEST_F(Unknown, PeopleAreRefusedWhenTheirTimeIsOverThoughSlackStillSaysNothing)
{
    slack_is_slow(minutes{5});
    types("ana", "general", "/oncall take 2h");
    advance(std::chrono::seconds{9});
    EXPECT_THAT(seen("general", "ana") + seen("dm:ana"), Not(HasSubstr("Slack did not say who you are in time")));
    advance(std::chrono::seconds{2});
    EXPECT_THAT(seen("general", "ana") + seen("dm:ana"), HasSubstr("Slack did not say who you are in time"));
    sim().clear_faults();
    restart();
    advance(minutes{10});
    EXPECT_NE(holder(), "U04ANA") << "what was refused is not done later";
    int times = 0;
    for (const auto* place : {"general", "dm:ana"})
        for (const auto& message : sim().messages(place, "ana"))
            times += message.text.find("Slack did not say") != std::string::npos ? 1 : 0;
    EXPECT_EQ(times, 1) << "they hear it once";
}

TEST_F(Unknown, PeopleAreRefusedAlsoWhereTheDiskWasFullWhenTheirTimeWasOver)
{
    slack_is_slow(minutes{5});
    types("ana", "general", "/oncall take 2h");
    disk.fail_write(1, SQLITE_FULL, true);
    advance(std::chrono::seconds{12});
    disk.heal();
    pass(std::chrono::milliseconds{1'100});
    advance(std::chrono::seconds{5});
    EXPECT_THAT(seen("general", "ana") + seen("dm:ana"), HasSubstr("Slack did not say who you are in time"));
}

TEST_F(Unknown, PeopleFromElsewhereAreRefusedAndNothingWaitsForAPerson)
{
    types("faye", "general", "/oncall take 2h");
    EXPECT_EQ(holder(), "");
    EXPECT_THAT(seen("general", "faye") + seen("dm:faye"), HasSubstr(may_ask));
    EXPECT_TRUE(book().outbox.parked().empty());
}

TEST_F(Strangers, AreRememberedOverARestart)
{
    types("faye", "hotdash-support", "@hotwatch who is on call?");
    restart();
    types("faye", "general", "/incident declare P1 Queue down");
    EXPECT_EQ(book().incidents.count(), 0);
}

TEST_F(Strangers, HearWhoCan)
{
    types("gus", "general", "/incident declare P1 Queue down");
    EXPECT_THAT(seen("general", "gus"), AllOf(HasSubstr(may_ask), HasSubstr("engineer-helper")));
    use_shortcut("gus");
    EXPECT_FALSE(sim().open_form("gus"));
    EXPECT_THAT(seen("dm:gus"), AllOf(HasSubstr(may_ask), HasSubstr("engineer-helper")));
}

TEST_F(Strangers, SubmitNoFormThatTheyOpenedAsMembers)
{
    use_shortcut("ana");
    ASSERT_TRUE(sim().open_form("ana"));
    sim().tells({{"type", "user_change"},
                 {"user",
                  {{"id", "U04ANA"},
                   {"team_id", sim().config().team_id},
                   {"name", "ana"},
                   {"is_restricted", true},
                   {"profile", {{"real_name", "Ana Ortiz"}, {"display_name", "ana"}}}}}});
    settle();
    submits("ana", {{"Severity", "P1"}, {"What is broken", "Webhooks late"}});
    EXPECT_EQ(book().incidents.count(), 0);
    EXPECT_THAT(seen("dm:ana"),
                AllOf(HasSubstr(may_ask), HasSubstr("Severity: P1"), HasSubstr("What is broken: Webhooks late")));
}

TEST_F(Strangers, ShareNothing)
{
    for (const auto* line : {"/oncall --share", "/incident list --share", "/runbook queue --share"})
        types("gus", "general", line);
    EXPECT_TRUE(sim().messages("general", "ben").empty());
    EXPECT_THAT(seen("general", "gus"), HasSubstr("nothing was posted"));
    types("gus", "general", "/runbook show approval-queue-does-not-load");
    presses("gus", "general", "Share");
    EXPECT_TRUE(sim().messages("general", "ben").empty());
    EXPECT_THAT(ask("/oncall --share", "gus", "general"), HasSubstr("nothing was posted"));
    EXPECT_TRUE(sim().messages("general", "ben").empty());
}

class Profiles : public Strangers
{
  protected:
    void changes(bool is_deactivated, const char* event_ts)
    {
        sim().tells({{"type", "user_change"},
                     {"event_ts", event_ts},
                     {"user",
                      {{"id", "U04ANA"},
                       {"team_id", sim().config().team_id},
                       {"name", "ana"},
                       {"deleted", is_deactivated},
                       {"profile", {{"real_name", "Ana Ortiz"}, {"display_name", "ana"}}}}}});
        settle();
    }
    bool is_deactivated() { return book().people.find(UserId{"U04ANA"})->is_deactivated; }
};

TEST_F(Profiles, ThatComeLateDoNotUndoNewerOnes)
{
    changes(true, "1760446800.000200");
    changes(false, "1760446799.000300");
    EXPECT_TRUE(is_deactivated());
    changes(false, "1760446801.000000");
    EXPECT_FALSE(is_deactivated());
}

TEST_F(Profiles, ThatComeTwiceChangeNothingTheSecondTime)
{
    sim().arm({.kind = Fault::Kind::redeliver_event});
    changes(true, "1760446800.000200");
    EXPECT_TRUE(is_deactivated());
    const auto& envelopes = sim().ledger().envelopes;
    EXPECT_TRUE(book().seen.find("event:" + envelopes.back().key));
}

/// Slack has not said who the bot itself is.
class Nameless : public hotwatch::testing::World
{
  protected:
    Nameless()
    {
        sim().arm({.kind = Fault::Kind::rate_limited, .method = "auth.test", .times = 1, .seconds = minutes{5}});
        start();
    }
};

TEST_F(Nameless, BotUnderstandsACommandInAMention)
{
    ASSERT_EQ(book().notes.get("bot_user_id"), "");
    types("ana", support, "@hotwatch incident declare P1 Queue down");
    EXPECT_EQ(book().incidents.count(), 1);
}

/// The plan names somebody who is not in Slack yet.
class Newcomers : public hotwatch::testing::World
{
  protected:
    Newcomers()
    {
        plan = "# Plan of 2025\n\n## On-Call Rotation\n\n| Week | Primary | Backup | Manager |\n|---|---|---|---|\n"
               "| Week 1 (Oct 13-19) | Zoe New | Deployment Agent | Manager |\n";
        start();
    }
    void comes(std::string_view type, std::string_view name, bool is_bot = false)
    {
        sim().tells({{"type", type},
                     {"user",
                      {{"id", "U09ZOE"},
                       {"team_id", sim().config().team_id},
                       {"name", "zoe"},
                       {"is_bot", is_bot},
                       {"profile", {{"real_name", name}, {"display_name", "zoe"}}}}}});
        settle();
    }
    std::string primary() { return on_call_at(now(), book()).primary.user.value; }
};

TEST_F(Newcomers, AreTiedToTheirNameInThePlanWhenTheyCome)
{
    EXPECT_EQ(primary(), "");
    comes("team_join", "Zoe New");
    EXPECT_EQ(primary(), "U09ZOE");
}

TEST_F(Newcomers, AreTiedWhenTheyTakeTheName)
{
    comes("team_join", "Somebody Else");
    EXPECT_EQ(primary(), "");
    comes("user_change", "Zoe New");
    EXPECT_EQ(primary(), "U09ZOE");
}

TEST_F(Newcomers, WhoAreAppsAreNotTied)
{
    comes("team_join", "Zoe New", true);
    EXPECT_EQ(primary(), "");
}

}  // namespace
