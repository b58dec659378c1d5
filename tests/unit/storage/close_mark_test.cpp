#include <sys/wait.h>
#include <unistd.h>

#include "fixture.hpp"
#include "tests/support/fault_vfs.hpp"

namespace hotwatch::test
{

namespace
{

constexpr std::uint64_t store_bytes = std::uint64_t{20} << 20;

class ClosedStore : public FileTest
{
  protected:
    /// A store of some 20 MB, closed well.
    void make_large_store()
    {
        Database database{path, ids};
        database.begin();
        for (int i = 0; i < 20; ++i)
            database.book().notes.set(fmt::format("part {}", i), std::string(std::size_t{1} << 20, 'x'));
        database.commit();
    }
    std::uint64_t bytes_read_by_opening()
    {
        FaultVfs disk;
        const Database database{path, ids, {.vfs = disk.name()}};
        return disk.bytes_read();
    }
    [[nodiscard]] bool has_mark() const { return std::filesystem::exists(path + ".closed"); }
};

TEST_F(ClosedStore, IsNotReadThroughAgainByTheNextStart)
{
    make_large_store();
    ASSERT_TRUE(has_mark());
    EXPECT_LT(bytes_read_by_opening(), store_bytes / 10);
    EXPECT_TRUE(has_mark()) << "it was closed well once more";
}

TEST_F(ClosedStore, IsReadThroughWhereTheMarkIsMissing)
{
    make_large_store();
    std::filesystem::remove(path + ".closed");
    EXPECT_GE(bytes_read_by_opening(), store_bytes);
}

TEST_F(ClosedStore, IsReadThroughWhereAnyByteWasWrittenSince)
{
    make_large_store();
    const auto good = content(path);
    for (const std::size_t page : {1U, 7U, 1'000U, 4'000U})
    {
        {
            const Database closes_well{path, ids};
        }
        ASSERT_TRUE(has_mark());
        auto bad = good;
        bad[page * 4096] = static_cast<char>(bad[page * 4096] ^ 0x55);
        set_content(path, bad);
        EXPECT_THROW((Database{path, ids}), StoreRefused) << "page " << page + 1;
        EXPECT_FALSE(has_mark()) << "what was found damaged is not taken for sound afterwards";
        set_content(path, good);
    }
}

TEST_F(ClosedStore, IsReadThroughAfterAProcessThatDied)
{
    make_large_store();
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
    {
        const Database database{path, ids};
        ::_exit(0);
    }
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_FALSE(has_mark());
    EXPECT_GE(bytes_read_by_opening(), store_bytes);
}

TEST_F(ClosedStore, IsReadThroughWhereALogStandsBesideIt)
{
    make_large_store();
    set_content(path + "-wal", std::string(4096, '\0'));
    EXPECT_GE(bytes_read_by_opening(), store_bytes);
}

TEST_F(ClosedStore, IsReadThroughWhereItIsACopy)
{
    make_large_store();
    const auto elsewhere = folder.file("moved.db");
    std::filesystem::copy_file(path, elsewhere);
    std::filesystem::copy_file(path + ".head", elsewhere + ".head");
    std::filesystem::copy_file(path + ".closed", elsewhere + ".closed");
    path = elsewhere;
    EXPECT_GE(bytes_read_by_opening(), store_bytes);
}

TEST_F(ClosedStore, HasNoMarkAfterAnErrorOfTheDisk)
{
    make_large_store();
    {
        FaultVfs disk;
        Database database{path, ids, {.vfs = disk.name()}};
        disk.fail_write(1, 10, true);  // SQLITE_IOERR
        database.begin();
        database.book().notes.set("one more", "word");
        EXPECT_THROW(database.commit(), StoreBroken);
    }
    EXPECT_FALSE(has_mark());
}

TEST_F(ClosedStore, SmallOnesAreAlwaysReadThrough)
{
    {
        const Database database{path, ids};
    }
    EXPECT_FALSE(has_mark());
}

TEST_F(ClosedStore, AMarkOfAnythingElseMeansNothing)
{
    make_large_store();
    for (const auto& mark :
         {""s, "hotwatch-closed"s, std::string(1'000'000, 'x'), "hotwatch-closed 1 2 3 4\n"s, "\0\0\0"s})
    {
        set_content(path + ".closed", mark);
        EXPECT_GE(bytes_read_by_opening(), store_bytes) << mark.substr(0, 40);
    }
}

}  // namespace

}  // namespace hotwatch::test
