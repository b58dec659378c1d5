// /runbook and /faq as people use them: slash, mention, direct message, buttons, forms and the shell.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// A plan that brings no knowledge: what the tests find there they have written themselves.
constexpr std::string_view rotation_alone = R"(# Plan of 2025

## On-Call Rotation

| Week | Primary | Backup | Manager Escalation |
|------|---------|--------|--------------------|
| Week 1 (Oct 13-19) | Engineer Helper Agent | Deployment Agent | Manager |
)";

class KnowledgeInSlack : public hotwatch::testing::World
{
  protected:
    KnowledgeInSlack()
    {
        plan = rotation_alone;
        config.responders = {UserId{"U04ANA"}, UserId{"U05BEN"}};
        start();
        types("ana", "general",
              "/runbook add Approval queue stuck :: ## Symptoms\n\nNothing loads & nothing saves.\n\n"
              "## Resolution\n\n```\n# Restart it\nfly apps restart agent && echo <done>\n```");
        types("ana", "general", "/faq add \"How do I reject a suggestion?\" :: Press Reject and say why.");
    }

    Entry entry(EntryKind kind, std::string_view key) { return book().knowledge.find(kind, key).value(); }
    Entry runbook() { return entry(EntryKind::runbook, "approval-queue-stuck"); }
};

TEST_F(KnowledgeInSlack, ARunbookIsFoundAndSharedInTheChannel)
{
    types("ben", "general", "/runbook queue is stuck");
    EXPECT_THAT(seen("general", "ben"),
                AllOf(HasSubstr("fly apps restart agent && echo <done>"), HasSubstr("With care")));
    EXPECT_THAT(seen("general", "manager"), Not(HasSubstr("fly apps restart")));
    presses("ben", "general", "Share");
    EXPECT_THAT(seen("general", "manager"), AllOf(HasSubstr("Shared by ben"), HasSubstr("fly apps restart agent")));
}

TEST_F(KnowledgeInSlack, ASharePressThatComesTwiceIsSharedOnce)
{
    types("ben", "general", "/runbook queue is stuck");
    sim().arm({.kind = slack_sim::Fault::Kind::duplicate_envelope, .times = 1});
    presses("ben", "general", "Share");
    const auto shared = [](const auto& message) { return message.text.find("Shared by ben") != std::string::npos; };
    EXPECT_EQ(std::ranges::count_if(sim().messages("general"), shared), 1);
}

TEST_F(KnowledgeInSlack, ASharedRunbookTakesEachVoteOnce)
{
    types("ben", "general", "/runbook show approval-queue-stuck --share");
    presses("manager", "general", "Helped");
    presses("manager", "general", "Helped");
    EXPECT_THAT(seen("general", "manager"), AllOf(HasSubstr("Noted"), HasSubstr("You said before")));
    presses("ben", "general", "Not helpful");
    EXPECT_EQ(runbook().helped, 1);
    EXPECT_EQ(runbook().not_helpful, 1);
    restart();
    EXPECT_EQ(runbook().helped, 1);
}

TEST_F(KnowledgeInSlack, AnyOtherMentionIsAQuestion)
{
    types("ben", "hotdash-support", "@hotwatch how do I reject a suggestion?");
    EXPECT_EQ(posted("Press Reject and say why"), 1);
    EXPECT_NE(thread_of("Press Reject and say why"), "");
    types("ben", "hotdash-support", "@hotwatch why are elephants grey?");
    EXPECT_EQ(posted("I know nothing about"), 1);
    EXPECT_EQ(posted("On call now: *Engineer Helper Agent*"), 1);
}

TEST_F(KnowledgeInSlack, TheFormAddsAndTheAdderIsTold)
{
    types("ben", "general", "/faq add");
    submits("ben", {{"title", "Can I approve several?"}, {"text", " "}});
    EXPECT_EQ(book().knowledge.find(EntryKind::faq, "can-i-approve-several"), std::nullopt);
    submits("ben", {{"title", "Can I approve several?"}, {"text", "Not yet <!channel>."}});
    EXPECT_EQ(entry(EntryKind::faq, "can-i-approve-several").body, "Not yet <!channel>.");
    EXPECT_EQ(posted("Added the FAQ entry"), 1);
    EXPECT_THAT(ask("/faq may I approve several"), HasSubstr("Not yet <!channel>."));
}

TEST_F(KnowledgeInSlack, AMentionGetsAButtonThatOpensTheForm)
{
    types("ben", "hotdash-support", "@hotwatch faq add Can I approve several?");
    presses("ben", "hotdash-support", "Open form");
    submits("ben", {{"title", "Can I approve several?"}, {"text", "Not yet."}});
    EXPECT_EQ(entry(EntryKind::faq, "can-i-approve-several").body, "Not yet.");
    types("ben", "dm:ben", "runbook edit approval-queue-stuck");
    presses("ben", "dm:ben", "Open form");
    submits("ben", {{"workaround", "Wait."}});
    EXPECT_THAT(runbook().body, HasSubstr("Wait."));
}

TEST_F(KnowledgeInSlack, AQuestionThatNothingAnswersWhollyGetsAListAndWhoIsOnCall)
{
    types("ben", "hotdash-support", "@hotwatch how do I reject purple elephants?");
    EXPECT_EQ(posted("On call now: *Engineer Helper Agent*"), 1);
    EXPECT_EQ(posted("Press Reject and say why"), 0) << "not one of them in full";
    presses("ben", "hotdash-support", "Show");
    EXPECT_THAT(seen("hotdash-support", "ben"), HasSubstr("Press Reject and say why"));
}

TEST_F(KnowledgeInSlack, TwoPeopleEditingLoseNothing)
{
    types("ben", "general", "/runbook edit approval-queue-stuck");
    types("manager", "general", "/runbook edit approval-queue-stuck");
    submits("ben", {{"workaround", "Wait."}});
    EXPECT_EQ(runbook().version, 2);
    EXPECT_EQ(posted("Saved *Approval queue stuck* as version 2"), 1);
    submits("manager", {{"symptoms", "It hangs."}});
    EXPECT_EQ(runbook().version, 2);
    EXPECT_THAT(runbook().body, AllOf(HasSubstr("Wait."), Not(HasSubstr("It hangs."))));
}

TEST_F(KnowledgeInSlack, AButtonOfAnOldMessageSaysWhatChanged)
{
    types("ben", "general", "/runbook show approval-queue-stuck --share");
    types("ana", "general", "/runbook edit approval-queue-stuck workaround :: Wait.");
    presses("manager", "general", "Helped");
    EXPECT_THAT(seen("general", "manager"), HasSubstr("was changed"));
    EXPECT_EQ(runbook().helped, 0);

    auto gone = runbook();
    gone.is_retired = true;
    book().knowledge.save(gone);
    types("ben", "general", "/runbook stuck queue");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("No runbook fits"));
}

TEST_F(KnowledgeInSlack, GuestsMayAskAndChangeNothing)
{
    types("gus", "general", "/faq how do I reject a suggestion?");
    EXPECT_THAT(seen("general", "gus"), HasSubstr("Press Reject and say why"));
    types("gus", "general", "/faq add Q :: A");
    types("gus", "general", "/faq edit how-do-i-reject-a-suggestion :: Never.");
    presses("gus", "general", "Helped");
    EXPECT_EQ(book().knowledge.count(EntryKind::faq), 1);
    EXPECT_EQ(entry(EntryKind::faq, "how-do-i-reject-a-suggestion").version, 1);
    EXPECT_EQ(entry(EntryKind::faq, "how-do-i-reject-a-suggestion").helped, 0);
}

TEST_F(KnowledgeInSlack, OnlyRespondersWriteAndOthersHearWhoCan)
{
    types("cleo", "general", "/faq add Q :: A");
    types("cleo", "general", "/faq edit how-do-i-reject-a-suggestion :: Never.");
    types("cleo", "general", "/runbook edit approval-queue-stuck");
    EXPECT_FALSE(sim().open_form("cleo"));
    EXPECT_EQ(book().knowledge.count(EntryKind::faq), 1);
    EXPECT_EQ(entry(EntryKind::faq, "how-do-i-reject-a-suggestion").version, 1);
    EXPECT_THAT(seen("general", "cleo"),
                AllOf(HasSubstr("Only responders can change runbooks and the FAQ"), HasSubstr("engineer-helper")));
    types("deployment", "general", "/faq add \"May I?\" :: Yes.");
    EXPECT_EQ(book().knowledge.count(EntryKind::faq), 2) << "the rotation's people need not be configured";
}

TEST_F(KnowledgeInSlack, AFormOpenedByAResponderIsNotSavedOnceTheyAreNone)
{
    types("ben", "general", "/faq edit how-do-i-reject-a-suggestion");
    ASSERT_TRUE(sim().open_form("ben"));
    config.responders = {UserId{"U04ANA"}};
    kill();
    start();
    submits("ben", {{"text", "Never, never."}});
    EXPECT_EQ(entry(EntryKind::faq, "how-do-i-reject-a-suggestion").version, 1);
    EXPECT_THAT(seen("dm:ben", "ben"), AllOf(HasSubstr("Only responders"), HasSubstr("Never, never.")));
}

TEST_F(KnowledgeInSlack, ListsGoOnByButton)
{
    for (int i = 10; i < 25; ++i)
        types("ana", "general", "/runbook add Problem " + std::to_string(i) + " :: x");
    types("ben", "general", "/runbook");
    EXPECT_THAT(seen("general", "ben"), AllOf(HasSubstr("page 1 of 2"), Not(HasSubstr("Problem 24"))));
    presses("ben", "general", "Next page");
    EXPECT_THAT(seen("general", "ben"), AllOf(HasSubstr("page 2 of 2"), HasSubstr("Problem 24")));
}

TEST_F(KnowledgeInSlack, TheShellReadsCommandsAsTheyAreTyped)
{
    EXPECT_THAT(ask("/runbook show approval-queue-stuck 1"),
                AllOf(HasSubstr("Step 1: Restart it"), HasSubstr("\nfly apps restart agent && echo <done>\n")));
    EXPECT_THAT(ask("/runbook add"), HasSubstr("::"));
    EXPECT_THAT(ask("/faq"), HasSubstr("how-do-i-reject-a-suggestion"));
}

TEST_F(KnowledgeInSlack, WhatIsLongGoesOnAtTheNextPage)
{
    std::string body = "## Symptoms\n\n";
    for (int i = 0; i < 150; ++i)
        body += "- symptom " + std::to_string(i) + " of a list that is longer than a message\n";
    Entry entry;
    entry.kind = EntryKind::runbook;
    entry.key = "long-list";
    entry.title = "Long list";
    entry.body = body;
    entry.edited = {now(), {}};
    book().knowledge.add(entry);
    types("ben", "general", "/runbook show long-list");
    EXPECT_THAT(seen("general", "ben"), AllOf(HasSubstr("page 1 of 2"), Not(HasSubstr("symptom 149 "))));
    presses("ben", "general", "Next page");
    EXPECT_THAT(seen("general", "ben"), HasSubstr("symptom 149 "));
}

}  // namespace
