// `hotwatch manifest` as a shell meets it: what goes to Slack is on standard output, and nothing else is.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>

#include "tests/wire/bot_process.hpp"

namespace
{
using hotwatch::testing::Workplace;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ManifestCommand, PrintsJsonWithTheConfiguredNames)
{
    Workplace place;
    const auto config = place.directory / "hotwatch.toml";
    std::ofstream{config} << "[commands]\nincident = \"/inc\"\n";
    std::string output;
    ASSERT_EQ(place.run({"--config", config.string(), "manifest"}, output), 0) << output;
    const auto manifest = nlohmann::json::parse(output);
    EXPECT_EQ(manifest.at("/features/slash_commands/1/command"_json_pointer), "/inc");
}

TEST(ManifestCommand, NeedsNoTokens)
{
    Workplace place;
    place.environment.clear();
    std::string output;
    EXPECT_EQ(place.run({"manifest", "--format", "yaml"}, output), 0);
    EXPECT_THAT(output, HasSubstr("- \"chat:write\"  # cards, news, reminders"));
    EXPECT_EQ(place.run({"manifest", "--reasons"}, output), 0);
    EXPECT_THAT(output, HasSubstr("| `chat:write` | cards, news, reminders |"));
}

TEST(ManifestCommand, RefusesWhatSlackWouldRefuse)
{
    Workplace place;
    const auto config = place.directory / "hotwatch.toml";
    std::ofstream{config} << "[commands]\nincident = \"/oncall\"\n";
    std::string output;
    EXPECT_EQ(place.run({"--config", config.string(), "manifest"}, output), 2);
    EXPECT_THAT(output, AllOf(HasSubstr("two commands are called /oncall"), HasSubstr("[commands]")));
    EXPECT_EQ(place.run({"manifest", "--format", "xml"}, output), 2);
}

}  // namespace
