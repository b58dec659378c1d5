// Every message of an incident's life as its reader gets it, held by golden files.
#include "commands/incident/closing.hpp"
#include "commands/incident/modal.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/incident/render_severity.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using namespace incident;
using namespace std::chrono_literals;

class RenderedLife : public IncidentBook
{
  protected:
    RenderedLife() { book.notes.set("url", "https://hotdash.slack.com/"); }

    View view(std::int64_t id, UtcMillis now) { return view_of(*book.incidents.find(id), book, now); }
    static Message refusal(const Outcome& outcome) { return outcome ? Message{} : outcome.error().message; }
    static Message answer(const Outcome& outcome)
    {
        return outcome ? outcome->message : Message{.text = "refused: " + outcome.error().message.text, .blocks = {}};
    }
    static std::string form(const Modal& modal)
    {
        return nlohmann::json::parse(modal.view).dump(2) + "\n" + modal.text_form.text;
    }
    /// The newest message that went to the room, or to anybody.
    Message posted()
    {
        const auto calls = book.outbox.unsettled();
        for (auto call = calls.rbegin(); call != calls.rend(); ++call)
            if (call->method == "chat.postMessage")
                return of(*call);
        return {};
    }
    static Message of(const Call& call)
    {
        const auto args = nlohmann::json::parse(call.args);
        return {.text = args.at("text"), .blocks = args.at("blocks").dump()};
    }
    Incident p0(UtcMillis now)
    {
        auto request = says(cleo, "declare", "P0 Approval queue is down & nothing loads");
        request.words.flags = {{"service", "agent-sdk"}};
        EXPECT_TRUE(declare_incident(request, book, now));
        card_stands(*book.incidents.newest());
        return *book.incidents.newest();
    }
    void untie(const std::string& primary, const std::string& manager)
    {
        auto shifts = book.schedule.shifts();
        shifts[0].primary = primary;
        shifts[0].manager = manager;
        book.schedule.replace(shifts);
    }
};

TEST_F(RenderedLife, Pages)
{
    (void)p0(at(3));
    expect_golden("incident/page", posted());
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    expect_golden("incident/page_answered", render_page_answered(view(1, at(3, 2))));
    expect_golden("incident/page_after_another", render_page_instead(view(1, at(3)), {"Ana <Ortiz>"}));
    expect_golden("incident/page_after_another_with_phone",
                  render_page_instead(view(1, at(3)), {"Ana <Ortiz>", "+1 555 0100"}));
    untie("Night Owl", "Manager");
    (void)p0(at(3, 5));
    expect_golden("incident/page_instead", posted());
    expect_golden("incident/card_open_instead", render_card(view(2, at(3, 5))));
    untie("Night Owl", "Day Owl");
    (void)p0(at(3, 6));
    expect_golden("incident/page_nobody_tied", posted());
    expect_golden("incident/card_open_nobody_tied", render_card(view(3, at(3, 6))));
    book.schedule.replace({});
    (void)p0(at(3, 7));
    expect_golden("incident/page_nobody_on_call", posted());
}

TEST_F(RenderedLife, APageInsteadOfSomebodyWhoHasLeft)
{
    auto gone = book.people.find(ana).value();
    gone.is_deactivated = true;
    book.people.save(gone);
    (void)p0(at(3));
    expect_golden("incident/page_instead_of_deactivated", posted());
    expect_golden("incident/card_open_instead_of_deactivated", render_card(view(1, at(3))));
}

TEST_F(RenderedLife, Mitigation)
{
    (void)p0(at(3));
    expect_golden("incident/answer_mitigated",
                  answer(mitigate_incident(says(ana, "mitigate", "Failed over to region two"), book, at(3, 9))));
    expect_golden("incident/news_mitigated", posted());
    expect_golden("incident/refused_mitigated_already",
                  refusal(mitigate_incident(says(ben, "mitigate", ""), book, at(3, 10))));
    expect_golden("incident/card_mitigated", render_card(view(1, at(3, 10))));
}

TEST_F(RenderedLife, Reopening)
{
    (void)p0(at(3));
    expect_golden("incident/refused_reopen_open",
                  refusal(reopen_incident(says(cleo, "reopen", "INC-1 why"), book, at(3, 1))));
    const auto drawn = presses(ana, "resolve", *book.incidents.newest());
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 2));
    (void)resolve_incident(says(ana, "resolve", "Restarted the agent"), book, at(3, 26));
    expect_golden("incident/form_reopen", form(reopen_form(view(1, at(3, 30)))));
    expect_golden("incident/answer_reopened",
                  answer(reopen_incident(says(cleo, "reopen", "INC-1 It is stuck again"), book, at(4))));
    expect_golden("incident/news_reopened", posted());
    expect_golden("incident/refused_drawn_before", refusal(resolve_incident(drawn, book, at(4, 1))));
    (void)cancel_incident(says(ana, "cancel", "INC-1 a drill"), book, at(4, 2));
    (void)reopen_incident(says(cleo, "reopen", "INC-1 It was no drill"), book, at(4, 10));
    const auto calls = book.outbox.unsettled();
    expect_golden("incident/page_reopened", posted());
    expect_golden("incident/news_reopened_from_cancelled", of(calls[calls.size() - 3]));
}

TEST_F(RenderedLife, ClosingAndWhatIsOwed)
{
    (void)p0(at(3));
    expect_golden("incident/refused_close_open", refusal(close_incident(says(ana, "close", ""), book, at(3, 1))));
    expect_golden("incident/refused_report_early", refusal(report_incident(says(ana, "report", "x"), book, at(3, 1))));
    (void)resolve_incident(says(ana, "resolve", "Restarted the agent"), book, at(3, 26));
    expect_golden("incident/refused_close_report_owed",
                  refusal(close_incident(says(ana, "close", "INC-1"), book, at(4))));
    auto forced = says(ana, "close", "INC-1");
    forced.words.flags = {{"force", "yes"}};
    expect_golden("incident/refused_close_forced", refusal(close_incident(forced, book, at(4))));
    forced.words.flags = {{"faq", "not-needed"}};
    expect_golden("incident/refused_close_no_faq_owed", refusal(close_incident(forced, book, at(4))));
    expect_golden("incident/report_owed", answer(report_incident(says(ana, "report", "INC-1 show"), book, at(4))));
    expect_golden("incident/form_report", form(report_form(view(1, at(4)))));
    expect_golden("incident/answer_reported",
                  answer(report_incident(says(ana, "report", "INC-1 https://wiki.example.com/queue"), book, at(5))));
    expect_golden("incident/news_reported", posted());
    expect_golden("incident/report", answer(report_incident(says(ana, "report", "INC-1 show"), book, at(5))));
    expect_golden("incident/answer_closed", answer(close_incident(says(ana, "close", "INC-1"), book, at(6))));
    expect_golden("incident/news_closed", posted());
    expect_golden("incident/card_closed", render_card(view(1, at(6))));
    expect_golden("incident/refused_closed_already", refusal(close_incident(says(ben, "close", "INC-1"), book, at(7))));
}

TEST_F(RenderedLife, ClosingOfAP2AndByItself)
{
    (void)declared("P2 Slow for one operator", at(3));
    expect_golden("incident/answer_resolved_p2",
                  answer(resolve_incident(says(ana, "resolve", "cleared the cache"), book, at(3, 30))));
    expect_golden("incident/refused_close_faq_owed", refusal(close_incident(says(ana, "close", "INC-1"), book, at(4))));
    expect_golden("incident/refused_report_p2", refusal(report_incident(says(ana, "report", "INC-1 x"), book, at(4))));
    (void)declared("P3 Typo", at(3));
    (void)resolve_incident(says(ana, "resolve", "INC-2 mended"), book, at(3, 30));
    (void)fire_closing(*book.timers.find(TimerKind::close_incident, 2), book, at(3, 30, 15));
    expect_golden("incident/news_closed_by_itself", posted());
}

TEST_F(RenderedLife, Cancelling)
{
    (void)p0(at(3));
    expect_golden("incident/form_cancel", form(cancel_form(view(1, at(3, 1)))));
    expect_golden("incident/answer_cancelled",
                  answer(cancel_incident(says(cleo, "cancel", "A planned restart"), book, at(3, 5))));
    expect_golden("incident/news_cancelled", posted());
    expect_golden("incident/card_cancelled", render_card(view(1, at(3, 5))));
    expect_golden("incident/report_cancelled", answer(report_incident(says(ana, "report", "INC-1 show"), book, at(4))));
    expect_golden("incident/refused_cancelled_already",
                  refusal(cancel_incident(says(ana, "cancel", "INC-1 me too"), book, at(3, 6))));
}

TEST_F(RenderedLife, Merging)
{
    (void)p0(at(3));
    expect_golden("incident/refused_merge_alone", refusal(merge_incident(says(ana, "merge", "INC-1"), book, at(3, 1))));
    (void)declared("P2 Queue slow", at(3, 1));
    expect_golden("incident/refused_merge_unread",
                  refusal(merge_incident(says(ana, "merge", "the queue ones"), book, at(3, 1))));
    expect_golden("incident/refused_merge_itself",
                  refusal(merge_incident(says(ana, "merge", "INC-1 into INC-1"), book, at(3, 1))));
    expect_golden("incident/form_merge", form(merge_form(view(1, at(3, 1)), {*book.incidents.find(2)})));
    (void)declared("P3 Typo", at(3, 1));
    (void)resolve_incident(says(ana, "resolve", "INC-3 mended"), book, at(3, 2));
    expect_golden("incident/refused_merge_into_over",
                  refusal(merge_incident(says(ana, "merge", "INC-1 into INC-3"), book, at(3, 3))));
    expect_golden("incident/answer_merged",
                  answer(merge_incident(says(ana, "merge", "INC-1 into INC-2"), book, at(3, 5))));
    expect_golden("incident/news_merged", render_merged(view(1, at(3, 5)), view(2, at(3, 5))));
    expect_golden("incident/news_merged_in", posted());
    expect_golden("incident/show_merged", answer(show_incident(says(cleo, "show", "INC-1"), book, at(3, 6))));
    expect_golden("incident/refused_merged_away",
                  refusal(update_incident(says(ana, "update", "INC-1 restarted, watching"), book, at(3, 7))));
}

TEST_F(RenderedLife, Severity)
{
    (void)declared("P2 Queue slow", at(3));
    incident_card_posted(book, 1, support, "1760400000.000100", at(3));
    expect_golden("incident/form_severity", form(severity_form(view(1, at(3, 1)), book.policy())));
    expect_golden("incident/refused_severity_word",
                  refusal(change_severity(says(ana, "severity", "INC-1 bad"), book, at(3, 1))));
    expect_golden("incident/refused_severity_right",
                  refusal(change_severity(says(cleo, "severity", "P0"), book, at(3, 1))));
    expect_golden("incident/answer_severity_raised",
                  answer(change_severity(says(ben, "severity", "P0 All operators are affected"), book, at(4, 30))));
    expect_golden("incident/news_severity_raised", posted());
    expect_golden("incident/page_before_it_was_raised", render_page_answered(view(1, at(4, 30))));
    const auto page = book.incidents.take_open_pages(1).front();
    expect_golden("incident/page_raised", of(*book.outbox.find(page.call_id)));
    book.incidents.add_open_page(1, page);
    expect_golden("incident/announcement", of(*book.outbox.find(book.incidents.find(1)->announcement_row)));
    expect_golden("incident/refused_severity_same",
                  refusal(change_severity(says(ana, "severity", "P0"), book, at(4, 31))));
    (void)join_incident(says(cleo, "join", ""), book, at(4, 32));
    expect_golden("incident/refused_downgrade",
                  refusal(change_severity(says(cleo, "severity", "P1"), book, at(4, 32))));
    auto stale = submits(cleo, "severity", "INC-1", {{"severity", "P0"}});
    stale.version = 1;
    expect_golden("incident/refused_severity_stale", refusal(change_severity(stale, book, at(4, 33))));
    expect_golden("incident/answer_severity_lowered",
                  answer(change_severity(says(ana, "severity", "P2 One region only"), book, at(4, 35))));
    expect_golden("incident/direct_downgraded", render_downgraded(view(1, at(4, 35)), "Cleo", "One region only"));
    (void)acknowledge_incident(says(cleo, "ack", ""), book, at(4, 36));
    (void)change_severity(says(ana, "severity", "P1"), book, at(4, 40));
    expect_golden("incident/news_severity_for_commander", posted());
}

TEST_F(RenderedLife, Roles)
{
    (void)p0(at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    (void)update_incident(says(ben, "update", "Rolling back v41"), book, at(3, 4));
    expect_golden("incident/form_assign", form(assign_form(view(1, at(3, 4)), IncidentRole::scribe)));
    expect_golden("incident/answer_assigned",
                  answer(assign_role(says(ben, "assign", "scribe <@U04CLEO>"), book, at(3, 5))));
    expect_golden("incident/news_assigned", posted());
    const auto calls = book.outbox.unsettled();
    for (const auto& call : calls)
        if (call.conversation == "dm:U04CLEO")
            expect_golden("incident/direct_brief", of(call));
    expect_golden("incident/answer_assigned_oneself", answer(assign_role(says(ana, "lead", "me"), book, at(3, 6))));
    expect_golden("incident/news_assigned_oneself", posted());
    expect_golden("incident/answer_assigned_already",
                  answer(assign_role(says(ben, "assign", "scribe <@U04CLEO>"), book, at(3, 7))));
    expect_golden("incident/refused_role", refusal(assign_role(says(ben, "assign", "pilot @ana"), book, at(3, 7))));
    expect_golden("incident/refused_person", refusal(assign_role(says(ben, "assign", "scribe @x"), book, at(3, 7))));
    expect_golden("incident/card_roles", render_card(view(1, at(3, 7))));
    expect_golden("incident/show_roles", answer(show_incident(says(cleo, "show", "INC-1"), book, at(3, 7))));
    expect_golden("incident/refused_leave_command", refusal(leave_incident(says(ana, "leave", ""), book, at(3, 8))));
    expect_golden("incident/answer_left", answer(leave_incident(says(cleo, "leave", ""), book, at(3, 8))));
    expect_golden("incident/news_left", posted());
    expect_golden("incident/answer_left_already", answer(leave_incident(says(cleo, "leave", ""), book, at(3, 9))));
    expect_golden("incident/refused_resolve_right",
                  refusal(resolve_incident(says(cleo, "resolve", "done"), book, at(3, 9))));
    (void)declared("P3 Typo", at(3, 10));
    expect_golden("incident/answer_joined_open", answer(join_incident(says(ben, "join", "INC-2"), book, at(3, 11))));
}

TEST_F(RenderedLife, NotesAndTimeline)
{
    (void)p0(at(3));
    expect_golden("incident/form_note", form(note_form(view(1, at(3, 1)))));
    expect_golden("incident/answer_noted", answer(add_note(says(ben, "note", "tried a restart"), book, at(3, 5))));
    expect_golden("incident/answer_noted_at",
                  answer(add_note(says(ben, "note", "at 22:40 the disk was full"), book, at(3, 5))));
    expect_golden("incident/refused_note_time", refusal(add_note(says(ben, "note", "at 25:99 x"), book, at(3, 5))));
    (void)add_note(says(ben, "note", std::string(300, 'x') + "\nand a second line"), book, at(3, 6));
    expect_golden("incident/timeline", answer(show_timeline(says(cleo, "timeline", "INC-1"), book, at(3, 7))));
    auto one = says(cleo, "timeline", "INC-1");
    one.words.flags = {{"entry", "1"}};
    expect_golden("incident/timeline_entry", answer(show_timeline(one, book, at(3, 7))));
    one.words.flags = {{"entry", "99"}};
    expect_golden("incident/refused_timeline_entry", refusal(show_timeline(one, book, at(3, 7))));
}

TEST_F(RenderedLife, Lists)
{
    (void)p0(at(3));
    (void)declared("P3 Typo", at(3, 1));
    (void)resolve_incident(says(ana, "resolve", "INC-2 mended"), book, at(3, 5));
    (void)close_incident(says(ana, "close", "INC-2"), book, at(3, 6));
    (void)declared("P3 A drill", at(3, 7));
    (void)cancel_incident(says(cleo, "cancel", "INC-3 not meant"), book, at(3, 8));
    expect_golden("incident/list_week", answer(list_incidents(says(cleo, "list", "week"), book, at(3, 9))));
    expect_golden("incident/refused_list", refusal(list_incidents(says(cleo, "list", "all of them"), book, at(3, 9))));
}

}  // namespace hotwatch::testing
