#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

using SomeOfMany = BookTest;

TEST_F(SomeOfMany, OpenOnesOfAChannelLeaveOutWhatIsOverOrElsewhere)
{
    auto over = an_incident();
    over.state = IncidentState::merged;
    book.incidents.add(over);
    auto elsewhere = an_incident();
    elsewhere.room.channel.value = "C0ELSE";
    book.incidents.add(elsewhere);
    const auto mild = book.incidents.add(an_incident(Severity::p2));
    const auto bad = book.incidents.add(an_incident(Severity::p0));
    const auto found = book.incidents.some_open_in({"C0ROOM"}, 5);
    EXPECT_EQ(ids_of(found.first), (std::vector{bad, mild}));
    EXPECT_EQ(found.count, 2);
    EXPECT_EQ(ids_of(book.incidents.some_open_in({"C0ROOM"}, 1).first), std::vector{bad});
}

TEST_F(SomeOfMany, UnacknowledgedAndLedOnesAreTheWorstFewAndACount)
{
    const UserId ana{"U0ANA"};
    auto led = an_incident(Severity::p2);
    led.commander = ana;
    led.state = IncidentState::acknowledged;
    led.acknowledged = Mark{noon, ana};
    const auto acknowledged = book.incidents.add(led);
    led.state = IncidentState::resolved;
    led.resolved = Mark{noon, ana};
    book.incidents.add(led);
    auto given = an_incident(Severity::p1);
    given.commander = ana;
    const auto waiting = book.incidents.add(given);
    const auto worst = book.incidents.add(an_incident(Severity::p0));

    const auto unacknowledged = book.incidents.unacknowledged(1);
    EXPECT_EQ(ids_of(unacknowledged.first), std::vector{worst});
    EXPECT_EQ(unacknowledged.count, 2);
    EXPECT_EQ(ids_of(book.incidents.led_by(ana, false, 5).first), (std::vector{waiting, acknowledged}));
    EXPECT_EQ(ids_of(book.incidents.led_by(ana, true, 5).first), std::vector{acknowledged});
    EXPECT_EQ(book.incidents.led_by({"U0NOBODY"}, false, 5).count, 0);
    EXPECT_EQ(book.incidents.some_open(2).count, 3);
}

TEST_F(SomeOfMany, AreCountedNoFurtherThanAnybodyReads)
{
    for (int i = 0; i < SomeIncidents::most_counted + 5; ++i)
        book.incidents.add(an_incident());
    EXPECT_EQ(book.incidents.some_open(3).count, SomeIncidents::most_counted);
    EXPECT_EQ(book.incidents.some_open(3).first.size(), 3U);
}

}  // namespace

}  // namespace hotwatch::test
