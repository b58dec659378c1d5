// Lateness as it is kept and counted.
#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

class PunctualityTest : public BookTest
{
  protected:
    void late(milliseconds length, UtcMillis at) { book.punctuality.kept(TimerKind::update_reminder, at - length, at); }
};

constexpr Period all{noon - hours{24}, noon + hours{24}};

TEST_F(PunctualityTest, OfNothingIsNothing)
{
    EXPECT_EQ(book.punctuality.lateness(all), Lateness{});
}

TEST_F(PunctualityTest, CountsByNearestRank)
{
    for (int i = 100; i >= 1; --i)
        late(milliseconds{i}, noon);
    EXPECT_EQ(book.punctuality.lateness(all), (Lateness{100, milliseconds{50}, milliseconds{99}, milliseconds{100}}));
    late(milliseconds{500}, noon);
    EXPECT_EQ(book.punctuality.lateness(all), (Lateness{101, milliseconds{51}, milliseconds{100}, milliseconds{500}}));
}

TEST_F(PunctualityTest, OfOneIsThatOne)
{
    late(milliseconds{7}, noon);
    EXPECT_EQ(book.punctuality.lateness(all), (Lateness{1, milliseconds{7}, milliseconds{7}, milliseconds{7}}));
}

TEST_F(PunctualityTest, LooksAtItsPeriodOnly)
{
    late(milliseconds{1}, noon);
    late(milliseconds{2}, noon + seconds{1});
    EXPECT_EQ(book.punctuality.lateness({noon, noon + seconds{1}}).worst, milliseconds{1});
    book.punctuality.erase_old(noon + seconds{1});
    EXPECT_EQ(book.punctuality.lateness(all).count, 1);
}

TEST_F(PunctualityTest, IsNeverEarly)
{
    EXPECT_THROW(late(milliseconds{-1}, noon), ConstraintViolated);
}

}  // namespace

}  // namespace hotwatch::test
