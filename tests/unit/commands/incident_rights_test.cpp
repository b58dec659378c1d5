// Who may do what to an incident, and what is said to those who may not (product section 11).
#include <gmock/gmock.h>

#include "commands/permission.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::HasSubstr;

class Rights : public IncidentBook
{
  protected:
    static constexpr std::string_view not_allowed = "Only responders can";
    /// "" where it was allowed.
    static std::string refusal(const Outcome& outcome)
    {
        return !outcome && outcome.error().why == Refusal::Why::not_allowed ? outcome.error().message.text : "";
    }
};

TEST_F(Rights, EverybodyMayDeclareAcknowledgeUpdateNoteJoinAndReopen)
{
    (void)declared("P0 Down", at(3));
    EXPECT_TRUE(add_note(says(cleo, "note", "looks like the queue"), book, at(3, 1)));
    EXPECT_TRUE(update_incident(says(cleo, "update", "looking"), book, at(3, 1)));
    EXPECT_TRUE(acknowledge_incident(says(cleo, "ack", ""), book, at(3, 2)));
    EXPECT_TRUE(resolve_incident(says(cleo, "resolve", "restarted"), book, at(3, 3))) << "the commander may";
    EXPECT_TRUE(reopen_incident(says(UserId{"U05DORA"}, "reopen", "INC-1 it is back"), book, at(3, 4)));
    EXPECT_TRUE(join_incident(says(UserId{"U05DORA"}, "join", ""), book, at(3, 5)));
}

TEST_F(Rights, OnlyRespondersMitigateResolveAndChangeTheSeverity)
{
    (void)declared("P1 Down", at(3));
    for (const auto& user : {cleo, UserId{"U05DORA"}})
    {
        EXPECT_THAT(refusal(mitigate_incident(says(user, "mitigate", ""), book, at(3, 1))), HasSubstr(not_allowed));
        EXPECT_THAT(refusal(resolve_incident(says(user, "resolve", "x"), book, at(3, 1))), HasSubstr(not_allowed));
        EXPECT_THAT(refusal(change_severity(says(user, "severity", "P0"), book, at(3, 1))), HasSubstr(not_allowed));
    }
    for (const auto& user : {ana, ben, mia})
        EXPECT_TRUE(resolve_incident(says(user, "resolve", ""), book, at(3, 1)).has_error() ||
                    resolve_incident(presses(user, "resolve", *book.incidents.newest()), book, at(3, 1)));
    EXPECT_TRUE(mitigate_incident(says(ben, "mitigate", ""), book, at(3, 2)));
}

TEST_F(Rights, ARefusalNamesWhoCanAndOffersToJoin)
{
    (void)declared("P1 Down", at(3));
    const auto outcome = resolve_incident(says(cleo, "resolve", "restarted"), book, at(3, 1));
    EXPECT_THAT(outcome.error().message.text, HasSubstr("On call now: Engineer Helper Agent."));
    EXPECT_THAT(outcome.error().message.blocks, HasSubstr(R"("action_id":"incident.join")"));
    (void)join_incident(says(cleo, "join", ""), book, at(3, 2));
    EXPECT_TRUE(resolve_incident(says(cleo, "resolve", "restarted"), book, at(3, 3)));
}

TEST_F(Rights, TheDeclarerMayCancelMergeAssignAndCloseTheirOwn)
{
    (void)declared("P3 One", at(3));
    (void)declared("P3 Two", at(3));
    (void)declared("P3 Three", at(3));
    const UserId dora{"U05DORA"};
    EXPECT_THAT(refusal(cancel_incident(says(dora, "cancel", "INC-1 x"), book, at(3, 1))), HasSubstr(not_allowed));
    EXPECT_THAT(refusal(merge_incident(says(dora, "merge", "INC-1 into INC-2"), book, at(3, 1))),
                HasSubstr(not_allowed));
    EXPECT_THAT(refusal(assign_role(says(dora, "lead", "INC-1 me"), book, at(3, 1))), HasSubstr(not_allowed));
    EXPECT_TRUE(cancel_incident(says(cleo, "cancel", "INC-1 x"), book, at(3, 1)));
    EXPECT_TRUE(assign_role(says(cleo, "lead", "INC-2 me"), book, at(3, 1)));
    EXPECT_TRUE(merge_incident(says(cleo, "merge", "INC-2 into INC-3"), book, at(3, 1)));
    (void)resolve_incident(says(ana, "resolve", "INC-3 done"), book, at(3, 2));
    EXPECT_THAT(refusal(close_incident(says(dora, "close", "INC-3"), book, at(3, 3))), HasSubstr(not_allowed));
    EXPECT_TRUE(close_incident(says(cleo, "close", "INC-3"), book, at(3, 3)));
}

TEST_F(Rights, ConfiguredRespondersCountEverywhere)
{
    auto policy = book.policy();
    policy.responders = {cleo};
    book.set_policy(policy);
    (void)declared("P1 Down", at(3));
    EXPECT_TRUE(resolve_incident(says(cleo, "resolve", "restarted"), book, at(3, 3)));
}

TEST_F(Rights, TheConsoleMayDoAllOfIt)
{
    (void)declared("P0 Down", at(3));
    auto request = says(UserId{"console:root"}, "severity", "P1", Origin::shell);
    request.is_console = true;
    EXPECT_TRUE(change_severity(request, book, at(3, 3)));
    request.words.verb = "resolve";
    request.words.rest = "INC-1 restarted";
    EXPECT_TRUE(resolve_incident(request, book, at(3, 4)));
}

TEST_F(Rights, NobodyIsManagerOrOnCallByBeingNobody)
{
    auto shifts = book.schedule.shifts();
    shifts[0].primary = shifts[0].backup = shifts[0].manager = "Night Owl";
    book.schedule.replace(shifts);
    Request request;
    EXPECT_FALSE(is_manager(request, book, at(3)));
    EXPECT_FALSE(is_responder(request, book, at(3)));
    EXPECT_FALSE(is_on_call({}, book, at(3)));
}

TEST_F(Rights, WhoeverWasInTheRotationByNameIsAResponder)
{
    Request request;
    request.user = ben;
    EXPECT_TRUE(is_responder(request, book, at(3, 0, 30))) << "the rotation repeats; its people stay";
    request.user = cleo;
    EXPECT_FALSE(is_responder(request, book, at(3)));
}

}  // namespace hotwatch::testing
