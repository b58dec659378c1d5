// override and its form: who may, what is refused, what is written, and who is told.
#include "tests/unit/commands/oncall_change.hpp"

namespace hotwatch::testing
{

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using OverrideVerb = OnCallChange;

TEST_F(OverrideVerb, ReadsItsTimesInTheAskersZone)
{
    answered(mia, "override primary <@U04CLEO> from fri 09:00 to fri 18:00 dentist at ten", at(3));
    EXPECT_EQ(newest().user, cleo);
    EXPECT_EQ(newest().period.start, at(13, 0, 17));
    EXPECT_EQ(newest().period.end, at(22, 0, 17));
    EXPECT_EQ(newest().reason, "dentist at ten");
    EXPECT_EQ(newest().made.by, mia);
}

TEST_F(OverrideVerb, ReadsManyWaysToSayWhen)
{
    const std::pair<const char*, Period> lines[] = {
        {"override primary <@U04CLEO> from 2025-10-17 09:00 to 2025-10-17 18:00", {at(13, 0, 17), at(22, 0, 17)}},
        {"override <@U04CLEO> primary from fri at 9am until 18:00", {at(13, 0, 17), at(22, 0, 17)}},
        {"override primary Cleo from on fri 09:00 for 9h", {at(13, 0, 17), at(22, 0, 17)}},
        {"override primary @Cleo fri 09:00 to 18:00 fri", {at(13, 0, 17), at(22, 0, 17)}},
        {"override primary <@U04CLEO> from 2025-10-17T13:00Z to +9h", {at(13, 0, 17), at(22, 0, 17)}},
        {"override primary <@U04CLEO> from fri 09:00 – 18:00", {at(13, 0, 17), at(22, 0, 17)}},
        {"override primary <@U04CLEO> for 2h", {at(3), at(5)}},
        {"override primary <@U04CLEO> from now to 02:00", {at(3), at(6)}},
        {"override primary <@U04CLEO> until tomorrow 09:00", {at(3), at(13, 0, 14)}},
        {"override secondary <@U04CLEO> from fri 22:00 to 06:00", {at(2, 0, 18), at(10, 0, 18)}},
    };
    for (const auto& [line, period] : lines)
    {
        answered(mia, line, at(3));
        EXPECT_EQ(newest().period.start, period.start) << line;
        EXPECT_EQ(newest().period.end, period.end) << line;
        book.schedule.cancel(newest().id, {at(2), mia});
    }
}

TEST_F(OverrideVerb, TakesTheMinuteThatRunsForNow)
{
    answered(mia, "override primary <@U04CLEO> from 23:00 to 03:00", at(3) + std::chrono::seconds{20});
    EXPECT_EQ(newest().period.start, at(3) + std::chrono::seconds{20});
}

TEST_F(OverrideVerb, TellsEverybodyWhomItConcerns)
{
    answered(mia, "override primary <@U04CLEO> from sun 09:00 to tue 09:00 moving house", at(3));
    EXPECT_THAT(people_told(), ElementsAre("U04CLEO", "U01ANA", "U02BEN"));
    EXPECT_THAT(told()[0], AllOf(HasSubstr("You will be primary on call"), HasSubstr("moving house")));
    EXPECT_THAT(told()[1], Not(HasSubstr("yours again"))) << "her week has ended by then";
    EXPECT_THAT(told()[2], HasSubstr("yours again"));
    EXPECT_EQ(news().size(), 1U);
}

TEST_F(OverrideVerb, IsNotSaidTwiceInTheSupportChannel)
{
    Request request;
    request.origin = Origin::mention;
    request.channel = support;
    request.user = mia;
    request.zone = "UTC";
    request.words = parse_command("oncall", "override primary <@U04CLEO> for 2h");
    ASSERT_TRUE(run(request, book, at(3)));
    EXPECT_THAT(news(), IsEmpty());
}

TEST_F(OverrideVerb, PutsOthersInPlaceByRespondersAndManagersOnly)
{
    const auto refusal = refused(cleo, "override primary <@U03MIA> for 2h", at(3));
    EXPECT_EQ(refusal.why, Refusal::Why::not_allowed);
    EXPECT_THAT(refusal.message.text, HasSubstr("Engineer Helper Agent"));
    answered(cleo, "override primary me for 2h", at(3));
    answered(ben, "override primary <@U03MIA> for 2h --over=1", at(3));
    answered(ops, "override backup <@U04CLEO> for 2h", at(3));
    EXPECT_EQ(refused(ben, "override manager <@U04CLEO> for 2h", at(3)).why, Refusal::Why::not_allowed);
    answered(mia, "override manager <@U04CLEO> for 2h", at(3));
}

TEST_F(OverrideVerb, PutsNoGuestNoBotAndNobodyGoneOnCall)
{
    Person bot;
    bot.id = UserId{"U07BOT00"};
    bot.real_name = "Build Bot";
    bot.is_bot = true;
    book.people.save(bot);
    bot.id = UserId{"U08GONE0"};
    bot.is_bot = false;
    bot.is_deactivated = true;
    book.people.save(bot);
    for (const auto* user : {"U06GUEST", "U07BOT00", "U08GONE0"})
        EXPECT_EQ(refused(mia, fmt::format("override primary <@{}> for 2h", user), at(3)).why,
                  Refusal::Why::not_allowed)
            << user;
}

TEST_F(OverrideVerb, TakesANameOfThePlanForWhoIsTiedToIt)
{
    answered(mia, "override primary \"deployment agent\" for 2h", at(3));
    EXPECT_EQ(newest().user, ben);
    auto shifts = book.schedule.shifts();
    shifts[3].backup = "Night Owl";
    book.schedule.replace(shifts);
    EXPECT_EQ(refused(mia, "override primary Night Owl for 2h", at(3)).why, Refusal::Why::not_found);
}

TEST_F(OverrideVerb, RefusesPeriodsThatCannotBe)
{
    EXPECT_THAT(refused(mia, "override primary <@U04CLEO> from 2025-10-13 09:00 to fri", at(3)).message.text,
                HasSubstr("in the past"));
    EXPECT_THAT(refused(mia, "override primary <@U04CLEO> from today 00:00 to fri", at(6)).message.text,
                HasSubstr("in the past"));
    EXPECT_THAT(refused(mia, "override primary <@U04CLEO> from fri 09:00 to 2025-10-16", at(3)).message.text,
                HasSubstr("ends before it begins"));
    EXPECT_THAT(refused(mia, "override primary <@U04CLEO> from fri 09:00 to 2025-11-17", at(3)).message.text,
                HasSubstr("15 min to 14 days"));
    EXPECT_THAT(refused(mia, "override primary <@U04CLEO> from fri 09:00 for 5m", at(3)).message.text,
                HasSubstr("15 min to 14 days"));
}

TEST_F(OverrideVerb, RefusesWhatItCannotRead)
{
    for (const auto& line :
         {std::string{"override primary <@U04CLEO> from soon to later"},
          std::string{"override primary <@U04CLEO> from fri 09:00"},
          std::string{"override primary <@U04CLEO> from fri 09:00 to"},
          std::string{"override primary <@U04CLEO> from fri 09:00 for ever"},
          std::string{"override primary from fri 09:00 to 18:00"}, std::string{"override from fri 09:00 to 18:00"},
          std::string{"override primary nobody-at-all from fri 09:00 to 18:00"},
          std::string{"override primray <@U04CLEO> from fri 09:00 to 18:00"},
          std::string{"override primary <@U04CLEO> from next friday to 18:00"},
          std::string{"override primary <!channel> for 2h"}, std::string{"override primary \xFF\xFE for 2h"},
          "override primary " + std::string(4'000, 'x') + " for 2h",
          "override primary <@U04CLEO> from " + std::string(40'000, '1') + " to 18:00"})
    {
        const auto why = refused(mia, line, at(3)).why;
        EXPECT_TRUE(why == Refusal::Why::usage || why == Refusal::Why::not_found) << line.substr(0, 60);
    }
}

TEST_F(OverrideVerb, KeepsAReasonAsTextAndCutsIt)
{
    answered(mia, "override primary <@U04CLEO> for 2h -- <!channel> --over & " + std::string(4'000, 'x'), at(3));
    EXPECT_LE(newest().reason.size(), 310U);
    for (const auto& text : {told()[0], told()[1], news()[0], answered(cleo, "", at(3)).text,
                             answered(cleo, "overrides", at(3)).text, answered(cleo, "schedule", at(3)).text})
        EXPECT_THAT(text, Not(HasSubstr("<!channel>")));
}

TEST_F(OverrideVerb, ShowsAConflictAndGoesOverItWhereAsked)
{
    answered(mia, "override primary <@U04CLEO> from fri 09:00 to fri 18:00", at(3));
    const auto refusal =
        refused(ben, "override primary <@U02BEN> from fri 12:00 to sat 12:00 -- her train --is late", at(4));
    const auto line = button_line(refusal.message);
    EXPECT_EQ(line,
              "oncall override primary <@U02BEN> from 2025-10-17T16:00:00Z to 2025-10-18T16:00:00Z --over=1 -- her "
              "train --is late");
    ASSERT_TRUE(presses_line(ben, line, at(5)));
    EXPECT_EQ(newest().reason, "her train --is late");
    EXPECT_EQ(on_call_at(at(17, 0, 17), book).primary.user, ben);
    EXPECT_EQ(on_call_at(at(14, 0, 17), book).primary.user, cleo);
}

TEST_F(OverrideVerb, AConflictThatBeginsNowBeginsWhenItIsPressed)
{
    answered(cleo, "take 4h", at(3));
    const auto line = button_line(refused(ben, "override primary <@U02BEN> for 15m", at(4)).message);
    ASSERT_TRUE(presses_line(ben, line, at(4, 10)));
    EXPECT_EQ(newest().period.start, at(4, 10));
    EXPECT_EQ(newest().period.end, at(4, 25));
}

TEST_F(OverrideVerb, OpensItsFormWhereFieldsAreMissing)
{
    for (const auto* line : {"override", "override backup", "override backup <@U04CLEO>"})
    {
        const auto outcome = types(mia, line, at(3));
        ASSERT_TRUE(outcome) << line;
        ASSERT_TRUE(outcome->modal) << line;
    }
    EXPECT_EQ(refused(mia, "override", at(3), Origin::mention).why, Refusal::Why::usage);
    EXPECT_THAT(refused(mia, "override", at(3), Origin::mention).message.blocks, HasSubstr("Open form"));
    EXPECT_EQ(refused(ops, "override", at(3), Origin::shell).why, Refusal::Why::usage);
}

TEST_F(OverrideVerb, TakesItsForm)
{
    ASSERT_TRUE(submits_form(
        mia, {{"role", "backup"}, {"person", "U04CLEO"}, {"from", "fri 09:00"}, {"to", "18:00"}, {"reason", "x"}},
        at(3)));
    EXPECT_EQ(newest().role, Role::backup);
    EXPECT_EQ(newest().period.end, at(22, 0, 17));
}

TEST_F(OverrideVerb, NamesTheFieldThatIsWrong)
{
    const std::map<std::string, std::string> good{
        {"role", "primary"}, {"person", "U04CLEO"}, {"from", "fri 09:00"}, {"to", "18:00"}, {"reason", ""}};
    const std::pair<std::string, std::string> wrong[] = {
        {"role", "boss"},     {"role", ""},          {"person", ""},       {"person", "U06GUEST"},
        {"from", "soon"},     {"from", "yesterday"}, {"to", ""},           {"to", "2026-10-17"},
        {"to", "2025-10-15"}, {"from", "\xFF\xFE"},  {"to", "<!channel>"}, {"to", std::string(3'000, 'x')},
    };
    for (const auto& [name, value] : wrong)
    {
        auto fields = good;
        fields[name] = value;
        const auto outcome = submits_form(mia, fields, at(3));
        ASSERT_FALSE(outcome) << name << '=' << value;
        EXPECT_EQ(outcome.error().why, Refusal::Why::field_errors);
        ASSERT_EQ(outcome.error().fields.size(), 1U);
        EXPECT_EQ(outcome.error().fields.front().first, name) << value;
        EXPECT_THAT(outcome.error().fields.front().second, Not(HasSubstr("<!channel>")));
    }
    const auto not_hers = submits_form(
        cleo,
        [&]
        {
            auto f = good;
            f["person"] = "U02BEN";
            return f;
        }(),
        at(3));
    EXPECT_EQ(not_hers.error().fields.front().first, "person");
    EXPECT_FALSE(submits_form(mia, {}, at(3))) << "a form of another version";
}

TEST_F(OverrideVerb, Reads)
{
    expect_golden("oncall/override",
                  answered(mia, "override primary <@U04CLEO> from sun 09:00 to tue 09:00 moving <house>", at(3)));
    expect_golden("oncall/override_placed", owed_to(cleo));
    expect_golden("oncall/override_relieved", owed_to(ana));
    expect_golden("oncall/override_news", owed_news());
    expect_golden("oncall/override_own", answered(cleo, "override backup me from fri 09:00 to 18:00", at(3)));
    expect_golden("oncall/override_conflict", refused(ben, "override primary me from mon 12:00 for 2h", at(3)).message);
    expect_golden("oncall/overrides", answered(cleo, "overrides", at(3)));
    expect_golden("oncall/refused_override_responders",
                  refused(cleo, "override primary <@U03MIA> for 2h", at(3)).message);
    expect_golden("oncall/refused_override_guest", refused(mia, "override primary <@U06GUEST> for 2h", at(3)).message);
    expect_golden("oncall/refused_override_past",
                  refused(mia, "override primary <@U04CLEO> from 2025-10-13 to fri", at(3)).message);
    expect_golden("oncall/refused_override_backwards",
                  refused(mia, "override primary <@U04CLEO> from fri 09:00 to 2025-10-16", at(3)).message);
    expect_golden("oncall/refused_override_time",
                  refused(mia, "override primary <@U04CLEO> from soon to 18:00", at(3)).message);
    expect_golden("oncall/refused_override_end",
                  refused(mia, "override primary <@U04CLEO> from fri 09:00", at(3)).message);
    expect_golden("oncall/refused_override_role", refused(mia, "override boss <@U04CLEO> for 2h", at(3)).message);
    expect_golden("oncall/refused_override_nobody", refused(mia, "override primary @zoe for 2h", at(3)).message);
    expect_golden("oncall/override_in_words", refused(mia, "override", at(3), Origin::mention).message);
    expect_golden("oncall/form_override",
                  nlohmann::json::parse(types(mia, "override backup <@U04CLEO>", at(3))->modal->view).dump(2) + "\n");
}

}  // namespace hotwatch::testing
