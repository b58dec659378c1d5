// The rotation's versions and the overrides over it, as the book keeps them.
#include <ranges>

#include "fixture.hpp"
#include "storage/migrations.hpp"

namespace hotwatch::test
{

namespace
{

using std::chrono::days;

Shift shift(milliseconds start, const std::string& label, const std::string& primary = "A")
{
    return Shift{0, {noon + start, noon + start + days{1}}, label, primary, "B", "M"};
}

class Schedules : public BookTest
{
  protected:
    std::int64_t add(milliseconds start, milliseconds length, Role role = Role::primary)
    {
        Override change;
        change.role = role;
        change.user = {"U02BEN"};
        change.period = {noon + start, noon + start + length};
        change.reason = "dentist";
        change.made = {noon, {"U01ANA"}};
        return book.schedule.add(change);
    }
    std::vector<std::int64_t> ids_in(milliseconds start, milliseconds length)
    {
        std::vector<std::int64_t> found;
        for (const auto& change : book.schedule.overrides_in({noon + start, noon + start + length}))
            found.push_back(change.id);
        return found;
    }
    std::string primary_at(milliseconds t)
    {
        const auto rotation = book.schedule.rotation_at(noon + t);
        return rotation && !rotation->shifts.empty() ? rotation->shifts.front().primary : "";
    }
};

TEST_F(Schedules, AreReplacedWholeAndReadByStart)
{
    book.schedule.replace({shift(hours{0}, "gone")});
    book.schedule.replace({shift(hours{24}, "second"), shift(hours{0}, "first")});
    const auto shifts = book.schedule.shifts();
    ASSERT_EQ(shifts.size(), 2U);
    EXPECT_EQ(shifts[0].label, "first");
    EXPECT_EQ(shifts[0].period.end, noon + hours{24});
    EXPECT_EQ(shifts[1].primary + shifts[1].backup + shifts[1].manager, "ABM");
}

TEST_F(Schedules, ShiftEndsAfterItBegins)
{
    EXPECT_THROW(book.schedule.replace({Shift{0, {noon, noon}, "", "A", "B", "M"}}), ConstraintViolated);
}

TEST_F(Schedules, HaveNoRotationBeforeAPlan)
{
    EXPECT_FALSE(book.schedule.rotation_at(noon));
    EXPECT_TRUE(book.schedule.shifts().empty());
}

TEST_F(Schedules, ANewVersionLeavesThePastAsItWas)
{
    book.schedule.replace({shift(hours{0}, "old", "A")}, "Europe/Berlin");
    book.schedule.replace({shift(hours{0}, "new", "C")}, "UTC", noon + hours{5});
    EXPECT_EQ(primary_at(hours{5} - milliseconds{1}), "A");
    EXPECT_EQ(primary_at(hours{5}), "C");
    EXPECT_EQ(primary_at(days{9'000}), "C");
    EXPECT_EQ(book.schedule.rotation_at(noon)->zone, "Europe/Berlin");
    EXPECT_EQ(book.schedule.rotation_at(noon)->in_force.end, noon + hours{5});
    EXPECT_EQ(book.schedule.rotation_at(noon + hours{5})->in_force.start, noon + hours{5});
}

TEST_F(Schedules, TheFirstVersionIsInForceFromTheBeginning)
{
    book.schedule.replace({shift(hours{0}, "first", "A")}, "UTC", noon);
    EXPECT_EQ(primary_at(-days{300}), "A");
}

TEST_F(Schedules, RowsThatSayTheSameMakeNoVersion)
{
    book.schedule.replace({shift(hours{0}, "one"), shift(hours{24}, "two")}, "UTC");
    const auto before = database.changes();
    book.schedule.replace({shift(hours{24}, "two"), shift(hours{0}, "one")}, "UTC", noon + hours{5});
    EXPECT_EQ(database.changes(), before);
}

TEST_F(Schedules, AVersionThatWasNeverInForceLeavesNoTrace)
{
    book.schedule.replace({shift(hours{0}, "old", "A")}, "UTC");
    book.schedule.replace({shift(hours{0}, "slip", "C")}, "UTC", noon + hours{5});
    book.schedule.replace({shift(hours{0}, "new", "D")}, "UTC", noon + hours{5});
    EXPECT_EQ(primary_at(hours{5}), "D");
    EXPECT_EQ(primary_at(hours{4}), "A");
}

TEST_F(Schedules, AVersionFromTheBeginningLeavesNoTraceOfThoseBefore)
{
    book.schedule.replace({shift(hours{0}, "w", "old")}, "UTC", noon);
    book.schedule.replace({shift(hours{0}, "w", "newer")}, "Europe/Berlin", noon + hours{1});
    book.schedule.replace({shift(hours{0}, "w", "own")}, "UTC", UtcMillis{});
    for (const auto t : {hours{-1}, hours{0}, hours{2}})
        EXPECT_EQ(primary_at(t), "own") << t.count();
    book.schedule.replace({shift(hours{0}, "w", "next")}, "UTC", noon + hours{3});
    EXPECT_EQ(primary_at(hours{2}), "own");
    EXPECT_EQ(primary_at(hours{3}), "next");
}

TEST_F(Schedules, KeepAnOverrideAsItWasMade)
{
    const auto id = add(hours{1}, hours{4}, Role::manager);
    const auto change = book.schedule.find(id);
    ASSERT_TRUE(change);
    EXPECT_EQ(change->role, Role::manager);
    EXPECT_EQ(change->user.value, "U02BEN");
    EXPECT_EQ(change->period.start, noon + hours{1});
    EXPECT_EQ(change->period.end, noon + hours{5});
    EXPECT_EQ(change->reason, "dentist");
    EXPECT_EQ(change->made.at, noon);
    EXPECT_EQ(change->made.by.value, "U01ANA");
    EXPECT_FALSE(change->cancelled);
    EXPECT_FALSE(book.schedule.find(id + 1));
}

TEST_F(Schedules, FindOverridesByHalfOpenPeriods)
{
    const auto id = add(hours{1}, hours{4});
    EXPECT_THAT(ids_in(hours{0}, hours{1}), testing::IsEmpty());
    EXPECT_THAT(ids_in(hours{0}, hours{1} + milliseconds{1}), testing::ElementsAre(id));
    EXPECT_THAT(ids_in(hours{5} - milliseconds{1}, hours{9}), testing::ElementsAre(id));
    EXPECT_THAT(ids_in(hours{5}, hours{9}), testing::IsEmpty());
}

TEST_F(Schedules, GiveOverridesInTheOrderInWhichTheyWereMade)
{
    const auto late = add(hours{5}, hours{4});
    const auto early = add(hours{1}, hours{4});
    EXPECT_THAT(ids_in(hours{0}, hours{9}), testing::ElementsAre(late, early));
}

TEST_F(Schedules, ACancelledOverrideHeldUntilItWasCancelled)
{
    const auto id = add(hours{1}, hours{4});
    book.schedule.cancel(id, {noon + hours{3}, {"U03MIA"}});
    EXPECT_EQ(book.schedule.find(id)->cancelled->by.value, "U03MIA");
    EXPECT_EQ(book.schedule.find(id)->in_force().end, noon + hours{3});
    EXPECT_THAT(ids_in(hours{2}, hours{1}), testing::ElementsAre(id));
    EXPECT_THAT(ids_in(hours{3}, hours{2}), testing::IsEmpty());
}

TEST_F(Schedules, OneCancelledBeforeItsStartNeverHeld)
{
    const auto id = add(hours{1}, hours{4});
    book.schedule.cancel(id, {noon, {"U03MIA"}});
    EXPECT_EQ(book.schedule.find(id)->in_force().start, book.schedule.find(id)->in_force().end);
    EXPECT_THAT(ids_in(-hours{1}, hours{9}), testing::IsEmpty());
}

TEST_F(Schedules, RefuseAnOverrideWithoutLength)
{
    EXPECT_THROW(add(hours{1}, hours{0}), ConstraintViolated);
}

using ScheduleFile = FileTest;

TEST_F(ScheduleFile, ShiftsOfAnOlderStoreBecomeTheFirstVersion)
{
    Shell{path}.run(content(HOTWATCH_SOURCE_DIR "/storage/migrations/0001_initial.sql") +
                    fmt::format("PRAGMA application_id = {}; PRAGMA user_version = 1;", application_id) +
                    "INSERT INTO shift (starts_at, ends_at, label, primary_name, backup_name, manager_name) "
                    "VALUES (1000, 2000, 'Week 1', 'A', 'B', 'M');");
    Database database{path, ids};
    database.begin();
    const auto rotation = database.book().schedule.rotation_at(noon);
    ASSERT_TRUE(rotation);
    EXPECT_EQ(rotation->zone, "");
    ASSERT_EQ(rotation->shifts.size(), 1U);
    EXPECT_EQ(rotation->shifts.front().primary, "A");
}

}  // namespace

}  // namespace hotwatch::test
