// Every statement of the store, read out of its sources: all can be prepared, and none that is used often reads a whole
// table.
#include <sqlite3.h>

#include <regex>

#include "fixture.hpp"
#include "storage/search_rank.hpp"

namespace hotwatch::test
{

namespace
{

/// By name, "outbox.cpp select_call": its text.
std::map<std::string, std::string> statements()
{
    std::map<std::string, std::string> found;
    const std::regex literal{R"rx(constexpr Sql (\w+) =\s*R"sql\(([^]*?)\)sql")rx"};
    for (const auto& file : std::filesystem::directory_iterator{HOTWATCH_SOURCE_DIR "/storage"})
    {
        if (file.path().extension() != ".cpp")
            continue;
        const auto source = content(file.path().string());
        for (std::sregex_iterator match{source.begin(), source.end(), literal}, end; match != end; ++match)
            found.emplace(file.path().filename().string() + " " + (*match)[1].str(), (*match)[2].str());
    }
    return found;
}

class Statements : public FileTest
{
  protected:
    Statements() { Database{path, ids}; }
    /// The steps of SQLite's plan, one on a line.
    std::string plan(const std::string& sql)
    {
        Shell shell{path};
        add_search_rank(shell.handle());
        sqlite3_stmt* statement = nullptr;
        const std::string explained = "EXPLAIN QUERY PLAN " + sql;
        if (sqlite3_prepare_v2(shell.handle(), explained.c_str(), -1, &statement, nullptr) != SQLITE_OK)
            return std::string{"not prepared: "} + sqlite3_errmsg(shell.handle());
        std::string steps;
        while (sqlite3_step(statement) == SQLITE_ROW)
            steps.append(reinterpret_cast<const char*>(sqlite3_column_text(statement, 3))).append("\n");
        sqlite3_finalize(statement);
        return steps;
    }
};

TEST_F(Statements, CanAllBePrepared)
{
    const auto all = statements();
    EXPECT_GT(all.size(), 40U);
    for (const auto& [name, sql] : all)
        EXPECT_THAT(plan(sql), testing::Not(testing::HasSubstr("not prepared"))) << name;
}

TEST_F(Statements, ReadNoWholeTableButWhereMeantTo)
{
    const std::set<std::string> meant_to = {
        "audit.cpp select_newest",             // from the end, as many as asked for
        "audit.cpp select_head",               // from the end, one
        "audit.cpp select_every",              // exports read everything
        "incident_lists.cpp select_every_id",  //
        "timeline.cpp select_every",           //
        "database.cpp forget_call_urls",       // of a copy: an index of the few that hold one
        "database.cpp forget_seen_urls",       // the same
        "incident_lists.cpp count_incidents",  // for verify and tests
        "incident_lists.cpp count_open",       // so does SQLite call a part of a question: two hundred rows at most
        "incident_lists.cpp count_unacknowledged",   //
        "incident_lists.cpp count_led",              //
        "incident_lists.cpp count_open_in",          //
        "incident_lists.cpp select_open",            // an index of open ones only
        "incident_lists.cpp select_unacknowledged",  // likewise, from the worst on, as many as asked for
        "incident_search.cpp select_last",           // the full text index, which SQLite calls a scan: one row of it
        "incident_search.cpp select_many",           // the same, as many as asked for
        "knowledge.cpp count_all",                   // the index of live ones, for the number of pages
        "knowledge.cpp select_all",                  // by the index, as many as asked for
        "knowledge.cpp select_every",                // exports read everything
        "knowledge.cpp select_from_plan",            // for the importer
        "outbox.cpp count_sent",                     // for reports
        "outbox_end.cpp erase_holds",                // as many as there are methods and channels
        "outbox.cpp select_holds",                   // the same
        "people.cpp select_links",                   // as many as the plan has names
        "search.cpp count_some",                     // the full text index, which SQLite calls a scan
        "search.cpp select_titles_weighed",          // the same, as far as it is looked at
        "search.cpp select_weighed",                 //
        "timers.cpp select_next",                    // by the index, one
        "verify.cpp select_call_after_later",        // verify reads everything
        "verify.cpp select_chain",                   //
        "verify.cpp select_never_closing",           //
        "verify.cpp select_odd_call",                //
        "channel_moves.cpp select_channels",         // once a start, all of them
        "channel_moves.cpp update_results",          // seldom: a channel gets another id
    };
    for (const auto& [name, sql] : statements())
    {
        const auto steps = plan(sql);
        EXPECT_EQ(meant_to.contains(name), steps.find("SCAN ") != std::string::npos) << name << "\n" << steps;
    }
}

TEST_F(Statements, QueriesOfTheDeskUseTheirIndexes)
{
    const auto all = statements();
    const std::map<std::string, std::string> expected = {
        {"incident_lists.cpp select_open", "USING INDEX incident_open"},
        {"incident_lists.cpp select_in_thread", "USING COVERING INDEX incident_room"},
        {"incident_lists.cpp select_in_channel", "USING COVERING INDEX incident_channel"},
        {"incident_lists.cpp select_declared_since", "USING COVERING INDEX incident_declared"},
        {"incident_people.cpp select_roles_of", "incident_role"},
        {"incident_people.cpp select_asked", "USING INDEX asked_user"},
        {"knowledge.cpp select_by_key", "USING INDEX entry_one_live_key"},
        {"knowledge.cpp select_all", "USING INDEX entry_live_title"},
        {"knowledge.cpp select_kind", "USING INDEX entry_kind_title"},
        {"knowledge.cpp select_from_plan", "entry_from_plan"},
        {"outbox.cpp select_unsettled", "outbox_unsettled"},
        {"outbox.cpp select_newest_with_key", "outbox_key"},
        {"outbox_end.cpp erase_sent", "USING INDEX outbox_erasable"},
        {"outbox_end.cpp erase_urls", "outbox_secret"},
        {"schedules.cpp select_rotation_at", "sqlite_autoindex_rotation"},
        {"schedules.cpp select_shifts", "USING INDEX shift_start"},
        {"schedules.cpp select_overrides_in", "USING INDEX override_until"},
        {"seen.cpp select_unacknowledged", "USING INDEX seen_unacknowledged"},
        {"seen.cpp erase_keys", "seen_at"},
        {"seen.cpp erase_urls", "seen_secret"},
        {"timeline.cpp select_entries", "USING INDEX timeline_incident"},
        {"timeline.cpp select_last", "USING INDEX timeline_incident"},
        {"timeline.cpp select_part", "USING INDEX timeline_incident"},
        {"timeline.cpp count_entries", "USING COVERING INDEX timeline_incident"},
        {"timers.cpp select_due", "USING INDEX timer_urgency"},
        {"timers.cpp select_next", "USING COVERING INDEX timer_due"},
    };
    for (const auto& [name, index] : expected)
    {
        ASSERT_TRUE(all.contains(name)) << name;
        EXPECT_THAT(plan(all.at(name)), testing::HasSubstr(index)) << name;
    }
}

TEST_F(Statements, QueriesOfTheDeskSortNothing)
{
    const auto all = statements();
    for (const std::string name :
         {"incident_lists.cpp select_open", "incident_lists.cpp select_in_thread",
          "incident_lists.cpp select_in_channel", "incident_lists.cpp select_declared_since",
          "timeline.cpp select_entries", "timeline.cpp select_part", "timeline.cpp select_last",
          "knowledge.cpp select_all", "knowledge.cpp select_kind", "knowledge.cpp select_versions",
          "schedules.cpp select_shifts", "timers.cpp select_due", "timers.cpp select_next",
          "outbox.cpp select_newest_with_key", "outbox_end.cpp erase_sent", "incident_people.cpp select_asked",
          "incident_search.cpp select_last", "incident_search.cpp select_many"})
        EXPECT_THAT(plan(all.at(name)), testing::Not(testing::HasSubstr("TEMP B-TREE"))) << name;
}

}  // namespace

}  // namespace hotwatch::test
