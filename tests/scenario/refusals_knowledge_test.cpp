// What /runbook and /faq refuse in Slack, and the buttons of an answer typed as commands.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class KnowledgeRefusals : public hotwatch::testing::World
{
  protected:
    KnowledgeRefusals()
    {
        config.responders = {UserId{"U04ANA"}};
        start();
        types("ana", "general", "/faq add \"May I?\" :: Yes.");
        types("ana", "general", "/runbook add Disk is full :: Delete old logs.");
    }
    std::string told(std::string_view line, std::string_view who = "ana")
    {
        types(who, "hotdash-alerts", line);
        return seen("hotdash-alerts", who);
    }
    Entry disk() { return book().knowledge.find(EntryKind::runbook, "disk-is-full").value(); }
};

TEST_F(KnowledgeRefusals, WhatWasRetiredIsNotShownAnyMore)
{
    types("ben", "general", "/runbook disk is full");
    auto gone = disk();
    gone.is_retired = true;
    gone.edited = {now(), UserId{"U04ANA"}};
    book().knowledge.save(gone);
    presses("ben", "general", "Helped");
    EXPECT_THAT(seen("general", "ben"), AllOf(HasSubstr("was retired"), HasSubstr("no longer used")));
}

TEST_F(KnowledgeRefusals, LongTitlesAndTextsAreCountedAndNotKept)
{
    const auto before = book().knowledge.count(std::nullopt);
    EXPECT_THAT(told("/faq add \"" + std::string(300, 'x') + "\" :: Yes."), HasSubstr("The title has 300 characters"));
    EXPECT_THAT(told("/faq add \"Why?\" :: " + std::string(60'000, 'x')), HasSubstr("The text has 60"));
    EXPECT_EQ(book().knowledge.count(std::nullopt), before);
}

TEST_F(KnowledgeRefusals, WhatIsLongerThanAFormIsEditedInWords)
{
    auto entry = disk();
    entry.body.clear();
    for (int i = 0; i < 120; ++i)  // more paragraphs than a form has fields
        entry.body += "## Part " + std::to_string(i) + "\n\n" + std::string(2'900, 'x') + "\n\n";
    book().knowledge.save(entry);
    EXPECT_THAT(told("/runbook edit disk-is-full"), HasSubstr("too long for a form"));
    EXPECT_FALSE(sim().open_form("ana"));
}

TEST_F(KnowledgeRefusals, ATitleThatIsThereIsNotTakenTwice)
{
    types("ana", "general", "/faq add");
    submits("ana", {{"Question", "may I?"}, {"Answer", "No."}});
    EXPECT_THAT(sim().form_errors("ana").dump(), HasSubstr("is there already, so nothing was added"));
    submits("ana", {{"Question", " "}, {"Answer", "No."}});
    EXPECT_THAT(sim().form_errors("ana").dump(), HasSubstr("It needs a title to be found by."));
    submits("ana", {{"Question", "Why?"}, {"Answer", " "}});
    EXPECT_THAT(sim().form_errors("ana").dump(), HasSubstr("It needs some text."));
}

TEST_F(KnowledgeRefusals, SecondOfTwoEditsIsHandedBackWithItsText)
{
    types("ana", "general", "/runbook edit disk-is-full");
    ASSERT_TRUE(sim().open_form("ana"));
    types("manager", "general", "/runbook edit disk-is-full :: Ask the manager.");
    submits("ana", {{"What is wrong", "Disk is full again"}});
    EXPECT_THAT(sim().form_errors("ana").dump(),
                AllOf(HasSubstr("changed this entry while you were writing"), HasSubstr("Your text is still here")));
    EXPECT_EQ(disk().body, "Ask the manager.");
}

TEST_F(KnowledgeRefusals, ButtonsOfAnAnswerCanBeTyped)
{
    EXPECT_THAT(told("/faq helped may-i"), HasSubstr("helped you"));
    EXPECT_THAT(told("/faq not-helpful may-i", "ben"), HasSubstr("did not help you"));
    types("ben", "hotdash-alerts", "/faq share may-i");
    EXPECT_THAT(seen("hotdash-alerts"), AllOf(HasSubstr("Shared by ben"), HasSubstr("Yes.")));
}

TEST_F(KnowledgeRefusals, HelpIsThereForEveryCommand)
{
    for (const auto* line : {"/oncall help", "/incident help", "/runbook help", "/faq help", "/svc help"})
        EXPECT_THAT(told(line), HasSubstr(std::string{line}.substr(0, std::string_view{line}.find(' ')))) << line;
    EXPECT_THAT(told("/hotwatch"), HasSubstr("/incident declare P1"));
    EXPECT_THAT(told("/oncall next"), HasSubstr("Next handoff"));
}

}  // namespace
