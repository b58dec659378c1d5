// Adding and editing knowledge: in words and by form, and what is refused.
#include "commands/knowledge/limits.hpp"
#include "commands/knowledge/modal.hpp"
#include "tests/unit/commands/knowledge_book.hpp"

namespace hotwatch::testing
{
namespace
{
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;

class KnowledgeAdd : public KnowledgeBook
{
};
class KnowledgeEdit : public KnowledgeBook
{
  protected:
    Modal form_of(const Entry& entry)
    {
        const auto outcome = presses_on(entry.kind == EntryKind::runbook ? "runbook.edit" : "faq.edit", entry);
        EXPECT_TRUE(outcome) << (outcome ? "" : outcome.error().message.text);
        return outcome ? outcome->modal.value_or(Modal{}) : Modal{};
    }
};

TEST_F(KnowledgeAdd, KeepsAQuestionAndItsAnswer)
{
    const auto outcome = types("/faq add \"Can I approve several :: at once?\" :: Not yet.\nOne by one --always.");
    ASSERT_TRUE(outcome) << outcome.error().message.text;
    EXPECT_EQ(outcome->object, "faq can-i-approve-several-at-once");
    expect_golden("knowledge/added_faq", outcome->message);
    const auto entry = kept(EntryKind::faq, "can-i-approve-several-at-once");
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->title, "Can I approve several :: at once?");
    EXPECT_EQ(entry->body, "Not yet.\nOne by one --always.");
    EXPECT_EQ(entry->edited.by, cleo);
    EXPECT_TRUE(entry->is_edited);
    EXPECT_EQ(entry->plan_key, "");
    EXPECT_THAT(answered("/faq may I approve several").text, HasSubstr("One by one"));
}

TEST_F(KnowledgeAdd, OffersTheFormByAButtonWhereItCannotOpenIt)
{
    for (const auto origin : {Origin::mention, Origin::direct_message})
    {
        const auto message = refused("/faq add Why is it slow?", Refusal::Why::usage, origin);
        const auto button = nlohmann::json::parse(message.blocks).at(1).at("elements").at(0);
        EXPECT_EQ(button.at("text").at("text"), "Open form");
        EXPECT_EQ(button.at("action_id"), "hotwatch.run");
        EXPECT_EQ(button.at("value"), "faq add Why is it slow?") << "what was typed stands in the form";
    }
    EXPECT_THAT(refused("/faq add Why is it slow?", Refusal::Why::usage, Origin::shell).blocks,
                Not(HasSubstr("Open form")));
}

TEST_F(KnowledgeEdit, OffersTheFormByAButtonWhereItCannotOpenIt)
{
    const auto message = refused("/runbook edit approval-queue-not-loading", Refusal::Why::usage, Origin::mention);
    const auto button = nlohmann::json::parse(message.blocks).at(1).at("elements").at(0);
    EXPECT_EQ(button.at("action_id"), "runbook.edit");
    EXPECT_EQ(button.at("value"), fmt::format("{}.{}", queue.id, queue.version));
}

TEST_F(KnowledgeAdd, KeepsARunbook)
{
    ASSERT_TRUE(types("/runbook add Disk is full :: ## Symptoms\n\nNo space left.\n\n## Resolution\n\n- `df -h`"));
    EXPECT_THAT(answered("/runbook show disk-is-full 1").text, HasSubstr("df -h"));
}

TEST_F(KnowledgeAdd, OpensAFormOnlyWhereSomethingIsLeftOut)
{
    expect_golden("knowledge/form_add_runbook",
                  nlohmann::json::parse(types("/runbook add")->modal->view).dump(2) + "\n");
    expect_golden("knowledge/form_add_faq", nlohmann::json::parse(types("/faq add")->modal->view).dump(2) + "\n");
    EXPECT_EQ(inputs(*types("/faq add Why is it slow?")->modal).at("title"), "Why is it slow?");
    EXPECT_EQ(inputs(*types("/faq add Why? ::  ")->modal).at("title"), "Why?");
    EXPECT_FALSE(types("/faq add Why? :: Because.")->modal);
}

TEST_F(KnowledgeAdd, ExplainsTheWordsWhereThereIsNoForm)
{
    expect_golden("knowledge/how_to_add_faq", refused("/faq add", Refusal::Why::usage, Origin::shell));
    expect_golden("knowledge/how_to_add_runbook", refused("/runbook add Name", Refusal::Why::usage, Origin::mention));
}

TEST_F(KnowledgeAdd, TakesAForm)
{
    const auto outcome = submits_form("runbook.add", {},
                                      {{"title", " Disk is full "},
                                       {"symptoms", "No space."},
                                       {"diagnosis", "```\ndf -h\n```"},
                                       {"resolution", "# Option A\n\n1. Delete"},
                                       {"workaround", "  \n"},
                                       {"more", "Mind the snapshots.\n\n## See also\n\nThe wiki"}});
    ASSERT_TRUE(outcome) << outcome.error().message.text;
    EXPECT_EQ(kept(EntryKind::runbook, "disk-is-full")->body,
              "Mind the snapshots.\n\n## Symptoms\n\nNo space.\n\n## Diagnosis\n\n```\ndf -h\n```\n\n## Resolution\n\n"
              "### Option A\n\n1. Delete\n\n## See also\n\nThe wiki");
}

TEST_F(KnowledgeAdd, NamesTheFieldThatIsWrong)
{
    const auto fields = [this](std::string_view action, std::map<std::string, std::string> values)
    {
        const auto outcome = submits_form(action, {}, std::move(values));
        EXPECT_FALSE(outcome);
        return outcome ? FieldErrors{} : outcome.error().fields;
    };
    EXPECT_THAT(fields("faq.add", {{"title", " \xE2\x80\x8B "}, {"text", "x"}}), ElementsAre(Key("title")));
    EXPECT_THAT(fields("faq.add", {{"title", "Why?"}, {"text", "\n \n"}}), ElementsAre(Key("text")));
    EXPECT_THAT(fields("runbook.add", {{"title", "Why?"}}), ElementsAre(Key("symptoms")));
    EXPECT_THAT(fields("faq.add", {{"title", std::string(151, 'x')}, {"text", "x"}}), ElementsAre(Key("title")));
    const auto same = fields("faq.add", {{"title", "how do I REJECT a suggestion?"}, {"text", "x"}});
    EXPECT_THAT(same, ElementsAre(Key("title")));
    EXPECT_THAT(same.front().second, Not(HasSubstr("<!")));
}

TEST_F(KnowledgeAdd, RefusesATitleThatIsThere)
{
    expect_golden("knowledge/exists", refused("/faq add How do I reject a suggestion :: x", Refusal::Why::usage));
    ASSERT_TRUE(types("/runbook add How do I reject a suggestion? :: a runbook may be called so too"));
}

TEST_F(KnowledgeAdd, RefusesWhatIsTooLong)
{
    expect_golden("knowledge/title_too_long",
                  refused("/faq add " + std::string(151, 'x') + " :: y", Refusal::Why::usage));
    refused("/faq add Why? :: " + std::string(40'000, 'y'), Refusal::Why::usage);
    EXPECT_TRUE(types("/faq add Why? :: " + std::string(4'000, 'y')));
}

TEST_F(KnowledgeAdd, MakesForeignTextSafe)
{
    ASSERT_TRUE(types("/faq add \"Who is <!channel>?\x01\" :: \xFF<!here> <https://evil.example|https://good.example> "
                      "\xE2\x80\xAE```<@U1>"));
    const auto shown = answered("/faq who is channel");
    EXPECT_THAT(shown.text, Not(HasSubstr("<!channel>")));
    EXPECT_THAT(shown.text, Not(HasSubstr("<@U1>")));
    EXPECT_THAT(shown.text, HasSubstr("https://evil.example"));
    for (const auto& block : nlohmann::json::parse(shown.blocks))
    {
        const bool is_markup = block["type"] == "section" || block["type"] == "context";
        EXPECT_FALSE(is_markup && block.dump().find("<!channel>") != std::string::npos) << block;
    }
    EXPECT_EQ(shown.blocks.find("\xE2\x80\xAE"), std::string::npos);
}

TEST_F(KnowledgeEdit, FillsTheFormWithItsParts)
{
    const auto form = form_of(queue);
    expect_golden("knowledge/form_edit_runbook", nlohmann::json::parse(form.view).dump(2) + "\n");
    EXPECT_EQ(nlohmann::json::parse(form.view).at("private_metadata"), fmt::format("{}.1", queue.id));
    EXPECT_EQ(inputs(form).at("causes"), "1. Agent service down\n2. Certificate expired");
}

TEST_F(KnowledgeEdit, ChangesNothingByAFormSentAsItWas)
{
    auto fields = inputs(form_of(queue));
    expect_golden("knowledge/unchanged", submits_form("runbook.edit", queue, fields).value().message);
    EXPECT_EQ(again(queue).version, 1);
    EXPECT_FALSE(again(queue).is_edited);
}

TEST_F(KnowledgeEdit, SavesAsANewVersionThatThePlanLeavesAlone)
{
    auto fields = inputs(form_of(queue));
    fields["workaround"] = "Wait.";
    const auto outcome = submits_form("runbook.edit", queue, fields, ben);
    ASSERT_TRUE(outcome) << outcome.error().message.text;
    expect_golden("knowledge/saved", outcome->message);
    EXPECT_EQ(outcome->object, "runbook approval-queue-not-loading");
    const auto saved = again(queue);
    EXPECT_EQ(saved.version, 2);
    EXPECT_TRUE(saved.is_edited);
    EXPECT_EQ(saved.edited.by, ben);
    EXPECT_EQ(saved.key, queue.key);
    EXPECT_THAT(saved.body, HasSubstr("## Workaround\n\nWait."));
    EXPECT_EQ(saved.body.substr(0, 400), std::string{queue_body.substr(0, 400)});
    EXPECT_EQ(book.knowledge.versions(queue.id).front().body, queue_body);
    EXPECT_THAT(submits_form("runbook.edit", saved, inputs(form_of(saved)), ben).value().message.text,
                HasSubstr("nothing was changed"));
}

TEST_F(KnowledgeEdit, TellsTheSecondOfTwoWithoutLosingTheirText)
{
    auto first = inputs(form_of(queue));
    auto second = first;
    first["workaround"] = "Wait.";
    second["symptoms"] = "It hangs.";
    ASSERT_TRUE(submits_form("runbook.edit", queue, first, ben));
    const auto outcome = submits_form("runbook.edit", queue, second, cleo);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::field_errors);
    ASSERT_EQ(outcome.error().fields.size(), 1U);
    EXPECT_EQ(outcome.error().fields.front().first, "title");
    expect_golden("knowledge/conflict", outcome.error().fields.front().second + "\n");
    EXPECT_EQ(again(queue).version, 2);
    EXPECT_THAT(again(queue).body, Not(HasSubstr("It hangs.")));
}

TEST_F(KnowledgeEdit, ComesBackFromLongFormsAsItWas)
{
    std::string body = "Intro.\n\n## Diagnosis\n\n";
    for (int i = 0; i < 60; ++i)
        body +=
            fmt::format("{}A paragraph with number {} and quite a few words to fill the field with text.\n\n```\ncode "
                        "{}\n\n  indented\n```",
                        i == 0 ? "" : "\n\n", i, i);
    body += "\n\n## Likely causes\n\n" + std::string(7'000, 'x') + "\n\n## Notes\n\n### Deep\n\nMore.";
    auto entry = add(EntryKind::runbook, "Long one", body);
    const auto form = form_of(entry);
    for (const auto& [id, value] : inputs(form))
        EXPECT_LE(value.size(), 3'000U) << id;
    auto fields = inputs(form);
    fields["workaround"] = "None.";
    ASSERT_TRUE(submits_form("runbook.edit", entry, fields));
    const auto saved = again(entry).body;
    EXPECT_EQ(saved.substr(0, saved.find("## Likely causes")), body.substr(0, body.find("## Likely causes")));
    EXPECT_THAT(saved, HasSubstr("## Notes\n\n### Deep\n\nMore."));
}

TEST_F(KnowledgeEdit, SaysWhenAFormCannotHoldIt)
{
    const auto runbook = add(EntryKind::runbook, "Huge", "## Diagnosis\n\n" + std::string(60'000, 'x'));
    const auto article = add(EntryKind::article, "Huge", std::string(60'000, 'x'));
    expect_golden("knowledge/not_in_form_runbook", refused("/runbook edit huge", Refusal::Why::usage));
    expect_golden("knowledge/not_in_form_article", refused("/faq edit huge", Refusal::Why::usage));
    EXPECT_TRUE(types("/runbook edit huge diagnosis :: look"));
    EXPECT_EQ(again(runbook).body, "## Diagnosis\n\nlook");
    EXPECT_TRUE(types("/faq edit huge :: short"));
    EXPECT_EQ(again(article).body, "short");
}

TEST_F(KnowledgeEdit, TakesWords)
{
    ASSERT_TRUE(types("/runbook edit approval-queue-not-loading workaround :: Wait, --really.", Origin::shell));
    EXPECT_THAT(again(queue).body, HasSubstr("## Workaround\n\nWait, --really."));
    ASSERT_TRUE(types("/runbook edit approval-queue-not-loading Fix :: # Now\n\n- restart", Origin::mention));
    EXPECT_THAT(again(queue).body, HasSubstr("## Resolution\n\n### Now\n\n- restart\n\n## Workaround"));
    ASSERT_TRUE(types("/faq edit How do I reject a suggestion? :: Press it."));
    EXPECT_EQ(kept(EntryKind::faq, "how-do-i-reject-a-suggestion")->body, "Press it.");
    EXPECT_THAT(types("/faq edit how-do-i-reject-a-suggestion :: Press it.")->message.text,
                HasSubstr("nothing was changed"));
}

TEST_F(KnowledgeEdit, AddsAPartThatIsNotThereYet)
{
    auto entry = add(EntryKind::runbook, "Short", "## Symptoms\n\nx");
    ASSERT_TRUE(types("/runbook edit short workaround :: y"));
    EXPECT_EQ(again(entry).body, "## Symptoms\n\nx\n\n## Workaround\n\ny");
}

TEST_F(KnowledgeEdit, RefusesWhatItCannotPlace)
{
    expect_golden("knowledge/no_such_part",
                  refused("/runbook edit approval-queue-not-loading elephants :: x", Refusal::Why::usage));
    refused("/runbook edit approval-queue-not-loading elephants", Refusal::Why::usage);
    expect_golden("knowledge/edit_which", refused("/runbook edit", Refusal::Why::usage));
    expect_golden("knowledge/edit_unknown", refused("/runbook edit aproval queue :: x", Refusal::Why::not_found));
    EXPECT_EQ(again(queue).version, 1);
}

TEST_F(KnowledgeEdit, RefusesEmptyAndTooLongForms)
{
    auto fields = inputs(form_of(queue));
    fields["title"] = " ";
    EXPECT_THAT(submits_form("runbook.edit", queue, fields).error().fields, ElementsAre(Key("title")));
    for (auto& [id, value] : fields)
        value.clear();
    fields["title"] = "Queue";
    EXPECT_THAT(submits_form("runbook.edit", queue, fields).error().fields, ElementsAre(Key("symptoms")));
    fields["more"] = std::string(40'000, 'x');
    EXPECT_THAT(submits_form("runbook.edit", queue, fields).error().fields, ElementsAre(Key("symptoms")));
    EXPECT_EQ(again(queue).version, 1);
}

TEST_F(KnowledgeEdit, ProposesWhatASlipMeantAndWritesNothing)
{
    const auto message = refused("/faq addd \"Q\" :: A", Refusal::Why::usage);
    EXPECT_THAT(message.blocks, HasSubstr("faq add"));
    EXPECT_EQ(kept(EntryKind::faq, "q"), std::nullopt);
}

TEST_F(KnowledgeEdit, FindsAPartOfTwoWords)
{
    ASSERT_TRUE(types("/runbook edit approval-queue-not-loading likely causes :: The disk is full."));
    EXPECT_THAT(kept(EntryKind::runbook, "approval-queue-not-loading")->body, HasSubstr("The disk is full."));
    EXPECT_THAT(kept(EntryKind::runbook, "approval-queue-not-loading")->body, HasSubstr(queue.body.substr(0, 20)))
        << "the other parts stand";
}

TEST_F(KnowledgeEdit, MakesNoTwinOfAnotherTitle)
{
    ASSERT_TRUE(types("/runbook add Disk is full :: Delete old logs."));
    const auto disk = *kept(EntryKind::runbook, "disk-is-full");
    auto fields = inputs(form_of(disk));
    fields["title"] = queue.title;
    const auto outcome = submits_form("runbook.edit", disk, fields);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, Refusal::Why::field_errors);
    EXPECT_THAT(outcome.error().fields, ElementsAre(Key("title")));
    EXPECT_EQ(kept(EntryKind::runbook, "disk-is-full")->title, "Disk is full");
}

TEST_F(KnowledgeEdit, MakesNoTwinOfATitleThatWasChanged)
{
    ASSERT_TRUE(types("/runbook add Disk is full :: Delete old logs."));
    const auto rename = [&](const Entry& entry, const std::string& title)
    {
        auto fields = inputs(form_of(entry));
        fields["title"] = title;
        return submits_form("runbook.edit", entry, fields);
    };
    ASSERT_TRUE(rename(*kept(EntryKind::runbook, "disk-is-full"), "Storage exhausted"));
    EXPECT_FALSE(rename(queue, "storage exhausted"));
    EXPECT_EQ(refused("/runbook add Storage exhausted :: x", Refusal::Why::usage).text.find("Storage exhausted") ==
                  std::string::npos,
              false);
}

}  // namespace
}  // namespace hotwatch::testing
