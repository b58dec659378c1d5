// Who works on an incident, and who is asked to.
#include <gmock/gmock.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace std::chrono_literals;

class People : public IncidentBook
{
  protected:
    std::string refused(const Outcome& outcome, Refusal::Why why)
    {
        if (outcome)
        {
            ADD_FAILURE() << "was done: " << outcome->message.text;
            return {};
        }
        EXPECT_EQ(outcome.error().why, why) << outcome.error().message.text;
        return outcome.error().message.text;
    }
    std::vector<Call> direct(const UserId& user)
    {
        std::vector<Call> calls;
        for (const auto& call : book.outbox.unsettled())
            if (call.conversation == "dm:" + user.value)
                calls.push_back(call);
        return calls;
    }
    static std::string text(const Call& call) { return nlohmann::json::parse(call.args).at("text"); }
    Outcome assigns(const UserId& who, const std::string& words, UtcMillis now, const std::string& verb = "assign")
    {
        return assign_role(says(who, verb, words), book, now);
    }
    /// The primary of the rotation is nobody in Slack.
    void untie(const std::string& primary, const std::string& manager)
    {
        auto shifts = book.schedule.shifts();
        shifts[0].primary = primary;
        shifts[0].manager = manager;
        book.schedule.replace(shifts);
    }
};

class Paging : public People
{
};
class Assign : public People
{
};
class Join : public People
{
};

TEST_F(Paging, AsksThePrimaryByDirectMessageWithAButton)
{
    const auto incident = declared("P0 Down", at(3));
    const auto calls = direct(ana);
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].send_class, SendClass::page);
    EXPECT_EQ(calls[0].severity, 0);
    EXPECT_THAT(text(calls[0]), HasSubstr("Please acknowledge: 🛑 P0 critical · INC-1 · *Down*"));
    EXPECT_THAT(calls[0].args, HasSubstr(R"("action_id":"incident.ack")"));
    EXPECT_THAT(book.incidents.last(incident.id, "asked to acknowledge")->text, HasSubstr("by direct message"));
}

TEST_F(Paging, AsksOnceWhateverTheSeverity)
{
    for (const auto* severity : {"P0", "P1", "P2", "P3"})
    {
        const auto before = direct(ana).size();
        (void)declared(std::string{severity} + " Down", at(3));
        EXPECT_EQ(direct(ana).size(), before + 1) << severity;
    }
}

TEST_F(Paging, AsksNobodyForWhatTheyDeclaredThemselves)
{
    ASSERT_TRUE(declare_incident(says(ana, "declare", "P0 Down"), book, at(3)));
    EXPECT_THAT(direct(ana), IsEmpty());
    EXPECT_EQ(book.incidents.newest()->state, IncidentState::acknowledged);
}

TEST_F(Paging, AsksTheManagerWhereThePrimaryIsNobodyInSlack)
{
    untie("Night Owl", "Manager");
    (void)declared("P0 Down", at(3));
    ASSERT_EQ(direct(mia).size(), 1U);
    EXPECT_THAT(text(direct(mia)[0]), HasSubstr("*Night Owl* is on call, but not linked to a Slack user"));
    EXPECT_THAT(text(direct(mia)[0]), HasSubstr("`/oncall link \"Night Owl\" @somebody`"));
    EXPECT_THAT(owed("chat.postMessage").front(), HasSubstr("<@U03MIA>, please acknowledge"));
}

TEST_F(Paging, AsksTheEmergencyChannelWhereNobodyIsTied)
{
    untie("Night Owl", "Day Owl");
    const auto incident = declared("P2 Slow", at(3));
    const auto asked = calls_of_room().back();
    EXPECT_EQ(asked.send_class, SendClass::page);
    EXPECT_EQ(nlohmann::json::parse(asked.args).at("channel"), emergency.value);
    EXPECT_THAT(text(asked), HasSubstr("so whoever reads this is asked"));
    EXPECT_THAT(asked.args, HasSubstr(R"("action_id":"incident.ack")"));
    ASSERT_TRUE(acknowledge_incident(presses(cleo, "ack", incident), book, at(3, 2)));
    EXPECT_THAT(book.outbox.newest_with_key("edit:" + std::to_string(asked.id))->args,
                HasSubstr("INC-1 was acknowledged by Cleo"));
}

TEST_F(Paging, TakesAConfiguredManagerWhereTheRotationHasNone)
{
    untie("Night Owl", "");
    auto policy = book.policy();
    policy.managers = {ben};
    book.set_policy(policy);
    (void)declared("P0 Down", at(3));
    EXPECT_EQ(direct(ben).size(), 1U);
}

TEST_F(Paging, DeclaringAcknowledgesForWhoeverWouldBeAskedInstead)
{
    untie("Night Owl", "Manager");
    ASSERT_TRUE(declare_incident(says(mia, "declare", "P0 Down"), book, at(3)));
    EXPECT_EQ(book.incidents.newest()->acknowledged->by, mia);
    EXPECT_THAT(direct(mia), IsEmpty());
}

TEST_F(Paging, TheMessageIsAnsweredInPlaceWhoeverAcknowledges)
{
    const auto incident = declared("P0 Down", at(3));
    const auto asked = direct(ana).front();
    ASSERT_TRUE(acknowledge_incident(says(ben, "ack", ""), book, at(3, 2)));
    const auto edit = book.outbox.newest_with_key("edit:" + std::to_string(asked.id));
    ASSERT_TRUE(edit);
    EXPECT_THAT(edit->args, HasSubstr("INC-1 was acknowledged by Deployment Agent"));
    EXPECT_THAT(edit->args, Not(HasSubstr(R"("actions")")));
    EXPECT_THAT(book.incidents.take_open_pages(incident.id), IsEmpty());
}

TEST_F(Paging, TheMessageIsAnsweredAheadOfOthersWhereItWasPressed)
{
    const auto incident = declared("P0 Down", at(3));
    auto asked = direct(ana).front();
    asked.state = CallState::sent;
    asked.result_channel = "D01ANA";
    asked.result_ts = "1760400000.000300";
    book.outbox.save(asked);
    auto press = presses(ana, "ack", incident);
    press.channel = ChannelId{"D01ANA"};
    press.message_ts = "1760400000.000300";
    ASSERT_TRUE(acknowledge_incident(press, book, at(3, 2)));
    const auto edit = book.outbox.newest_with_key("edit:" + std::to_string(asked.id));
    EXPECT_EQ(edit->send_class, SendClass::acknowledgement);
    EXPECT_THAT(edit->args, HasSubstr("D01ANA"));
}

TEST_F(Paging, ResolvingAndCancellingAnswerItToo)
{
    (void)declared("P0 Down", at(3));
    const auto one = direct(ana).back();
    ASSERT_TRUE(resolve_incident(says(ben, "resolve", "INC-1 restarted"), book, at(3, 2)));
    EXPECT_THAT(book.outbox.newest_with_key("edit:" + std::to_string(one.id))->args, HasSubstr("was resolved by"));
    (void)declared("P0 Down", at(3));
    const auto two = direct(ana).back();
    ASSERT_TRUE(cancel_incident(says(ben, "cancel", "INC-2 nothing"), book, at(3, 2)));
    EXPECT_THAT(book.outbox.newest_with_key("edit:" + std::to_string(two.id))->args, HasSubstr("was cancelled by"));
}

TEST_F(Join, MakesAResponder)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    ASSERT_TRUE(join_incident(says(cleo, "join", ""), book, at(3, 3)));
    EXPECT_EQ(book.incidents.roles_of(incident.id, cleo).front().role, IncidentRole::responder);
    EXPECT_EQ(owed("chat.postMessage").back(), "Cleo joined INC-1.");
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged", "joined"));
    EXPECT_TRUE(resolve_incident(says(cleo, "resolve", "restarted"), book, at(3, 9)))
        << "who works on it may resolve it";
}

TEST_F(Join, OfAnOpenOneDoesNotAcknowledge)
{
    const auto incident = declared("P0 Down", at(3));
    const auto outcome = join_incident(says(cleo, "join", ""), book, at(3, 3));
    EXPECT_THAT(outcome->message.text, HasSubstr("Nobody has acknowledged it yet"));
    EXPECT_EQ(again(incident).state, IncidentState::open);
}

TEST_F(Join, TwiceChangesNothing)
{
    (void)declared("P0 Down", at(3));
    (void)join_incident(says(cleo, "join", ""), book, at(3, 3));
    const auto before = database.changes();
    const auto outcome = join_incident(says(cleo, "join", ""), book, at(3, 4));
    EXPECT_THAT(outcome->message.text, HasSubstr("You are on INC-1 already"));
    EXPECT_THAT(outcome->message.text, HasSubstr("03:03 UTC"));
    EXPECT_EQ(database.changes(), before);
}

TEST_F(Join, LeavingTakesEveryRole)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    (void)join_incident(says(cleo, "join", ""), book, at(3, 3));
    (void)assigns(ben, "scribe <@U04CLEO>", at(3, 4));
    ASSERT_TRUE(leave_incident(says(cleo, "leave", ""), book, at(3, 5)));
    EXPECT_THAT(book.incidents.roles_of(incident.id, cleo), IsEmpty());
    EXPECT_EQ(owed("chat.postMessage").back(), "Cleo left INC-1.");
    EXPECT_THAT(leave_incident(says(cleo, "leave", ""), book, at(3, 6))->message.text,
                HasSubstr("You do not work on INC-1"));
}

TEST_F(Join, ACommanderHandsOverBeforeLeaving)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    EXPECT_THAT(refused(leave_incident(says(ben, "leave", ""), book, at(3, 5)), Refusal::Why::not_now),
                HasSubstr("Hand it over first: `/incident lead INC-1 @somebody`"));
    ASSERT_TRUE(assigns(ben, "<@U01ANA>", at(3, 6), "lead"));
    EXPECT_TRUE(leave_incident(says(ben, "leave", ""), book, at(3, 7)));
    EXPECT_EQ(again(incident).commander, ana);
}

TEST_F(Assign, GivesARoleAndABriefByDirectMessage)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    (void)update_incident(says(ben, "update", "rolling back"), book, at(3, 4));
    const auto outcome = assigns(ben, "communications <@U04CLEO>", at(3, 5));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->object, "INC-1");
    EXPECT_EQ(book.incidents.roles(incident.id).front().role, IncidentRole::communications);
    ASSERT_EQ(direct(cleo).size(), 1U);
    EXPECT_THAT(text(direct(cleo)[0]), HasSubstr("Deployment Agent made you communications"));
    EXPECT_THAT(text(direct(cleo)[0]), HasSubstr("rolling back"));
    EXPECT_THAT(text(direct(cleo)[0]), HasSubstr("Next update due by"));
    EXPECT_THAT(owed("chat.postMessage").back(), Not(HasSubstr("<@"))) << "the brief asks; the room is only told";
    EXPECT_THAT(book.outbox.newest_with_key("card:1")->args, HasSubstr("*Communications:* Cleo"));
    EXPECT_EQ(actions(incident).back(), "assigned");
}

TEST_F(Assign, HandsTheCommandOver)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    ASSERT_TRUE(assigns(ben, "<@U01ANA>", at(3, 5), "lead"));
    EXPECT_EQ(again(incident).commander, ana);
    EXPECT_THAT(owed("chat.postMessage").back(),
                HasSubstr("made Engineer Helper Agent the commander of INC-1, in place of Deployment Agent"));
    EXPECT_EQ(book.incidents.roles_of(incident.id, ben).front().role, IncidentRole::responder)
        << "who handed it over still works on it";
}

TEST_F(Assign, NeverMessagesWhoeverAssignsThemselves)
{
    const auto incident = declared("P0 Down", at(3));
    const auto before = direct(ana).size();
    ASSERT_TRUE(assigns(ana, "me", at(3, 1), "lead"));
    EXPECT_EQ(again(incident).commander, ana);
    EXPECT_EQ(again(incident).state, IncidentState::open) << "commanding is not acknowledging";
    EXPECT_EQ(direct(ana).size(), before);
}

TEST_F(Assign, ReadsRolesAndPeopleInEitherOrder)
{
    const auto incident = declared("P0 Down", at(3));
    ASSERT_TRUE(assigns(cleo, "INC-1 <@U02BEN> scribe", at(3, 1)));
    ASSERT_TRUE(assigns(cleo, "comms to @Cleo", at(3, 1)));
    ASSERT_TRUE(assigns(cleo, "lead Engineer Helper Agent", at(3, 1)));
    EXPECT_EQ(again(incident).commander, ana);
    const auto roles = book.incidents.roles(incident.id);
    ASSERT_EQ(roles.size(), 2U);
    EXPECT_EQ(roles[0].user, cleo);
    EXPECT_EQ(roles[1].user, ben);
}

TEST_F(Assign, TwiceChangesNothing)
{
    (void)declared("P0 Down", at(3));
    (void)assigns(cleo, "scribe <@U02BEN>", at(3, 1));
    const auto before = database.changes();
    EXPECT_THAT(assigns(cleo, "scribe <@U02BEN>", at(3, 2))->message.text,
                HasSubstr("Deployment Agent is the scribe of INC-1 already"));
    EXPECT_EQ(database.changes(), before);
}

TEST_F(Assign, RefusesWhoCannotActAndWhatIsNoRole)
{
    (void)declared("P0 Down", at(3));
    for (const auto& [id, name, guest, bot, gone] :
         {std::tuple{"U07GUS", "Gus", true, false, false}, std::tuple{"U08BOT", "Bot", false, true, false},
          std::tuple{"U09GONE", "Gone", false, false, true}})
        book.people.save(Person{.id = UserId{id},
                                .real_name = name,
                                .is_bot = bot,
                                .is_deactivated = gone,
                                .is_guest = guest,
                                .is_complete = true});
    EXPECT_THAT(refused(assigns(cleo, "scribe <@U07GUS>", at(3, 1)), Refusal::Why::usage), HasSubstr("Gus is a guest"));
    EXPECT_THAT(refused(assigns(cleo, "scribe <@U08BOT>", at(3, 1)), Refusal::Why::usage), HasSubstr("Bot is an app"));
    EXPECT_THAT(refused(assigns(cleo, "scribe <@U09GONE>", at(3, 1)), Refusal::Why::usage),
                HasSubstr("no longer active"));
    EXPECT_THAT(refused(assigns(cleo, "scribe @nobody", at(3, 1)), Refusal::Why::usage), HasSubstr("\"@nobody\""));
    EXPECT_THAT(refused(assigns(cleo, "pilot <@U02BEN>", at(3, 1)), Refusal::Why::usage),
                HasSubstr("\"pilot\" is no role"));
}

TEST_F(Assign, IsAskedForByAForm)
{
    const auto incident = declared("P0 Down", at(3));
    const auto form = assign_role(presses(cleo, "assign", incident), book, at(3, 1));
    ASSERT_TRUE(form && form->modal);
    EXPECT_THAT(form->modal->view, HasSubstr("users_select"));
    auto lead = says(cleo, "lead", "");
    lead.can_open_modal = true;
    EXPECT_TRUE(assign_role(lead, book, at(3, 1))->modal);
    ASSERT_TRUE(
        assign_role(submits(cleo, "assign", "INC-1", {{"role", "scribe"}, {"person", "U02BEN"}}), book, at(3, 2)));
    EXPECT_EQ(book.incidents.roles(incident.id).front().user, ben);
    const auto nobody =
        assign_role(submits(cleo, "assign", "INC-1", {{"role", "scribe"}, {"person", ""}}), book, at(3, 2));
    EXPECT_EQ(nobody.error().fields.at(0).first, "person");
}

TEST_F(Assign, TakesAnIdWithoutADigitFromTheForm)
{
    const auto incident = declared("P0 Down", at(3));
    Person person;
    person.id = {"UABCDEFGH"};
    person.real_name = "Dora";
    person.is_complete = true;
    book.people.save(person);
    const auto outcome =
        assign_role(submits(ana, "assign", "INC-1", {{"role", "scribe"}, {"person", "UABCDEFGH"}}), book, at(3, 5));
    ASSERT_TRUE(outcome) << outcome.error().message.text;
    EXPECT_EQ(book.incidents.roles(incident.id).back().user.value, "UABCDEFGH");
}

}  // namespace hotwatch::testing
