// HotDash's four weeks of rotation in a book in memory, and command lines as people type them: what the tests of
// /oncall share.
#pragma once

#include <gmock/gmock.h>

#include "commands/grammar.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/table.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

/// 13 October 2025 is a Monday; shifts pass on at 13:00 UTC until the clocks go back on 2 November, then at 14:00.
class OnCallBook : public IncidentBook
{
  protected:
    OnCallBook()
    {
        (void)apply_plan(four_weeks, book);
        auto_link(book);
        Person guest;
        guest.id = gus;
        guest.real_name = "Gus Guest";
        guest.is_guest = true;
        guest.is_complete = true;
        book.people.save(guest);
    }

    static constexpr std::string_view four_weeks = R"(# Plan of 2025
## On-Call Rotation
| Week | Primary | Backup | Manager |
|------|---------|--------|---------|
| Week 1 (Oct 13-19) | Engineer Helper Agent | Deployment Agent | Manager |
| Week 2 (Oct 20-26) | Deployment Agent | Engineer Helper Agent | Manager |
| Week 3 (Oct 27-Nov 2) | Engineer Helper Agent | Deployment Agent | Manager |
| Week 4 (Nov 3-9) | Deployment Agent | Engineer Helper Agent | Manager |
)";

    Outcome types(const UserId& who, std::string_view line, UtcMillis now, Origin origin = Origin::slash)
    {
        Request request;
        request.origin = origin;
        request.user = who;
        request.is_console = who.value.starts_with("console:");
        request.zone = "America/New_York";
        request.words = parse_command("oncall", line);
        request.can_open_modal = origin == Origin::slash || origin == Origin::button;
        return run(request, book, now);
    }

    Message answered(const UserId& who, std::string_view line, UtcMillis now, Origin origin = Origin::slash)
    {
        const auto outcome = types(who, line, now, origin);
        EXPECT_TRUE(outcome) << line << ": " << (outcome ? "" : outcome.error().message.text);
        return outcome ? outcome->message : Message{};
    }

    Refusal refused(const UserId& who, std::string_view line, UtcMillis now, Origin origin = Origin::slash)
    {
        const auto before = database.changes();
        const auto outcome = types(who, line, now, origin);
        EXPECT_FALSE(outcome) << line << ": " << (outcome ? outcome->message.text : "");
        EXPECT_EQ(database.changes(), before) << line;
        return outcome ? Refusal{} : outcome.error();
    }

    std::int64_t add(Role role, const UserId& user, UtcMillis from, UtcMillis to, const std::string& reason = "")
    {
        Override change;
        change.role = role;
        change.user = user;
        change.period = {from, to};
        change.reason = reason;
        change.made = {from, mia};
        return book.schedule.add(change);
    }

    const UserId gus{"U06GUEST"};
    const UserId ops{"console:ops"};
};

}  // namespace hotwatch::testing
