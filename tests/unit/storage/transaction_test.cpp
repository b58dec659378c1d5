#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

class Transaction : public FileTest
{
  protected:
    Database database{path, ids};
    Book& book = database.book();
};

TEST_F(Transaction, CommittedIsThereAfterwards)
{
    database.begin();
    declare(database, "one");
    database.commit();
    database.begin();
    declare(database, "two");
    database.roll_back();
    EXPECT_EQ(book.incidents.count(), 1);
    EXPECT_FALSE(book.seen.find("two"));
}

TEST_F(Transaction, EventRolledBackSpoilsNoOther)
{
    database.begin();
    declare(database, "one");
    database.savepoint();
    book.incidents.add(an_incident());
    book.audit.add({.seq = 0, .at = noon, .action = "a", .object = "o", .actor = "u", .text = "t"});
    database.roll_back_to_savepoint();
    declare(database, "three");
    database.commit();
    EXPECT_EQ(book.incidents.count(), 2);
    EXPECT_EQ(book.audit.count(), 2);
    EXPECT_EQ(database.verify().problem, "");
}

TEST_F(Transaction, NewsOfARolledBackEventAreForgotten)
{
    database.begin();
    const auto kept = book.outbox.add(a_call("card:1", R"({"text":"kept"})"), noon);
    database.savepoint();
    book.outbox.add(a_call(), noon);
    book.outbox.put(a_call("card:1", R"({"text":"undone"})"), noon);
    database.roll_back_to_savepoint();
    const auto news = book.outbox.take_news();
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].id, kept);
    EXPECT_EQ(news[0].args, R"({"text":"kept"})");
    database.roll_back();
}

TEST_F(Transaction, RowThatARolledBackEventReplacedIsNoNews)
{
    database.begin();
    book.outbox.put(a_call("card:1"), noon);
    (void)book.outbox.take_news();
    database.savepoint();
    book.outbox.put(a_call("card:1", R"({"text":"undone"})"), noon);
    database.roll_back_to_savepoint();
    EXPECT_TRUE(book.outbox.take_news().empty());
    database.roll_back();
}

TEST_F(Transaction, NewsOfARolledBackBatchAreForgotten)
{
    database.begin();
    book.outbox.add(a_call(), noon);
    database.roll_back();
    EXPECT_TRUE(book.outbox.take_news().empty());
}

TEST_F(Transaction, ConstraintSpoilsItsEventOnly)
{
    database.begin();
    declare(database, "one");
    database.savepoint();
    EXPECT_THROW(book.incidents.add_open_reminder(99, 99), std::logic_error);
    database.roll_back_to_savepoint();
    declare(database, "two");
    database.commit();
    EXPECT_EQ(book.incidents.count(), 2);
}

TEST_F(Transaction, NumbersAreNotUsedAgainButARolledBackOneLeavesNoGap)
{
    database.begin();
    const auto first = declare(database, "one");
    database.savepoint();
    book.incidents.add(an_incident());
    database.roll_back_to_savepoint();
    EXPECT_EQ(declare(database, "two"), first + 1);
    database.commit();
}

TEST_F(Transaction, ChangesTellsReadsFromWrites)
{
    database.begin();
    const auto before = database.changes();
    (void)book.incidents.open();
    (void)book.timers.due(noon, 5);
    (void)book.seen.find("x");
    EXPECT_EQ(database.changes(), before);
    book.notes.set("a", "b");
    EXPECT_GT(database.changes(), before);
    database.roll_back();
}

TEST_F(Transaction, CommitWithoutBeginIsTheEnd)
{
    EXPECT_THROW(database.commit(), StoreBroken);
}

TEST_F(Transaction, RollBackWithoutBeginDoesNothing)
{
    database.roll_back();
    EXPECT_EQ(book.incidents.count(), 0);
}

TEST_F(Transaction, SavepointsNest)
{
    database.begin();
    database.savepoint();
    declare(database, "kept by the inner, lost with the outer");
    database.savepoint();
    book.outbox.add(a_call(), noon);
    database.roll_back_to_savepoint();
    EXPECT_EQ(book.outbox.take_news().size(), 1U) << "that of the declaration";
    database.roll_back_to_savepoint();
    declare(database, "after it");
    database.savepoint();
    declare(database, "within");
    database.release();
    database.commit();
    EXPECT_EQ(book.incidents.count(), 2);
    EXPECT_FALSE(book.seen.find("kept by the inner, lost with the outer"));
    EXPECT_EQ(database.verify().problem, "");
}

/// Enough rows that looking through them all is long work.
class LongReads : public Transaction
{
  protected:
    LongReads()
    {
        database.begin();
        for (int i = 0; i < 2'000; ++i)
        {
            Person person;
            person.id = {fmt::format("U{}", i)};
            book.people.save(person);
            book.outbox.hold(fmt::format("method {}", i), noon);
        }
        database.commit();
    }
    int looks = 0;
};

TEST_F(LongReads, AreStoppedInTheMiddleOfAStatement)
{
    database.begin();
    declare(database, "before");
    database.stop_reads_when([] { return true; });
    EXPECT_THROW((void)book.outbox.holds(noon), ReadStopped);
    database.stop_reads_when({});
    EXPECT_TRUE(book.outbox.holds(noon).empty());
    database.commit();
    EXPECT_TRUE(book.seen.find("before")) << "the transaction stands";
}

TEST_F(LongReads, AreStoppedWhereTheyAreManyQuickOnes)
{
    database.begin();
    database.stop_reads_when([] { return true; });
    const auto ask_all = [this]
    {
        for (int i = 0; i < 2'000; ++i)
            (void)book.people.find({fmt::format("U{}", i)});
    };
    EXPECT_THROW(ask_all(), ReadStopped);
    database.roll_back();
}

TEST_F(LongReads, AreNotStoppedWhereTheyAreQuick)
{
    database.begin();
    database.stop_reads_when(
        [this]
        {
            ++looks;
            return true;
        });
    for (int i = 0; i < 20; ++i)
        EXPECT_TRUE(book.people.find({fmt::format("U{}", i)}));
    EXPECT_EQ(looks, 0) << "not even asked";
    database.roll_back();
}

TEST_F(LongReads, AreNoneWhereSomethingIsWritten)
{
    database.begin();
    database.stop_reads_when([] { return true; });
    for (int i = 0; i < 500; ++i)
        book.outbox.add(a_call(), noon);
    book.outbox.erase_old(noon, noon);
    database.commit();
    database.stop_reads_when({});
    EXPECT_EQ(book.outbox.count(CallState::pending), 500);
}

}  // namespace

}  // namespace hotwatch::test
