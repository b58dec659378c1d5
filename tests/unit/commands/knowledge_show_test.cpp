// /runbook and /faq as they are asked: search, list, show, share, helped.
#include "commands/knowledge/modal.hpp"
#include "commands/knowledge/render.hpp"
#include "commands/text_limits.hpp"
#include "tests/support/sentences.hpp"
#include "tests/unit/commands/knowledge_book.hpp"

namespace hotwatch::testing
{
namespace
{
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class RunbookShow : public KnowledgeBook
{
};
class FaqAsk : public KnowledgeBook
{
};

TEST_F(RunbookShow, ShowsTheWholeWhereItIsClear)
{
    expect_golden("knowledge/runbook_whole", answered("/runbook queue wont load"));
    EXPECT_EQ(answered("/runbook Approval Queue Not Loading"), answered("/runbook show approval-queue-not-loading"));
    EXPECT_EQ(answered("/runbook search approval-queue-not-loading"),
              answered("/runbook show Approval queue: not loading"));
}

TEST_F(RunbookShow, ShowsOneStep)
{
    expect_golden("knowledge/runbook_step", answered("/runbook show approval-queue-not-loading 2"));
    expect_golden("knowledge/runbook_no_such_step", answered("/runbook show approval queue not loading 99"));
}

TEST_F(RunbookShow, GivesTheChoiceWhereSeveralFit)
{
    add(EntryKind::runbook, "Queue grows", "## Symptoms\n\nThe queue is long.");
    add(EntryKind::runbook, "Queue shows duplicates", "## Symptoms\n\nThe same approval twice.");
    expect_golden("knowledge/runbook_choice", answered("/runbook queue"));
}

TEST_F(RunbookShow, PutsNumbersAtTheEndOfATitleBeforeSteps)
{
    add(EntryKind::runbook, "Error 500", "It is broken.");
    EXPECT_THAT(answered("/runbook show error 500").text, HasSubstr("It is broken."));
}

TEST_F(RunbookShow, ListsAll)
{
    expect_golden("knowledge/runbook_list", answered("/runbook"));
    EXPECT_EQ(answered("/runbook"), answered("/runbook list"));
}

TEST_F(RunbookShow, ListsInPages)
{
    for (int i = 10; i < 35; ++i)
        add(EntryKind::runbook, fmt::format("Problem {}", i), "x");
    expect_golden("knowledge/runbook_list_page", answered("/runbook list 2"));
    EXPECT_EQ(answered("/runbook list 99"), answered("/runbook list 3"));
}

TEST_F(RunbookShow, SaysThatThereAreNone)
{
    queue.is_retired = true;
    book.knowledge.save(queue);
    expect_golden("knowledge/runbook_list_empty", answered("/runbook"));
}

TEST_F(RunbookShow, CutsWhatIsTooLongAndSaysHowItGoesOn)
{
    std::string body = "## Symptoms\n\n";
    for (int i = 0; i < 300; ++i)
        body += fmt::format("- symptom number {} of a very long list of symptoms\n", i);
    add(EntryKind::runbook, "Long", body);
    const auto first = answered("/runbook show long");
    EXPECT_THAT(first.text, HasSubstr("page 1 of 4"));
    EXPECT_THAT(first.blocks, AllOf(HasSubstr("`/runbook show long --page 2`"), HasSubstr("Next page")));
    EXPECT_LE(utf16_units(first.text), 4'000U);
    const auto last = answered("/runbook show long --page 4");
    EXPECT_THAT(last.blocks, AllOf(HasSubstr("number 299"), Not(HasSubstr("Next page"))));
    EXPECT_EQ(answered("/runbook show long 4"), last);
    EXPECT_EQ(answered("/runbook show long page:77"), last);
}

TEST_F(RunbookShow, SaysWhatNothingFits)
{
    expect_golden("knowledge/runbook_nothing", refused("/runbook elephants <!channel>", Refusal::Why::not_found));
    expect_golden("knowledge/runbook_nothing_but_faq",
                  refused("/runbook reject a suggestion", Refusal::Why::not_found));
}

TEST_F(RunbookShow, AsksWhichOne)
{
    expect_golden("knowledge/runbook_which", refused("/runbook show", Refusal::Why::usage));
    expect_golden("knowledge/faq_which", refused("/faq share", Refusal::Why::usage));
    expect_golden("knowledge/runbook_unknown",
                  refused("/runbook share approval-queue-not-laoding", Refusal::Why::not_found));
    expect_golden("knowledge/runbook_unknown_far", refused("/runbook helped elephants", Refusal::Why::not_found));
}

TEST_F(RunbookShow, SharesInTheChannelWithoutMentioningAnybody)
{
    const auto outcome = presses_on("runbook.share", queue, ana);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->to, Reply::To::channel);
    EXPECT_THAT(outcome->message.blocks, Not(HasSubstr("<@")));
    expect_golden("knowledge/runbook_shared", outcome->message);
    EXPECT_EQ(types("/runbook show approval-queue-not-loading --share").value().to, Reply::To::channel);
}

TEST_F(RunbookShow, CountsEachPersonOnce)
{
    const auto first = presses_on("runbook.helped", queue, ana);
    expect_golden("knowledge/helped", first.value().message);
    EXPECT_EQ(first->object, "runbook approval-queue-not-loading");
    expect_golden("knowledge/helped_before", presses_on("runbook.helped", queue, ana).value().message);
    (void)presses_on("runbook.helped", queue, ben);
    expect_golden("knowledge/not_helpful", presses_on("runbook.not-helpful", queue, cleo).value().message);
    EXPECT_EQ(again(queue).helped, 2);
    EXPECT_EQ(again(queue).not_helpful, 1);
    EXPECT_EQ(again(queue).last_used, at(16));
    EXPECT_THAT(answered("/runbook show approval-queue-not-loading").blocks,
                HasSubstr("Helped 2 people; 1 person found it not helpful"));
}

TEST_F(RunbookShow, TakesVotesInWords)
{
    ASSERT_TRUE(types("/runbook helped approval-queue-not-loading", Origin::shell));
    ASSERT_TRUE(types("/faq not-helpful how-do-i-reject-a-suggestion", Origin::mention));
    EXPECT_EQ(again(queue).helped, 1);
}

TEST_F(RunbookShow, AnswersOldButtonsPolitely)
{
    auto edited = queue;
    edited.body = "## Symptoms\n\nNew text.";
    edited.edited = {at(12), ben};
    book.knowledge.save(edited);
    const auto outcome = presses_on("runbook.helped", queue, ana);
    expect_golden("knowledge/button_overtaken", outcome.value().message);
    EXPECT_EQ(again(queue).helped, 0);
    EXPECT_EQ(outcome->object, "");
    EXPECT_EQ(presses_on("runbook.share", queue, ana).value().to, Reply::To::asker);
    EXPECT_THAT(presses_on("runbook.show", queue, ana).value().message.text, HasSubstr("New text."));

    edited.is_retired = true;
    book.knowledge.save(edited);
    for (const auto* action : {"runbook.helped", "runbook.share", "runbook.show", "runbook.edit"})
    {
        const auto gone = presses_on(action, queue, ana);
        ASSERT_FALSE(gone) << action;
        EXPECT_EQ(gone.error().why, Refusal::Why::not_now);
        expect_golden("knowledge/button_retired", gone.error().message);
    }
}

TEST_F(RunbookShow, AnswersAButtonThatNamesNothing)
{
    Entry none;
    none.id = 4711;
    for (const auto* action : {"runbook.helped", "faq.share", "runbook.show", "faq.edit"})
        EXPECT_EQ(presses_on(action, none).error().why, Refusal::Why::usage) << action;
}

TEST_F(FaqAsk, AnswersWithTheBestAndTwoOthers)
{
    add(EntryKind::faq, "Who may reject a suggestion?", "Every operator.");
    add(EntryKind::faq, "Where do I see the reject rate?", "On the dashboard.");
    add(EntryKind::faq, "What does reject mean?", "That it is not sent.");
    expect_golden("knowledge/faq_answer", answered("/faq how can I reject a suggestion"));
}

TEST_F(FaqAsk, SaysWhenItIsNotSure)
{
    expect_golden("knowledge/faq_unsure", answered("/faq how do I reject purple elephants?"));
}

TEST_F(FaqAsk, FindsRunbooksAndArticles)
{
    EXPECT_THAT(answered("/faq queue wont load").text, HasSubstr("Approval queue not loading"));
    expect_golden("knowledge/article", answered("/faq emergency contacts"));
    EXPECT_EQ(answered("/faq show emergency-contacts"), answered("/faq emergency contacts"));
}

TEST_F(FaqAsk, SaysThatItKnowsNothingAndWhoToAsk)
{
    expect_golden("knowledge/faq_nothing", refused("/faq why are elephants grey?", Refusal::Why::not_found));
    book.schedule.replace({});
    expect_golden("knowledge/faq_nothing_nobody", refused("/faq why are elephants grey?", Refusal::Why::not_found));
}

TEST_F(FaqAsk, ListsEntriesAndArticles)
{
    expect_golden("knowledge/faq_list", answered("/faq"));
    expect_golden("knowledge/faq_list_articles", answered("/faq list articles"));
    EXPECT_THAT(answered("/faq list of emergency contacts").text, HasSubstr("emergency-contacts"));
}

TEST_F(FaqAsk, KeepsDashesInAQuestion)
{
    add(EntryKind::faq, "What does --force do?", "It forces.");
    EXPECT_THAT(answered("/faq what does --force do").text, HasSubstr("It forces."));
    EXPECT_EQ(types("/faq what does --force do --share").value().to, Reply::To::channel);
}

TEST_F(FaqAsk, TakesAnyText)
{
    for (const auto* command : {"/faq ", "/runbook ", "/faq show ", "/runbook show ", "/runbook list ", "/faq helped "})
        for (const auto& text :
             {std::string{"\""}, std::string{"<!channel> <!here> <@U1>"}, std::string(4'000, 'x'),
              std::string(40'000, 'y'), std::string{"\xFF\xFE\x01"}, std::string{"\xE2\x80\xAE evil"},
              std::string{"<https://evil.example|https://good.example>"}, std::string{"`````"}, std::string{"-- --x"},
              std::string{"99999999999999999999"}, std::string{"AND OR NOT"}, std::string(4'000, '"')})
        {
            const auto outcome = types(command + text);
            const auto& message = outcome ? outcome->message : outcome.error().message;
            EXPECT_FALSE(message.text.empty()) << command << text.substr(0, 20);
            EXPECT_LE(utf16_units(message.text), 4'000U);
            for (const auto* token : {"<!", "<@", "<http"})
                EXPECT_EQ(message.text.find(token) == std::string::npos ||
                              message.text.find("<!date^") != std::string::npos,
                          true)
                    << message.text;
            EXPECT_EQ(message.blocks.find("<!channel"), std::string::npos);
        }
}

TEST_F(RunbookShow, SaysWhateverIsNotThere)
{
    Sentences sentences;
    const auto& policy = book.policy();
    using namespace knowledge;
    sentences.says_when("no FAQ entry yet", render_list({.command = "faq"}, policy));
    sentences.says_when("no article yet", render_list({.command = "faq", .is_articles = true}, policy));
    sentences.says_when("nothing to choose from", render_which("runbook", "edit", "", policy));
    sentences.says_when("retired, with others near", render_retired(queue, "Ana", {queue}, policy));
    sentences.says_when("changed by the plan meanwhile", {.text = conflict_text(queue, ""), .blocks = {}});
    sentences.says_when("drawn before the plan changed it", {.text = changed_lead(queue, ""), .blocks = {}});
    sentences.says_when("too long", render_too_long("The text", 31'000, 30'000));
    sentences.says_when("a runbook's form in words", edit_form(queue, policy)->text_form);
    Entry faq = queue;
    faq.kind = EntryKind::faq;
    sentences.says_when("an FAQ entry's form in words", edit_form(faq, policy)->text_form);
    List list{.command = "faq", .entries = {faq}};
    list.count = 1;
    list.articles = 2;
    sentences.says_when("articles besides", render_list(list, policy));
    sentences.expect("knowledge/aside");
}

}  // namespace
}  // namespace hotwatch::testing
