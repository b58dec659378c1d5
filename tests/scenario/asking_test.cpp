// What people ask and say of incidents besides their life: search, "why was I paged?", "on it" by slash, a commander
// named in the declaration, services, and what a later version will do.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto support = "hotdash-support";

class Asking : public hotwatch::testing::World
{
  protected:
    Asking() { start(); }
    std::string told(std::string_view who, std::string_view line)
    {
        types(who, "general", line);
        return sim().messages("general", who).back().text;
    }
};

TEST_F(Asking, FindsIncidentsByWhatWasSaidOfThem)
{
    types("ana", "general", "/incident declare P2 Approval queue not loading");
    types("ben", "general", "/incident update INC-1 restarted pgbouncer");
    types("engineer-helper", "general", "/incident resolve INC-1 raised its connection limit");
    types("ana", "general", "/incident declare P3 Queue is slow");
    EXPECT_THAT(told("ana", "/incident search queues"), AllOf(HasSubstr("INC-1"), HasSubstr("INC-2")));
    EXPECT_THAT(told("ana", "/incident search pgbouncer limits"),
                AllOf(HasSubstr("Approval queue not loading"), HasSubstr("Said: restarted pgbouncer"),
                      Not(HasSubstr("INC-2"))));
    EXPECT_THAT(ask("/incident search connection"), HasSubstr("INC-1"));
    types("ben", support, "@hotwatch search incidents pgbouncer");
    pass(seconds{2});
    EXPECT_THAT(seen(support), HasSubstr("Said: restarted pgbouncer"));
    restart();
    EXPECT_THAT(ask("/incident search connection"), HasSubstr("INC-1"));
    EXPECT_EQ(verify(), "well");
}

TEST_F(Asking, SearchIsNoTitleOfANewIncident)
{
    EXPECT_THAT(told("ana", "/incident search queue"), AllOf(HasSubstr("No incident says"), Not(HasSubstr("Declare"))));
}

TEST_F(Asking, OnItAcknowledgesBySlash)
{
    types("ana", "general", "/incident declare P1 Queue is down");
    types("ben", "general", "/incident on it");
    const auto incident = book().incidents.find(1).value();
    ASSERT_TRUE(incident.acknowledged);
    EXPECT_EQ(incident.acknowledged->by.value, sim().user_id("ben"));
}

TEST_F(Asking, GuestsCannotSayOnItEither)
{
    types("ana", "general", "/incident declare P1 Queue is down");
    types("gus", "general", "/incident on it");
    EXPECT_FALSE(book().incidents.find(1)->acknowledged);
}

TEST_F(Asking, WhyWasIPaged)
{
    types("ana", "general", "/incident declare P0 Queue is down");
    advance(minutes{2});
    types("engineer-helper", "dm:engineer-helper", "why was I paged?");
    EXPECT_THAT(sim().messages("dm:engineer-helper").back().text,
                AllOf(HasSubstr("You were paged"), HasSubstr("Queue is down"), HasSubstr("Declared"),
                      HasSubstr("by ana"), HasSubstr("You were the primary on call"),
                      HasSubstr("Nobody has acknowledged it yet")));
    types("engineer-helper", "dm:engineer-helper", "on it");
    advance(minutes{1});
    types("engineer-helper", "dm:engineer-helper", "Why was I paged?");
    EXPECT_THAT(sim().messages("dm:engineer-helper").back().text, HasSubstr("was acknowledged by engineer-helper"));
    EXPECT_THAT(told("ana", "/incident paged"), HasSubstr("I have not paged you"));
}

TEST_F(Asking, ACommanderNamedInTheDeclarationIsBriefed)
{
    types("ana", "general", "/incident declare P1 Queue is down --commander @ben");
    advance(seconds{5});
    EXPECT_EQ(book().incidents.find(1)->commander.value, sim().user_id("ben"));
    EXPECT_THAT(seen("dm:ben"), HasSubstr("ana made you the commander"));
    EXPECT_THAT(told("ana", "/incident declare P1 Queue is down --commander @gus"), HasSubstr("a guest"));
    EXPECT_EQ(book().incidents.count(), 1);
}

TEST_F(Asking, AServiceGetsTheWholeStatus)
{
    types("ben", support, "@hotwatch status agent sdk");
    EXPECT_THAT(sim().messages(support).back().text,
                AllOf(HasSubstr("does not watch single services, \"agent sdk\""), HasSubstr("All is well")));
}

TEST_F(Asking, WhatALaterVersionDoesIsNoTitleAndNoQuestion)
{
    EXPECT_THAT(told("ana", "/incident escalate INC-1 nobody answers"), HasSubstr("not built into this version"));
    EXPECT_THAT(told("ana", "/runbook run approval-queue-not-loading"), HasSubstr("not built into this version"));
    EXPECT_THAT(told("ana", "/svc silence queue 1h deploy"), HasSubstr("not built into this version"));
    types("ben", support, "@hotwatch escalate");
    EXPECT_THAT(sim().messages(support).back().text, HasSubstr("not built into this version"));
    EXPECT_EQ(book().incidents.count(), 0);
}

}  // namespace
