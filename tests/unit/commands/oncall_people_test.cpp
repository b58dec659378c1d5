// who, me, link, contacts: whose shifts are whose, and who in Slack the plan's names are.
#include "tests/unit/commands/oncall_book.hpp"

namespace hotwatch::testing
{

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class OnCallPeople : public OnCallBook
{
  protected:
    void rename_primary(const std::string& name)
    {
        auto shifts = book.schedule.shifts();
        shifts[0].primary = name;
        book.schedule.replace(shifts, "America/New_York");
    }
    UserId linked(const std::string& name)
    {
        const auto link = book.people.link_of(name);
        return link ? link->user : UserId{};
    }
    std::vector<std::string> told()
    {
        std::vector<std::string> messages;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation.starts_with("dm:"))
                messages.push_back(call.conversation.substr(3) + ": " +
                                   nlohmann::json::parse(call.args).at("text").get<std::string>());
        return messages;
    }
    Outcome submits_link(const UserId& who, std::map<std::string, std::string> fields, UtcMillis now)
    {
        Request request;
        request.origin = Origin::form;
        request.user = who;
        request.zone = "America/New_York";
        request.words.command = "oncall";
        request.words.verb = "link";
        request.fields = std::move(fields);
        return run(request, book, now);
    }
};

using Who = OnCallPeople;

TEST_F(Who, ShowsTheShiftsOfANameThatIsTied)
{
    const auto text = answered(cleo, "who <@U01ANA>", at(3)).text;
    EXPECT_THAT(text, HasSubstr("Shifts of <@U01ANA>:\n• primary now until"));
    EXPECT_THAT(text, HasSubstr("• backup <!date^1760965200"));
    EXPECT_EQ(text, answered(cleo, "who engineer helper agent", at(3)).text);
}

TEST_F(Who, JoinsShiftsThatFollowOneAnother)
{
    EXPECT_THAT(answered(cleo, "who @manager", at(3)).text, Not(HasSubstr("\n• manager now until <!date^1760965200")));
}

TEST_F(Who, ShowsOverridesBothWays)
{
    add(Role::primary, cleo, at(13, 0, 15), at(22, 0, 15), "dentist");
    EXPECT_THAT(answered(ben, "who <@U04CLEO>", at(3)).text,
                AllOf(HasSubstr("• primary <!date"), HasSubstr("in place of <@U01ANA> (override 1: dentist)")));
    EXPECT_THAT(answered(ben, "who <@U01ANA>", at(3)).text, HasSubstr("• not primary <!date"));
}

TEST_F(Who, ShowsANameThatNobodyIsTiedTo)
{
    rename_primary("Night Owl");
    EXPECT_THAT(answered(cleo, "who night owl", at(3)).text, HasSubstr("Shifts of Night Owl:\n• primary now"));
}

TEST_F(Who, RefusesNobodyAndSeveral)
{
    EXPECT_EQ(refused(cleo, "who", at(3)).why, Refusal::Why::usage);
    Person twin;
    twin.id = UserId{"U09TWIN"};
    twin.display_name = "Twin";
    book.people.save(twin);
    twin.id = UserId{"U10TWIN"};
    book.people.save(twin);
    EXPECT_THAT(refused(cleo, "who @twin", at(3)).message.text, HasSubstr("Several people"));
    for (const auto& line :
         {std::string{"who zoe"}, std::string{"who <!channel>"}, std::string{"who \xFF\xFE"}, std::string{"who \"\""},
          std::string{"who @"}, "who " + std::string(4'000, 'x'), "who " + std::string(40'000, 'x')})
    {
        const auto refusal = refused(cleo, line, at(3));
        EXPECT_EQ(refusal.why, Refusal::Why::not_found) << line.substr(0, 30);
        EXPECT_THAT(refusal.message.text, Not(HasSubstr("<!channel>")));
    }
}

TEST_F(Who, AmISaysWhatWaits)
{
    const auto mine = declared("P1 Mine", at(2));
    ASSERT_TRUE(acknowledge_incident(presses(ben, "ack", mine), book, at(2, 10)));
    (void)declared("P0 Nobody's", at(2, 30));
    EXPECT_THAT(answered(ana, "me", at(3)).text, AllOf(HasSubstr("INC-2"), Not(HasSubstr("INC-1"))));
    EXPECT_THAT(answered(ana, "me", at(3)).blocks, HasSubstr("incident.ack#2"));
    EXPECT_THAT(answered(ben, "me", at(3)).text, AllOf(HasSubstr("INC-1"), Not(HasSubstr("INC-2"))));
    EXPECT_THAT(answered(cleo, "me", at(3)).text, Not(HasSubstr("Waiting")));
    add(Role::primary, cleo, at(3), at(5));
    EXPECT_THAT(answered(cleo, "me", at(3)).text, HasSubstr("INC-2")) << "who took over is asked";
}

TEST_F(Who, TheShellIsNobody)
{
    EXPECT_EQ(refused(ops, "me", at(3)).why, Refusal::Why::usage);
}

TEST_F(Who, Reads)
{
    (void)declared("P0 Queue down", at(2, 50));
    add(Role::primary, cleo, at(13, 0, 15), at(22, 0, 15), "dentist");
    add(Role::backup, cleo, at(13, 0, 16), at(22, 0, 16));
    expect_golden("oncall/who", answered(cleo, "who <@U01ANA>", at(3)));
    expect_golden("oncall/me", answered(ana, "me", at(3)));
    expect_golden("oncall/me_overriding", answered(cleo, "me", at(3)));
    expect_golden("oncall/who_never", answered(ana, "who <@U06GUEST>", at(3)));
    expect_golden("oncall/refused_who_nobody", refused(cleo, "who @zoe", at(3)).message);
    expect_golden("oncall/refused_who", refused(cleo, "who", at(3)).message);
    expect_golden("oncall/refused_me_shell", refused(ops, "me", at(3)).message);
}

using LinkName = OnCallPeople;

TEST_F(LinkName, TiesANameOfThePlan)
{
    rename_primary("Night Owl");
    for (const auto* line : {"link \"Night Owl\" <@U04CLEO>", "link “night owl” <@U04CLEO>", "link night owl @cleo",
                             "link <@U04CLEO> 'Night  Owl'", "link Night Owl Cleo"})
    {
        answered(cleo, line, at(3));
        EXPECT_EQ(linked("Night Owl"), cleo) << line;
        book.people.link({"Night Owl", UserId{"U99NOBODY"}, "command"});
        book.people.link({"Engineer Helper Agent", cleo, "command"});  // she may change it again
    }
}

TEST_F(LinkName, MakesShiftsAndPagesTheirs)
{
    rename_primary("Night Owl");
    EXPECT_TRUE(on_call_at(at(3), book).primary.user.empty());
    answered(cleo, "link \"Night Owl\" me", at(3));
    EXPECT_EQ(on_call_at(at(3), book).primary.user, cleo);
    EXPECT_THAT(told(), IsEmpty()) << "nobody is told what they did themselves";
}

TEST_F(LinkName, TellsBothWhenItIsChanged)
{
    EXPECT_THAT(answered(ben, "link \"Engineer Helper Agent\" <@U04CLEO>", at(3)).text, HasSubstr("Both are told"));
    ASSERT_EQ(told().size(), 2U);
    EXPECT_THAT(told()[0], HasSubstr("U04CLEO: *You are Engineer Helper Agent"));
    EXPECT_THAT(told()[1], HasSubstr("U01ANA: *You are no longer Engineer Helper Agent"));
}

TEST_F(LinkName, OfferesTheNearestNamesForOneThatIsNotInThePlan)
{
    const auto refusal = refused(cleo, "link \"Deploymnet Agnet\" <@U04CLEO>", at(3));
    EXPECT_EQ(refusal.why, Refusal::Why::not_found);
    std::vector<std::string> lines;
    for (const auto& block : nlohmann::json::parse(refusal.message.blocks))
        if (block.at("type") == "actions")
            for (const auto& button : block.at("elements"))
                lines.push_back(button.at("value"));
    EXPECT_THAT(lines,
                ElementsAre("oncall link \"Deployment Agent\" <@U04CLEO>",
                            "oncall link \"Engineer Helper Agent\" <@U04CLEO>", "oncall link \"Manager\" <@U04CLEO>"));
}

TEST_F(LinkName, OfAManagerIsForManagers)
{
    EXPECT_EQ(refused(ben, "link Manager <@U02BEN>", at(3)).why, Refusal::Why::not_allowed);
    EXPECT_EQ(refused(cleo, "link Manager me", at(3)).why, Refusal::Why::not_allowed);
    answered(ops, "link Manager <@U04CLEO>", at(3));
    EXPECT_EQ(linked("Manager"), cleo);
    answered(cleo, "link Manager <@U03MIA>", at(3));
}

TEST_F(LinkName, IsChangedByTheRotationOnly)
{
    EXPECT_EQ(refused(cleo, "link \"Deployment Agent\" me", at(3)).why, Refusal::Why::not_allowed);
    EXPECT_EQ(refused(gus, "link \"Deployment Agent\" <@U04CLEO>", at(3)).why, Refusal::Why::not_allowed);
    answered(ana, "link \"Deployment Agent\" <@U04CLEO>", at(3));
}

TEST_F(LinkName, LeavesTheConfigurationsWordAlone)
{
    book.people.link({"Deployment Agent", ben, "config"});
    EXPECT_THAT(refused(mia, "link \"Deployment Agent\" <@U04CLEO>", at(3)).message.text, HasSubstr("hotwatch.toml"));
}

TEST_F(LinkName, SaysThatItIsSoAlready)
{
    EXPECT_EQ(refused(mia, "link \"Deployment Agent\" <@U02BEN>", at(3)).why, Refusal::Why::not_now);
}

TEST_F(LinkName, TiesNoGuest)
{
    EXPECT_EQ(refused(mia, "link \"Deployment Agent\" <@U06GUEST>", at(3)).why, Refusal::Why::not_allowed);
}

TEST_F(LinkName, RefusesWhatItCannotRead)
{
    for (const auto& line :
         {std::string{"link \"Deployment Agent\" @zoe"}, std::string{"link x y"},
          std::string{"link <!channel> <@U04CLEO>"}, std::string{"link \xFF\xFE <@U04CLEO>"},
          "link " + std::string(4'000, 'x') + " <@U04CLEO>", "link \"" + std::string(40'000, 'x') + "\" <@U04CLEO>"})
    {
        const auto refusal = refused(mia, line, at(3));
        EXPECT_EQ(refusal.why, Refusal::Why::not_found) << line.substr(0, 40);
        EXPECT_THAT(refusal.message.text, Not(HasSubstr("<!channel>")));
    }
    book.schedule.replace({});
    EXPECT_EQ(refused(mia, "link \"Deployment Agent\" <@U04CLEO>", at(3)).why, Refusal::Why::unavailable);
    EXPECT_EQ(refused(mia, "contacts", at(3)).why, Refusal::Why::unavailable);
}

TEST_F(LinkName, OpensItsFormWhereFieldsAreMissing)
{
    for (const auto* line : {"link", "link \"Deployment Agent\""})
    {
        const auto outcome = types(mia, line, at(3));
        ASSERT_TRUE(outcome) << line;
        EXPECT_TRUE(outcome->modal) << line;
    }
    EXPECT_EQ(refused(ops, "link", at(3), Origin::shell).why, Refusal::Why::usage);
}

TEST_F(LinkName, TakesItsFormAndNamesTheWrongField)
{
    const std::string long_name = "Agent of " + std::string(100, 'n');
    rename_primary(long_name);
    const auto view = nlohmann::json::parse(types(mia, "link", at(3))->modal->view);
    std::string choice;
    for (const auto& option : view.at("blocks").at(0).at("element").at("options"))
        if (option.at("value").get<std::string>().starts_with("Agent of"))
            choice = option.at("value");
    ASSERT_TRUE(submits_link(mia, {{"name", choice}, {"person", "U04CLEO"}}, at(3)));
    EXPECT_EQ(linked(long_name), cleo);
    const std::pair<std::string, std::map<std::string, std::string>> wrong[] = {
        {"name", {{"name", ""}, {"person", "U04CLEO"}}},
        {"name", {{"name", "Nobody"}, {"person", "U04CLEO"}}},
        {"person", {{"name", "Deployment Agent"}, {"person", ""}}},
        {"person", {{"name", "Deployment Agent"}, {"person", "U06GUEST"}}},
    };
    for (const auto& [field, fields] : wrong)
    {
        const auto outcome = submits_link(mia, fields, at(3));
        ASSERT_FALSE(outcome) << field;
        ASSERT_EQ(outcome.error().fields.size(), 1U);
        EXPECT_EQ(outcome.error().fields.front().first, field);
    }
    EXPECT_EQ(submits_link(ben, {{"name", "Manager"}, {"person", "U02BEN"}}, at(3)).error().fields.front().first,
              "name");
}

TEST_F(LinkName, Reads)
{
    rename_primary("Night <Owl>");
    expect_golden("oncall/contacts", answered(cleo, "contacts", at(3)));
    expect_golden("oncall/link", answered(mia, "link \"night <owl>\" <@U04CLEO>", at(3)));
    expect_golden("oncall/link_changed", answered(mia, "link \"night <owl>\" <@U01ANA>", at(3)));
    const auto messages = told();
    ASSERT_EQ(messages.size(), 3U);
    expect_golden("oncall/link_told", messages[0] + "\n\n" + messages[1] + "\n\n" + messages[2] + "\n");
    expect_golden("oncall/refused_link_name", refused(mia, "link \"Deploymnet Agent\" <@U04CLEO>", at(3)).message);
    expect_golden("oncall/refused_link_manager", refused(ben, "link Manager me", at(3)).message);
    expect_golden("oncall/refused_link_rotation", refused(cleo, "link \"Deployment Agent\" me", at(3)).message);
    expect_golden("oncall/refused_link_so_already", refused(mia, "link \"Deployment Agent\" <@U02BEN>", at(3)).message);
    expect_golden("oncall/refused_link_guest", refused(mia, "link \"Deployment Agent\" <@U06GUEST>", at(3)).message);
    book.people.link({"Deployment Agent", ben, "config"});
    expect_golden("oncall/refused_link_configured",
                  refused(mia, "link \"Deployment Agent\" <@U04CLEO>", at(3)).message);
    expect_golden("oncall/link_in_words", refused(mia, "link", at(3), Origin::mention).message);
    expect_golden("oncall/form_link",
                  nlohmann::json::parse(types(mia, "link \"Deployment Agent\"", at(3))->modal->view).dump(2) + "\n");
    book.schedule.replace({});
    expect_golden("oncall/refused_link_no_plan", refused(mia, "contacts", at(3)).message);
}

}  // namespace hotwatch::testing
