// take, override, cancel, overrides: who may, what is refused, what is written, and who is told.
#include "tests/unit/commands/oncall_book.hpp"

namespace hotwatch::testing
{

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class OnCallChange : public OnCallBook
{
  protected:
    /// Direct messages that are owed, as "U01ANA: text", oldest first.
    std::vector<std::string> told()
    {
        std::vector<std::string> messages;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation.starts_with("dm:"))
                messages.push_back(call.conversation.substr(3) + ": " +
                                   nlohmann::json::parse(call.args).at("text").get<std::string>());
        return messages;
    }
    std::vector<std::string> people_told()
    {
        std::vector<std::string> people;
        for (const auto& message : told())
            people.push_back(message.substr(0, message.find(':')));
        return people;
    }
    /// What the support channel is owed.
    std::vector<std::string> news()
    {
        std::vector<std::string> messages;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation == support.value)
                messages.push_back(nlohmann::json::parse(call.args).at("text"));
        return messages;
    }
    Override newest() { return book.schedule.find(last_id()).value_or(Override{}); }
    std::int64_t last_id()
    {
        std::int64_t id = 0;
        while (book.schedule.find(id + 1))
            ++id;
        return id;
    }
    Message owed_to(const UserId& user)
    {
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation == "dm:" + user.value)
            {
                const auto args = nlohmann::json::parse(call.args);
                return {args.at("text"), args.at("blocks").dump()};
            }
        return {};
    }
    Message owed_news()
    {
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation == support.value)
            {
                const auto args = nlohmann::json::parse(call.args);
                return {args.at("text"), args.at("blocks").dump()};
            }
        return {};
    }
    Outcome submits_form(const UserId& who, std::map<std::string, std::string> fields, UtcMillis now)
    {
        Request request;
        request.origin = Origin::form;
        request.user = who;
        request.zone = "America/New_York";
        request.words.command = "oncall";
        request.words.verb = "override";
        request.fields = std::move(fields);
        return run(request, book, now);
    }
    std::string button_line(const Message& message)
    {
        for (const auto& block : nlohmann::json::parse(message.blocks))
            if (block.at("type") == "actions")
                return block.at("elements").at(0).at("value");
        return {};
    }
    /// A proposed line as the button runs it.
    Outcome presses_line(const UserId& who, const std::string& line, UtcMillis now)
    {
        return types(who, line.substr(line.find(' ') + 1), now, Origin::button);
    }
};

using Take = OnCallChange;

TEST_F(Take, LastsUntilTheShiftEndsWhenNoLengthIsGiven)
{
    answered(ben, "take", at(3));
    EXPECT_EQ(newest().role, Role::primary);
    EXPECT_EQ(newest().period.start, at(3));
    EXPECT_EQ(newest().period.end, at(13, 0, 20));
    EXPECT_EQ(on_call_at(at(3), book).primary.user, ben);
}

TEST_F(Take, LastsAsLongAsIsSaid)
{
    answered(ben, "take 2h", at(3));
    EXPECT_EQ(newest().period.end, at(5));
    answered(cleo, "take backup for 90m", at(3));
    EXPECT_EQ(newest().role, Role::backup);
    EXPECT_EQ(newest().period.end, at(4, 30));
    answered(cleo, "take over as primary until 12:00 --over=1", at(3));
    EXPECT_EQ(newest().period.end, at(16));
}

TEST_F(Take, TellsTheRelievedAndTheChannelButNotTheTaker)
{
    answered(ben, "take 2h", at(3));
    EXPECT_THAT(people_told(), ElementsAre("U01ANA"));
    EXPECT_THAT(told()[0], AllOf(HasSubstr("You are relieved as primary"), HasSubstr("yours again")));
    ASSERT_EQ(news().size(), 1U);
    EXPECT_THAT(news()[0], AllOf(HasSubstr("Deployment Agent is primary on call now"), Not(HasSubstr("<@"))));
}

TEST_F(Take, RefusesWhoHoldsItAlready)
{
    EXPECT_EQ(refused(ana, "take", at(3)).why, Refusal::Why::not_now);
    EXPECT_EQ(refused(ben, "take backup 2h", at(3)).why, Refusal::Why::not_now);
    answered(cleo, "take 2h", at(3));
    EXPECT_THAT(refused(cleo, "take 1h", at(3)).message.text, HasSubstr("override 1"));
}

TEST_F(Take, CanBeMadeLongerByWhoHoldsIt)
{
    answered(cleo, "take 1h", at(3));
    answered(cleo, "take 3h", at(3, 30));
    EXPECT_EQ(on_call_at(at(6), book).primary.user, cleo);
    answered(ana, "take 3d", at(13, 0, 19));
    EXPECT_EQ(on_call_at(at(14, 0, 20), book).primary.user, ana) << "past the end of her own week";
}

TEST_F(Take, ShowsAConflictBeforeItStands)
{
    answered(ben, "take 4h", at(3));
    const auto refusal = refused(cleo, "take 2h", at(4));
    EXPECT_EQ(refusal.why, Refusal::Why::not_now);
    EXPECT_THAT(refusal.message.text, HasSubstr("override 1"));
    const auto line = button_line(refusal.message);
    EXPECT_EQ(line, "oncall take primary 2h --over=1");
    ASSERT_TRUE(presses_line(cleo, line, at(4, 1)));
    EXPECT_EQ(on_call_at(at(4, 1), book).primary.user, cleo);
    EXPECT_EQ(on_call_at(at(6, 1), book).primary.user, ben) << "the older one goes on where the newer has ended";
}

TEST_F(Take, GoesOverNothingThatWasNotShown)
{
    answered(ben, "take 4h", at(3));
    const auto line = button_line(refused(cleo, "take 2h", at(4)).message);
    answered(mia, "take 1h --over=1", at(4));
    const auto outcome = presses_line(cleo, line, at(4, 1));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(button_line(outcome.error().message), "oncall take primary 2h --over=1,2");
}

TEST_F(Take, RefusesLengthsOutOfBounds)
{
    for (const auto* line : {"take 14m", "take 15d", "take 14d1m", "take until 2026-10-14", "take 5s"})
        EXPECT_THAT(refused(ben, line, at(3)).message.text, HasSubstr("15 min to 14 days")) << line;
    answered(ben, "take 15m", at(3));
    answered(ben, "take backup 14d", at(3, 0, 27));
}

TEST_F(Take, RefusesWhatIsNoRoleAndNoLength)
{
    for (const auto& line :
         {std::string{"take primray"}, std::string{"take 2x"}, std::string{"take the stairs"}, std::string{"take -2h"},
          std::string{"take 0h"}, std::string{"take until soon"}, std::string{"take <!channel>"},
          std::string{"take \xFF\xFE"}, "take " + std::string(4'000, 'x'), "take " + std::string(40'000, '9')})
        EXPECT_EQ(refused(ben, line, at(3)).why, Refusal::Why::usage) << line.substr(0, 30);
}

TEST_F(Take, NeedsALengthWhereNoShiftEnds)
{
    book.schedule.replace({});
    EXPECT_EQ(refused(ben, "take", at(3)).why, Refusal::Why::usage);
    answered(ben, "take 2h", at(3));
    EXPECT_EQ(on_call_at(at(4), book).primary.user, ben);
}

TEST_F(Take, FillsAGapUntilTheNextTurn)
{
    answered(ben, "take", at(3, 0, 13));
    EXPECT_EQ(newest().period.end, at(13, 0, 13));
    EXPECT_THAT(people_told(), IsEmpty());
}

TEST_F(Take, OfTheManagersRoleIsForManagers)
{
    const auto refusal = refused(ben, "take manager 2h", at(3));
    EXPECT_EQ(refusal.why, Refusal::Why::not_allowed);
    EXPECT_THAT(refusal.message.text, HasSubstr("Manager"));
    auto policy = book.policy();
    policy.managers = {cleo};
    book.set_policy(policy);
    answered(cleo, "take manager 2h", at(3));
}

TEST_F(Take, IsNothingForAShellOrAGuest)
{
    EXPECT_EQ(refused(ops, "take 2h", at(3)).why, Refusal::Why::not_allowed);
    EXPECT_EQ(refused(gus, "take 2h", at(3)).why, Refusal::Why::not_allowed);
}

TEST_F(Take, SaysWhichIncidentsWaitAndDrawsTheirCardsAnew)
{
    card_stands(declared("P0 Queue down", at(2, 50)));
    const auto message = answered(ben, "take 2h", at(3));
    EXPECT_THAT(message.text, HasSubstr("INC-1"));
    EXPECT_THAT(message.blocks, HasSubstr("incident.ack#1"));
    EXPECT_THAT(owed("chat.update").back(), HasSubstr("Queue down"));
}

TEST_F(Take, SaysThatNobodyStandsBehindABackupWhoTakesOver)
{
    EXPECT_THAT(answered(ben, "take 2h", at(3)).text, HasSubstr("You are the backup as well"));
    EXPECT_THAT(answered(cleo, "take 2h --over=1", at(3)).text, Not(HasSubstr("as well")));
}

TEST_F(Take, Reads)
{
    (void)declared("P0 Queue down", at(2, 50));
    expect_golden("oncall/take", answered(ben, "take 2h", at(3)));
    expect_golden("oncall/take_relieved", owed_to(ana));
    expect_golden("oncall/take_news", owed_news());
    expect_golden("oncall/take_conflict", refused(cleo, "take", at(3)).message);
    expect_golden("oncall/refused_take_held", refused(ben, "take 1h", at(3)).message);
    expect_golden("oncall/refused_take_held_by_rotation", refused(ana, "take", at(6)).message);
    expect_golden("oncall/refused_take_word", refused(ben, "take primray", at(3)).message);
    expect_golden("oncall/refused_take_length", refused(ben, "take 15d", at(3)).message);
    expect_golden("oncall/refused_take_manager", refused(ben, "take manager 2h", at(3)).message);
    expect_golden("oncall/refused_take_shell", refused(ops, "take 2h", at(3)).message);
    book.schedule.replace({});
    expect_golden("oncall/refused_take_endless", refused(mia, "take", at(6)).message);
}

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
    EXPECT_THAT(told()[0], AllOf(HasSubstr("You are primary on call"), HasSubstr("moving house")));
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

using Cancel = OnCallChange;

TEST_F(Cancel, GivesTheRoleBackAndTellsBoth)
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

TEST_F(Cancel, IsForThoseWhomItConcernsAndManagers)
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

TEST_F(Cancel, SaysWhenItWasDoneAlreadyOrIsOver)
{
    answered(ben, "take 4h", at(3));
    answered(ben, "cancel #1", at(4));
    EXPECT_EQ(refused(ana, "cancel 1", at(5)).why, Refusal::Why::not_now);
    EXPECT_THAT(refused(ana, "cancel 1", at(5)).message.text, HasSubstr("by Deployment Agent"));
    answered(ben, "take 1h", at(5));
    EXPECT_THAT(refused(ana, "cancel 2", at(6)).message.text, HasSubstr("ended"));
}

TEST_F(Cancel, RefusesWhatIsNoOverride)
{
    for (const auto* line : {"cancel 1", "cancel x", "cancel 0", "cancel -1", "cancel 99999999999999999999",
                             "cancel 1 2 3", "cancel <!channel>", "cancel \xFF\xFE"})
        EXPECT_EQ(refused(ana, line, at(3)).why, Refusal::Why::not_found) << line;
    EXPECT_EQ(refused(ana, "cancel", at(3)).why, Refusal::Why::usage);
}

TEST_F(Cancel, OffersWhatCanBeCancelledWhereNoneIsNamed)
{
    answered(ben, "take 4h", at(3));
    EXPECT_EQ(button_line(refused(ana, "cancel", at(3)).message), "oncall cancel 1");
}

TEST_F(Cancel, OfOneThatANewerOneCoversPassesNothingOn)
{
    answered(cleo, "take 1h", at(3));
    answered(ben, "take 2h --over=1", at(3));
    const auto before = told().size() + news().size();
    EXPECT_THAT(answered(mia, "cancel 1", at(3, 10)).text, HasSubstr("a newer one lies over it"));
    EXPECT_EQ(told().size() + news().size(), before);
    EXPECT_EQ(on_call_at(at(3, 10), book).primary.user, ben);
}

TEST_F(Cancel, Reads)
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
