// Acknowledge, update, resolve.
#include <gmock/gmock.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

class Acknowledge : public IncidentBook
{
};
class Update : public IncidentBook
{
};
class Resolve : public IncidentBook
{
};

TEST_F(Acknowledge, StopsTheClockAndTheFirstCommands)
{
    const auto incident = declared("P0 Down", at(3));
    const auto outcome = acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    ASSERT_TRUE(outcome);
    EXPECT_THAT(outcome->message.text,
                HasSubstr("You acknowledged INC-1 after 2 min (promised within 5 min) and are the commander."));
    const auto now = again(incident);
    EXPECT_EQ(now.state, IncidentState::acknowledged);
    EXPECT_EQ(now.acknowledged->by, ben);
    EXPECT_EQ(now.commander, ben);
    EXPECT_EQ(now.version, incident.version + 1);
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged"));
}

TEST_F(Acknowledge, IsNewsInTheRoomWithoutMentioningWhoDidIt)
{
    (void)declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 7));
    const auto news = owed("chat.postMessage").back();
    EXPECT_EQ(news, "Deployment Agent acknowledged INC-1 after 7 min, 2 min late (promised within 5 min) and is the "
                    "commander.");
    EXPECT_THAT(owed("chat.update").at(0), Not(HasSubstr("<@")));
}

TEST_F(Acknowledge, WaitsForTheCardBeforeItSpeaksInItsThread)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    const auto calls = calls_of_room();
    ASSERT_EQ(calls.size(), 3U);
    EXPECT_EQ(calls[1].method, "chat.update");
    EXPECT_EQ(calls[1].after, incident.card_row);
    EXPECT_EQ(calls[1].take, Take::message_ts);
    EXPECT_EQ(calls[2].after, incident.card_row);
    EXPECT_EQ(calls[2].take, Take::thread_ts);
}

TEST_F(Acknowledge, SpeaksInTheThreadThatIsKnown)
{
    const auto incident = declared("P0 Down", at(3));
    card_stands(incident);
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    const auto news = nlohmann::json::parse(book.outbox.unsettled().back().args);
    EXPECT_EQ(news.at("thread_ts"), again(incident).room.thread_ts);
    EXPECT_EQ(news.at("channel"), emergency.value);
}

TEST_F(Acknowledge, ByAnotherJoins)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    const auto outcome = acknowledge_incident(presses(cleo, "ack", incident), book, at(3, 4));
    ASSERT_TRUE(outcome);
    EXPECT_THAT(outcome->message.text, HasSubstr("INC-1 was acknowledged by Deployment Agent"));
    EXPECT_THAT(outcome->message.text, HasSubstr("you joined"));
    EXPECT_EQ(again(incident).acknowledged->by, ben);
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged", "joined"));
}

TEST_F(Acknowledge, TwiceBySomebodyChangesNothing)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    (void)acknowledge_incident(says(cleo, "ack", ""), book, at(3, 3));
    const auto before = database.changes();
    EXPECT_THAT(acknowledge_incident(says(ben, "ack", ""), book, at(3, 4))->message.text,
                HasSubstr("You are on INC-1 already"));
    EXPECT_THAT(acknowledge_incident(says(cleo, "ack", ""), book, at(3, 5))->message.text,
                HasSubstr("You are on INC-1 already"));
    EXPECT_EQ(database.changes(), before);
}

TEST_F(Acknowledge, LeavesAnAssignedCommander)
{
    auto request = says(cleo, "declare", "P0 Down");
    request.words.flags = {{"commander", "<@U03MIA>"}};
    ASSERT_TRUE(declare_incident(request, book, at(3)));
    const auto outcome = acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    EXPECT_EQ(book.incidents.newest()->commander, mia);
    EXPECT_THAT(outcome->message.text, HasSubstr("The commander is Manager."));
}

TEST_F(Acknowledge, TooLateSaysWhoResolvedItAndWhen)
{
    const auto incident = declared("P0 Down", at(3));
    (void)resolve_incident(says(ben, "resolve", "restarted"), book, at(3, 9));
    const auto outcome = acknowledge_incident(presses(cleo, "ack", incident), book, at(3, 10));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::not_now);
    EXPECT_THAT(outcome.error().message.text, HasSubstr("INC-1 was resolved by Deployment Agent"));
    EXPECT_THAT(outcome.error().message.text, HasSubstr("03:09 UTC"));
}

TEST_F(Update, RestartsTheGridAndIsNews)
{
    const auto incident = declared("P0 Down", at(3));
    const auto outcome = update_incident(says(ben, "update", "restarted, watching"), book, at(3, 9));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(book.timers.find(TimerKind::update_reminder, incident.id)->due_at, at(3, 24));
    EXPECT_EQ(again(incident).last_update_text, "restarted, watching");
    EXPECT_EQ(again(incident).last_update.by, ben);
    EXPECT_THAT(owed("chat.postMessage").back(),
                HasSubstr("*Update of INC-1 from Deployment Agent:* restarted, watching"));
    EXPECT_THAT(actions(incident), ElementsAre("declared", "update"));
}

TEST_F(Update, KeepsALongTextWholeAndPostsItCutWithAPointer)
{
    std::string text;
    while (text.size() < 2'900)
        text += "word ";
    const auto incident = declared("P0 Down", at(3));
    (void)update_incident(says(ben, "update", text), book, at(3, 9));
    EXPECT_EQ(again(incident).last_update_text.size(), text.size() - 1);  // its last blank is gone
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("`/incident show INC-1`"));
    const auto shown = show_incident(says(cleo, "show", "INC-1"), book, at(3, 10));
    EXPECT_THAT(shown->message.text, HasSubstr(again(incident).last_update_text));
}

TEST_F(Update, ReadsWhenItMayBeFixedInTheAskersZone)
{
    const auto incident = declared("P0 Down", at(3));
    auto request = says(ben, "update", "rolling back");
    request.words.flags = {{"eta", "00:30"}};
    ASSERT_TRUE(update_incident(request, book, at(3, 9)));
    EXPECT_EQ(again(incident).eta, at(4, 30));
    request.words.flags = {{"eta", "eventually"}};
    EXPECT_EQ(update_incident(request, book, at(3, 10)).error().why, Refusal::Why::usage);
}

TEST_F(Update, WithoutTextAsksForIt)
{
    const auto incident = declared("P0 Down", at(3));
    const auto form = update_incident(presses(ben, "update", incident), book, at(3, 9));
    ASSERT_TRUE(form && form->modal);
    const auto view = nlohmann::json::parse(form->modal->view);
    EXPECT_EQ(view.at("callback_id"), "incident.update");
    EXPECT_EQ(view.at("private_metadata"), "1.1");
    const auto mention = update_incident(says(ben, "update", "", Origin::mention), book, at(3, 9));
    EXPECT_THAT(mention.error().message.blocks, HasSubstr(R"("action_id":"incident.update")"));
    const auto empty = update_incident(submits(ben, "update", "INC-1", {{"text", ""}}), book, at(3, 9));
    EXPECT_EQ(empty.error().fields.at(0).first, "text");
}

TEST_F(Update, TakesTheFormsFields)
{
    const auto incident = declared("P0 Down", at(3));
    ASSERT_TRUE(update_incident(submits(ben, "update", "INC-1", {{"text", "line one\nline two"}, {"eta", "+90m"}}),
                                book, at(3, 9)));
    EXPECT_EQ(again(incident).last_update_text, "line one\nline two");
    EXPECT_EQ(again(incident).eta, at(4, 39));
}

TEST_F(Update, IsRefusedOnceResolved)
{
    (void)declared("P0 Down", at(3));
    (void)resolve_incident(says(ben, "resolve", "restarted"), book, at(3, 9));
    const auto outcome = update_incident(says(ben, "update", "INC-1 one more thing"), book, at(3, 10));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::not_now);
}

TEST_F(Resolve, EndsClocksAndReminders)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 2));
    const auto outcome = resolve_incident(says(ben, "resolve", "restarted the agent"), book, at(3, 26));
    ASSERT_TRUE(outcome);
    const auto now = again(incident);
    EXPECT_EQ(now.state, IncidentState::resolved);
    EXPECT_EQ(now.resolved->by, ben);
    EXPECT_EQ(now.resolution, "restarted the agent");
    EXPECT_EQ(now.acknowledged->by, ana);
    EXPECT_FALSE(book.timers.find(TimerKind::update_reminder, incident.id));
    EXPECT_THAT(outcome->message.text, HasSubstr("INC-1 is resolved after 26 min (promised within 1 h)."));
    EXPECT_THAT(outcome->message.text, HasSubstr("A post-mortem is due by"));
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("Deployment Agent resolved INC-1 after 26 min"));
}

TEST_F(Resolve, FromOpenAlsoAcknowledges)
{
    const auto incident = declared("P0 Down", at(3));
    ASSERT_TRUE(resolve_incident(says(ben, "resolve", "restarted"), book, at(3, 26)));
    EXPECT_EQ(again(incident).acknowledged->by, ben);
    EXPECT_EQ(again(incident).acknowledged->at, at(3, 26));
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged", "resolved"));
}

TEST_F(Resolve, TwiceSaysWhoDidItAndChangesNothing)
{
    (void)declared("P0 Down", at(3));
    (void)resolve_incident(says(ben, "resolve", "restarted"), book, at(3, 26));
    const auto before = database.changes();
    const auto outcome = resolve_incident(says(cleo, "resolve", "INC-1 me too"), book, at(3, 27));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().message.text, HasSubstr("resolved by Deployment Agent"));
    EXPECT_EQ(database.changes(), before);
}

TEST_F(Resolve, WithoutWordsAsksWhatFixedIt)
{
    const auto incident = declared("P0 Down", at(3));
    const auto form = resolve_incident(presses(ben, "resolve", incident), book, at(3, 9));
    ASSERT_TRUE(form && form->modal);
    EXPECT_EQ(again(incident).state, IncidentState::open);
    ASSERT_TRUE(resolve_incident(submits(ben, "resolve", "INC-1", {{"text", "restarted"}}), book, at(3, 10)));
    EXPECT_EQ(again(incident).resolution, "restarted");
}

TEST_F(Resolve, LeavesTheCardWithoutButtons)
{
    const auto incident = declared("P0 Down", at(3));
    (void)resolve_incident(says(ben, "resolve", "restarted"), book, at(3, 26));
    const auto edit = book.outbox.newest_with_key("card:" + std::to_string(incident.id));
    ASSERT_TRUE(edit);
    EXPECT_THAT(edit->args, Not(HasSubstr(R"("actions")")));
}

TEST_F(Update, KeepsALongTextWholeAndSaysWhereItStands)
{
    const auto incident = declared("P0 Down", at(3));
    const std::string words = std::string(3'500, 'w') + " the-end";
    ASSERT_TRUE(update_incident(says(ben, "update", words), book, at(3, 5)));
    EXPECT_EQ(book.incidents.last(incident.id, "update")->text, words);
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("_The whole text:_ `/incident show INC-1`"));
    EXPECT_THAT(show_incident(says(cleo, "show", "INC-1"), book, at(4))->message.blocks, HasSubstr("the-end"));
}

TEST_F(Resolve, KeepsALongTextWholeAndSaysWhereItStands)
{
    const auto incident = declared("P0 Down", at(3));
    const std::string words = std::string(3'500, 'w') + " the-end";
    ASSERT_TRUE(resolve_incident(says(ben, "resolve", words), book, at(3, 5)));
    EXPECT_EQ(again(incident).resolution, words);
    EXPECT_THAT(show_incident(says(cleo, "show", "INC-1"), book, at(4))->message.blocks, HasSubstr("the-end"));
    const auto card = book.outbox.newest_with_key("card:1");
    ASSERT_TRUE(card);
    EXPECT_THAT(card->args, HasSubstr("`/incident show INC-1` has all of it"));
}

}  // namespace hotwatch::testing
