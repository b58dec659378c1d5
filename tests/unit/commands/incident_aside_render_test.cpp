// What incident messages say where things are not as usual: the sentences beside the common ones, in one file.
#include "commands/incident/modal.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_life.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/incident/render_search.hpp"
#include "tests/support/sentences.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using namespace incident;

class RenderedAside : public IncidentBook, protected Sentences
{
  protected:
    RenderedAside() { book.notes.set("url", "https://hotdash.slack.com/"); }

    View view(std::int64_t id, UtcMillis now) { return view_of(*book.incidents.find(id), book, now); }
    /// The newest message that was owed to anybody.
    Message posted()
    {
        const auto all = owed("chat.postMessage");
        return {.text = all.empty() ? "" : all.back(), .blocks = {}};
    }
    static Message heard(const Outcome& outcome) { return outcome ? outcome->message : outcome.error().message; }
};

TEST_F(RenderedAside, NewsOfAnIncident)
{
    (void)declared("P0 " + std::string(210, 'w'), at(3));
    says_when("a declaration longer than a title", posted());
    card_stands(*book.incidents.find(1));
    (void)declared("P3 Typo", at(3));
    card_stands(*book.incidents.find(2));
    says_when("a merge, where the other thread stands", render_merged(view(2, at(3)), view(1, at(3))));
    says_when("a raise that promises no updates, to its commander",
              (void(acknowledge_incident(says(ana, "ack", "INC-2"), book, at(3, 1))),
               void(change_severity(says(ben, "severity", "INC-2 P2 two of them"), book, at(3, 2))), posted()));
    (void)acknowledge_incident(says({"console:root"}, "ack", "INC-1", Origin::shell), book, at(3, 3));
    (void)resolve_incident(says(ana, "resolve", "INC-1 restarted"), book, at(3, 4));
    (void)reopen_incident(says(cleo, "reopen", "INC-1 it is back"), book, at(3, 5));
    says_when("reopened, commanded from a shell", posted());
    expect("incident/aside_news");
}

TEST_F(RenderedAside, CardsThatCouldNotStand)
{
    (void)declared("P0 Queue is down", at(3));
    says_when("its channel refused it", render_card_moved(view(1, at(3)), support, "is_archived"));
    says_when("nobody knows whether it stands",
              render_card_moved(view(1, at(3)), support, std::string{outcome_unknown} + ": no answer"));
    says_when("it was deleted", render_card_anew(view(1, at(3))));
    says_when("no channel takes it", render_card_is_direct(view(1, at(3)), "Ana <Ortiz>"));
    expect("incident/aside_cards");
}

TEST_F(RenderedAside, RolesAndTheirBriefs)
{
    (void)declared("P0 Queue is down", at(3));
    for (const auto* role : {"communications", "responder"})
    {
        says_when(fmt::format("made {}", role),
                  heard(assign_role(says(cleo, "assign", fmt::format("INC-1 {} <@U02BEN>", role)), book, at(3, 1))));
        const auto brief = [&]
        {
            for (const auto& call : book.outbox.unsettled())
                if (call.conversation == "dm:U02BEN" && call.args.find(role) != std::string::npos)
                    return nlohmann::json::parse(call.args).at("text").get<std::string>();
            return std::string{};
        }();
        says_when(fmt::format("the brief for {}", role), {.text = brief, .blocks = {}});
        says_when(fmt::format("{} for oneself", role),
                  heard(assign_role(says(cleo, "assign", fmt::format("INC-1 {} me", role)), book, at(3, 2))));
    }
    for (const auto& [kind, name] : {std::pair{&Person::is_guest, "Gus"}, std::pair{&Person::is_bot, "Deploys"},
                                     std::pair{&Person::is_deactivated, "Gone"}})
    {
        Person person;
        person.real_name = name;
        person.*kind = true;
        says_when(fmt::format("a role for {}", name), {.text = cannot_have_a_role(name, person), .blocks = {}});
    }
    auto request = says(ana, "declare", "P1 Search is down");
    request.words.flags = {{"commander", "<@U02BEN>"}};
    says_when("declared by the primary, with another commander", heard(declare_incident(request, book, at(4))));
    expect("incident/aside_roles");
}

TEST_F(RenderedAside, QuestionsAndLists)
{
    says_when("no incident of this week", heard(list_incidents(says(cleo, "list", "week"), book, at(3))));
    says_when("none of a severity", heard(list_incidents(says(cleo, "list", "P0"), book, at(3))));
    says_when("none that is mine", heard(list_incidents(says(cleo, "list", "mine"), book, at(3))));
    for (int i = 0; i < 10; ++i)
        (void)declared(fmt::format("P{} Thing {}", i % 2 == 0 ? 0 : 2, i), at(3));
    says_when("those that are mine", heard(list_incidents(says(ben, "list", "mine"), book, at(4))));
    (void)join_incident(says(ben, "join", "INC-2"), book, at(4));
    says_when("the one that is mine", heard(list_incidents(says(ben, "list", "mine"), book, at(4))));
    says_when("those of a severity", heard(list_incidents(says(ben, "list", "P0"), book, at(4))));
    says_when("more than can be chosen from", heard(resolve_incident(says(ana, "resolve", "x"), book, at(4))));
    says_when("not paged for one", heard(explain_page(says(cleo, "paged", "INC-1"), book, at(4))));
    Sought sought{.words = "queue agent", .found = {}, .unknown = {}, .has_more = true, .command = "/incident"};
    sought.runbook_command = "/runbook";
    says_when("a search that found nothing in time", render_sought(sought, at(4)));
    sought.found.emplace_back(view(1, at(4)), "");
    says_when("a search with more than is shown", render_sought(sought, at(4)));
    expect("incident/aside_lists");
}

TEST_F(RenderedAside, WhatIsLong)
{
    const std::string words = std::string(200, 'w') + " the-end";
    (void)declared("P0 Queue is down", at(3));
    (void)update_incident(says(ana, "update", words), book, at(3, 5));
    says_when("one whose last update is cut in the list",
              heard(show_incident(says(cleo, "show", "INC-1"), book, at(4))));
    says_when(
        "the update form after an update",
        {.text = nlohmann::json::parse(update_form(view(1, at(4))).view).at("blocks").at(1).dump(), .blocks = {}});
    (void)resolve_incident(says(ana, "resolve", words), book, at(4));
    says_when("one whose end is cut in the list", heard(show_incident(says(cleo, "show", "INC-1"), book, at(5))));
    (void)report_incident(says(ana, "report", "INC-1 " + std::string(3'100, 'r')), book, at(5));
    says_when(
        "the form of a report that is longer than a form",
        {.text = nlohmann::json::parse(report_form(view(1, at(5))).view).at("blocks").at(1).dump(), .blocks = {}});
    expect("incident/aside_long");
}

TEST_F(RenderedAside, RemindersOverMidnight)
{
    (void)declared("P0 Queue is down", at(23, 50));
    (void)update_incident(says(ana, "update", "restarted"), book, at(23, 58));
    says_when("answered on the next day",
              render_reminder_answered(view(1, at(0, 5, 15)), "Ana", "an update", at(23, 55), at(0, 5, 15)));
    says_when("snoozed until the next day",
              render_reminder_snoozed(view(1, at(23, 58)), "Ana", at(23, 55), at(0, 5, 15)));
    says_when("snoozed, though it is answered", reminder_was_answered(view(1, at(23, 59))));
    expect("incident/aside_reminders");
}

}  // namespace hotwatch::testing
