// `search` and `paged`: incidents by words, and why somebody was paged.
#include <gmock/gmock.h>

#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SearchIncidents : public IncidentBook
{
  protected:
    Outcome searches(const std::string& words, UtcMillis now = at(12))
    {
        return search_incidents(says(cleo, "search", words), book, now);
    }
    Message found(const std::string& words) { return searches(words).value().message; }
    Message refused(const std::string& words, Refusal::Why why)
    {
        const auto outcome = searches(words);
        EXPECT_FALSE(outcome) << words;
        EXPECT_EQ(outcome.error().why, why);
        return outcome.error().message;
    }
};

class ExplainPage : public IncidentBook
{
  protected:
    Message explained(const UserId& who, UtcMillis now, const std::string& words = "")
    {
        return explain_page(says(who, "paged", words, Origin::mention), book, now).value().message;
    }
};

TEST_F(SearchIncidents, ListsWhatSaysSoOpenOnesFirst)
{
    (void)declared("P1 Approval queue not loading", at(3));
    (void)update_incident(says(ana, "update", "INC-1 restarted pgbouncer on <!channel>"), book, at(3, 5));
    (void)resolve_incident(says(ana, "resolve", "INC-1 raised the connection limit"), book, at(4));
    (void)declared("P2 Queue slow, pgbouncer at its limit", at(11));
    expect_golden("incident/search", found("pgbouncer limit"));
    expect_golden("incident/search_unknown_word", found("zebra pgbouncers"));
    EXPECT_THAT(found("connection limit").text, AllOf(HasSubstr("INC-1"), Not(HasSubstr("INC-2"))));
}

TEST_F(SearchIncidents, SaysThatNobodySaidSo)
{
    (void)declared("P1 Approval queue not loading", at(3));
    expect_golden("incident/search_nothing", refused("zebra `crossing` <!here>", Refusal::Why::not_found));
    expect_golden("incident/search_no_words", refused("", Refusal::Why::usage));
}

TEST_F(SearchIncidents, ShowsTheFirstTenAndHowToGoOn)
{
    for (int i = 0; i < 12; ++i)
        (void)declared("P3 Queue slow", at(3, i));
    const auto text = found("queue").text;
    EXPECT_THAT(text, AllOf(HasSubstr("INC-12"), HasSubstr("INC-3 "), Not(HasSubstr("INC-2 ")),
                            HasSubstr("There may be more")));
}

TEST_F(SearchIncidents, ChangesNothing)
{
    (void)declared("P1 Approval queue not loading", at(3));
    const auto before = database.changes();
    (void)found("queue que approvals");
    EXPECT_EQ(database.changes(), before);
}

TEST_F(ExplainPage, SaysWhatWhyAndWhatToDo)
{
    (void)declared("P0 Approval queue down", at(3));
    expect_golden("incident/paged", explained(ana, at(3, 2)));
}

TEST_F(ExplainPage, NamesEveryPageThatWaitsOnceTheNewestFirst)
{
    (void)declared("P2 Queue slow", at(3));
    (void)declared("P1 Search down", at(3, 1));
    (void)change_severity(says(ana, "severity", "INC-1 P0 nothing works"), book, at(3, 2));
    const auto message = explained(ana, at(3, 4));
    expect_golden("incident/paged_twice", message);
    EXPECT_THAT(explained(ana, at(3, 4), "INC-2").text, AllOf(HasSubstr("INC-2"), Not(HasSubstr("INC-1"))));
}

TEST_F(ExplainPage, ShowsTheLastOneOnceNothingWaits)
{
    (void)declared("P2 Queue slow", at(3));
    (void)declared("P1 Search down", at(3, 1));
    (void)acknowledge_incident(says(ben, "ack", "INC-1"), book, at(3, 3));
    (void)acknowledge_incident(says(ben, "ack", "INC-2"), book, at(3, 3));
    expect_golden("incident/paged_before", explained(ana, at(3, 9)));
}

TEST_F(ExplainPage, SaysInWhosePlaceSomebodyWasAsked)
{
    auto shifts = book.schedule.shifts();
    shifts[0].primary = "Night Owl";
    book.schedule.replace(shifts);
    (void)declared("P0 Approval queue down", at(3));
    EXPECT_THAT(explained(mia, at(3, 2)).text, HasSubstr("*Night Owl* is on call, but not linked to a Slack user"));
}

TEST_F(ExplainPage, SaysThatThereWasNone)
{
    (void)declared("P0 Approval queue down", at(3));
    expect_golden("incident/paged_never", explained(cleo, at(3, 2)));
}

TEST_F(SearchIncidents, FindsTheWordsOfALongDeclaration)
{
    (void)declared("P1 " + std::string(60, 'a') + " " + std::string(60, 'b') + " " + std::string(90, 'c') +
                       " pgbouncer refuses connections",
                   at(3));
    EXPECT_THAT(found("pgbouncer").text, HasSubstr("INC-1"));
}

}  // namespace hotwatch::testing
