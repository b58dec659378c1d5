// What is refused in Slack: the asker alone hears why and what to type instead, nobody else sees anything, and nothing
// is changed. The words themselves are held by the golden files; here they come all the way from a typed line.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Refused
{
    const char* who;
    const char* line;
    const char* says;
};

void PrintTo(const Refused& refused, std::ostream* out)
{
    *out << refused.who << ": " << refused.line;
}

/// INC-1, a P0 that engineer-helper commands; INC-2, a P3 that nobody has; INC-3, a P2 that is resolved.
class Refusal : public hotwatch::testing::World, public ::testing::WithParamInterface<Refused>
{
  protected:
    Refusal()
    {
        start();
        types("ana", "general", "/incident declare P0 Approval queue is down");
        types("engineer-helper", "general", "/incident ack INC-1");
        types("ben", "general", "/incident declare P3 A typo on the start page");
        types("engineer-helper", "general", "/incident declare P2 Search is slow");
        types("engineer-helper", "general", "/incident resolve INC-3 a new index");
        types("manager", "general", "/oncall override backup @ben from tomorrow 09:00 to tomorrow 18:00");
        advance(std::chrono::minutes{1});
    }
};

TEST_P(Refusal, IsSaidToTheAskerAloneAndChangesNothing)
{
    const auto& [who, line, says] = GetParam();
    const auto changes = book().audit.count();
    types(who, "hotdash-alerts", line);
    EXPECT_THAT(seen("hotdash-alerts", who), HasSubstr(says));
    const auto* other = who == std::string_view{"ben"} ? "ana" : "ben";
    EXPECT_THAT(sim().messages("hotdash-alerts", other), IsEmpty()) << "nobody else is told";
    EXPECT_EQ(book().audit.count(), changes);
    EXPECT_THAT(verify(), HasSubstr("well"));
}

INSTANTIATE_TEST_SUITE_P(
    OfIncidents, Refusal,
    ::testing::Values(
        Refused{"ana", "/incident declare P4 Down", "there is no P4"},
        Refused{"ana", "/incident declare P1 Down --started=25:99", "\"25:99\" is not a time in the past"},
        Refused{"ana", "/incident declare P1 Down --commander=@zoe", "matches nobody in this workspace"},
        Refused{"ana", "/incident declare P1 Down --private=yes", "does not know --private"},
        Refused{"ana", "/incident show INC-77", "There is no INC-77"},
        Refused{"ana", "/incident ack INC-3", "was resolved by"},
        Refused{"ana", "/incident update INC-1 --eta=eventually looking", "\"eventually\" is not a time in the future"},
        Refused{"ana", "/incident update INC-3 looking", "was resolved by"},
        Refused{"ana", "/incident snooze INC-1 3h", "can be snoozed by at most 15 min"},
        Refused{"ana", "/incident snooze INC-2 10m", "promises no updates"},
        Refused{"ana", "/incident severity INC-1 bad", "\"bad\" is no severity"},
        Refused{"deployment", "/incident severity INC-1 P0", "already"},
        Refused{"ana", "/incident severity INC-2 P1 it spreads", "Only responders can change the severity"},
        Refused{"ben", "/incident severity INC-1 P2 calmer", "Only"},
        Refused{"ben", "/incident mitigate INC-1 failed over", "Only responders"},
        Refused{"ben", "/incident resolve INC-1 done", "Only responders can resolve"},
        Refused{"ana", "/incident reopen INC-1 again", "is not over"},
        Refused{"deployment", "/incident cancel INC-3 a drill", "was resolved by"},
        Refused{"deployment", "/incident merge INC-1 into INC-1", "cannot become part of itself"},
        Refused{"deployment", "/incident merge INC-1 into INC-3", "was resolved by"},
        Refused{"ana", "/incident merge banana", "Say which incident becomes part of which"},
        Refused{"ana", "/incident assign INC-1 pilot @ben", "\"pilot\" is no role"},
        Refused{"ana", "/incident assign INC-1 scribe @zoe", "matches nobody in this workspace"},
        Refused{"engineer-helper", "/incident leave INC-1", "it needs one"},
        Refused{"ben", "/incident leave INC-1", "INC-1"},
        Refused{"ana", "/incident note INC-1 at 25:99 rebooted", "\"25:99\" is not a time in the past"},
        Refused{"ana", "/incident report INC-1 https://wiki.example.com/x", "is owed once it is resolved"},
        Refused{"ana", "/incident report INC-3 https://wiki.example.com/x", "owes no report"},
        Refused{"deployment", "/incident close INC-1", "can be closed once it is resolved"},
        Refused{"deployment", "/incident close INC-3", "cannot close yet"},
        Refused{"deployment", "/incident close INC-3 --force", "Only a manager can close"},
        Refused{"ana", "/incident timeline INC-1 --entry=99", "has the entries 1 to"},
        Refused{"ana", "/incident list yesterday", "A list can be"},
        Refused{"ana", "/incident updaet x", "does not know"}, Refused{"ana", "/incident INC-1 ack", "Did you mean"},
        Refused{"ana", "/incident ack INC-1 --force", "It takes no flags"},
        Refused{"ana", "/incident escalate INC-1", "not built into this version"},
        Refused{"gus", "/incident declare P1 Down", "Guests"}));

INSTANTIATE_TEST_SUITE_P(
    OfTheRest, Refusal,
    ::testing::Values(
        Refused{"ana", "/oncall whom", "does not know"},
        Refused{"ana", "/oncall at sometime", "\"sometime\" is not a time"}, Refused{"ana", "/oncall at", "Say when"},
        Refused{"ana", "/oncall who", "Say who"}, Refused{"ana", "/oncall who @zoe", "\"@zoe\" is nobody I know"},
        Refused{"ana", "/oncall schedule 13", "is no number of weeks"},
        Refused{"ana", "/oncall take primray", "\"primray\" is no role"},
        Refused{"ana", "/oncall take 15d", "That would be 15 days"},
        Refused{"ana", "/oncall take manager 2h", "Only a manager"},
        Refused{"ana", "/oncall override primary @ben from fri 09:00 to fri 18:00", "Only somebody of the rotation"},
        Refused{"manager", "/oncall override boss @ben from fri 09:00 to fri 18:00", "\"boss\" is no role"},
        Refused{"manager", "/oncall override primary @ben from 2025-10-17 18:00 to 2025-10-17 09:00",
                "Nothing was changed"},
        Refused{"manager", "/oncall override primary @ben from soon to fri 09:00", "\"soon\" is not a time"},
        Refused{"manager", "/oncall override primary @gus from fri 09:00 to fri 18:00", "cannot be on call"},
        Refused{"manager", "/oncall override primary @zoe from fri 09:00 to fri 18:00", "is nobody I know"},
        Refused{"ana", "/oncall cancel", "Which override"}, Refused{"ana", "/oncall cancel 12", "There is no override"},
        Refused{"ana", "/oncall cancel 1", "can cancel it"},
        Refused{"ana", "/oncall link \"Deploymnet Agent\" @ben", "names nobody \"Deploymnet Agent\""},
        Refused{"ana", "/oncall link \"Deployment Agent\" @ben", "Only somebody of the rotation"},
        Refused{"ana", "/oncall gaps", "not built into this version"},
        Refused{"ana", "/runbook show zzzzqqq", "zzzzqqq"}, Refused{"ana", "/faq show zzzzqqq", "zzzzqqq"},
        Refused{"engineer-helper", "/runbook edit zzzzqqq :: text", "zzzzqqq"},
        Refused{"ana", "/hotwatch teapot", "does not know \"teapot\""}));

}  // namespace
