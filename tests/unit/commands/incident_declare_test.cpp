#include <gmock/gmock.h>

#include "commands/blocks.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

class Declare : public IncidentBook
{
};

TEST_F(Declare, AnswersAtOnceWithTheIdAndWhereTheRoomIs)
{
    const auto outcome = declare_incident(says(cleo, "declare", "P0 Approval queue is down"), book, at(3));
    ASSERT_TRUE(outcome);
    EXPECT_THAT(outcome->message.text, HasSubstr("INC-1 declared: 🛑 P0 critical, *Approval queue is down*"));
    EXPECT_THAT(outcome->message.text, HasSubstr("<#C01EMERG>"));
    EXPECT_EQ(outcome->object, "INC-1");
    EXPECT_EQ(outcome->to, Reply::To::asker);
}

TEST_F(Declare, KeepsWhoSaidWhat)
{
    const auto incident = declared("P1 Chatwoot is silent", at(3));
    EXPECT_EQ(incident.title, "Chatwoot is silent");
    EXPECT_EQ(incident.severity, Severity::p1);
    EXPECT_EQ(incident.state, IncidentState::open);
    EXPECT_EQ(incident.declared.by, cleo);
    EXPECT_EQ(incident.declared.at, at(3));
    EXPECT_EQ(incident.last_update.at, at(3));
    EXPECT_TRUE(incident.commander.empty());
    EXPECT_THAT(actions(incident), ElementsAre("declared"));
}

TEST_F(Declare, OwesOneCardInTheSeveritysChannel)
{
    const auto incident = declared("P0 Approval queue is down", at(3));
    const auto card = book.outbox.find(incident.card_row);
    ASSERT_TRUE(card);
    EXPECT_EQ(card->method, "chat.postMessage");
    EXPECT_EQ(card->kind, CallKind::look_up);
    EXPECT_EQ(card->purpose, "incident.card");
    EXPECT_EQ(card->subject, incident.id);
    EXPECT_EQ(card->send_class, SendClass::acknowledgement);
    const auto args = nlohmann::json::parse(card->args);
    EXPECT_EQ(args.at("channel"), emergency.value);
    EXPECT_FALSE(args.contains("thread_ts"));
    EXPECT_EQ(incident.room.channel, emergency);
    EXPECT_EQ(declared("P3 Typo", at(3)).room.channel, support);
}

TEST_F(Declare, NamesTheChannelWhereSlackHasNotToldItsId)
{
    auto policy = book.policy();
    policy.channels["emergency"] = "#not-seen-yet";
    book.set_policy(policy);
    EXPECT_EQ(declared("P0 Down", at(3)).room.channel.value, "#not-seen-yet");
}

TEST_F(Declare, ArmsTheReminderOneCadenceOn)
{
    const auto incident = declared("P0 Down", at(3));
    const auto timer = book.timers.find(TimerKind::update_reminder, incident.id);
    ASSERT_TRUE(timer);
    EXPECT_EQ(timer->due_at, at(3, 15));
    EXPECT_EQ(timer->urgency, 0);
}

TEST_F(Declare, ArmsNoReminderWhereNoneIsPromised)
{
    const auto incident = declared("P2 Slow for one", at(3));
    EXPECT_FALSE(book.timers.find(TimerKind::update_reminder, incident.id));
}

TEST_F(Declare, MentionsThePrimaryOnTheCardAndAsksThemToAnswer)
{
    (void)declared("P0 Down", at(3));
    EXPECT_THAT(owed("chat.postMessage").at(0), HasSubstr("<@U01ANA>, please acknowledge"));
}

TEST_F(Declare, ByThePrimaryAcknowledges)
{
    const auto outcome = declare_incident(says(ana, "declare", "P0 Down"), book, at(3));
    ASSERT_TRUE(outcome);
    const auto incident = *book.incidents.newest();
    EXPECT_EQ(incident.state, IncidentState::acknowledged);
    EXPECT_EQ(incident.acknowledged->at, at(3));
    EXPECT_EQ(incident.commander, ana);
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged"));
    EXPECT_THAT(outcome->message.text, HasSubstr("You are on call"));
    EXPECT_THAT(owed("chat.postMessage").at(0), Not(HasSubstr("<@")))
        << "nobody is mentioned for what they did themselves";
}

TEST_F(Declare, TakesP2WhereNoSeverityIsGivenAndSaysSo)
{
    const auto outcome = declare_incident(says(cleo, "declare", "Queue is slow"), book, at(3));
    EXPECT_THAT(outcome->message.text, HasSubstr("No severity was given, so it is 🟦 P2 medium"));
    EXPECT_EQ(book.incidents.newest()->severity, Severity::p2);
}

TEST_F(Declare, RefusesASeverityThatDoesNotExist)
{
    const auto outcome = declare_incident(says(cleo, "declare", "P4 Queue is slow"), book, at(3));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::usage);
    EXPECT_THAT(outcome.error().message.text, HasSubstr("there is no P4"));
    EXPECT_EQ(book.incidents.count(), 0);
}

TEST_F(Declare, AsksWhetherADigitAloneIsTheSeverity)
{
    const auto outcome = declare_incident(says(cleo, "declare", "3 services are down"), book, at(3));
    ASSERT_FALSE(outcome) << "nothing is declared on a guess";
    EXPECT_EQ(outcome.error().why, Refusal::Why::ambiguous);
    EXPECT_EQ(book.incidents.count(), 0);
    expect_golden("incident/declare_digit", outcome.error().message);
    const auto buttons = nlohmann::json::parse(outcome.error().message.blocks).at(1).at("elements");
    EXPECT_EQ(buttons.at(0).at("value"), "incident declare P3 services are down");
    EXPECT_EQ(buttons.at(1).at("value"), "incident declare P2 3 services are down");
}

TEST_F(Declare, KeepsTheFlagsWhereItAsksAboutADigit)
{
    auto request = says(cleo, "declare", "0 operators can log in");
    request.words.flags = {{"service", "agent sdk"}};
    const auto outcome = declare_incident(request, book, at(3));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().message.blocks, HasSubstr("--service=\\\"agent sdk\\\" P0 operators can log in"));
}

TEST_F(Declare, AsksInWordsAloneWhereTheTitleIsTooLongForAButton)
{
    const auto outcome = declare_incident(says(cleo, "declare", "3 " + std::string(2'000, 'w')), book, at(3));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().message.blocks, Not(HasSubstr("\"actions\"")));
    EXPECT_THAT(outcome.error().message.text, HasSubstr("/incident declare P3 www"));
}

TEST_F(Declare, LeavesANumberThatIsNoSeverityInTheTitle)
{
    EXPECT_EQ(declared("5 services are down", at(3)).title, "5 services are down");
    EXPECT_EQ(declared("12 nodes are gone", at(3)).title, "12 nodes are gone");
}

TEST_F(Declare, ShowsAVeryLongDeclarationWhole)
{
    (void)declared("P0 " + std::string(3'500, 'w') + " the-end", at(3));
    bool is_there = false;
    for (const auto& call : book.outbox.unsettled())
        is_there =
            is_there || nlohmann::json::parse(call.args).value("blocks", nlohmann::json{}).dump().find("the-end") !=
                            std::string::npos;
    EXPECT_TRUE(is_there);
}

TEST_F(Declare, CutsALongTitleAndKeepsAllOfIt)
{
    const std::string words(450, 'w');
    const auto incident = declared("P0 " + words, at(3));
    EXPECT_LE(incident.title.size(), 202U);  // 199 letters and the three bytes of "…"
    EXPECT_TRUE(incident.title.ends_with("…"));
    EXPECT_EQ(book.incidents.timeline(incident.id).front().text, words);
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr(words));
}

TEST_F(Declare, LetsNoTitleMentionAnybody)
{
    (void)declared("P0 <!channel> & <@U01ANA> down", at(3));
    for (const auto& text : owed("chat.postMessage"))
    {
        EXPECT_THAT(text, Not(HasSubstr("<!channel>")));
        EXPECT_THAT(text, HasSubstr("&lt;!channel&gt; &amp; &lt;@U01ANA&gt;"));
    }
}

TEST_F(Declare, ReadsItsFlags)
{
    auto request = says(cleo, "declare", "P0 Down");
    request.words.flags = {{"service", "agent-sdk"}, {"started", "22:50"}, {"commander", "<@U02BEN|ben>"}};
    ASSERT_TRUE(declare_incident(request, book, at(3)));
    const auto incident = *book.incidents.newest();
    EXPECT_EQ(incident.service, "agent-sdk");
    EXPECT_EQ(incident.started_at, at(2, 50));  // 22:50 of the evening before, in New York
    EXPECT_EQ(incident.commander, ben);
    EXPECT_EQ(incident.declared.at, at(3));
}

TEST_F(Declare, RefusesATimeItCannotReadAndAPersonNobodyKnows)
{
    auto request = says(cleo, "declare", "P0 Down");
    request.words.flags = {{"started", "a while ago"}};
    EXPECT_EQ(declare_incident(request, book, at(3)).error().why, Refusal::Why::usage);
    request.words.flags = {{"started", "+90m"}};
    EXPECT_EQ(declare_incident(request, book, at(3)).error().why, Refusal::Why::usage);
    request.words.flags = {{"commander", "@nobody"}};
    EXPECT_EQ(declare_incident(request, book, at(3)).error().why, Refusal::Why::not_found);
    EXPECT_EQ(book.incidents.count(), 0);
}

TEST_F(Declare, BriefsACommanderWhoDidNotDeclareIt)
{
    auto request = says(cleo, "declare", "P1 Down");
    request.words.flags = {{"commander", "<@U02BEN>"}};
    ASSERT_TRUE(declare_incident(request, book, at(3)));
    EXPECT_EQ(book.incidents.newest()->commander, ben);
    EXPECT_THAT(owed("chat.postMessage"), Contains(HasSubstr("Cleo made you the commander")));
    request.words.flags = {{"commander", "me"}};
    request.words.rest = "P1 Down again";
    ASSERT_TRUE(declare_incident(request, book, at(4)));
    EXPECT_EQ(book.incidents.newest()->commander, cleo);
    EXPECT_THAT(owed("chat.postMessage"), Contains(HasSubstr("made you the commander")).Times(1));
}

TEST_F(Declare, TakesNobodyForCommanderWhoCannotHaveARole)
{
    for (const auto& [kind, why] : {std::pair{&Person::is_guest, "a guest"}, std::pair{&Person::is_bot, "an app"},
                                    std::pair{&Person::is_deactivated, "no longer active"}})
    {
        Person person;
        person.id = {"U09OTHER"};
        person.real_name = "Other";
        person.is_complete = true;
        person.*kind = true;
        book.people.save(person);
        auto request = says(cleo, "declare", "P1 Down");
        request.words.flags = {{"commander", "<@U09OTHER>"}};
        const auto outcome = declare_incident(request, book, at(3));
        ASSERT_FALSE(outcome) << why;
        EXPECT_THAT(outcome.error().message.text, HasSubstr(why));
    }
    EXPECT_EQ(book.incidents.count(), 0);
}

TEST_F(Declare, OpensTheFormWhereThereIsATriggerAndNothingWasSaid)
{
    auto request = says(cleo, "declare", "");
    request.can_open_modal = true;
    const auto outcome = declare_incident(request, book, at(3));
    ASSERT_TRUE(outcome);
    ASSERT_TRUE(outcome->modal);
    const auto view = nlohmann::json::parse(outcome->modal->view);
    EXPECT_EQ(view.at("callback_id"), "incident.declare");
    EXPECT_THAT(outcome->modal->text_form.text, HasSubstr("/incident declare P1"));
    EXPECT_EQ(book.incidents.count(), 0);
}

TEST_F(Declare, GivesAMentionAnExampleAndAButtonAndAShellTheWordsAlone)
{
    const auto mention = declare_incident(says(cleo, "declare", "", Origin::mention), book, at(3));
    ASSERT_FALSE(mention);
    EXPECT_THAT(mention.error().message.blocks, HasSubstr("Open form"));
    EXPECT_THAT(mention.error().message.text, HasSubstr("/incident declare P1"));
    const auto shell = declare_incident(says(cleo, "declare", "", Origin::shell), book, at(3));
    ASSERT_FALSE(shell);
    EXPECT_EQ(shell.error().why, Refusal::Why::usage);
    EXPECT_THAT(shell.error().message.blocks, Not(HasSubstr("Open form")));
}

TEST_F(Declare, TakesTheFormsFields)
{
    const auto outcome =
        declare_incident(submits(cleo, "declare", "",
                                 {{"severity", "P1"}, {"title", "Queue stuck"}, {"service", "queue"}, {"started", ""}}),
                         book, at(3));
    ASSERT_TRUE(outcome);
    const auto incident = *book.incidents.newest();
    EXPECT_EQ(incident.severity, Severity::p1);
    EXPECT_EQ(incident.title, "Queue stuck");
    EXPECT_EQ(incident.service, "queue");
    EXPECT_EQ(book.incidents.timeline(incident.id).front().source, "modal");
}

TEST_F(Declare, ToldByTheFormNamesTheFieldThatIsWrong)
{
    auto outcome = declare_incident(submits(cleo, "declare", "", {{"severity", "P1"}, {"title", " "}}), book, at(3));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::field_errors);
    EXPECT_EQ(outcome.error().fields.at(0).first, "title");
    outcome = declare_incident(
        submits(cleo, "declare", "", {{"severity", "P1"}, {"title", "Down"}, {"started", "soon"}}), book, at(3));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fields.at(0).first, "started");
}

TEST_F(Declare, FromTheShellNamesTheUnixUser)
{
    const auto outcome =
        declare_incident(says(UserId{"console:root"}, "declare", "P0 Down", Origin::shell), book, at(3));
    ASSERT_TRUE(outcome);
    EXPECT_THAT(book.outbox.find(book.incidents.newest()->card_row)->args, HasSubstr("by root (shell)"));
}

TEST_F(Declare, LearnsTheRoomWhenTheCardStands)
{
    const auto incident = declared("P0 Down", at(3));
    incident_card_posted(book, incident.id, emergency, "1760400000.000100", at(3));
    EXPECT_EQ(again(incident).room.thread_ts, "1760400000.000100");
    incident_card_posted(book, 999, emergency, "1.2", at(3));  // not known: nothing happens
}

}  // namespace hotwatch::testing
