// Incidents by words: what is found wherever it was said, in which order, and that no text is anything but words.
#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

class IncidentSearch : public BookTest
{
  protected:
    std::int64_t add(const std::string& title, IncidentState state = IncidentState::cancelled)
    {
        auto incident = an_incident(Severity::p2, title);
        incident.state = state;
        return book.incidents.add(incident);
    }

    void say(std::int64_t incident, const std::string& action, const std::string& text)
    {
        book.incidents.add(TimelineEntry{
            .incident = incident, .at = noon, .actor = {"U0ANA"}, .action = action, .text = text, .source = "slash"});
    }

    std::vector<std::int64_t> found(std::string_view words, std::size_t most = 10)
    {
        std::vector<std::int64_t> all;
        for (const auto& each : book.incidents.search(words, most).found)
            all.push_back(each.incident.id);
        return all;
    }

    std::string said(std::string_view words)
    {
        const auto search = book.incidents.search(words, 10);
        return search.found.size() == 1 ? search.found.front().said : "not one";
    }
};

TEST_F(IncidentSearch, LooksIntoAllThatPeopleSaid)
{
    auto incident = an_incident(Severity::p1, "Approval queue not loading");
    incident.service = "agent-sdk";
    const auto id = book.incidents.add(incident);
    for (const auto* action : {"update", "note", "resolved", "mitigated", "reopened", "cancelled"})
        say(id, action, fmt::format("word{}", action));
    for (const auto* words :
         {"queue", "sdk", "wordupdate", "wordnote", "wordresolved", "wordmitigated", "wordreopened", "wordcancelled"})
        EXPECT_THAT(found(words), ElementsAre(id)) << words;
}

TEST_F(IncidentSearch, LeavesOutWhatHotwatchItselfNoted)
{
    say(add("Queue down"), "asked to acknowledge", "Engineer Helper Agent, by direct message");
    EXPECT_THAT(found("engineer"), IsEmpty());
}

TEST_F(IncidentSearch, FindsByStemBeginningAndWithoutAccents)
{
    const auto id = add("Überlast: approvals were not loading");
    for (const auto* words : {"load", "the approval", "appro", "uberlast", "Überlast", "ap loads"})
        EXPECT_THAT(found(words), ElementsAre(id)) << words;
    EXPECT_THAT(found("pproval"), IsEmpty());
}

TEST_F(IncidentSearch, WantsEveryWordButEachMayStandElsewhere)
{
    const auto both = add("Queue down");
    say(both, "update", "restarting the agent");
    say(both, "resolved", "pgbouncer had no connections left");
    const auto one = add("Queue slow");
    say(one, "update", "restarting nothing");
    EXPECT_THAT(found("queue"), ElementsAre(one, both));
    EXPECT_THAT(found("queue pgbouncer restarted"), ElementsAre(both));
    EXPECT_THAT(found("slow pgbouncer"), IsEmpty());
}

TEST_F(IncidentSearch, PutsOpenOnesFirstThenTheNewest)
{
    const auto open = add("Queue down", IncidentState::acknowledged);
    const auto older = add("Queue down");
    const auto newer = add("Queue down");
    const auto mitigated = add("Queue down", IncidentState::mitigated);
    EXPECT_THAT(found("queue"), ElementsAre(mitigated, open, newer, older));
}

TEST_F(IncidentSearch, SaysThatThereAreMore)
{
    for (int i = 0; i < 4; ++i)
        add("Queue down");
    EXPECT_THAT(found("queue", 3), ElementsAre(4, 3, 2));
    EXPECT_TRUE(book.incidents.search("queue", 3).has_more);
    EXPECT_FALSE(book.incidents.search("queue", 4).has_more);
}

TEST_F(IncidentSearch, NamesTheWordsThatNobodySaid)
{
    const auto id = add("Queue down");
    const auto search = book.incidents.search("queue zebra xylophone", 10);
    EXPECT_THAT(search.unknown, ElementsAre("zebra", "xylophone"));
    ASSERT_EQ(search.found.size(), 1U);
    EXPECT_EQ(search.found.front().incident.id, id);
    EXPECT_THAT(found("zebra"), IsEmpty());
}

TEST_F(IncidentSearch, QuotesTheTimelineWhereTheTitleDoesNotSayIt)
{
    const auto id = add("Queue down");
    say(id, "note", "pgbouncer looks odd");
    say(id, "update", "restarted pgbouncer");
    EXPECT_EQ(said("queue"), "");
    EXPECT_EQ(said("pgbouncer"), "restarted pgbouncer");
    EXPECT_EQ(said("queue odd"), "pgbouncer looks odd");
}

TEST_F(IncidentSearch, TakesAnyTextForWords)
{
    const auto id = add("Queue down AND out");
    for (const std::string words : {R"(said:"queue" AND (NEAR(down) OR -x*) ^c {d})", "queue\0down", "„queue“ — down?",
                                    "queue، down", "\"queue", "queue*", "incident_index queue"})
        (void)book.incidents.search(words, 10);
    EXPECT_THAT(found("\"queue\" -down*"), ElementsAre(id));
    EXPECT_THAT(found(""), IsEmpty());
    EXPECT_THAT(found("?!"), IsEmpty());
    EXPECT_THAT(found(std::string(40'000, 'x')), IsEmpty());
}

TEST_F(IncidentSearch, ForgetsWhatWasRolledBack)
{
    database.savepoint();
    add("Queue down");
    EXPECT_THAT(found("queue"), ElementsAre(1));
    database.roll_back_to_savepoint();
    EXPECT_THAT(found("queue"), IsEmpty());
    EXPECT_THAT(found("que"), IsEmpty());
    const auto again = add("Queue slow");
    EXPECT_THAT(found("queue"), ElementsAre(again));
}

TEST_F(IncidentSearch, MeetsTwoWordsThatStandFarApartInVeryMany)
{
    // "queue" in each even one, "agent" in each odd one but the very first: all are looked through to find it.
    const auto oldest = add("queue agent");
    for (int i = 0; i < 3'000; ++i)
        add(i % 2 == 0 ? "queue" : "agent");
    const auto search = book.incidents.search("queue agent", 10);
    EXPECT_TRUE(search.has_more) << "it was not looked at all of them";
    EXPECT_THAT(search.found, IsEmpty());
    EXPECT_THAT(found("queue agent rare"), IsEmpty());
    say(oldest, "note", "rare");
    EXPECT_THAT(found("queue agent rare"), ElementsAre(oldest)) << "a rare word leads there at once";
}

TEST(IncidentSearchOfAStore, FindsWhatAnEarlierVersionKeptAndStaysWell)
{
    CountedIds ids;
    Folder folder;
    const auto path = folder.file("hotwatch.db");
    std::int64_t id = 0;
    {
        Database database{path, ids};
        database.begin();
        id = declare(database, "first");
        auto& book = database.book();
        book.incidents.add(TimelineEntry{
            .incident = id, .at = noon, .actor = {}, .action = "update", .text = "restarted", .source = "slash"});
        book.incidents.add(TimelineEntry{.incident = id,
                                         .at = noon,
                                         .actor = {},
                                         .action = "declared",
                                         .text = std::string(250, 'x') + " pgbouncer",
                                         .source = "slash"});
        book.incidents.add_open_page(id, {.call_id = book.outbox.add(a_call(), noon), .user = {"U0BEN"}});
        database.commit();
    }
    Shell{path}.run("DROP TABLE incident_index; DROP TABLE asked; PRAGMA user_version = 7");
    Database database{path, ids};
    database.begin();
    for (const auto* words : {"checkout", "restarted checkout", "pgbouncer"})
        EXPECT_EQ(database.book().incidents.search(words, 10).found.size(), 1U) << words;
    EXPECT_EQ(database.book().incidents.asked({"U0BEN"}, 10).size(), 1U);
    declare(database, "second");
    EXPECT_EQ(database.book().incidents.search("checkout", 10).found.size(), 2U);
    database.commit();
    EXPECT_EQ(database.verify().problem, "");
}

TEST_F(IncidentSearch, KeepsWhoWasAskedAndWhyNewestFirst)
{
    const auto first = add("Queue down");
    const auto second = add("Queue slow");
    book.incidents.add(Asking{.incident = first, .user = {"U0BEN"}, .at = noon, .why = "declared"});
    book.incidents.add(Asking{.incident = second, .user = {"U0BEN"}, .at = noon + minutes{1}, .why = "raised"});
    book.incidents.add(Asking{.incident = second, .user = {"U0ANA"}, .at = noon, .why = "declared"});
    const auto asked = book.incidents.asked({"U0BEN"}, 10);
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[0].incident, second);
    EXPECT_EQ(asked[0].why, "raised");
    EXPECT_EQ(asked[0].at, noon + minutes{1});
    EXPECT_EQ(asked[1].incident, first);
    EXPECT_EQ(book.incidents.asked({"U0BEN"}, 1).size(), 1U);
}

}  // namespace

}  // namespace hotwatch::test
