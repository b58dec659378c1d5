// `hotwatch plan` as a shell meets it: files that are no plans, a check, an import with and without a bot.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "tests/wire/bot_process.hpp"

namespace
{
using namespace std::chrono_literals;
using hotwatch::testing::Workplace;
using ::testing::HasSubstr;

class PlanCommand : public ::testing::Test
{
  protected:
    int plan(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), "plan");
        return place.run(std::move(arguments), output);
    }

    std::string file(const std::string& name, const std::string& text)
    {
        const auto path = (place.directory / name).string();
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }

    const std::string built_in = HOTWATCH_SOURCE_DIR "/deploy/hotdash-plan.md";
    Workplace place{false};
    std::string output;
};

TEST_F(PlanCommand, SaysWhyAFileIsNoPlan)
{
    EXPECT_EQ(plan({"check", "/nowhere/plan.md"}), 1);
    EXPECT_THAT(output, HasSubstr("There is no file /nowhere/plan.md."));
    EXPECT_EQ(plan({"check", place.directory.string()}), 1);
    EXPECT_THAT(output, HasSubstr("is a folder"));
    EXPECT_EQ(plan({"check", file("empty.md", " \n\n")}), 1);
    EXPECT_THAT(output, HasSubstr("is empty"));
    EXPECT_EQ(plan({"check", file("picture.md", std::string("PNG\0\1", 5))}), 1);
    EXPECT_THAT(output, HasSubstr("is no text"));
    EXPECT_EQ(plan({"check", file("wide.md", std::string("\xFF\xFE#\0", 4))}), 1);
    EXPECT_THAT(output, HasSubstr("is UTF-16"));
    EXPECT_EQ(plan({"check", file("huge.md", std::string(std::size_t{5} << 20U, 'x'))}), 1);
    EXPECT_THAT(output, HasSubstr("at most 4 MB"));
    EXPECT_EQ(plan({"import", "/nowhere/plan.md"}), 1);
    EXPECT_EQ(plan({"import", file("letter.md", "# Dear reader\n\nNothing to see.\n")}), 1);
    EXPECT_THAT(output, HasSubstr("reads like no support plan"));
    EXPECT_EQ(plan({"check", built_in, "--strict"}), 1);
    EXPECT_THAT(output, HasSubstr("above count as failed"));
    EXPECT_EQ(plan({"check"}), 2);
    EXPECT_EQ(plan({"import", built_in, "--take", "mine"}), 2);
    EXPECT_EQ(plan({}), 2);
}

TEST_F(PlanCommand, ChecksWithoutAStore)
{
    EXPECT_EQ(plan({"check", built_in}), 0) << output;
    EXPECT_THAT(output, HasSubstr("All of it could be read."));
    EXPECT_EQ(plan({"check", built_in, "--strict"}), 1);
    EXPECT_EQ(plan({"check", file("plan.md", "# Plan\n\nCall Mia.\n")}), 1);
    EXPECT_THAT(output, HasSubstr("no On-Call Rotation table was found"));
    EXPECT_FALSE(std::filesystem::exists(place.directory / "hotwatch.db"));
}

TEST_F(PlanCommand, ImportsIntoTheStoreOfARunningBotAndWithoutOne)
{
    {
        const auto bot = place.start_bot();
        ASSERT_TRUE(place.until([](slack_sim::Sim& sim) { return sim.sockets() == 2; }, 20s));
        EXPECT_EQ(plan({"import", built_in, "--dry-run"}), 0) << output;
        EXPECT_THAT(output, HasSubstr("Nothing was written"));
        EXPECT_EQ(plan({"import", built_in}), 0) << output;
        EXPECT_THAT(output, HasSubstr("This plan is in force now."));
        EXPECT_EQ(place.run({"ask", "/runbook approval queue does not load"}, output), 0);
        EXPECT_THAT(output, HasSubstr("fly apps restart"));
        bot->signal(SIGTERM);
        EXPECT_EQ(bot->wait(15s), 0);
    }
    EXPECT_EQ(plan({"import", built_in}), 0) << output;
    EXPECT_THAT(output, HasSubstr("Nothing to change"));
    EXPECT_EQ(plan({"import", file("own.md", "# Plan\n\n## FAQ\n\n**Q: Up?**\nA: Yes.\n")}), 1) << output;
    EXPECT_EQ(place.run({"ask", "/faq list"}, output), 0);
    EXPECT_THAT(output, HasSubstr("Up?"));
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

TEST_F(PlanCommand, ImportsBeforeTheFirstRun)
{
    std::stringstream text;
    text << std::ifstream{built_in}.rdbuf() << "\n\n## FAQ of our own\n\n**Q: Where is the tea?**\nA: Second floor.\n";
    const auto own = file("own.md", text.str());
    EXPECT_EQ(plan({"import", own, "--dry-run"}), 0) << output;
    EXPECT_THAT(output, HasSubstr("Nothing was written"));
    EXPECT_FALSE(std::filesystem::exists(place.directory / "hotwatch.db"));
    EXPECT_EQ(plan({"import", own}), 0) << output;
    EXPECT_THAT(output, HasSubstr("This plan is in force now."));
    EXPECT_EQ(place.run({"ask", "/faq where is the tea"}, output), 0);
    EXPECT_THAT(output, HasSubstr("Second floor."));
    EXPECT_EQ(place.run({"verify"}, output), 0) << output;
}

}  // namespace
