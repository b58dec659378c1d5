// Which incident is meant, and how it is asked where several could be.
#include <gmock/gmock.h>

#include "commands/grammar.hpp"
#include "commands/table.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::HasSubstr;
using ::testing::Not;

class WhichIncident : public IncidentBook
{
};

TEST_F(WhichIncident, IsTheOnlyOpenOne)
{
    (void)declared("P0 Down", at(3));
    EXPECT_EQ(acknowledge_incident(says(ben, "ack", ""), book, at(3, 1))->object, "INC-1");
}

TEST_F(WhichIncident, IsTheRoomsBeforeAnyOther)
{
    const auto first = declared("P0 Down", at(3));
    card_stands(first);
    (void)declared("P0 Also down", at(3));
    auto request = says(ben, "ack", "", Origin::mention);
    request.channel = emergency;
    request.thread_ts = again(first).room.thread_ts;
    EXPECT_EQ(acknowledge_incident(request, book, at(3, 1))->object, "INC-1");
    request.user = cleo;
    request.words.rest = "this";
    EXPECT_EQ(acknowledge_incident(request, book, at(3, 1))->object, "INC-1");
    request.words.rest = "INC-2";
    EXPECT_EQ(acknowledge_incident(request, book, at(3, 1))->object, "INC-2");
}

TEST_F(WhichIncident, IsTheOnlyOneOfTheChannel)
{
    (void)declared("P0 Down", at(3));
    (void)declared("P3 Typo", at(3));
    auto request = says(ben, "ack", "");
    request.channel = support;
    EXPECT_EQ(acknowledge_incident(request, book, at(3, 1))->object, "INC-2");
}

TEST_F(WhichIncident, IsAskedForAmongThoseOfTheChannelTheWorstFirst)
{
    (void)declared("P0 Down", at(3));
    (void)declared("P1 Slow", at(3, 1));
    (void)declared("P3 Typo", at(3, 2));
    auto request = says(ben, "ack", "");
    request.channel = emergency;
    const auto outcome = acknowledge_incident(request, book, at(3, 3));
    ASSERT_FALSE(outcome);
    const auto blocks = nlohmann::json::parse(outcome.error().message.blocks);
    const auto& buttons = blocks.back().at("elements");
    ASSERT_EQ(buttons.size(), 2U);
    EXPECT_EQ(buttons[0].at("action_id"), "incident.ack#1");
    EXPECT_EQ(buttons[1].at("action_id"), "incident.ack#2");
}

TEST_F(WhichIncident, IsAskedWithOneButtonEachThatKeepsWhatWasTyped)
{
    (void)declared("P1 Slow", at(3));
    (void)declared("P0 Down", at(3, 1));
    const auto outcome = update_incident(says(ben, "update", "restarted"), book, at(3, 2));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::ambiguous);
    const auto blocks = nlohmann::json::parse(outcome.error().message.blocks);
    const auto& buttons = blocks.back().at("elements");
    ASSERT_EQ(buttons.size(), 2U);
    EXPECT_EQ(buttons[0].at("action_id"), "hotwatch.run#2");  // the worst first
    EXPECT_EQ(buttons[0].at("value"), "incident update INC-2 restarted");
    const auto ack = acknowledge_incident(says(ben, "ack", ""), book, at(3, 2));
    EXPECT_THAT(ack.error().message.blocks, HasSubstr(R"("action_id":"incident.ack#2")"));
}

TEST_F(WhichIncident, IsChosenWithAllThatWasTyped)
{
    (void)declared("P1 Slow", at(3));
    (void)declared("P0 Down", at(3, 1));
    auto request = says(ben, "", "");
    request.words = parse_command("incident", "update --eta=00:30 restarted the agent");
    const auto asked = run(request, book, at(3, 2));
    ASSERT_FALSE(asked);
    const auto blocks = nlohmann::json::parse(asked.error().message.blocks);
    const std::string line = blocks.back().at("elements").at(1).at("value");
    ASSERT_TRUE(line.starts_with("incident "));
    request.words = parse_command("incident", line.substr(9));
    const auto outcome = run(request, book, at(3, 3));
    ASSERT_TRUE(outcome) << outcome.error().message.text;
    EXPECT_EQ(outcome->object, "INC-1");
    EXPECT_EQ(book.incidents.find(1)->last_update_text, "restarted the agent");
    EXPECT_EQ(book.incidents.find(1)->eta, at(4, 30));
}

TEST_F(WhichIncident, IsNotFoundWhereNobodyDeclaredIt)
{
    const auto outcome = acknowledge_incident(says(ben, "ack", "INC-77"), book, at(3));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::not_found);
    EXPECT_THAT(outcome.error().message.text, HasSubstr("There is no INC-77"));
}

TEST_F(WhichIncident, SaysThatNoneIsOpenAndWhoResolvedTheNewest)
{
    EXPECT_THAT(acknowledge_incident(says(ben, "ack", ""), book, at(3)).error().message.text,
                HasSubstr("No incident is open."));
    (void)declared("P0 Down", at(3));
    (void)resolve_incident(says(ben, "resolve", "restarted"), book, at(3, 9));
    EXPECT_THAT(acknowledge_incident(says(cleo, "ack", ""), book, at(3, 10)).error().message.text,
                HasSubstr("INC-1 was resolved by Deployment Agent"));
}

TEST_F(WhichIncident, IsNotNamedByANumberThatBeginsATextInAnotherRoom)
{
    (void)declared("P3 Typo", at(3));
    const auto here = declared("P0 Down", at(3));
    card_stands(here);
    auto request = says(ben, "update", "1 of 3 servers is back", Origin::mention);
    request.channel = emergency;
    request.thread_ts = again(here).room.thread_ts;
    EXPECT_EQ(update_incident(request, book, at(3, 1))->object, "INC-2");
    EXPECT_EQ(again(here).last_update_text, "1 of 3 servers is back");
}

TEST_F(WhichIncident, MayBeNamedByABareNumberOutsideARoom)
{
    const auto first = declared("P0 Down", at(3));
    (void)declared("P0 Also down", at(3));
    EXPECT_EQ(update_incident(says(ben, "update", "1 restarted"), book, at(3, 1))->object, "INC-1");
    EXPECT_EQ(again(first).last_update_text, "restarted");
}

TEST_F(WhichIncident, IsListedWorstFirstWhereSeveralAreOpen)
{
    (void)declared("P3 Typo", at(3));
    (void)declared("P0 Down", at(3, 1));
    const auto text = show_incident(says(cleo, "", ""), book, at(3, 4))->message.text;
    EXPECT_LT(text.find("INC-2"), text.find("INC-1"));
    EXPECT_THAT(list_incidents(says(cleo, "list", "P3"), book, at(3, 4))->message.text, Not(HasSubstr("INC-2")));
    EXPECT_THAT(list_incidents(says(ben, "list", "mine"), book, at(3, 4))->message.text,
                HasSubstr("No open incident is yours."));
    EXPECT_EQ(list_incidents(says(ben, "list", "yesterday"), book, at(3, 4)).error().why, Refusal::Why::usage);
}

TEST_F(WhichIncident, IsAReadThatChangesNothing)
{
    (void)declared("P0 Down", at(3));
    const auto before = database.changes();
    (void)show_incident(says(cleo, "", ""), book, at(3, 4));
    (void)show_incident(says(cleo, "show", "1"), book, at(3, 4));
    (void)list_incidents(says(cleo, "list", ""), book, at(3, 4));
    EXPECT_EQ(database.changes(), before);
}

}  // namespace hotwatch::testing
