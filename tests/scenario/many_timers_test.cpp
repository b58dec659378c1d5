// Ten thousand reminders due at one instant: all fire, the gravest first, each once, in batches, and a kill in the
// middle changes none of that.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr std::size_t batch_size = 256;

class ManyTimers : public hotwatch::testing::World
{
  protected:
    ManyTimers()
    {
        slack.rate_limits = false;
        settings.sender.limits = false;
        leaves_ghosts = false;
        remake_slack();
        rules.fire = [this](const Timer& timer, Book& book, UtcMillis now)
        {
            fired.push_back({timer.subject, timer.urgency});
            return fire_timer(timer, book, now);
        };
        start();
    }
    void declare(std::size_t incidents_open)
    {
        due = now() + minutes{30};
        for (std::size_t i = 0; i < incidents_open; ++i)  // then the P0s' first is put off to the P1s'
            engine().ask(
                {.line = fmt::format("/incident declare {} Many {}", i % 2 == 0 ? "P1" : "P0", i), .as = "U04ANA"},
                [](const LineAnswer&) {});
        settle();
        database_->begin();
        for (std::size_t id = 2; id <= incidents_open; id += 2)
        {
            auto timer = book().timers.find(TimerKind::update_reminder, static_cast<std::int64_t>(id)).value();
            timer.due_at = timer.grid_at = due;
            book().timers.arm(timer);
        }
        database_->commit();
    }
    /// The desk alone: what it commits to send is not sent, which is another test's matter.
    std::size_t fire_one_batch()
    {
        const auto before = fired.size();
        (void)desk_->handle({MomentCame{}});
        return fired.size() - before;
    }

    struct Shot
    {
        std::int64_t incident;
        int urgency;
    };
    std::vector<Shot> fired;
    UtcMillis due;
};

TEST_F(ManyTimers, FireInBatchesTheGravestFirstAndEachOnce)
{
    constexpr std::size_t incidents_open = 10'000;
    declare(incidents_open);
    clock_.set(due);
    std::size_t batches = 0;
    for (std::size_t in_batch = fire_one_batch(); in_batch > 0; in_batch = fire_one_batch())
    {
        EXPECT_LE(in_batch, batch_size);
        ++batches;
    }
    EXPECT_EQ(batches, (incidents_open + batch_size - 1) / batch_size);
    EXPECT_TRUE(std::ranges::is_sorted(fired, {}, &Shot::urgency)) << "a P1 before a P0";
    std::set<std::int64_t> once;
    for (const auto& shot : fired)
        EXPECT_TRUE(once.insert(shot.incident).second) << "INC-" << shot.incident << " fired twice";
    EXPECT_EQ(once.size(), incidents_open);
}

TEST_F(ManyTimers, FireOnceAlsoWhereTheProcessDiesInTheMiddle)
{
    constexpr std::size_t incidents_open = 4'000;
    declare(incidents_open);
    clock_.set(due);
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(fire_one_batch(), batch_size);
    restart();
    advance(minutes{1});
    EXPECT_EQ(fired.size(), incidents_open);
    for (std::size_t id = 1; id <= incidents_open; ++id)
        ASSERT_EQ(book().incidents.find(static_cast<std::int64_t>(id))->reminders_unanswered, 1) << "INC-" << id;
    EXPECT_EQ(book().timers.next_due(), due + minutes{15}) << "the P0s' next";
    EXPECT_THAT(verify(), HasSubstr("well"));
}

}  // namespace
