// Entries of knowledge: kept with every version, one live entry for each key, and what people said of them.
#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

Entry a_runbook(const std::string& key = "queue-down", const std::string& title = "Queue down")
{
    Entry entry;
    entry.kind = EntryKind::runbook;
    entry.key = key;
    entry.title = title;
    entry.body = "## Symptoms\n\nNothing loads.";
    entry.edited = {noon, {"U0ANA"}};
    return entry;
}

class KnowledgeTest : public BookTest
{
  protected:
    Knowledge& knowledge = book.knowledge;
    Entry again(std::int64_t id) { return knowledge.find(id).value(); }
};

TEST_F(KnowledgeTest, KeepsEveryFact)
{
    auto entry = a_runbook();
    entry.plan_key = "queue down";
    entry.plan_hash = "abc";
    entry.is_edited = true;
    const auto read = again(knowledge.add(entry));
    EXPECT_EQ(read.kind, EntryKind::runbook);
    EXPECT_EQ(read.key, "queue-down");
    EXPECT_EQ(read.title, "Queue down");
    EXPECT_EQ(read.body, entry.body);
    EXPECT_EQ(read.version, 1);
    EXPECT_EQ(read.edited.at, noon);
    EXPECT_EQ(read.edited.by, UserId{"U0ANA"});
    EXPECT_EQ(read.plan_key, "queue down");
    EXPECT_EQ(read.plan_hash, "abc");
    EXPECT_TRUE(read.is_edited);
    EXPECT_FALSE(read.is_retired);
    EXPECT_EQ(read.helped + read.not_helpful, 0);
    EXPECT_EQ(read.last_used, std::nullopt);
}

TEST_F(KnowledgeTest, KeepsEachTextItEverHad)
{
    auto entry = a_runbook();
    entry.id = knowledge.add(entry);
    entry.body = "## Symptoms\n\nIt is slow.";
    entry.edited = {noon + minutes{5}, {"U0BEN"}};
    EXPECT_EQ(knowledge.save(entry), 2);
    entry.title = "Queue slow";
    EXPECT_EQ(knowledge.save(entry), 3);
    EXPECT_EQ(again(entry.id).version, 3);

    const auto versions = knowledge.versions(entry.id);
    ASSERT_EQ(versions.size(), 3U);
    EXPECT_EQ(versions[0].body, "## Symptoms\n\nNothing loads.");
    EXPECT_EQ(versions[0].edited.by, UserId{"U0ANA"});
    EXPECT_EQ(versions[1].body, "## Symptoms\n\nIt is slow.");
    EXPECT_EQ(versions[1].edited.at, noon + minutes{5});
    EXPECT_EQ(versions[1].title, "Queue down");
    EXPECT_EQ(versions[2].title, "Queue slow");
}

TEST_F(KnowledgeTest, MakesNoVersionWhereTheTextIsTheSame)
{
    auto entry = a_runbook();
    entry.id = knowledge.add(entry);
    entry.plan_hash = "another";
    entry.version = 7;
    EXPECT_EQ(knowledge.save(entry), 1);
    EXPECT_EQ(again(entry.id).plan_hash, "another");
    EXPECT_EQ(again(entry.id).version, 1);
    EXPECT_EQ(knowledge.versions(entry.id).size(), 1U);
}

TEST_F(KnowledgeTest, RefusesToSaveWhatIsNotThere)
{
    EXPECT_THROW(knowledge.save(a_runbook()), std::logic_error);
}

TEST_F(KnowledgeTest, HasOneLiveEntryForEachKindAndKey)
{
    auto first = a_runbook();
    first.id = knowledge.add(first);
    EXPECT_THROW((void)knowledge.add(a_runbook()), ConstraintViolated);
    auto faq = a_runbook();
    faq.kind = EntryKind::faq;
    EXPECT_NO_THROW((void)knowledge.add(faq));

    first.is_retired = true;
    knowledge.save(first);
    EXPECT_EQ(knowledge.find(EntryKind::runbook, "queue-down"), std::nullopt);
    const auto second = knowledge.add(a_runbook());
    EXPECT_EQ(knowledge.find(EntryKind::runbook, "queue-down")->id, second);
    EXPECT_TRUE(again(first.id).is_retired);
}

TEST_F(KnowledgeTest, RefusesAnEntryWithoutKeyOrTitle)
{
    EXPECT_THROW((void)knowledge.add(a_runbook("", "Queue down")), ConstraintViolated);
    EXPECT_THROW((void)knowledge.add(a_runbook("queue-down", "")), ConstraintViolated);
}

TEST_F(KnowledgeTest, ListsLiveOnesByTitleInPages)
{
    knowledge.add(a_runbook("b", "bread"));
    knowledge.add(a_runbook("a", "Apples"));
    auto gone = a_runbook("c", "cheese");
    gone.is_retired = true;
    knowledge.add(gone);
    auto faq = a_runbook("d", "dates");
    faq.kind = EntryKind::faq;
    knowledge.add(faq);

    const auto titles = [](const std::vector<Entry>& entries)
    {
        std::vector<std::string> all;
        for (const auto& entry : entries)
            all.push_back(entry.title);
        return all;
    };
    EXPECT_THAT(titles(knowledge.list(std::nullopt, 10)), testing::ElementsAre("Apples", "bread", "dates"));
    EXPECT_THAT(titles(knowledge.list(EntryKind::runbook, 10)), testing::ElementsAre("Apples", "bread"));
    EXPECT_THAT(titles(knowledge.list(EntryKind::runbook, 1, 1)), testing::ElementsAre("bread"));
    EXPECT_THAT(titles(knowledge.list(EntryKind::article, 10)), testing::IsEmpty());
    EXPECT_EQ(knowledge.count(std::nullopt), 3);
    EXPECT_EQ(knowledge.count(EntryKind::runbook), 2);
}

TEST_F(KnowledgeTest, KnowsWhichCameFromThePlan)
{
    knowledge.add(a_runbook("a", "Apples"));
    auto planned = a_runbook("b", "bread");
    planned.plan_key = "bread";
    const auto id = knowledge.add(planned);
    auto gone = a_runbook("c", "cheese");
    gone.plan_key = "cheese";
    gone.is_retired = true;
    const auto gone_id = knowledge.add(gone);
    const auto from_plan = knowledge.from_plan();
    ASSERT_EQ(from_plan.size(), 2U);
    EXPECT_EQ(from_plan.front().id, id);
    EXPECT_EQ(from_plan.back().id, gone_id);
    EXPECT_TRUE(from_plan.back().is_retired);
}

TEST_F(KnowledgeTest, MakesKeysOutOfTitles)
{
    EXPECT_EQ(knowledge.free_key(EntryKind::runbook, "Approval Queue: not loading!"), "approval-queue-not-loading");
    knowledge.add(a_runbook("queue-down"));
    EXPECT_EQ(knowledge.free_key(EntryKind::runbook, "Queue down"), "queue-down-2");
    knowledge.add(a_runbook("queue-down-2"));
    EXPECT_EQ(knowledge.free_key(EntryKind::runbook, "queue DOWN?"), "queue-down-3");
    EXPECT_EQ(knowledge.free_key(EntryKind::faq, "Queue down"), "queue-down");
    EXPECT_EQ(knowledge.free_key(EntryKind::faq, "?!"), "entry");
    EXPECT_EQ(knowledge.free_key(EntryKind::faq, std::string(400, 'x')), "entry");
    EXPECT_LE(
        knowledge.free_key(EntryKind::faq, "a long title of many words that goes on and on and on for ever").size(),
        60U);
}

TEST_F(KnowledgeTest, FindsByTitle)
{
    const auto id = knowledge.add(a_runbook("queue-down", "Queue down"));
    EXPECT_EQ(knowledge.titled(EntryKind::runbook, "queue: DOWN!")->id, id);
    EXPECT_EQ(knowledge.titled(EntryKind::faq, "queue down"), std::nullopt);
    const std::string start = "a title that is so long that its key is cut somewhere in it, at the end";
    knowledge.add(a_runbook(knowledge.free_key(EntryKind::runbook, start + " one"), start + " one"));
    EXPECT_TRUE(knowledge.titled(EntryKind::runbook, start + " one"));
    EXPECT_FALSE(knowledge.titled(EntryKind::runbook, start + " two"));
    knowledge.add(a_runbook("entry", "?"));
    EXPECT_EQ(knowledge.titled(EntryKind::runbook, "?!"), std::nullopt);
}

TEST_F(KnowledgeTest, CountsEachPersonOnce)
{
    const auto id = knowledge.add(a_runbook());
    EXPECT_TRUE(knowledge.voted(id, {"U0ANA"}, true, noon));
    EXPECT_FALSE(knowledge.voted(id, {"U0ANA"}, true, noon + minutes{1}));
    EXPECT_TRUE(knowledge.voted(id, {"U0BEN"}, true, noon + minutes{2}));
    EXPECT_TRUE(knowledge.voted(id, {"U0CLEO"}, false, noon + minutes{3}));
    EXPECT_EQ(again(id).helped, 2);
    EXPECT_EQ(again(id).not_helpful, 1);
    EXPECT_EQ(again(id).last_used, noon + minutes{3});
}

TEST_F(KnowledgeTest, LetsPeopleChangeWhatTheySaid)
{
    const auto id = knowledge.add(a_runbook());
    knowledge.voted(id, {"U0ANA"}, true, noon);
    EXPECT_TRUE(knowledge.voted(id, {"U0ANA"}, false, noon));
    EXPECT_EQ(again(id).helped, 0);
    EXPECT_EQ(again(id).not_helpful, 1);
}

TEST_F(KnowledgeTest, LeavesVotesAloneWhenTheTextIsSaved)
{
    auto entry = a_runbook();
    entry.id = knowledge.add(entry);
    knowledge.voted(entry.id, {"U0ANA"}, true, noon);
    entry.body = "new";
    knowledge.save(entry);
    EXPECT_EQ(again(entry.id).helped, 1);
    EXPECT_EQ(again(entry.id).last_used, noon);
}

}  // namespace

}  // namespace hotwatch::test
