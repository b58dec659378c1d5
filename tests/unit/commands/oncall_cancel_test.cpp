// cancel and overrides: who may, what is given back, and who is told.
#include "tests/unit/commands/oncall_change.hpp"

namespace hotwatch::testing
{

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using CancelOverride = OnCallChange;

TEST_F(CancelOverride, GivesTheRoleBackAndTellsBoth)
{
    answered(ben, "take 4h", at(3));
    const auto before = told().size();
    answered(mia, "cancel 1", at(4));
    EXPECT_EQ(on_call_at(at(4), book).primary.user, ana);
    EXPECT_EQ(on_call_at(at(3, 59), book).primary.user, ben) << "what was stays";
    const auto people = people_told();
    EXPECT_THAT(std::vector(people.begin() + static_cast<std::ptrdiff_t>(before), people.end()),
                ElementsAre("U02BEN", "U01ANA"));
    EXPECT_THAT(news().back(), HasSubstr("Engineer Helper Agent is primary on call now"));
}

TEST_F(CancelOverride, IsForThoseWhomItConcernsAndManagers)
{
    answered(ben, "override primary <@U04CLEO> from fri 09:00 to fri 18:00", at(3));
    Person other;
    other.id = UserId{"U09ZOE00"};
    other.real_name = "Zoe";
    book.people.save(other);
    const auto refusal = refused(other.id, "cancel 1", at(4));
    EXPECT_EQ(refusal.why, Refusal::Why::not_allowed);
    EXPECT_THAT(refusal.message.text, AllOf(HasSubstr("Cleo"), HasSubstr("Engineer Helper Agent")));
    answered(ben, "cancel 1", at(4));  // he arranged it
    for (const auto& who : {cleo, ana, mia, ops})
    {
        const auto id = add(Role::primary, cleo, at(13, 0, 18), at(14, 0, 18));
        EXPECT_TRUE(types(who, fmt::format("cancel {}", id), at(4))) << who.value;
    }
}

TEST_F(CancelOverride, SaysWhenItWasDoneAlreadyOrIsOver)
{
    answered(ben, "take 4h", at(3));
    answered(ben, "cancel #1", at(4));
    EXPECT_EQ(refused(ana, "cancel 1", at(5)).why, Refusal::Why::not_now);
    EXPECT_THAT(refused(ana, "cancel 1", at(5)).message.text, HasSubstr("by Deployment Agent"));
    answered(ben, "take 1h", at(5));
    EXPECT_THAT(refused(ana, "cancel 2", at(6)).message.text, HasSubstr("ended"));
}

TEST_F(CancelOverride, RefusesWhatIsNoOverride)
{
    for (const auto* line : {"cancel 1", "cancel x", "cancel 0", "cancel -1", "cancel 99999999999999999999",
                             "cancel 1 2 3", "cancel <!channel>", "cancel \xFF\xFE"})
        EXPECT_EQ(refused(ana, line, at(3)).why, Refusal::Why::not_found) << line;
    EXPECT_EQ(refused(ana, "cancel", at(3)).why, Refusal::Why::usage);
}

TEST_F(CancelOverride, OffersWhatCanBeCancelledWhereNoneIsNamed)
{
    answered(ben, "take 4h", at(3));
    EXPECT_EQ(button_line(refused(ana, "cancel", at(3)).message), "oncall cancel 1");
}

TEST_F(CancelOverride, ListsWhatIsArrangedAYearAhead)
{
    answered(mia, "override primary <@U04CLEO> from 2026-10-14 09:00 for 2h", at(3));
    EXPECT_THAT(answered(mia, "overrides", at(3)).text, HasSubstr("2026-10-14 13:00 UTC"));
}

TEST_F(CancelOverride, OfOneThatANewerOneCoversPassesNothingOn)
{
    answered(cleo, "take 1h", at(3));
    answered(ben, "take 2h --over=1", at(3));
    const auto before = told().size() + news().size();
    EXPECT_THAT(answered(mia, "cancel 1", at(3, 10)).text, HasSubstr("a newer override still applies"));
    EXPECT_EQ(told().size() + news().size(), before);
    EXPECT_EQ(on_call_at(at(3, 10), book).primary.user, ben);
}

TEST_F(CancelOverride, Reads)
{
    answered(ben, "take 4h", at(3));
    const auto rows = book.outbox.unsettled();
    expect_golden("oncall/refused_cancel_which", refused(ana, "cancel", at(4)).message);
    expect_golden("oncall/refused_cancel_rights", refused(cleo, "cancel 1", at(4)).message);
    expect_golden("oncall/cancel", answered(mia, "cancel 1", at(4)));
    const auto all = told();
    expect_golden("oncall/cancel_told", all.at(all.size() - 2) + "\n\n" + all.back() + "\n\n" + news().back() + "\n");
    expect_golden("oncall/refused_cancel_twice", refused(ana, "cancel 1", at(5)).message);
    expect_golden("oncall/refused_cancel_unknown", refused(ana, "cancel 12", at(5)).message);
    answered(ben, "take 1h", at(5));
    expect_golden("oncall/refused_cancel_ended", refused(ana, "cancel 2", at(7)).message);
    expect_golden("oncall/overrides_none", answered(cleo, "overrides", at(7)));
    expect_golden("oncall/refused_cancel_nothing", refused(ana, "cancel", at(7)).message);
}

}  // namespace hotwatch::testing
