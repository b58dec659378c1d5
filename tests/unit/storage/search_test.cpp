// Words in, ranked entries out: what is found, in which order, and that no text is anything but words.
#include "fixture.hpp"

#include "storage/search_words.hpp"

namespace hotwatch::test
{

namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SearchWords, KeepsWhatCarriesMeaning)
{
    EXPECT_THAT(search_words("How do I restart the agent service?"), ElementsAre("restart", "agent", "service"));
    EXPECT_THAT(search_words("who is it"), ElementsAre("who", "is", "it"));
    EXPECT_THAT(search_words("queue queue QUEUE"), ElementsAre("queue"));
    EXPECT_THAT(search_words("wont load, can't load"), ElementsAre("load"));
    EXPECT_THAT(search_words("Überlast — naïve 🔥fire"), ElementsAre("Überlast", "naïve", "fire"));
    EXPECT_THAT(search_words("  \n\t ?!* "), IsEmpty());
}

TEST(SearchWords, AreNeverSyntax)
{
    EXPECT_THAT(search_words(R"(title:"queue" AND (NEAR(a b) OR -x*) ^c {d})"), ElementsAre("title", "queue", "near"));
    EXPECT_THAT(search_words("queue\0down"s), ElementsAre("queue", "down"));
}

TEST(SearchWords, AreFewAndShort)
{
    std::string many;
    for (int i = 0; i < 5'000; ++i)
        many += fmt::format("word{} ", i);
    EXPECT_EQ(search_words(many).size(), most_search_words);
    EXPECT_THAT(search_words(std::string(40'000, 'x')), IsEmpty());
    EXPECT_THAT(search_words(std::string(40'000, 'x') + " queue"), IsEmpty());
    EXPECT_THAT(search_words(std::string(400, 'x') + " queue"), ElementsAre("queue"));
}

class Search : public BookTest
{
  protected:
    std::int64_t add(EntryKind kind, const std::string& title, const std::string& body = "")
    {
        Entry entry;
        entry.kind = kind;
        entry.title = title;
        entry.key = book.knowledge.free_key(kind, title);
        entry.body = body;
        entry.edited = {noon, {}};
        return book.knowledge.add(entry);
    }

    std::vector<std::string> titles(std::string_view words, std::optional<EntryKind> kind = std::nullopt, int most = 10)
    {
        std::vector<std::string> all;
        for (const auto& found : book.knowledge.search(words, kind, most))
            all.push_back(found.entry.title);
        return all;
    }
};

TEST_F(Search, FindsByStem)
{
    add(EntryKind::runbook, "Approval queue not loading");
    EXPECT_THAT(titles("the queue won't load"), ElementsAre("Approval queue not loading"));
    EXPECT_THAT(titles("loads of queues"), ElementsAre("Approval queue not loading"));
    EXPECT_THAT(titles("approvals"), ElementsAre("Approval queue not loading"));
}

TEST_F(Search, FindsByBeginning)
{
    add(EntryKind::article, "PostgreSQL settings");
    EXPECT_THAT(titles("postg"), ElementsAre("PostgreSQL settings"));
    EXPECT_THAT(titles("po"), ElementsAre("PostgreSQL settings"));
    EXPECT_THAT(titles("sett postg"), ElementsAre("PostgreSQL settings"));
    EXPECT_THAT(titles("ostgres"), IsEmpty());
}

TEST_F(Search, FindsWithoutAccents)
{
    add(EntryKind::article, "Überlast im Café");
    EXPECT_THAT(titles("cafe"), ElementsAre("Überlast im Café"));
    EXPECT_THAT(titles("uberlast"), ElementsAre("Überlast im Café"));
    EXPECT_THAT(titles("überlast"), ElementsAre("Überlast im Café"));
}

TEST_F(Search, PutsTheTitleBeforeTheBody)
{
    add(EntryKind::article, "Contacts", "The queue is owned by the approval team. Queue, queue.");
    add(EntryKind::article, "Queue", "How approval works and who looks after it in which week of the year.");
    EXPECT_THAT(titles("queue"), ElementsAre("Queue", "Contacts"));
}

TEST_F(Search, PutsEntriesWithEveryWordFirst)
{
    add(EntryKind::faq, "Restart?", "restart restart restart");
    add(EntryKind::faq, "How do I stop an agent?", "Then restart it.");
    EXPECT_EQ(titles("restart the agent").front(), "How do I stop an agent?");
    const auto found = book.knowledge.search("restart the agent", std::nullopt, 10);
    EXPECT_TRUE(found.front().has_all_words);
    for (std::size_t i = 1; i < found.size(); ++i)
        EXPECT_LE(found[i].rank, found[i - 1].rank);
}

TEST_F(Search, FallsBackToSomeOfTheWords)
{
    add(EntryKind::faq, "How do I stop an agent?");
    add(EntryKind::faq, "What is a rollback?");
    const auto found = book.knowledge.search("agent rollback elephants", std::nullopt, 10);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_FALSE(found.front().has_all_words);
    EXPECT_THAT(titles("elephants"), IsEmpty());
    EXPECT_FALSE(book.knowledge.search("rollback elephants", std::nullopt, 10).front().has_all_words);
}

TEST_F(Search, KeepsToTheKindAndTheNumberAskedFor)
{
    add(EntryKind::faq, "Queue one");
    add(EntryKind::runbook, "Queue two");
    add(EntryKind::article, "Queue three");
    EXPECT_THAT(titles("queue", EntryKind::runbook), ElementsAre("Queue two"));
    EXPECT_EQ(titles("queue").size(), 3U);
    EXPECT_EQ(titles("queue", std::nullopt, 2).size(), 2U);
    EXPECT_THAT(titles("queue", std::nullopt, 0), IsEmpty());
}

TEST_F(Search, FindsTheTitleAmongVeryManyThatHaveTheWord)
{
    for (int i = 0; i < 2'500; ++i)
        add(i % 2 == 0 ? EntryKind::faq : EntryKind::article, fmt::format("Note {}", i), "The queue is slow.");
    add(EntryKind::faq, "Queue");
    add(EntryKind::faq, "Slow queue on Mondays");
    EXPECT_EQ(titles("queue").front(), "Queue");
    EXPECT_EQ(titles("slow queue").front(), "Slow queue on Mondays");
    EXPECT_EQ(titles("slow queue mondays", EntryKind::faq).front(), "Slow queue on Mondays");
    EXPECT_THAT(titles("queue note", EntryKind::runbook), IsEmpty());
    EXPECT_EQ(titles("queue note 2499").front(), "Note 2499");
}

TEST_F(Search, FollowsEditsAndRetirement)
{
    const auto id = add(EntryKind::faq, "Queue one", "old words");
    auto entry = book.knowledge.find(id).value();
    entry.body = "fresh words";
    book.knowledge.save(entry);
    EXPECT_THAT(titles("old"), IsEmpty());
    EXPECT_THAT(titles("fresh"), ElementsAre("Queue one"));
    entry.is_retired = true;
    book.knowledge.save(entry);
    EXPECT_THAT(titles("queue"), IsEmpty());
    entry.is_retired = false;
    entry.title = "Queue again";
    book.knowledge.save(entry);
    EXPECT_THAT(titles("queue"), ElementsAre("Queue again"));
    database.commit();
    EXPECT_THAT(titles("queue"), ElementsAre("Queue again"));
}

TEST_F(Search, ForgetsWhatWasRolledBack)
{
    database.savepoint();
    add(EntryKind::faq, "Queue one");
    database.roll_back_to_savepoint();
    EXPECT_THAT(titles("queue"), IsEmpty());
}

TEST_F(Search, TakesAnyText)
{
    add(EntryKind::faq, "How do I stop an agent?", "Press & hold <stop>.");
    for (const auto& text : {""s,
                             " "s,
                             "\""s,
                             "\"\""s,
                             "'"s,
                             "*"s,
                             "AND"s,
                             "OR NOT"s,
                             "NEAR(agent, 5"s,
                             "title:agent"s,
                             "agent OR"s,
                             "^agent"s,
                             "-agent"s,
                             "(((agent"s,
                             "{title}: agent"s,
                             "agent*"s,
                             "agent\0stop"s,
                             "\xFF\xFE agent"s,
                             "\xF0\x9F\x94\xA5"s,
                             "; DROP TABLE entry; --"s,
                             "a+b"s,
                             ":"s,
                             "<!channel>"s,
                             "agent\xE2\x80\xAE"s,
                             std::string(4'000, '"'),
                             std::string(40'000, '*'),
                             std::string(40'000, '\xE2')})
        EXPECT_NO_THROW((void)titles(text)) << text;
    EXPECT_THAT(titles("\" agent AND ( *"), ElementsAre("How do I stop an agent?"));
    EXPECT_THAT(titles("\xE4\xB8\xAD\xE6\x96\x87 agent"), ElementsAre("How do I stop an agent?"));
}

TEST_F(Search, TakesEveryByteAnywhere)
{
    add(EntryKind::faq, "How do I stop an agent?");
    for (int byte = 0; byte < 256; ++byte)
    {
        const auto odd = std::string(1, static_cast<char>(byte));
        EXPECT_NO_THROW((void)titles(odd)) << byte;
        EXPECT_NO_THROW((void)titles(odd + "agent")) << byte;
        EXPECT_NO_THROW((void)titles("stop " + odd + odd + " agent" + odd)) << byte;
    }
}

TEST_F(Search, GivesTheSameOrderEachTime)
{
    for (int i = 0; i < 20; ++i)
        add(EntryKind::faq, fmt::format("Queue {}", i));
    EXPECT_EQ(titles("queue"), titles("queue"));
}

}  // namespace

}  // namespace hotwatch::test
