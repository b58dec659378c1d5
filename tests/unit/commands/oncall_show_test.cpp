#include <gmock/gmock.h>

#include "commands/oncall/oncall.hpp"
#include "commands/oncall/resolve.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::HasSubstr;
using ::testing::Not;

class OnCallNow : public IncidentBook
{
  protected:
    std::string asked(UtcMillis now)
    {
        const auto outcome = show_oncall(says(cleo, "", ""), book, now);
        return outcome ? outcome->message.text : outcome.error().message.text;
    }
};

TEST_F(OnCallNow, IsWhomTheRowOfTheWeekNames)
{
    const auto text = asked(at(3));
    EXPECT_THAT(text, HasSubstr("*Primary:* <@U01ANA>"));
    EXPECT_THAT(text, HasSubstr("*Backup:* <@U02BEN>"));
    EXPECT_THAT(text, HasSubstr("*Manager:* <@U03MIA>"));
    EXPECT_THAT(text, Not(HasSubstr("repeats")));
}

TEST_F(OnCallNow, SaysThatTheRotationRepeatsAndSinceWhen)
{
    EXPECT_THAT(asked(at(14, 0, 20)), HasSubstr("since then its rotation repeats"));
    EXPECT_THAT(asked(at(14, 0, 20)), HasSubstr("2025-10-20 13:00 UTC"));
}

TEST_F(OnCallNow, IsNobodyBeforeTheFirstRow)
{
    EXPECT_THAT(asked(at(3, 0, 12)), HasSubstr("*Nobody is on call now.*"));
}

TEST_F(OnCallNow, RefusesWithoutARotation)
{
    book.schedule.replace({});
    EXPECT_EQ(show_oncall(says(cleo, "", ""), book, at(3)).error().why, Refusal::Why::unavailable);
}

TEST_F(OnCallNow, ShowsAnUntiedNameAsTextAndHowToTieIt)
{
    auto shifts = book.schedule.shifts();
    shifts[0].primary = "Night <Owl>";
    book.schedule.replace(shifts);
    EXPECT_THAT(asked(at(3)), HasSubstr("*Primary:* Night &lt;Owl&gt;"));
    EXPECT_THAT(asked(at(3)), HasSubstr("Nobody in Slack is tied to Night &lt;Owl&gt;,"));
}

TEST_F(OnCallNow, MentionsNobodyWhereTheAnswerIsPosted)
{
    const auto outcome = show_oncall(says(cleo, "", "", Origin::mention), book, at(3));
    EXPECT_THAT(outcome->message.text, Not(HasSubstr("<@")));
    EXPECT_THAT(outcome->message.text, HasSubstr("*Primary:* Engineer Helper Agent"));
}

TEST_F(OnCallNow, AutoLinkLeavesOtherLinksAndAmbiguousNamesAlone)
{
    book.people.link({"Manager", cleo, "command"});
    Person twin;
    twin.id = UserId{"U09TWIN"};
    twin.display_name = "Twin";
    book.people.save(twin);
    twin.id = UserId{"U10TWIN"};
    book.people.save(twin);
    Person gone;
    gone.id = UserId{"U11GONE"};
    gone.real_name = "Gone";
    gone.is_deactivated = true;
    book.people.save(gone);
    auto shifts = book.schedule.shifts();
    shifts[0].primary = "Twin";
    shifts[0].backup = "Gone";
    book.schedule.replace(shifts);
    auto_link(book);
    EXPECT_EQ(book.people.link_of("Manager")->user, cleo);
    EXPECT_FALSE(book.people.link_of("Twin"));
    EXPECT_FALSE(book.people.link_of("Gone"));
}

TEST_F(OnCallNow, NamesPeopleAsTheyAreCalled)
{
    EXPECT_EQ(name_of(ana, book), "Engineer Helper Agent");
    EXPECT_EQ(name_of(UserId{"console:root"}, book), "root (shell)");
    EXPECT_EQ(name_of(UserId{"U99NEW"}, book), "U99NEW");
    EXPECT_EQ(name_of(UserId{}, book), "Hotwatch");
}

}  // namespace hotwatch::testing
