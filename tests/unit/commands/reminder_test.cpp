#include <gmock/gmock.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

class UpdateReminder : public IncidentBook
{
  protected:
    /// Fires what is due, as the desk does, and gives what was posted.
    std::string fires(UtcMillis now)
    {
        const auto due = book.timers.due(now, 10);
        EXPECT_EQ(due.size(), 1U);
        for (const auto& timer : due)
            fire_update_reminder(timer, book, now);
        return owed("chat.postMessage").back();
    }

    /// A declared P0 whose card stands, as Slack has accepted it.
    Incident open_p0(UtcMillis now)
    {
        const auto incident = declared("P0 Down", now);
        sent(incident.card_row, "1760400000.000001");
        card_stands(incident);
        return again(incident);
    }

    void sent(std::int64_t row, const std::string& ts)
    {
        auto call = *book.outbox.find(row);
        call.state = CallState::sent;
        call.result_channel = emergency.value;
        call.result_ts = ts;
        book.outbox.save(call);
    }

    void leaves(const UserId& user)
    {
        auto person = *book.people.find(user);
        person.is_deactivated = true;
        book.people.save(person);
    }

    std::int64_t newest_post()
    {
        std::int64_t row = 0;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage")
                row = std::max(row, call.id);
        return row;
    }

    std::optional<UtcMillis> due(const Incident& incident)
    {
        const auto timer = book.timers.find(TimerKind::update_reminder, incident.id);
        return timer ? std::optional{timer->due_at} : std::nullopt;
    }
};

TEST_F(UpdateReminder, AsksThePrimaryInTheRoomBeforeThereIsACommander)
{
    const auto incident = open_p0(at(3));
    const auto text = fires(at(3, 15));
    EXPECT_THAT(text, HasSubstr("<@U01ANA>"));
    EXPECT_THAT(text, HasSubstr("none since the declaration 15 min ago"));
    const auto post = *book.outbox.find(newest_post());
    EXPECT_EQ(post.send_class, SendClass::reminder);
    const auto args = nlohmann::json::parse(post.args);
    EXPECT_EQ(args.at("thread_ts"), again(incident).room.thread_ts);
    EXPECT_THAT(post.args, HasSubstr("incident.update"));
    EXPECT_THAT(post.args, HasSubstr("incident.snooze"));
    EXPECT_THAT(post.args, HasSubstr("incident.resolve"));
    EXPECT_EQ(due(incident), at(3, 30));
}

TEST_F(UpdateReminder, AsksTheCommanderOnceThereIsOne)
{
    (void)open_p0(at(3));
    (void)acknowledge_incident(says(cleo, "ack", ""), book, at(3, 1));
    const auto text = fires(at(3, 15));
    EXPECT_THAT(text, HasSubstr("<@U04CLEO>"));
    EXPECT_THAT(text, Not(HasSubstr("<@U01ANA>")));
}

TEST_F(UpdateReminder, AsksWhoIsOnCallWhereTheCommanderLeftTheWorkspace)
{
    (void)open_p0(at(3));
    (void)acknowledge_incident(says(cleo, "ack", ""), book, at(3, 1));
    leaves(cleo);
    const auto text = fires(at(3, 15));
    EXPECT_THAT(text, HasSubstr("<@U01ANA>"));
    EXPECT_THAT(text, Not(HasSubstr("<@U04CLEO>")));
    EXPECT_THAT(text, HasSubstr("*Cleo* is commander, but is deactivated in Slack, so you are asked instead"));
}

TEST_F(UpdateReminder, MentionsNobodyWhoLeftTheWorkspace)
{
    auto policy = book.policy();
    policy.managers = {mia, cleo};
    book.set_policy(policy);
    (void)open_p0(at(3));
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 1));
    for (const auto& user : {ana, ben, mia})
        leaves(user);
    EXPECT_THAT(fires(at(3, 15)), HasSubstr("⏰ <@U04CLEO> please post"));
    EXPECT_THAT(fires(at(3, 30)), Not(HasSubstr("<@U02BEN>")));
    const auto third = fires(at(3, 45));
    EXPECT_THAT(third, HasSubstr("⏰ <@U04CLEO> please post"));
    EXPECT_THAT(third, Not(HasSubstr("<@U03MIA>")));
}

TEST_F(UpdateReminder, AsksWhoDeclaredWhereNobodyElseCanBe)
{
    book.schedule.replace({});
    (void)open_p0(at(3));
    EXPECT_THAT(fires(at(3, 15)), HasSubstr("<@U04CLEO>"));
}

TEST_F(UpdateReminder, AddsTheBackupThenTheManagerAndTheAcknowledgementLapses)
{
    const auto incident = open_p0(at(3));
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 2));
    EXPECT_THAT(fires(at(3, 15)), Not(HasSubstr("<@U02BEN>")));
    const auto second = fires(at(3, 30));
    EXPECT_THAT(second, HasSubstr("<@U01ANA> <@U02BEN>"));
    EXPECT_THAT(second, Not(HasSubstr("<@U03MIA>")));
    EXPECT_THAT(actions(incident), Not(::testing::Contains("acknowledgement lapsed")));
    const auto third = fires(at(3, 45));
    EXPECT_THAT(third, HasSubstr("<@U01ANA> <@U02BEN> <@U03MIA>"));
    EXPECT_THAT(third, HasSubstr("acknowledgement has lapsed"));
    EXPECT_THAT(actions(incident),
                ElementsAre("declared", "acknowledged", "reminder", "reminder", "reminder", "acknowledgement lapsed"));
    EXPECT_EQ(again(incident).state, IncidentState::acknowledged);
    EXPECT_EQ(again(incident).acknowledged->at, at(3, 2));
    EXPECT_THAT(fires(at(4)), Not(HasSubstr("lapsed"))) << "once per silence";
}

TEST_F(UpdateReminder, NamesThoseAsBackupOrManagerWhoAre)
{
    (void)open_p0(at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));  // the backup, who commands from now on
    (void)fires(at(3, 15));
    EXPECT_THAT(fires(at(3, 30)), HasSubstr("in a row without an answer.")) << "nobody joins";
    EXPECT_THAT(fires(at(3, 45)), HasSubstr("so the manager is asked too"));
}

TEST_F(UpdateReminder, StaysOnItsGridWhenItComesLateAndSaysWhy)
{
    const auto incident = open_p0(at(3));
    const auto text = fires(at(4, 3));
    EXPECT_THAT(text, HasSubstr("48 min late"));
    EXPECT_THAT(text, HasSubstr("Hotwatch was not running"));
    EXPECT_THAT(text, HasSubstr("3 more fell due meanwhile"));
    EXPECT_EQ(due(incident), at(4, 15));
    EXPECT_TRUE(book.timers.due(at(4, 3), 10).empty()) << "one message, not four";
}

TEST_F(UpdateReminder, SaysNothingOfASecondsDelay)
{
    (void)open_p0(at(3));
    EXPECT_THAT(fires(at(3, 15) + 20s), Not(HasSubstr("late")));
}

TEST_F(UpdateReminder, IsAnsweredInPlaceByAnUpdate)
{
    const auto incident = open_p0(at(3));
    (void)fires(at(3, 15));
    const auto first = newest_post();
    sent(first, "1760400900.000001");
    (void)fires(at(3, 30));
    const auto second = newest_post();  // not sent yet: the edit waits for it
    ASSERT_TRUE(update_incident(says(ana, "update", "restarted"), book, at(3, 31)));
    const auto edit = book.outbox.newest_with_key(fmt::format("edit:{}", first));
    ASSERT_TRUE(edit);
    const auto args = nlohmann::json::parse(edit->args);
    EXPECT_EQ(args.at("ts"), "1760400900.000001");
    EXPECT_THAT(std::string{args.at("text")}, HasSubstr("by an update from Engineer Helper Agent"));
    EXPECT_THAT(edit->args, Not(HasSubstr(R"("actions")")));
    const auto waiting = book.outbox.newest_with_key(fmt::format("edit:{}", second));
    ASSERT_TRUE(waiting);
    EXPECT_EQ(waiting->after, second);
    EXPECT_EQ(waiting->take, Take::message_ts);
    EXPECT_EQ(again(incident).reminders_unanswered, 0);
    EXPECT_EQ(due(incident), at(3, 46));
    EXPECT_TRUE(book.incidents.take_open_reminders(incident.id).empty());
}

TEST_F(UpdateReminder, CountsFromOneAgainAfterAnUpdate)
{
    (void)open_p0(at(3));
    (void)fires(at(3, 15));
    (void)update_incident(says(ana, "update", "restarted"), book, at(3, 16));
    const auto text = fires(at(3, 31));
    EXPECT_THAT(text, Not(HasSubstr("in a row")));
    EXPECT_THAT(text, HasSubstr("The last one, from Engineer Helper Agent, is 15 min old."));
}

TEST_F(UpdateReminder, IsAnsweredByTheResolutionAndStops)
{
    const auto incident = open_p0(at(3));
    (void)fires(at(3, 15));
    const auto row = newest_post();
    ASSERT_TRUE(resolve_incident(says(ana, "resolve", "restarted"), book, at(3, 16)));
    EXPECT_TRUE(book.outbox.newest_with_key(fmt::format("edit:{}", row)));
    EXPECT_EQ(due(incident), std::nullopt);
}

TEST_F(UpdateReminder, GoesOnWhileMitigated)
{
    auto incident = open_p0(at(3));
    incident.state = IncidentState::mitigated;
    incident.mitigated = Mark{at(3, 5), ana};
    book.incidents.save(incident);
    EXPECT_THAT(fires(at(3, 15)), HasSubstr("please post a status update"));
    EXPECT_EQ(due(incident), at(3, 30));
}

TEST_F(UpdateReminder, OfSomethingResolvedOrUnknownDisarmsInSilence)
{
    auto incident = open_p0(at(3));
    const auto timer = *book.timers.find(TimerKind::update_reminder, incident.id);
    incident.state = IncidentState::cancelled;
    book.incidents.save(incident);
    const auto before = owed("chat.postMessage").size();
    fire_update_reminder(timer, book, at(3, 15));
    EXPECT_EQ(owed("chat.postMessage").size(), before);
    EXPECT_EQ(due(incident), std::nullopt);
    Timer lost = timer;
    lost.subject = 4711;
    fire_update_reminder(lost, book, at(3, 15));
    EXPECT_EQ(owed("chat.postMessage").size(), before);
}

TEST_F(UpdateReminder, IsKeptByEveryOpenIncidentOfACadenceWhateverHappens)
{
    const auto incident = open_p0(at(3));
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 1));
    EXPECT_EQ(due(incident), at(3, 15)) << "an acknowledgement is no update";
    (void)fires(at(3, 15));
    (void)snooze_reminder(says(ana, "snooze", ""), book, at(3, 16));
    (void)fires(at(3, 45));
    EXPECT_EQ(due(incident), at(4));
    EXPECT_EQ(database.verify().problem, "");
}

TEST_F(UpdateReminder, CanBeSnoozedByOneCadenceAtMost)
{
    const auto incident = open_p0(at(3));
    (void)fires(at(3, 15));
    const auto too_long = snooze_reminder(says(ana, "snooze", "20m busy"), book, at(3, 16));
    ASSERT_FALSE(too_long);
    EXPECT_THAT(too_long.error().message.text, HasSubstr("at most 15 min"));
    const auto outcome = snooze_reminder(says(ana, "snooze", "10m restart is running"), book, at(3, 16));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(due(incident), at(3, 40));
    EXPECT_THAT(outcome->message.text, HasSubstr("restart is running"));
    EXPECT_EQ(book.incidents.timeline(incident.id).back().text, "by 10 min: restart is running");
}

TEST_F(UpdateReminder, PressedSnoozeMovesItByACadenceAndKeepsTheOtherButtons)
{
    const auto incident = open_p0(at(3));
    (void)fires(at(3, 15));
    const auto row = newest_post();
    ASSERT_TRUE(snooze_reminder(presses(ana, "snooze", incident), book, at(3, 16)));
    EXPECT_EQ(due(incident), at(3, 45));
    const auto edit = book.outbox.newest_with_key(fmt::format("edit:{}", row));
    ASSERT_TRUE(edit);
    EXPECT_THAT(edit->args, HasSubstr("incident.update"));
    EXPECT_THAT(edit->args, Not(HasSubstr("incident.snooze")));
    ASSERT_TRUE(update_incident(says(ana, "update", "done"), book, at(3, 17)));
    EXPECT_THAT(book.outbox.newest_with_key(fmt::format("edit:{}", row))->args, HasSubstr("answered"))
        << "it was still open";
}

TEST_F(UpdateReminder, IsNotSnoozedTwiceInARow)
{
    const auto incident = open_p0(at(3));
    ASSERT_TRUE(snooze_reminder(says(ana, "snooze", "15m"), book, at(3, 5)));
    EXPECT_THAT(snooze_reminder(says(ben, "snooze", "15m"), book, at(3, 6)).error().message.text,
                HasSubstr("snoozed already"));
    (void)fires(at(3, 30));
    EXPECT_EQ(snooze_reminder(says(ana, "snooze", "15m"), book, at(3, 31)).error().why, Refusal::Why::not_now);
    (void)fires(at(3, 45));
    EXPECT_TRUE(snooze_reminder(says(ana, "snooze", "15m"), book, at(3, 46)));
    EXPECT_EQ(due(incident), at(4, 15));
}

TEST_F(UpdateReminder, CannotBeSnoozedWhereNoneIsPromised)
{
    (void)declared("P2 Slow", at(3));
    EXPECT_EQ(snooze_reminder(says(ana, "snooze", "15m"), book, at(3, 5)).error().why, Refusal::Why::not_now);
}

TEST_F(UpdateReminder, BeginsChangesAndEndsWithThePolicyInForce)
{
    const auto p0 = open_p0(at(3));
    const auto p2 = declared("P2 Slow", at(3));
    auto next = default_policy();
    next.severities[0].update_every = 5min;
    next.severities[2].update_every = 1h;
    const auto before = book.policy();
    incident::keep_cadences(next, &before, book, at(3, 2));
    EXPECT_EQ(due(p0), at(3, 5));
    EXPECT_EQ(due(p2), at(4, 2));
    incident::keep_cadences(next, nullptr, book, at(3, 3));
    EXPECT_EQ(due(p0), at(3, 5));
    EXPECT_EQ(due(p2), at(4, 2)) << "nothing is new";
    incident::keep_cadences(before, &next, book, at(3, 4));
    EXPECT_EQ(due(p2), std::nullopt);
}

}  // namespace hotwatch::testing
