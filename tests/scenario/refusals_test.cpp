// What is refused in Slack, of all but incidents: the asker alone hears why and what to type instead, nobody else sees
// anything, and nothing is changed. The words themselves are held by the golden files; here they come all the way from
// a typed line.
#include "tests/scenario/refused.hpp"

namespace
{
using namespace hotwatch;
using hotwatch::testing::Refused;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;

class OfTheRest : public hotwatch::testing::RefusalWorld
{
};

TEST_P(OfTheRest, IsSaidToTheAskerAloneAndChangesNothing)
{
    expect_refused(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Each, OfTheRest,
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
        Refused{"engineer-helper", "/oncall take primary 2h", "You are primary already"},
        Refused{"ana", "/oncall take until soonish", "\"soonish\" is not a time"},
        Refused{"ana", "/oncall take until", "Say until when"},
        Refused{"ana", "/oncall take until yesterday 09:00", "That time is over"},
        Refused{"manager", "/oncall override primary @ben from yesterday 09:00 to fri 18:00", "begins in the past"},
        Refused{"manager", "/oncall override primary @ben from fri 09:00", "Say until when"},
        Refused{"manager", "/oncall override from fri 09:00 to fri 18:00", "Say which role"},
        Refused{"manager", "/oncall override primary from fri 09:00 to fri 18:00", "Say who"},
        Refused{"deployment", "/oncall link Manager @ben", "only a manager"},
        Refused{"manager", "/oncall link \"Deployment Agent\" @deployment", "already. Nothing was changed"},
        Refused{"ana", "/runbook show", "Say which runbook"}, Refused{"ana", "/faq show", "Say which"},
        Refused{"engineer-helper", "/runbook add Pages are slow :: text", "is there already, so nothing was added"},
        Refused{"engineer-helper", "/runbook edit database-connection-errors nonsense :: text", "there is none called"},
        Refused{"ana", "/runbook edit database-connection-errors :: text", "Only responders can change"},
        Refused{"ana", "/oncall gaps", "not built into this version"},
        Refused{"ana", "/runbook show zzzzqqq", "zzzzqqq"}, Refused{"ana", "/faq show zzzzqqq", "zzzzqqq"},
        Refused{"engineer-helper", "/runbook edit zzzzqqq :: text", "zzzzqqq"},
        Refused{"ana", "/hotwatch teapot", "does not know \"teapot\""}));

/// Where no table serves: the plan, the configuration or the time matters.
class DutyRefusals : public hotwatch::testing::World
{
  protected:
    std::string told(std::string_view line, std::string_view who = "manager")
    {
        types(who, "general", line);
        return sim().messages("general", who).back().text;
    }
};

TEST_F(DutyRefusals, WithoutARotationThereIsNobody)
{
    plan = "# Plan\n\nNothing yet.\n";
    start();
    for (const auto* line : {"/oncall", "/oncall next", "/oncall schedule"})
        EXPECT_THAT(told(line), HasSubstr("No rotation is loaded, so nobody is on call")) << line;
    EXPECT_THAT(told("/oncall link Ana @ana"), HasSubstr("The plan's rotation names nobody yet"));
    EXPECT_THAT(told("/oncall take"), HasSubstr("No rotation says when this shift ends"));
}

TEST_F(DutyRefusals, WhomNobodyInSlackIsCannotBePutOnCall)
{
    plan = "# Plan of 2025\n\n## On-Call Rotation\n\n| Week | Primary | Backup | Manager |\n|---|---|---|---|\n"
           "| Week 1 (Oct 13-19) | Zoe New | Deployment Agent | Manager |\n";
    start();
    EXPECT_THAT(told("/oncall override primary Zoe New from fri 09:00 to fri 18:00"),
                HasSubstr("Zoe New is not linked to anybody in Slack yet."));
}

TEST_F(DutyRefusals, WhatTheConfigurationTiesIsChangedThere)
{
    config.people = {{"Deployment Agent", UserId{"U05BEN"}}};
    start();
    EXPECT_THAT(told("/oncall link \"Deployment Agent\" @ana"), HasSubstr("by `[people]` in hotwatch.toml"));
}

TEST_F(DutyRefusals, AnOverrideIsCancelledOnce)
{
    start();
    (void)told("/oncall override backup @ben from now for 2h");
    (void)told("/oncall cancel 1");
    EXPECT_THAT(told("/oncall cancel 1"), HasSubstr("was cancelled already"));
    (void)told("/oncall override backup @ben from now for 2h");
    advance(hours{3});
    EXPECT_THAT(told("/oncall cancel 2"), AllOf(HasSubstr("ended"), HasSubstr("Nothing was changed")));
}

TEST_F(DutyRefusals, OneNameOfSeveralPeopleNamesNobody)
{
    slack.users.push_back({.id = "U10BEN", .name = "ben2", .real_name = "Ben Kim"});
    remake_slack();
    start();
    EXPECT_THAT(told("/oncall who Ben Kim"), HasSubstr("Several people are called \"Ben Kim\""));
    EXPECT_THAT(ask("/oncall me"), HasSubstr("The shell has no shifts"));
}

}  // namespace
