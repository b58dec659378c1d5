// mention_phrase: the fixed table of what people say to the bot.
#include <gtest/gtest.h>

#include "commands/grammar.hpp"

namespace hotwatch
{
namespace
{
std::string heard(std::string_view said)
{
    const auto named = mention_phrase(said);
    return named.command + (named.text.empty() ? "" : " " + named.text);
}

TEST(MentionPhrase, AsksWhoIsOnCall)
{
    for (const auto* said : {"who's on call?", "Who’s on call", "who is on call now?", "whos on call", "on-call?",
                             "hey, who is on-call right now?", "oncall", "/oncall", "/hotwatch oncall", "OnCall?"})
        EXPECT_EQ(heard(said), "oncall") << said;
    EXPECT_EQ(heard("who is on call tomorrow 09:00?"), "oncall at tomorrow 09:00");
}

TEST(MentionPhrase, AsksAboutDuty)
{
    EXPECT_EQ(heard("who will be on call on fri at 9am?"), "oncall at on fri at 9am");
    EXPECT_EQ(heard("who was on call yesterday 22:00?"), "oncall at last yesterday 22:00");
    EXPECT_EQ(heard("who was on-call at 03:10"), "oncall at last at 03:10");
    for (const auto* said : {"who's next on call?", "Who’s on call next?", "who is next?", "when is the next handoff?"})
        EXPECT_EQ(heard(said), "oncall next") << said;
    for (const auto* said : {"when am I on call?", "when am I on call next", "my shifts", "am I on-call?"})
        EXPECT_EQ(heard(said), "oncall me") << said;
    EXPECT_EQ(heard("when is <@U05BEN> on call?"), "oncall who <@U05BEN>");
    EXPECT_EQ(heard("is Ana Ortiz on-call?"), "oncall who Ana Ortiz");
    EXPECT_EQ(heard("when is ben on call next?"), "oncall who ben");
    EXPECT_EQ(heard("on call schedule"), "oncall schedule");
}

TEST(MentionPhrase, TakesOverOnlyWithARoleOrALength)
{
    EXPECT_EQ(heard("I'm taking over for 2h"), "oncall take for 2h");
    EXPECT_EQ(heard("I’m taking over 90m!"), "oncall take 90m");
    EXPECT_EQ(heard("taking over as backup until 18:00"), "oncall take as backup until 18:00");
    EXPECT_EQ(heard("take over primary for 1h30m"), "oncall take primary for 1h30m");
    EXPECT_EQ(heard("I'll take over until tomorrow 09:00"), "oncall take until tomorrow 09:00");
    EXPECT_EQ(heard("I'm taking over"), "oncall") << "shown with its button, nothing taken";
    for (const auto* said :
         {"I'm taking over the world", "taking over for Ana", "take overview of it", "taking over INC-3"})
        EXPECT_NE(heard(said).substr(0, 11), "oncall take") << said;
}

TEST(MentionPhrase, Acknowledges)
{
    for (const auto* said : {"ack", "on it", "On it!", "I've got it", "I’ve got it.", "got it", "I'm on it",
                             "acknowledge", "please ack", "@hotwatch on it"})
        EXPECT_EQ(heard(said), "incident ack") << said;
    EXPECT_EQ(heard("ack INC-12"), "incident ack INC-12");
    EXPECT_EQ(heard("I've got it, INC-12!"), "incident ack INC-12");
}

TEST(MentionPhrase, DoesNotAcknowledgeForThoseWhoOnlyMentionIt)
{
    for (const auto* said : {"got it wrong again", "on item 5 of the list", "acknowledgements are late", "ack or not?",
                             "who's on callback duty"})
        EXPECT_NE(heard(said).substr(0, 12), "incident ack") << said;
}

TEST(MentionPhrase, TakesUpdatesAndResolutions)
{
    EXPECT_EQ(heard("update: restarted, watching"), "incident update restarted, watching");
    EXPECT_EQ(heard("Update - restarted"), "incident update - restarted");
    EXPECT_EQ(heard("update"), "incident update");
    EXPECT_EQ(heard("resolved: rolled back v41"), "incident resolve rolled back v41");
    EXPECT_EQ(heard("resolve INC-12 rolled back v41"), "incident resolve INC-12 rolled back v41");
    EXPECT_EQ(heard("update:\nfirst\nsecond"), "incident update first\nsecond");
    EXPECT_EQ(heard("snooze 10m waiting"), "incident snooze 10m waiting");
}

TEST(MentionPhrase, TakesWhatAnIncidentGoesThrough)
{
    EXPECT_EQ(heard("mitigated: failed over"), "incident mitigate failed over");
    EXPECT_EQ(heard("Mitigated"), "incident mitigate");
    EXPECT_EQ(heard("reopen: it is back"), "incident reopen it is back");
    EXPECT_EQ(heard("reopen INC-12 it is back"), "incident reopen INC-12 it is back");
    EXPECT_EQ(heard("cancel: a planned restart"), "incident cancel a planned restart");
    EXPECT_EQ(heard("close"), "incident close");
    EXPECT_EQ(heard("close INC-12"), "incident close INC-12");
    EXPECT_EQ(heard("merge into INC-12"), "incident merge into INC-12");
    EXPECT_EQ(heard("merge INC-3 into 12"), "incident merge INC-3 into 12");
    EXPECT_EQ(heard("report: https://wiki.example.com/x"), "incident report https://wiki.example.com/x");
    EXPECT_EQ(heard("note: tried a restart"), "incident note tried a restart");
    EXPECT_EQ(heard("note at 03:10 tried a restart"), "incident note at 03:10 tried a restart");
    EXPECT_EQ(heard("timeline"), "incident timeline");
    EXPECT_EQ(heard("Catch me up!"), "incident show");
    EXPECT_EQ(heard("catch me up on INC-12"), "incident show INC-12");
}

TEST(MentionPhrase, TakesWhoDoesWhatAndHowBadItIs)
{
    EXPECT_EQ(heard("join"), "incident join");
    EXPECT_EQ(heard("leave INC-12"), "incident leave INC-12");
    EXPECT_EQ(heard("take it"), "incident lead me");
    EXPECT_EQ(heard("I'll take it, INC-12"), "incident lead INC-12 me");
    EXPECT_EQ(heard("lead <@U02BEN>"), "incident lead <@U02BEN>");
    EXPECT_EQ(heard("assign scribe <@U02BEN>"), "incident assign scribe <@U02BEN>");
    EXPECT_EQ(heard("assign INC-12 scribe @ana"), "incident assign INC-12 scribe @ana");
    EXPECT_EQ(heard("severity P0 it spreads"), "incident severity P0 it spreads");
    EXPECT_EQ(heard("severity INC-12 P0"), "incident severity INC-12 P0");
    EXPECT_EQ(heard("raise to P0: it spreads"), "incident severity P0: it spreads");
}

TEST(MentionPhrase, ChangesNothingForThoseWhoOnlyTalkOfIt)
{
    for (const auto* said : {"cancel the deployment of v41?", "close to fixing it", "mitigate risks how?",
                             "join us at lunch", "leave it as it is", "severity of this?", "lead times are long",
                             "assign tickets how?", "merge conflicts again", "report is where?", "take it easy",
                             "timeline for the launch?", "search is down", "search results are empty, what do I try?",
                             "why 502 on checkout?", "why this keeps failing?", "request 3 more pods how?"})
        EXPECT_EQ(heard(said).substr(0, 8), "faq ask ") << said << " → " << heard(said);
}

TEST(MentionPhrase, AsksWhyAndAfterServicesAndPastIncidents)
{
    for (const auto* said : {"why was I paged?", "Why was i paged", "why did you page me?"})
        EXPECT_EQ(heard(said), "incident paged") << said;
    EXPECT_EQ(heard("why was I paged for INC-12?"), "incident paged INC-12");
    EXPECT_EQ(heard("why was I paged twice last night?").substr(0, 7), "faq ask");
    EXPECT_EQ(heard("status agent sdk"), "status agent sdk");
    for (const auto* said :
         {"search: queue not loading", "search incidents queue not loading", "search incidents for queue not loading"})
        EXPECT_EQ(heard(said), "incident search queue not loading") << said;
}

TEST(MentionPhrase, NamesWhatALaterVersionDoes)
{
    for (const auto* said : {"escalate", "escalate INC-12", "sla", "actions", "drill: P0 the database is gone"})
        EXPECT_EQ(heard(said).substr(0, 9), "incident ") << said;
    EXPECT_EQ(heard("why is the queue slow?"), "faq ask why is the queue slow?");
    EXPECT_EQ(heard("request a day off where?"), "faq ask request a day off where?");
}

TEST(MentionPhrase, DeclaresOnlyWhatSaysSo)
{
    EXPECT_EQ(heard("declare P1 queue down"), "incident declare P1 queue down");
    EXPECT_EQ(heard("P0 approval queue is down"), "incident suggest P0 approval queue is down");
    EXPECT_EQ(heard("p1: queue is slow"), "incident suggest p1 queue is slow");
    EXPECT_EQ(heard("sev0 all is down"), "incident suggest sev0 all is down");
    EXPECT_EQ(heard("open P1 queue down"), "incident suggest P1 queue down");
    EXPECT_EQ(heard("open the door"), "incident suggest the door");
    EXPECT_EQ(heard("3 things are odd"), "faq ask 3 things are odd");
}

TEST(MentionPhrase, TakesCommandLines)
{
    EXPECT_EQ(heard("incident list mine"), "incident list mine");
    EXPECT_EQ(heard("/incident list"), "incident list");
    EXPECT_EQ(heard("hotwatch incident ack"), "incident ack");
    EXPECT_EQ(heard("INC-12 ack"), "incident INC-12 ack");
    EXPECT_EQ(heard("faq how do I restart the agent?"), "faq how do I restart the agent?");
    Policy policy;
    policy.commands = {{"incident", "/inc"}};
    EXPECT_EQ(mention_phrase("/inc list", policy).command, "incident");
}

TEST(MentionPhrase, HelpsWhenCalledByNameOnly)
{
    for (const auto* said : {"", "  ", "help", "hello", "hi!", "Hotwatch", "help?"})
        EXPECT_EQ(heard(said), "hotwatch help") << said;
    EXPECT_EQ(heard("help update"), "hotwatch help update");
}

TEST(MentionPhrase, PassesOnWhatIsMostLikelyASlip)
{
    EXPECT_EQ(heard("updaet: restarted agent service"), "incident updaet restarted agent service");
    EXPECT_EQ(heard("reslove rolled back"), "incident reslove rolled back");
}

TEST(MentionPhrase, TakesAnythingElseForAQuestion)
{
    for (const auto* said :
         {"how do I restart the agent?", "thanks!", "last night the queue broke", "this is fine", "0"})
        EXPECT_EQ(heard(said), std::string{"faq ask "} + said) << said;
}

TEST(MentionPhrase, ProposesWhatMayBeMeantForAnIncident)
{
    EXPECT_EQ(heard("mitigate rolled back"), "incident propose mitigate rolled back");
    EXPECT_EQ(heard("cancel was nothing"), "incident propose cancel was nothing");
    EXPECT_EQ(heard("reopen it is back"), "incident propose reopen it is back");
    EXPECT_EQ(heard("report https://example.com/x"), "incident propose report https://example.com/x");
    EXPECT_EQ(heard("reopen the door please"), "incident propose reopen the door please") << "nothing is done";
    EXPECT_EQ(heard("paged"), "incident paged");
    EXPECT_EQ(heard("take 2h"), "oncall take 2h");
    EXPECT_EQ(heard("take primary until 18:00"), "oncall take primary until 18:00");
    EXPECT_EQ(heard("take it"), "incident lead me");
}

TEST(MentionPhrase, LeavesQuestionsThatBeginLikeAVerbToTheFaq)
{
    for (const auto* said :
         {"show me the runbook for database errors", "show the approval queue runbook",
          "help me with the approval queue", "list all services that use pgbouncer", "help, the queue is stuck"})
        EXPECT_EQ(heard(said), std::string{"faq ask "} + said) << said;
    EXPECT_EQ(heard("show INC-3"), "incident show INC-3");
    EXPECT_EQ(heard("show INC-3 --share"), "incident show INC-3 --share");
    EXPECT_EQ(heard("show INC-3 please"), "incident show INC-3 please");
    EXPECT_EQ(heard("show 3 ways to do it"), "faq ask show 3 ways to do it");
    EXPECT_EQ(heard("list all"), "incident list all") << "refused, with what a list can be";
    EXPECT_EQ(heard("list P1 incidents"), "incident list P1 incidents");
    EXPECT_EQ(heard("help take"), "hotwatch help take");
    EXPECT_EQ(heard("show"), "incident show");
    EXPECT_EQ(heard("list"), "incident list");
    EXPECT_EQ(heard("list mine"), "incident list mine");
    EXPECT_EQ(heard("list P0"), "incident list P0");
    EXPECT_EQ(heard("list this week"), "incident list this week");
    EXPECT_EQ(heard("list incidents"), "incident list");
    EXPECT_EQ(heard("list open incidents"), "incident list");
    EXPECT_EQ(heard("help incident declare"), "hotwatch help incident declare");
}

TEST(MentionPhrase, ListsKnowledge)
{
    for (const auto* said : {"list runbooks", "show runbooks", "list all runbooks", "runbooks", "show me the runbooks"})
        EXPECT_EQ(heard(said), "runbook list") << said;
    for (const auto* said : {"list faq", "list the FAQ", "list faqs", "faqs"})
        EXPECT_EQ(heard(said), "faq list") << said;
    EXPECT_EQ(heard("list articles"), "faq list articles");
}

TEST(MentionPhrase, RecordsNoQuestionUnasked)
{
    for (const auto* said : {"update on this?", "resolve DNS errors how?", "note to self: where is the runbook?",
                             "resolved already?", "snooze possible?", "declare how?"})
        EXPECT_EQ(heard(said).substr(0, 16), "incident propose") << said << " → " << heard(said);
    EXPECT_EQ(heard("update on this?"), "incident propose update on this?");
    EXPECT_EQ(heard("update: is it better now?"), "incident update is it better now?");
    EXPECT_EQ(heard("update INC-3 is it better now?"), "incident update INC-3 is it better now?");
    EXPECT_EQ(heard("declare P1 is the queue down?"), "incident declare P1 is the queue down?");
    EXPECT_EQ(heard("update?"), "incident update") << "with nothing to record it asks";
    for (const auto* said : {"resolved? the graphs look good", "resolve DNS errors how? thanks", "update on this?!",
                             "update on this? :pray:", "update? customers are asking", "update this is it fixed?",
                             "resolve p2 ok?", "ack?", "on it?", "mitigated?", "close?", "take it?"})
        EXPECT_EQ(heard(said).substr(0, 17), "incident propose ") << said << " → " << heard(said);
    EXPECT_EQ(heard("take it?"), "incident propose lead me");
    EXPECT_EQ(heard("ack 1?"), "incident propose ack 1");
    EXPECT_EQ(heard("cancel INC-1?"), "incident propose cancel INC-1?");
    for (const auto* said : {"take backup?", "take 2h?", "taking over as backup?"})
        EXPECT_EQ(heard(said), "oncall") << said << ": shown with its button, nothing taken";
    for (const auto* said : {"update queue drains, see https://kibana/app/discover#/?_g=(time:now-1h)",
                             "note customer asked \"when?\", told 17:00"})
        EXPECT_EQ(heard(said), std::string{"incident "} + said);
    EXPECT_EQ(heard("update see https://g.example.com/d?panel=3 for it"),
              "incident update see https://g.example.com/d?panel=3 for it");
}

}  // namespace
}  // namespace hotwatch
