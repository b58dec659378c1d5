#include "commands/oncall/phone.hpp"

#include <gtest/gtest.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using oncall::Called;
using oncall::phone_in;
using oncall::phone_of;

TEST(Phone, IsFoundAsPeopleWriteIt)
{
    EXPECT_EQ(phone_in("- Ana: +1 555 010 0100 (day and night)"), "+1 555 010 0100");
    EXPECT_EQ(phone_in("| Ana | (555) 010-0100 | ana@example.com |"), "(555) 010-0100");
    EXPECT_EQ(phone_in("Ana **+44 20 7946.0958**"), "+44 20 7946.0958");
    EXPECT_EQ(phone_in("call 5550100."), "5550100");
}

TEST(Phone, IsNoDateNoTimeAndNoOtherNumber)
{
    for (const auto* line : {"- **Phone**: [On-call phone number]", "since 2025-10-14", "until 19.10.2025",
                             "09:00-18:00", "ticket #5550100", "room 4711", "a1234567b", "12345678901234567890", ""})
        EXPECT_EQ(phone_in(line), "") << line;
}

TEST(Phone, IsThatOfTheLineOrTheArticleWithTheName)
{
    constexpr auto list = "- Anatol: +1 555 010 0111\n- Ana Ortiz: +1 555 010 0100\n- Ben: +1 555 010 0122";
    EXPECT_EQ(phone_in("Contacts", list, {{"ana ortiz", "Ana"}}), "+1 555 010 0100");
    EXPECT_EQ(phone_in("Contacts", list, {{"Cleo"}, true}), "");
    EXPECT_EQ(phone_in("Contacts: Cleo", "- Phone: +1 555 010 0133", {{"Cleo"}}), "+1 555 010 0133");
}

TEST(Phone, OfThePrimaryMayBeTheOnCallPhone)
{
    constexpr auto list = "- **Slack**: #help\n- **Phone**: +1 555 010 0100";
    EXPECT_EQ(phone_in("Contacts: Emergency Contacts", list, {{"Ana"}, true}), "+1 555 010 0100");
    EXPECT_EQ(phone_in("Contacts: Emergency Contacts", list, {{"Ana"}, false}), "");
    EXPECT_EQ(phone_in("Contacts: Regular Support", list, {{"Ana"}, true}), "");
    EXPECT_EQ(phone_in("Contacts", "On-call phone: 555 010 0100", {{"Ana"}, true}), "555 010 0100");
}

class PhoneBook : public IncidentBook
{
  protected:
    void add(std::string title, std::string_view body)
    {
        Entry entry;
        entry.kind = EntryKind::article;
        entry.title = std::move(title);
        entry.key = book.knowledge.free_key(entry.kind, entry.title);
        entry.body = body;
        entry.edited = {at(9, 0, 13), {}};
        book.knowledge.add(entry);
    }
};

TEST_F(PhoneBook, LooksInArticlesOnContactsOnly)
{
    add("Deployment", "Deployment Agent: +1 555 010 0199");
    EXPECT_EQ(phone_of({"Deployment Agent", ben}, book, at(3)), "");
    add("Contact Information: Team", "Deployment Agent: +1 555 010 0122");
    EXPECT_EQ(phone_of({{}, ben}, book, at(3)), "+1 555 010 0122");
}

TEST_F(PhoneBook, PrefersTheirOwnPhoneToTheOnCallPhone)
{
    add("Contact Information: Emergency Contacts", "- **Phone**: +1 555 010 0100");
    EXPECT_EQ(phone_of({{}, ana}, book, at(3)), "+1 555 010 0100");
    EXPECT_EQ(phone_of({{}, ben}, book, at(3)), "") << "the backup does not carry it";
    add("Contact Information: Team", "Engineer Helper Agent: +1 555 010 0111");
    EXPECT_EQ(phone_of({{}, ana}, book, at(3)), "+1 555 010 0111");
}

}  // namespace hotwatch::testing
