// The app's manifest: made from the tables, within Slack's limits, and the same as what the repository and its README
// show.
#include "bot/manifest.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

#include "bot/intake.hpp"
#include "bot/random.hpp"
#include "bot/slack/scopes.hpp"
#include "commands/table.hpp"
#include "storage/database.hpp"

namespace
{
using namespace hotwatch;
using nlohmann::ordered_json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string file(const std::string& name)
{
    std::stringstream text;
    text << std::ifstream{HOTWATCH_SOURCE_DIR "/" + name}.rdbuf();
    return text.str();
}

/// The file holds `text`; HOTWATCH_UPDATE_GOLDEN=1 makes it so.
void expect_file(const std::string& name, const std::string& text)
{
    if (const char* update = std::getenv("HOTWATCH_UPDATE_GOLDEN"); update != nullptr && std::string{update} == "1")
        std::ofstream{HOTWATCH_SOURCE_DIR "/" + name} << text;
    EXPECT_EQ(file(name), text) << "HOTWATCH_UPDATE_GOLDEN=1 rewrites it";
}

std::vector<std::string> commands_of(const ordered_json& manifest)
{
    std::vector<std::string> names;
    for (const auto& command : manifest.at("features").at("slash_commands"))
        names.push_back(command.at("command"));
    return names;
}

TEST(Manifest, IsWhatTheRepositoryHolds)
{
    expect_file("deploy/manifest.json", make_manifest({}).dump(2) + "\n");
}

TEST(Manifest, GivesTheReadmeItsTableOfScopes)
{
    const std::string readme = file("README.md");
    const auto start = readme.find("| scope | what for |");
    const auto end = readme.find("\n\n", start);
    ASSERT_NE(end, std::string::npos);
    expect_file("README.md", readme.substr(0, start) + slack::scope_table() + readme.substr(end + 1));
}

TEST(Manifest, IsWithinSlacksLimits)
{
    EXPECT_THAT(manifest_problems(make_manifest({})), IsEmpty());
}

TEST(Manifest, RegistersEveryCommandAndTheUmbrella)
{
    EXPECT_THAT(commands_of(make_manifest({})),
                ElementsAre("/oncall", "/incident", "/runbook", "/faq", "/svc", "/hotwatch"));
}

TEST(Manifest, CallsCommandsAsTheConfigurationDoes)
{
    EXPECT_THAT(commands_of(make_manifest({{"incident", "/inc"}, {"status", "/health"}})),
                ElementsAre("/oncall", "/inc", "/runbook", "/faq", "/health", "/hotwatch"));
}

TEST(Manifest, SaysWhatSlackWouldRefuse)
{
    const auto problems_of = [](const std::map<std::string, std::string>& names)
    { return manifest_problems(make_manifest(names)); };
    EXPECT_THAT(problems_of({{"status", "/status"}}), Contains(HasSubstr("Slack keeps /status")));
    EXPECT_THAT(problems_of({{"faq", "/oncall"}}), Contains(HasSubstr("two commands are called /oncall")));
    EXPECT_THAT(problems_of({{"faq", "/" + std::string(31, 'x')}}), IsEmpty());
    EXPECT_THAT(problems_of({{"faq", "/" + std::string(32, 'x')}}), Contains(HasSubstr("at most 31")));
    EXPECT_THAT(problems_of({{"faq", "/Fragen"}}), Contains(HasSubstr("/Fragen")));
    EXPECT_THAT(problems_of({{"faq", "faq"}}), Contains(HasSubstr("must be a slash")));
}

TEST(Manifest, KnowsEachOfSlacksLimits)
{
    const auto with = [](const char* path, const ordered_json& value)
    {
        auto manifest = make_manifest({});
        manifest[ordered_json::json_pointer{path}] = value;
        return manifest_problems(manifest);
    };
    const auto many = [](std::size_t count, const ordered_json& one) { return ordered_json(count, one); };
    const auto shortcut = make_manifest({}).at("/features/shortcuts/0"_json_pointer);
    EXPECT_THAT(with("/display_information/name", std::string(35, 'x')), IsEmpty());
    EXPECT_EQ(with("/display_information/name", std::string(36, 'x')).size(), 1U);
    EXPECT_EQ(with("/display_information/description", std::string(141, 'x')).size(), 1U);
    EXPECT_EQ(with("/features/bot_user/display_name", "Hot Watch").size(), 1U);
    EXPECT_EQ(with("/features/bot_user/display_name", std::string(81, 'x')).size(), 1U);
    EXPECT_EQ(with("/features/slash_commands/0/description", std::string(2'001, 'x')).size(), 1U);
    EXPECT_EQ(with("/features/slash_commands/0/usage_hint", std::string(1'001, 'x')).size(), 1U);
    EXPECT_EQ(with("/features/shortcuts/0/callback_id", std::string(256, 'x')).size(), 1U);
    EXPECT_EQ(with("/features/shortcuts/0/description", std::string(151, 'x')).size(), 1U);
    EXPECT_EQ(with("/features/shortcuts", many(11, shortcut)).size(), 1U);
    EXPECT_EQ(with("/oauth_config/scopes/bot", many(256, "x")).size(), 1U);
    EXPECT_EQ(with("/settings/event_subscriptions/bot_events", many(101, "x")).size(), 1U);
}

TEST(Manifest, AsYamlSaysTheSameAndWhy)
{
    const auto yaml = manifest_as_yaml(make_manifest({}));
    EXPECT_THAT(yaml, HasSubstr("_metadata:\n  major_version: 1\n"));
    EXPECT_THAT(yaml, HasSubstr("  shortcuts:\n    - name: \"Declare incident\"\n      type: \"global\"\n"));
    EXPECT_THAT(yaml, HasSubstr("      - \"users:read\"  # names, time zones, who is a guest\n"));
}

TEST(Manifest, OffersNoShortcutThatNobodyAnswers)
{
    Random random{1};
    Database database{"", random};
    for (const auto& shortcut : slack::shortcuts())
    {
        slack::Shortcut pressed;
        pressed.user = UserId{"U1"};
        pressed.callback_id = shortcut.callback_id;
        const auto asked = asked_by(slack::Content{pressed}, database.book());
        ASSERT_TRUE(asked) << shortcut.callback_id;
        EXPECT_NE(find_verb(asked->request.words.command, asked->request.words.verb), nullptr);
    }
}

TEST(Scopes, OfEachEventAreAskedFor)
{
    for (const auto& event : slack::events())
    {
        if (event.scope.empty())
            continue;
        EXPECT_TRUE(std::ranges::any_of(slack::scopes(), [&](const auto& scope) { return scope.name == event.scope; }))
            << event.name;
    }
}

TEST(Scopes, MissingOnesAreNamed)
{
    std::string all;
    for (const auto& scope : slack::scopes())
        all += (all.empty() ? "" : ",") + std::string{scope.name};
    EXPECT_THAT(slack::missing_scopes(all), IsEmpty());
    EXPECT_EQ(slack::missing_scopes("").size(), slack::scopes().size());
    const auto missing = slack::missing_scopes("commands, chat:write.public,im:history");
    EXPECT_EQ(missing.size(), slack::scopes().size() - 3);
    EXPECT_TRUE(std::ranges::any_of(missing, [](const auto& scope) { return scope.name == "chat:write"; }));
}

}  // namespace
