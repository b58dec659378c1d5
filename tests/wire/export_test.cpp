// `hotwatch export` as a shell meets it: beside a bot at work, without one, into a file and into a pipe.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>

#include "tests/wire/shell_fixture.hpp"

namespace
{
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using hotwatch::testing::Process;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ExportCommand : public hotwatch::testing::AtTheShell
{
  protected:
    void expect_nothing_left_behind()
    {
        for (const auto& entry : fs::directory_iterator{place.directory})
            EXPECT_THAT(entry.path().string(), AllOf(Not(HasSubstr(".copy-")), Not(HasSubstr(".part"))));
    }
};

TEST_F(ExportCommand, WorksBesideABotAtWorkAndWithoutOne)
{
    {
        const auto bot = place.start_bot();
        ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 20s));
        place.act([](slack_sim::Sim& sim) { sim.types("ana", "general", "/incident declare P0 Queue is down"); });
        ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return !sim.messages("general", "ana").empty(); }, 10s));
        ASSERT_EQ(place.run({"export", "incidents"}, output), 0) << output;
        EXPECT_EQ(json::parse(output)[0]["title"], "Queue is down");
        expect_nothing_left_behind();
        bot->signal(SIGTERM);
        EXPECT_EQ(bot->wait(10s), 0);
    }
    for (const auto* what : {"incidents", "timeline", "shifts", "faq", "runbooks", "audit"})
    {
        ASSERT_EQ(place.run({"export", what}, output), 0) << what << output;
        EXPECT_TRUE(json::parse(output).is_array()) << what;
        ASSERT_EQ(place.run({"export", "--format", "csv", what}, output), 0) << what << output;
        EXPECT_THAT(output, HasSubstr("\r\n")) << what;
    }
}

TEST_F(ExportCommand, WritesAFileWholeOrNotAtAll)
{
    declare("=HYPERLINK(1)");
    const auto out = in_place("incidents.csv");
    EXPECT_EQ(place.run({"export", "--format=csv", "--out", out, "incidents"}, output), 0) << output;
    EXPECT_THAT(output, HasSubstr("1 rows"));
    EXPECT_THAT(content(out), AllOf(HasSubstr("incident,title,severity"), HasSubstr(",'=HYPERLINK(1),")));
    EXPECT_EQ(fs::status(out).permissions(), fs::perms::owner_read | fs::perms::owner_write);

    EXPECT_EQ(place.run({"export", "--out", in_place("no/where.json"), "incidents"}, output), 1);
    EXPECT_THAT(output, HasSubstr("cannot be written"));
    EXPECT_EQ(place.run({"export", "--out", place.directory.string(), "incidents"}, output), 1);
    EXPECT_THAT(output, HasSubstr("is a folder"));
    expect_nothing_left_behind();
}

TEST_F(ExportCommand, NamesTheNearestAndTheList)
{
    EXPECT_EQ(place.run({"export", "incidens"}, output), 2);
    EXPECT_THAT(output,
                AllOf(HasSubstr("Did you mean incidents?"), HasSubstr("timeline, shifts, faq, runbooks, audit")));
    EXPECT_EQ(place.run({"export", "--format", "cvs", "audit"}, output), 2);
    EXPECT_THAT(output, AllOf(HasSubstr("\"cvs\""), HasSubstr("json, csv")));
    EXPECT_EQ(place.run({"export"}, output), 2);
    EXPECT_EQ(place.run({"export", "audit"}, output), 1) << "there is no store";
    EXPECT_THAT(output, HasSubstr("There is no store"));
}

TEST_F(ExportCommand, StopsCleanlyWhereNobodyReadsOn)
{
    declare("Search is slow");
    const std::string full = "/dev/full";
    if (!fs::exists(full))
        GTEST_SKIP() << "no /dev/full here";
    Process process{{HOTWATCH_BINARY_DIR "/hotwatch", "export", "audit"}, place.environment, full};
    EXPECT_EQ(process.wait(10s), 1);
    expect_nothing_left_behind();
}

}  // namespace
