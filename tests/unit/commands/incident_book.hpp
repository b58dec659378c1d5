// A book in memory with HotDash's people and rotation, and requests as they come from Slack: what the tests of the
// rules share.
#pragma once

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands/incident/card.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/plan/apply.hpp"
#include "storage/database.hpp"

namespace hotwatch::testing
{

/// 2025-10-14 is a Tuesday in the rotation's first week; hours are UTC.
inline UtcMillis at(int hour, int minute = 0, int day = 14)
{
    return std::chrono::sys_days{std::chrono::year{2025} / std::chrono::October / day} + std::chrono::hours{hour} +
           std::chrono::minutes{minute};
}

class CountedIds : public IdSource
{
  public:
    std::string uuid() override { return fmt::format("00000000-0000-4000-8000-{:012}", ++count_); }
    std::string salt() override { return fmt::format("{:032x}", ++count_); }

  private:
    int count_ = 0;
};

class IncidentBook : public ::testing::Test
{
  protected:
    IncidentBook()
    {
        database.begin();
        book.set_policy(default_policy());
        const std::pair<UserId, std::string> people[] = {
            {ana, "Engineer Helper Agent"}, {ben, "Deployment Agent"}, {mia, "Manager"}, {cleo, "Cleo"}};
        for (const auto& [id, name] : people)
        {
            Person person;
            person.id = id;
            person.real_name = name;
            person.is_complete = true;
            book.people.save(person);
        }
        book.people.save(Channel{.id = emergency, .name = "hotdash-emergency"});
        book.people.save(Channel{.id = support, .name = "hotdash-support"});
        (void)apply_plan(rotation, book);
        auto_link(book);
    }

    static constexpr std::string_view rotation = R"(# Plan of 2025
## On-Call Rotation
| Week | Primary | Backup | Manager |
|------|---------|--------|---------|
| Week 1 (Oct 13-19) | Engineer Helper Agent | Deployment Agent | Manager |
)";

    Request says(const UserId& who, std::string verb, std::string rest, Origin origin = Origin::slash)
    {
        Request request;
        request.origin = origin;
        request.user = who;
        request.zone = "America/New_York";
        request.words = {
            .command = "incident", .verb = std::move(verb), .rest = std::move(rest), .args = {}, .flags = {}};
        return request;
    }

    Request presses(const UserId& who, std::string verb, const Incident& incident)
    {
        auto request = says(who, std::move(verb), fmt::format("INC-{}", incident.id), Origin::button);
        request.version = incident.version;
        request.can_open_modal = true;
        return request;
    }

    Request submits(const UserId& who, std::string verb, std::string rest, std::map<std::string, std::string> fields)
    {
        auto request = says(who, std::move(verb), std::move(rest), Origin::form);
        request.fields = std::move(fields);
        return request;
    }

    /// Declares and gives back the incident; by Cleo, who is not on call, unless said otherwise.
    Incident declared(const std::string& words, UtcMillis now)
    {
        const auto outcome = declare_incident(says(cleo, "declare", words), book, now);
        EXPECT_TRUE(outcome) << (outcome ? "" : outcome.error().message.text);
        return *book.incidents.newest();
    }

    /// The card stands in Slack, so the thread is there.
    void card_stands(const Incident& incident)
    {
        incident_card_posted(book, incident.id, emergency, fmt::format("1760400000.{:06}", incident.id), at(3));
    }

    Incident again(const Incident& incident) { return *book.incidents.find(incident.id); }

    /// What is owed to Slack, of one method, oldest first, as text.
    std::vector<std::string> owed(std::string_view method)
    {
        std::vector<std::string> texts;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == method)
                texts.push_back(nlohmann::json::parse(call.args).at("text"));
        return texts;
    }

    /// What people and timers did; whom the incident was asked of has tests of its own.
    std::vector<std::string> actions(const Incident& incident)
    {
        std::vector<std::string> names;
        for (const auto& entry : book.incidents.timeline(incident.id))
            if (entry.action != "asked to acknowledge")
                names.push_back(entry.action);
        return names;
    }

    /// Calls of one purpose: the incident's own, without the direct messages that ask people.
    std::vector<Call> calls_of_room()
    {
        std::vector<Call> calls;
        for (const auto& call : book.outbox.unsettled())
            if (call.method != "conversations.open" && !call.conversation.starts_with("dm:") &&
                !call.dedupe_key.starts_with("edit:"))
                calls.push_back(call);
        return calls;
    }

    CountedIds ids;
    Database database{"", ids};
    Book& book = database.book();
    const UserId ana{"U01ANA"};    // primary
    const UserId ben{"U02BEN"};    // backup
    const UserId mia{"U03MIA"};    // manager
    const UserId cleo{"U04CLEO"};  // nobody's role
    const ChannelId emergency{"C01EMERG"};
    const ChannelId support{"C02SUPPORT"};
};

}  // namespace hotwatch::testing
