#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bot/export/format.hpp"
#include "bot/export/rows.hpp"
#include "bot/prepare.hpp"
#include "bot/random.hpp"
#include "bot/secrets.hpp"
#include "storage/database.hpp"

namespace
{
using namespace hotwatch;
using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2025} / 10 / 14} + 12h};
const UserId ana{"U0ANA"};

class Export : public ::testing::Test
{
  protected:
    Export()
    {
        prepare_book(database, {}, noon);
        database.begin();
        book.people.save(Person{.id = ana, .real_name = "Ana, of Support", .is_complete = true});
    }

    std::int64_t add_incident(const std::string& title)
    {
        Incident incident;
        incident.title = title;
        incident.severity = Severity::p0;
        incident.room.channel = {"C0EMERGENCY"};
        incident.declared = {noon, ana};
        incident.last_update = {noon, ana};
        incident.response_from = noon;
        incident.acknowledged = Mark{noon + 2min, ana};
        incident.commander = ana;
        return book.incidents.add(incident);
    }

    json rows_of(const std::string& what)
    {
        auto rows = json::array();
        for (const auto& subject : exports::subjects())
            if (subject.name == what)
                subject.each(book, noon + 1h,
                             [&](const exports::Row& row)
                             {
                                 rows.push_back(json::parse(exports::as_json(row)));
                                 EXPECT_EQ(row.size(), subject.columns.size());
                             });
        return rows;
    }

    Random random{1};
    Database database{"", random};
    Book& book = database.book();
};

TEST_F(Export, NamesIncidentsAndPeople)
{
    const auto id = add_incident("Queue is down");
    book.incidents.give_role(id, {IncidentRole::responder, {"U0BEN"}, {noon, ana}});
    const auto rows = rows_of("incidents");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["incident"], "INC-1");
    EXPECT_EQ(rows[0]["severity"], "P0");
    EXPECT_EQ(rows[0]["declared_at"], "2025-10-14T12:00:00.000Z");
    EXPECT_EQ(rows[0]["declared_by"], "U0ANA");
    EXPECT_EQ(rows[0]["declared_by_name"], "Ana, of Support");
    EXPECT_EQ(rows[0]["responders"], json::parse(R"([{"id":"U0BEN","name":"U0BEN"}])"));
    EXPECT_EQ(rows[0]["response_kept"], true);
    EXPECT_EQ(rows[0]["resolution_kept"], nullptr) << "it is due at this very moment";
    EXPECT_EQ(rows[0]["resolved_by"], nullptr);
}

TEST_F(Export, KeepsTheTimelineInItsOrder)
{
    const auto first = add_incident("Queue is down");
    const auto second = add_incident("Search is slow");
    book.incidents.add(TimelineEntry{second, noon, ana, "declared", "Search is slow", "slash"});
    book.incidents.add(TimelineEntry{first, noon + 5min, {}, "reminder", "", "timer"});
    book.incidents.add(TimelineEntry{first, noon, ana, "declared", "Queue is down", "slash"});
    const auto rows = rows_of("timeline");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0]["text"], "Queue is down");
    EXPECT_EQ(rows[1]["actor"], nullptr);
    EXPECT_EQ(rows[1]["actor_name"], "Hotwatch");
    EXPECT_EQ(rows[2]["incident"], "INC-2");
}

TEST_F(Export, ShowsWhoHadDutyWithOverridesLaidOverTheRotation)
{
    const UserId cleo{"U0CLEO"};
    (void)book.schedule.add({.id = 0,
                             .role = Role::primary,
                             .user = cleo,
                             .period = {noon, noon + 2h},
                             .reason = "dentist",
                             .made = {noon, ana},
                             .cancelled = {}});
    const auto rows = rows_of("shifts");
    json primaries = json::array();
    for (const auto& row : rows)
        if (row["role"] == "primary")
            primaries.push_back(row);
    ASSERT_GT(primaries.size(), 8U);
    EXPECT_EQ(primaries[0]["from"], "2025-10-13T13:00:00.000Z");
    EXPECT_EQ(primaries[0]["until"], "2025-10-14T12:00:00.000Z");
    EXPECT_EQ(primaries[0]["shift"], "Week 1");
    EXPECT_EQ(primaries[0]["person"], nullptr) << "nobody is tied to the name";
    EXPECT_EQ(primaries[0]["person_name"], "Engineer Helper Agent");
    EXPECT_EQ(primaries[1]["person"], "U0CLEO");
    EXPECT_EQ(primaries[1]["override_reason"], "dentist");
    EXPECT_EQ(primaries[1]["override_by_name"], "Ana, of Support");
    for (std::size_t i = 1; i < primaries.size(); ++i)
        EXPECT_EQ(primaries[i]["from"], primaries[i - 1]["until"]);
}

TEST_F(Export, MarksRetiredKnowledge)
{
    Entry entry;
    entry.key = "queue";
    entry.title = "Why does the queue not load?";
    entry.body = "Reload it.";
    entry.edited = {noon, ana};
    entry.id = book.knowledge.add(entry);
    entry.is_retired = true;
    (void)book.knowledge.save(entry);
    const auto retired_in = [this](const std::string& what)
    {
        std::vector<json> found;
        for (const auto& row : rows_of(what))
            if (row["retired"] == true)
                found.push_back(row);
        return found;
    };
    const auto retired = retired_in("faq");
    ASSERT_EQ(retired.size(), 1U);
    EXPECT_EQ(retired[0]["question"], "Why does the queue not load?");
    EXPECT_GT(rows_of("faq").size(), 1U) << "the plan's own are among them";
    EXPECT_TRUE(retired_in("runbooks").empty());
}

TEST_F(Export, GivesEachAuditRowItsHash)
{
    book.audit.add({.at = noon, .action = "incident declare", .object = "INC-1", .actor = "U0ANA", .text = "P0 queue"});
    const auto rows = rows_of("audit");
    ASSERT_GE(rows.size(), 2U) << "the plan's import is the first";
    EXPECT_EQ(rows[0]["actor_name"], "Hotwatch");
    EXPECT_EQ(rows.back()["incident"], "INC-1");
    EXPECT_EQ(rows.back()["hash"].get<std::string>().size(), 64U);
}

TEST_F(Export, NamesBothWhoeverAskedAndAsWhom)
{
    book.audit.add(
        {.at = noon, .action = "incident ack", .object = "INC-1", .actor = "U0ANA by console:root", .text = ""});
    const std::string name = rows_of("audit").back()["actor_name"];
    EXPECT_TRUE(name.ends_with(" by root (shell)")) << name;
    EXPECT_FALSE(name.starts_with("U0ANA")) << name;
}

TEST_F(Export, LetsNoSecretOut)
{
    // In two pieces, so that no tool takes this file for a leak.
    const std::string token = std::string{"xoxb"} + "-12345678901-abcdefgh";
    const std::string url = std::string{"https://hooks.slack"} + ".com/commands/T0/1/abcdefghij";
    add_incident("I use " + token + " here");
    book.incidents.add(TimelineEntry{1, noon, ana, "note", "see " + url + ", please", "slash"});
    EXPECT_EQ(rows_of("incidents")[0]["title"], "I use [secret] here");
    EXPECT_EQ(rows_of("timeline")[0]["text"], "see https://[secret], please");
    EXPECT_EQ(without_secrets("tokens start with xoxb- or xapp-"), "tokens start with xoxb- or xapp-");
}

TEST(Csv, IsQuotedAsItsStandardSays)
{
    const exports::Row row{{"a", std::string{"say \"hi\", please"}},
                           {"b", std::string{"two\nlines"}},
                           {"c", exports::Nothing{}},
                           {"d", true},
                           {"e", std::int64_t{-5}}};
    EXPECT_EQ(exports::as_csv(row), "\"say \"\"hi\"\", please\",\"two\nlines\",,true,-5\r\n");
    EXPECT_EQ(exports::csv_heading(row), "a,b,c,d,e\r\n");
}

TEST(Csv, RunsNothingInASpreadsheet)
{
    for (const std::string start : {"=", "+", "-", "@", "\t", "\r", "\n"})
    {
        const auto line = exports::as_csv({{"a", start + "HYPERLINK(1)"}});
        EXPECT_THAT(line.front() == '"' ? line.substr(1) : line, ::testing::StartsWith("'" + start));
    }
    EXPECT_EQ(exports::as_csv({{"a", std::vector<exports::NamedPerson>{{"U1", "=A1"}, {"U2", "Ben"}}}}),
              "U1 (=A1); U2 (Ben)\r\n");
    EXPECT_EQ(exports::as_csv({{"a", std::string{"a=b"}}}), "a=b\r\n");
}

TEST(Json, SurvivesTextThatIsNoUtf8)
{
    const auto text = exports::as_json({{"a", std::string{"\xff\xc3(\x01"}}});
    EXPECT_TRUE(json::accept(text)) << text;
}

}  // namespace
