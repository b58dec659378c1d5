// Every message of the rules as its reader gets it, held by golden files.
#include "commands/incident/modal.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/oncall/render.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using namespace incident;
using namespace std::chrono_literals;

class Rendered : public IncidentBook
{
  protected:
    View view(const Incident& incident, UtcMillis now) { return view_of(again(incident), book, now); }

    Message refusal(const Outcome& outcome) { return outcome ? Message{} : outcome.error().message; }

    Incident p0()
    {
        auto request = says(cleo, "declare", "P0 Approval queue is down & nothing loads");
        request.words.flags = {{"service", "agent-sdk"}, {"started", "22:50"}};
        EXPECT_TRUE(declare_incident(request, book, at(3)));
        card_stands(*book.incidents.newest());
        return *book.incidents.newest();
    }

    std::string form(const Modal& modal)
    {
        return nlohmann::json::parse(modal.view).dump(2) + "\n" + modal.text_form.text;
    }
};

TEST_F(Rendered, CardThroughItsLife)
{
    const auto incident = p0();
    expect_golden("incident/card_open", render_card(view(incident, at(3))));
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 2));
    (void)update_incident(
        submits(ana, "update", "INC-1", {{"text", "Restarted the agent,\nwatching the queue"}, {"eta", "+30m"}}), book,
        at(3, 9));
    expect_golden("incident/card_acknowledged", render_card(view(incident, at(3, 9))));
    (void)resolve_incident(says(ana, "resolve", "Restarted the agent, the queue is draining"), book, at(4, 10));
    expect_golden("incident/card_resolved", render_card(view(incident, at(4, 10))));
}

TEST_F(Rendered, AnswersToADeclaration)
{
    const auto words = declare_incident(says(cleo, "declare", "P0 Approval queue is down"), book, at(3));
    expect_golden("incident/answer_declared", words->message);
    expect_golden("incident/answer_declared_by_primary",
                  declare_incident(says(ana, "declare", "P1 Chatwoot is silent"), book, at(3))->message);
    expect_golden("incident/answer_declared_without_severity",
                  declare_incident(says(cleo, "declare", "Queue is slow for one operator"), book, at(3))->message);
    expect_golden("incident/refused_severity",
                  refusal(declare_incident(says(cleo, "declare", "P4 Slow"), book, at(3))));
    expect_golden("incident/declare_in_words",
                  refusal(declare_incident(says(cleo, "declare", "", Origin::shell), book, at(3))));
    auto request = says(cleo, "declare", "P0 Down");
    request.words.flags = {{"started", "a while ago"}};
    expect_golden("incident/refused_started", refusal(declare_incident(request, book, at(3))));
    request.words.flags = {{"commander", "@somebody"}};
    expect_golden("incident/refused_commander", refusal(declare_incident(request, book, at(3))));
}

TEST_F(Rendered, Forms)
{
    expect_golden("incident/form_declare", form(declare_form(book.policy(), Severity::p2)));
    const auto incident = p0();
    expect_golden("incident/form_update", form(update_form(view(incident, at(3, 9)))));
    expect_golden("incident/form_resolve", form(resolve_form(view(incident, at(3, 9)))));
}

TEST_F(Rendered, AcknowledgementAsNewsAndAsAnswer)
{
    const auto incident = p0();
    expect_golden("incident/answer_acknowledged", acknowledge_incident(says(ana, "ack", ""), book, at(3, 2))->message);
    expect_golden("incident/news_acknowledged", render_acknowledged(view(incident, at(3, 2))));
    expect_golden("incident/answer_joined", acknowledge_incident(says(cleo, "ack", ""), book, at(3, 3))->message);
    expect_golden("incident/news_joined", render_joined(view(incident, at(3, 3)), "Cleo"));
    expect_golden("incident/answer_acknowledged_twice",
                  acknowledge_incident(says(ana, "ack", ""), book, at(3, 4))->message);
}

TEST_F(Rendered, LateAcknowledgementUnderAnAssignedCommander)
{
    auto request = says(cleo, "declare", "P0 Down");
    request.words.flags = {{"commander", "<@U03MIA>"}};
    (void)declare_incident(request, book, at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 7));
    expect_golden("incident/news_acknowledged_late", render_acknowledged(view(*book.incidents.newest(), at(3, 7))));
}

TEST_F(Rendered, UpdateAsNewsAndAsAnswer)
{
    const auto incident = p0();
    const auto answer = update_incident(
        submits(ana, "update", "INC-1", {{"text", "Rolling back v41"}, {"eta", "+30m"}}), book, at(3, 9));
    expect_golden("incident/answer_updated", answer->message);
    expect_golden("incident/news_updated", render_updated(view(incident, at(3, 9))));
    auto request = says(ana, "update", "done soon");
    request.words.flags = {{"eta", "eventually"}};
    expect_golden("incident/refused_eta", refusal(update_incident(request, book, at(3, 10))));
    expect_golden("incident/update_in_words",
                  refusal(update_incident(says(ana, "update", "", Origin::mention), book, at(3, 10))));
}

TEST_F(Rendered, ResolutionAsNewsAndAsAnswer)
{
    const auto incident = p0();
    expect_golden("incident/answer_resolved",
                  resolve_incident(says(ana, "resolve", "Restarted the agent"), book, at(4, 10))->message);
    expect_golden("incident/news_resolved", render_resolved(view(incident, at(4, 10))));
    expect_golden("incident/refused_already_over",
                  refusal(resolve_incident(says(cleo, "resolve", "INC-1 me too"), book, at(4, 11))));
    expect_golden("incident/refused_none_open", refusal(acknowledge_incident(says(cleo, "ack", ""), book, at(4, 12))));
    expect_golden("incident/refused_unknown",
                  refusal(acknowledge_incident(says(cleo, "ack", "INC-77"), book, at(4, 12))));
}

TEST_F(Rendered, Reminders)
{
    const auto incident = p0();
    Reminder reminder;
    reminder.view = view(incident, at(3, 15));
    reminder.asked = ana;
    reminder.now = at(3, 15);
    reminder.view.next_update = at(3, 30);
    expect_golden("incident/reminder_first", render_reminder(reminder));
    auto instead = reminder;
    instead.view.commander = "Cleo & co";
    instead.commander_is = "deactivated in Slack";
    expect_golden("incident/reminder_instead", render_reminder(instead));
    instead.asked = {};
    expect_golden("incident/reminder_instead_nobody_named", render_reminder(instead));
    (void)update_incident(says(ana, "update", "Restarted"), book, at(3, 16));
    reminder.view = view(incident, at(3, 46));
    reminder.view.next_update = at(4, 1);
    reminder.now = at(3, 46);
    reminder.in_a_row = 2;
    reminder.joining = {{ben, "backup"}};
    expect_golden("incident/reminder_second", render_reminder(reminder));
    reminder.in_a_row = 3;
    reminder.joining = {{ben, "backup"}, {mia, "manager"}};
    reminder.lapsed = true;
    reminder.step.late = 48min;
    reminder.step.passed_by = 3;
    expect_golden("incident/reminder_third_and_late", render_reminder(reminder));
    expect_golden("incident/reminder_answered",
                  render_reminder_answered(reminder.view, "Cleo", "an update", at(3, 15), at(3, 16)));
    expect_golden("incident/reminder_snoozed", render_reminder_snoozed(reminder.view, "Cleo", at(3, 15), at(3, 45)));
}

TEST_F(Rendered, Snoozes)
{
    (void)p0();
    expect_golden("incident/answer_snoozed",
                  snooze_reminder(says(ana, "snooze", "10m restart is running"), book, at(3, 5))->message);
    expect_golden("incident/news_snoozed",
                  render_snoozed(view(*book.incidents.newest(), at(3, 5)), "Cleo", "restart is running"));
    expect_golden("incident/refused_snoozed_already",
                  refusal(snooze_reminder(says(ana, "snooze", ""), book, at(3, 6))));
    for (const auto& timer : book.timers.due(at(3, 25), 1))
        fire_update_reminder(timer, book, at(3, 25));
    expect_golden("incident/refused_snooze_in_a_row",
                  refusal(snooze_reminder(says(ana, "snooze", ""), book, at(3, 26))));
    (void)update_incident(says(ana, "update", "Restarted"), book, at(3, 27));
    expect_golden("incident/refused_snooze_too_long",
                  refusal(snooze_reminder(says(ana, "snooze", "1h"), book, at(3, 28))));
    (void)declared("P3 Typo on the start page", at(3, 30));
    expect_golden("incident/refused_snooze_without_reminders",
                  refusal(snooze_reminder(says(ana, "snooze", "INC-2"), book, at(3, 31))));
}

TEST_F(Rendered, ListsAndDetails)
{
    expect_golden("incident/list_empty", show_incident(says(cleo, "", ""), book, at(3))->message);
    const auto incident = p0();
    (void)declared("P3 Typo on the start page", at(3, 1));
    (void)acknowledge_incident(says(ana, "ack", "INC-1"), book, at(3, 2));
    (void)update_incident(says(ana, "update", "INC-1 Restarted, watching"), book, at(3, 9));
    expect_golden("incident/list", show_incident(says(cleo, "", ""), book, at(3, 12))->message);
    expect_golden("incident/list_late", list_incidents(says(cleo, "list", "P0"), book, at(4, 12))->message);
    expect_golden("incident/show", show_incident(says(cleo, "show", "INC-1"), book, at(3, 12))->message);
    expect_golden("incident/which", refusal(update_incident(says(ana, "update", "still watching"), book, at(3, 12))));
    (void)resolve_incident(says(ana, "resolve", "INC-1 Restarted the agent"), book, at(3, 26));
    expect_golden("incident/show_resolved", show_incident(says(cleo, "show", "INC-1"), book, at(3, 40))->message);
}

TEST_F(Rendered, WhoIsOnCall)
{
    expect_golden("oncall/now", show_oncall(says(cleo, "", ""), book, at(3))->message);
    expect_golden("oncall/repeating", show_oncall(says(cleo, "", ""), book, at(3, 0, 21))->message);
    expect_golden("oncall/before_the_first_row", show_oncall(says(cleo, "", ""), book, at(3, 0, 12))->message);
    auto shifts = book.schedule.shifts();
    shifts[0].primary = "Night Owl";
    book.schedule.replace(shifts);
    expect_golden("oncall/untied", show_oncall(says(cleo, "", ""), book, at(3))->message);
    expect_golden("oncall/no_rotation", oncall::render_no_rotation());
}

}  // namespace hotwatch::testing
