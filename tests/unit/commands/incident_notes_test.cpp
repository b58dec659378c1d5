// What is read and written beside the life of an incident: notes, timeline, lists.
#include <gmock/gmock.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

class Notes : public IncidentBook
{
  protected:
    Outcome notes(const std::string& words, UtcMillis now) { return add_note(says(ben, "note", words), book, now); }
};
class Timeline : public Notes
{
};
class Lists : public IncidentBook
{
};

TEST_F(Notes, StandOnTheTimelineAndNowhereElse)
{
    const auto incident = declared("P0 Down", at(3));
    const auto messages = owed("chat.postMessage").size();
    const auto outcome = notes("tried a restart", at(3, 5));
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->says_more) << "so a mention is answered";
    EXPECT_EQ(outcome->object, "INC-1");
    EXPECT_EQ(owed("chat.postMessage").size(), messages);
    EXPECT_EQ(book.incidents.last(incident.id, "note")->text, "tried a restart");
    EXPECT_EQ(book.incidents.last(incident.id, "note")->at, at(3, 5));
}

TEST_F(Notes, CanBeDatedBack)
{
    const auto incident = declared("P0 Down", at(3));
    for (const auto& [words, text, when] :
         {std::tuple{"at 22:40 the disk was full", "the disk was full", at(2, 40)},
          std::tuple{"INC-1 at 2025-10-13 22:41 the disk was nearly full", "the disk was nearly full", at(2, 41)},
          std::tuple{"at mon 09:00 it was deployed", "it was deployed", at(13, 0, 13)},
          std::tuple{"at 2025-10-14 02:42 UTC the disk was full", "the disk was full", at(2, 42)},
          std::tuple{"at 2025-10-14 04:43 +02:00 it filled up", "it filled up", at(2, 43)}})
    {
        ASSERT_TRUE(notes(words, at(3, 5))) << words;
        bool is_there = false;
        for (const auto& entry : book.incidents.timeline(incident.id))
            is_there = is_there || (entry.text == text && entry.at == when);
        EXPECT_TRUE(is_there) << words;
    }
}

TEST_F(Notes, AreTextWhereNoTimeIsMeant)
{
    const auto incident = declared("P0 Down", at(3));
    for (const auto* words : {"at least three operators saw it", "at", "at the start it was fine"})
    {
        ASSERT_TRUE(notes(words, at(3, 5))) << words;
        EXPECT_EQ(book.incidents.last(incident.id, "note")->text, words);
    }
}

TEST_F(Notes, RefuseTimesThatCannotBeReadOrAreToCome)
{
    (void)declared("P0 Down", at(3));
    for (const auto* words : {"at 25:99 nonsense", "at 2025-10-15 03:00 tomorrow"})
    {
        const auto outcome = notes(words, at(3, 5));
        ASSERT_FALSE(outcome) << words;
        EXPECT_EQ(outcome.error().why, Refusal::Why::usage);
        EXPECT_THAT(outcome.error().message.text, HasSubstr("not a time in the past"));
    }
}

TEST_F(Notes, AreTakenAfterTheResolutionTooButNotOfMergedOnes)
{
    (void)declared("P1 One", at(3));
    (void)declared("P1 Two", at(3));
    (void)resolve_incident(says(ana, "resolve", "INC-1 restarted"), book, at(3, 4));
    EXPECT_TRUE(notes("INC-1 the logs say why", at(3, 5)));
    (void)declared("P1 Three", at(3, 6));
    (void)merge_incident(says(ana, "merge", "INC-3 into INC-2"), book, at(3, 7));
    EXPECT_THAT(notes("INC-3 too late", at(3, 8)).error().message.text, HasSubstr("Did you mean"));
}

TEST_F(Notes, AreAskedForByAForm)
{
    const auto incident = declared("P0 Down", at(3));
    EXPECT_TRUE(add_note(presses(ben, "note", incident), book, at(3, 1))->modal);
    const auto submit = [&](const std::string& text, const std::string& when) {
        return add_note(submits(ben, "note", "INC-1", {{"text", text}, {"at", when}}), book, at(3, 5));
    };
    EXPECT_EQ(submit(" ", "").error().fields.at(0).first, "text");
    EXPECT_EQ(submit("x", "soon").error().fields.at(0).first, "at");
    EXPECT_EQ(submit("x", "2030-01-01 10:00").error().fields.at(0).first, "at");
    ASSERT_TRUE(submit("the disk was full", "22:40"));
    EXPECT_EQ(book.incidents.last(incident.id, "note")->at, at(2, 40));
}

TEST_F(Timeline, ShowsTheNewestNumberedAndPointsBack)
{
    (void)declared("P0 Down", at(3));
    for (int i = 1; i <= 40; ++i)
        (void)notes("number " + std::to_string(i), at(3, i));
    const auto newest = show_timeline(says(cleo, "timeline", "INC-1"), book, at(4));
    EXPECT_THAT(newest->message.text, HasSubstr("Entries 28 to 42 of 42"));
    EXPECT_THAT(newest->message.text, HasSubstr("number 40"));
    EXPECT_THAT(newest->message.text, Not(HasSubstr("number 20")));
    EXPECT_THAT(newest->message.blocks, HasSubstr(R"("value":"incident timeline INC-1 --before=28")"));
    auto earlier = says(cleo, "timeline", "INC-1");
    earlier.words.flags = {{"before", "13"}};
    const auto first = show_timeline(earlier, book, at(4));
    EXPECT_THAT(first->message.text, HasSubstr("Entries 1 to 12 of 42"));
    EXPECT_THAT(first->message.blocks, Not(HasSubstr("--before")));
}

TEST_F(Timeline, CutsLongEntriesAndShowsOneWhole)
{
    (void)declared("P0 Down", at(3));
    (void)notes(std::string(2'500, 'x') + " the end", at(3, 1));
    const auto all = show_timeline(says(cleo, "timeline", ""), book, at(4));
    EXPECT_THAT(all->message.text, Not(HasSubstr("the end")));
    EXPECT_THAT(all->message.text, HasSubstr("`/incident timeline INC-1 --entry="));
    auto one = says(cleo, "timeline", "");
    one.words.flags = {{"entry", "3"}};
    EXPECT_THAT(show_timeline(one, book, at(4))->message.text, HasSubstr("the end"));
}

TEST_F(Timeline, RefusesEntriesThatAreNotThere)
{
    (void)declared("P0 Down", at(3));
    for (const auto& [flag, value] : {std::pair{"entry", "9"}, std::pair{"entry", "0"}, std::pair{"entry", "x"},
                                      std::pair{"before", "-1"}, std::pair{"before", "99999999999999999999"}})
    {
        auto request = says(cleo, "timeline", "INC-1");
        request.words.flags = {{flag, value}};
        const auto outcome = show_timeline(request, book, at(4));
        ASSERT_FALSE(outcome) << flag << value;
        EXPECT_THAT(outcome.error().message.text, HasSubstr("has the entries 1 to 2"));
    }
}

TEST_F(Lists, ShowAScreenAndOfferTheRest)
{
    for (int i = 1; i <= 35; ++i)
        (void)declared("P2 Number " + std::to_string(i), at(3, i));
    const auto first = list_incidents(says(cleo, "list", ""), book, at(4));
    EXPECT_THAT(first->message.text, HasSubstr("INC-15"));
    EXPECT_THAT(first->message.text, Not(HasSubstr("INC-16")));
    EXPECT_THAT(first->message.blocks, HasSubstr(R"("value":"incident list open --page=2")"));
    auto last = says(cleo, "list", "P2");
    last.words.flags = {{"page", "3"}};
    const auto rest = list_incidents(last, book, at(4));
    EXPECT_THAT(rest->message.text, HasSubstr("INC-35"));
    EXPECT_THAT(rest->message.blocks, Not(HasSubstr("--page")));
}

TEST_F(Lists, KnowTheWeekInEveryState)
{
    (void)declared("P3 Old", at(3, 0, 6));
    (void)declared("P3 Resolved", at(3, 0, 8));
    (void)declared("P3 Open", at(3, 0, 14));
    (void)resolve_incident(says(ana, "resolve", "INC-2 done"), book, at(4, 0, 8));
    const auto text = list_incidents(says(cleo, "list", "week"), book, at(5, 0, 14))->message.text;
    EXPECT_THAT(text, Not(HasSubstr("Old")));
    EXPECT_LT(text.find("Open"), text.find("Resolved"));
}

TEST_F(Lists, CallYoursWhatYouDeclaredCommandOrWorkOn)
{
    (void)declared("P3 Declared", at(3));
    (void)declare_incident(says(mia, "declare", "P3 Joined"), book, at(3));
    (void)declare_incident(says(mia, "declare", "P3 Commanded"), book, at(3));
    (void)declare_incident(says(mia, "declare", "P3 Foreign"), book, at(3));
    (void)join_incident(says(cleo, "join", "INC-2"), book, at(3, 1));
    (void)acknowledge_incident(says(cleo, "ack", "INC-3"), book, at(3, 1));
    const auto text = list_incidents(says(cleo, "list", "mine"), book, at(4))->message.text;
    EXPECT_THAT(text, HasSubstr("INC-1"));
    EXPECT_THAT(text, HasSubstr("INC-2"));
    EXPECT_THAT(text, HasSubstr("INC-3"));
    EXPECT_THAT(text, Not(HasSubstr("INC-4")));
}

}  // namespace hotwatch::testing
