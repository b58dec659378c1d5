#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

using AskedOfPeople = BookTest;

TEST_F(AskedOfPeople, OpenPagesAreTakenOnce)
{
    const auto id = book.incidents.add(an_incident());
    const auto first = book.outbox.add(a_call(), noon);
    const auto second = book.outbox.add(a_call(), noon);
    book.incidents.add_open_page(id, {.call_id = first, .user = {"U0BEN"}});
    book.incidents.add_open_page(id, {.call_id = second, .user = {}});
    const auto pages = book.incidents.take_open_pages(id);
    ASSERT_EQ(pages.size(), 2U);
    EXPECT_EQ(pages[0].call_id, first);
    EXPECT_EQ(pages[0].user.value, "U0BEN");
    EXPECT_TRUE(pages[1].user.empty());
    EXPECT_TRUE(book.incidents.take_open_pages(id).empty());
}

TEST_F(AskedOfPeople, OpenRemindersAreTakenOnce)
{
    const auto id = book.incidents.add(an_incident());
    const auto first = book.outbox.add(a_call(), noon);
    const auto second = book.outbox.add(a_call(), noon);
    book.incidents.add_open_reminder(id, second);
    book.incidents.add_open_reminder(id, first);
    book.incidents.add_open_reminder(id, first);
    EXPECT_EQ(book.incidents.take_open_reminders(id), (std::vector{first, second}));
    EXPECT_TRUE(book.incidents.take_open_reminders(id).empty());
}

}  // namespace

}  // namespace hotwatch::test
