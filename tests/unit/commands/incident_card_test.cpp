#include <gmock/gmock.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

class Card : public IncidentBook
{
  protected:
    Call edit(const Incident& incident)
    {
        return book.outbox.newest_with_key(fmt::format("card:{}", incident.id)).value();
    }
};

TEST_F(Card, IsEditedAtOnceByTheFirstChange)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(presses(ben, "ack", incident), book, at(3) + 1s);
    EXPECT_EQ(edit(incident).not_before, at(3) + 1s);
    EXPECT_EQ(edit(incident).send_class, SendClass::acknowledgement);
}

TEST_F(Card, IsEditedAtMostOnceInThreeSeconds)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 1));
    auto first = edit(incident);
    first.state = CallState::sent;
    first.started_at = at(3, 1) + 200ms;
    book.outbox.save(first);
    (void)update_incident(says(ben, "update", "restarted"), book, at(3, 1) + 1s);
    EXPECT_NE(edit(incident).id, first.id);
    EXPECT_EQ(edit(incident).not_before, at(3, 1) + 3'200ms);
}

TEST_F(Card, ShowsTheNewestStateOnlyWhereAnEditStillWaits)
{
    const auto incident = declared("P0 Down", at(3));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 1));
    const auto waiting = edit(incident).id;
    (void)resolve_incident(says(ben, "resolve", "restarted"), book, at(3, 1) + 1s);
    EXPECT_EQ(edit(incident).id, waiting);
    EXPECT_THAT(edit(incident).args, HasSubstr("resolved by Deployment Agent"));
    EXPECT_EQ(std::ranges::count(calls_of_room(), "chat.update", &Call::method), 1);
}

TEST_F(Card, CarriesTheVersionItWasDrawnAt)
{
    const auto incident = declared("P0 Down", at(3));
    EXPECT_THAT(book.outbox.find(incident.card_row)->args, HasSubstr(R"("value":"1.1")"));
    (void)acknowledge_incident(says(ben, "ack", ""), book, at(3, 1));
    EXPECT_THAT(edit(incident).args, HasSubstr(R"("value":"1.2")"));
    EXPECT_THAT(edit(incident).args, Not(HasSubstr("incident.ack")));
}

TEST_F(Card, HasNoDurationsThatGoStale)
{
    const auto incident = declared("P0 Down", at(3));
    (void)update_incident(says(ben, "update", "restarted"), book, at(3, 9));
    EXPECT_THAT(edit(incident).args, Not(HasSubstr(" ago")));
    EXPECT_THAT(edit(incident).args, Not(HasSubstr(" left")));
}

}  // namespace hotwatch::testing
