// A change of severity: clocks, reminders, and who must know.
#include <gmock/gmock.h>

#include "commands/incident/view.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace std::chrono_literals;

class Severities : public IncidentBook
{
  protected:
    Severities()
    {
        // Tests of clocks stay readable: no business hours.
        auto policy = book.policy();
        for (auto& severity : policy.severities)
            severity.business_hours_only = false;
        book.set_policy(policy);
    }
    Outcome changes(const UserId& who, const std::string& words, UtcMillis now)
    {
        return change_severity(says(who, "severity", words), book, now);
    }
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
    incident::Clocks clocks(const Incident& incident, UtcMillis now)
    {
        return incident::view_of(again(incident), book, now).clocks;
    }
    std::optional<UtcMillis> reminder(const Incident& incident)
    {
        const auto timer = book.timers.find(TimerKind::update_reminder, incident.id);
        return timer ? std::optional{timer->due_at} : std::nullopt;
    }
    /// Direct messages to somebody, as text.
    std::vector<std::string> told(const UserId& user)
    {
        std::vector<std::string> texts;
        for (const auto& call : book.outbox.unsettled())
            if (call.conversation == "dm:" + user.value)
                texts.push_back(nlohmann::json::parse(call.args).at("text"));
        return texts;
    }
    /// What the message to `user` is edited to; "" it is not.
    std::string edited(const UserId& user)
    {
        for (const auto& page : book.outbox.unsettled())
            if (page.conversation == "dm:" + user.value)
                if (const auto edit = book.outbox.newest_with_key(fmt::format("edit:{}", page.id)))
                    return nlohmann::json::parse(edit->args).at("text");
        return {};
    }
    std::vector<std::string> posted_in(const ChannelId& channel)
    {
        std::vector<std::string> texts;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && nlohmann::json::parse(call.args).at("channel") == channel.value)
                texts.push_back(nlohmann::json::parse(call.args).at("text"));
        return texts;
    }
};

TEST_F(Severities, AnUnstoppedResponseStartsAnewAndTheResolutionKeepsItsStart)
{
    const auto incident = declared("P2 Slow", at(3));
    ASSERT_TRUE(changes(ana, "P0 it spreads", at(3, 20)));
    EXPECT_EQ(again(incident).severity, Severity::p0);
    EXPECT_EQ(clocks(incident, at(3, 20)).response.due, at(3, 25));
    EXPECT_EQ(clocks(incident, at(3, 20)).resolution.due, at(4));
}

TEST_F(Severities, AStoppedResponseStaysStopped)
{
    const auto incident = declared("P1 Slow", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 7));
    ASSERT_TRUE(changes(ana, "P0", at(3, 20)));
    EXPECT_EQ(clocks(incident, at(3, 20)).response.stopped, at(3, 7));
    EXPECT_EQ(again(incident).response_from, at(3));
}

TEST_F(Severities, APastResolutionIsOneBreachOnTheTimeline)
{
    const auto incident = declared("P1 Slow", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 7));
    ASSERT_TRUE(changes(ana, "P0", at(5)));
    EXPECT_THAT(actions(incident), ElementsAre("declared", "acknowledged", "severity", "resolution breached"));
    ASSERT_TRUE(changes(ana, "P1", at(5, 1)));
    ASSERT_TRUE(changes(ana, "P0", at(8)));
    EXPECT_EQ(std::ranges::count(actions(incident), "resolution breached"), 1)
        << "P1's four hours were over before: nothing new";
}

TEST_F(Severities, ARaiseBeginsRemindersAndALoweringEndsThem)
{
    const auto incident = declared("P2 Slow", at(3));
    EXPECT_FALSE(reminder(incident));
    ASSERT_TRUE(changes(ana, "P1", at(4)));
    EXPECT_EQ(reminder(incident), at(4, 30));
    ASSERT_TRUE(changes(ana, "P2", at(4, 10)));
    EXPECT_FALSE(reminder(incident));
}

TEST_F(Severities, ANewCadenceStaysOnTheGridOfTheLastUpdate)
{
    const auto incident = declared("P1 Slow", at(3));
    (void)update_incident(says(ben, "update", "looking"), book, at(3, 10));
    ASSERT_TRUE(changes(ana, "P0", at(3, 20)));
    EXPECT_EQ(reminder(incident), at(3, 25)) << "a quarter of an hour after the update";
    ASSERT_TRUE(changes(ana, "P1", at(3, 22)));
    EXPECT_EQ(reminder(incident), at(3, 40));
}

TEST_F(Severities, ARaiseAsksThePrimaryAgainOnce)
{
    (void)declared("P2 Slow", at(3));
    EXPECT_EQ(told(ana).size(), 1U);
    ASSERT_TRUE(changes(ben, "P0 it spreads", at(3, 20)));
    ASSERT_EQ(told(ana).size(), 2U);
    EXPECT_THAT(told(ana).back(), HasSubstr("Raised from 🟦 P2 medium by Deployment Agent: it spreads."));
    ASSERT_TRUE(changes(ana, "P1", at(3, 25)));
    EXPECT_EQ(told(ana).size(), 2U) << "a lowering asks nobody";
}

TEST_F(Severities, ARaiseOfWhatSomebodyHasMentionsTheCommanderInstead)
{
    (void)declared("P1 Slow", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    const auto asked = told(ana).size();
    ASSERT_TRUE(changes(ana, "P0 it spreads", at(3, 20)));
    EXPECT_EQ(told(ana).size(), asked);
    EXPECT_THAT(owed("chat.postMessage").back(), HasSubstr("<@U02BEN>, you are the commander"));
}

TEST_F(Severities, ARaiseIsAnnouncedOnceWhereTheEmergencyIsHeard)
{
    const auto incident = declared("P2 Slow", at(3));
    incident_card_posted(book, incident.id, support, "1760400000.000100", at(3));
    book.notes.set("url", "https://hotdash.slack.com/");
    ASSERT_TRUE(changes(ana, "P1 it spreads", at(3, 20)));
    const auto announced = posted_in(emergency);
    ASSERT_EQ(announced.size(), 1U);
    EXPECT_THAT(announced.front(),
                HasSubstr("<https://hotdash.slack.com/archives/C02SUPPORT/p1760400000000100|Its thread>"));
    ASSERT_TRUE(changes(ana, "P2", at(3, 25)));
    ASSERT_TRUE(changes(ana, "P0", at(3, 30)));
    EXPECT_EQ(posted_in(emergency).size(), 1U);
    EXPECT_EQ(again(incident).room.channel, support) << "the room stays where it is";
    EXPECT_TRUE(book.outbox.newest_with_key("edit:" + std::to_string(again(incident).announcement_row)))
        << "what was announced is kept up to date";
}

TEST_F(Severities, WhatIsInTheEmergencyChannelAnywayIsNotAnnouncedThere)
{
    const auto incident = declared("P1 Slow", at(3));
    ASSERT_TRUE(changes(ana, "P0", at(3, 20)));
    EXPECT_EQ(again(incident).announcement_row, 0);
}

TEST_F(Severities, AP0IsLoweredByItsCommanderWhoeverIsOnCallOrAManager)
{
    (void)declared("P0 Down", at(3));
    (void)join_incident(says(cleo, "join", ""), book, at(3, 1));
    EXPECT_THAT(refused(changes(cleo, "P1", at(3, 2)), Refusal::Why::not_allowed),
                HasSubstr("Only its commander, whoever is on call, or a manager can lower that."));
    EXPECT_TRUE(changes(ben, "P1", at(3, 3)));
    EXPECT_TRUE(changes(cleo, "P0", at(3, 4))) << "a raise is any responder's";
    EXPECT_TRUE(changes(mia, "P1", at(3, 5)));
    EXPECT_TRUE(changes(cleo, "P2", at(3, 6))) << "and so is anything below";
}

TEST_F(Severities, ALoweredP0IsToldToTheManagerUnlessItWasThem)
{
    (void)declared("P0 Down", at(3));
    ASSERT_TRUE(changes(ana, "P1 one region only", at(3, 3)));
    ASSERT_EQ(told(mia).size(), 1U);
    EXPECT_THAT(told(mia).front(), HasSubstr("one region only"));
    ASSERT_TRUE(changes(ana, "P0", at(3, 4)));
    ASSERT_TRUE(changes(mia, "P1", at(3, 5)));
    EXPECT_EQ(told(mia).size(), 1U);
}

TEST_F(Severities, TheSameAgainSaysSinceWhen)
{
    (void)declared("P1 Slow", at(3));
    EXPECT_THAT(refused(changes(ana, "P1", at(3, 2)), Refusal::Why::not_now),
                HasSubstr("INC-1 is 🔶 P1 high already, since its declaration"));
    ASSERT_TRUE(changes(ana, "P0", at(3, 3)));
    EXPECT_THAT(refused(changes(ben, "P0", at(3, 4)), Refusal::Why::not_now),
                HasSubstr("Engineer Helper Agent changed it"));
}

TEST_F(Severities, AreReadWithAndWithoutAnId)
{
    const auto incident = declared("P1 Slow", at(3));
    for (const auto* words : {"p0", "INC-1 P1", "1 p0", "sev1 it spreads", "0", "1 because", "INC-1 P0: with a colon"})
        EXPECT_TRUE(changes(ana, words, at(3, 5))) << words;
    EXPECT_EQ(again(incident).severity, Severity::p0);
    EXPECT_THAT(refused(changes(ana, "P7", at(3, 6)), Refusal::Why::usage), HasSubstr("\"P7\" is no severity"));
    EXPECT_THAT(refused(changes(ana, "<!channel>", at(3, 6)), Refusal::Why::usage), Not(HasSubstr("<!channel>")));
}

TEST_F(Severities, AreAskedForByAForm)
{
    const auto incident = declared("P1 Slow", at(3));
    const auto form = change_severity(presses(ana, "severity", incident), book, at(3, 1));
    ASSERT_TRUE(form && form->modal);
    EXPECT_THAT(form->modal->view, HasSubstr(R"("callback_id":"incident.severity")"));
    auto submitted = submits(ana, "severity", "INC-1", {{"severity", "P0"}, {"text", "it spreads"}});
    submitted.version = again(incident).version;
    ASSERT_TRUE(change_severity(submitted, book, at(3, 2)));
    EXPECT_THAT(book.incidents.last(incident.id, "severity")->text, HasSubstr("it spreads"));
    submitted.fields["severity"] = "P2";
    EXPECT_THAT(refused(change_severity(submitted, book, at(3, 3)), Refusal::Why::not_now),
                HasSubstr("after that form was opened"));
    EXPECT_EQ(again(incident).severity, Severity::p0);
}

TEST_F(Severities, StayWhatTheyWereOnceItIsOver)
{
    (void)declared("P1 Slow", at(3));
    (void)resolve_incident(says(ana, "resolve", "restarted"), book, at(3, 5));
    EXPECT_THAT(refused(changes(ana, "INC-1 P0", at(3, 6)), Refusal::Why::not_now), HasSubstr("was resolved by"));
}

TEST_F(Severities, RemindersThatWereOpenAreAnsweredWhereNoneIsPromisedAnyMore)
{
    const auto incident = declared("P1 Slow", at(3));
    fire_update_reminder(*book.timers.find(TimerKind::update_reminder, incident.id), book, at(3, 30));
    ASSERT_TRUE(changes(ana, "P2", at(3, 31)));
    EXPECT_THAT(book.incidents.take_open_reminders(incident.id), IsEmpty());
}

TEST_F(Severities, LoweredShowsOnTheOpenPage)
{
    const auto incident = declared("P1 Queue is slow", at(3));
    ASSERT_TRUE(changes(ana, "P2 one operator only", at(3, 5)));
    const auto page = edited(ana);
    EXPECT_THAT(page, HasSubstr("🟦 P2 medium · INC-1"));
    EXPECT_THAT(page, HasSubstr("Lowered from 🔶 P1 high by Engineer Helper Agent: one operator only."));
    EXPECT_EQ(book.incidents.take_open_pages(incident.id).size(), 1U) << "it still waits for an answer";
}

TEST_F(Severities, AnnouncedElsewhereIsEditedAtMostOnceInThreeSeconds)
{
    const auto incident = declared("P2 Queue is slow", at(3));
    ASSERT_TRUE(changes(ana, "P0 all operators", at(3, 5)));
    auto announcement = *book.outbox.find(again(incident).announcement_row);
    announcement.state = CallState::sent;
    announcement.result_channel = emergency.value;
    announcement.result_ts = "1760400000.000900";
    book.outbox.save(announcement);
    const auto edit = [&] { return *book.outbox.newest_with_key(fmt::format("edit:{}", announcement.id)); };
    ASSERT_TRUE(acknowledge_incident(says(ben, "ack", ""), book, at(3, 6)));
    EXPECT_LE(edit().not_before, at(3, 6)) << "the first at once";
    auto first = edit();
    first.state = CallState::sent;
    first.started_at = at(3, 6);
    book.outbox.save(first);
    ASSERT_TRUE(mitigate_incident(says(ana, "mitigate", "failed over"), book, at(3, 6) + 1s));
    EXPECT_EQ(edit().not_before, at(3, 6) + 3s);
}

}  // namespace hotwatch::testing
