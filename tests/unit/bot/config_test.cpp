#include "bot/config.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "commands/plan/apply.hpp"

namespace
{
using namespace hotwatch;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ConfigFile : public ::testing::Test
{
  protected:
    ConfigFile()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-config-XXXXXX").string();
        directory_ = mkdtemp(pattern.data());
    }
    ~ConfigFile() override { std::filesystem::remove_all(directory_); }

    Config read(const std::string& text)
    {
        const auto path = directory_ / "hotwatch.toml";
        std::ofstream{path} << text;
        return read_config(path, environment_of());
    }
    std::string complaint(const std::string& text)
    {
        try
        {
            (void)read(text);
        }
        catch (const ConfigError& error)
        {
            return error.what();
        }
        return "accepted";
    }
    Environment environment_of()
    {
        return [this](const char* name) -> std::optional<std::string>
        {
            const auto found = variables_.find(name);
            return found == variables_.end() ? std::nullopt : std::optional{found->second};
        };
    }

    std::filesystem::path directory_;
    std::map<std::string, std::string> variables_;
};

TEST_F(ConfigFile, SaysSoWhereTheNamedFileIsMissing)
{
    EXPECT_THROW((void)read_config(directory_ / "hotwatch.toml", environment_of()), ConfigError);
}

TEST_F(ConfigFile, GivesEveryDefaultWhereItIsEmpty)
{
    const Config config = read("");
    EXPECT_EQ(config.store_path, "hotwatch.db");
    EXPECT_EQ(config.http_listen, "127.0.0.1:8080");
    EXPECT_EQ(config.api_url, "https://slack.com/api/");
    EXPECT_TRUE(config.channels.empty());
}

TEST_F(ConfigFile, NamesLineAndNearestForAnUnknownKey)
{
    EXPECT_THAT(complaint("[store]\npath = \"a.db\"\n\n[http]\nlissen = \"\"\n"),
                AllOf(HasSubstr("line 5"), HasSubstr("\"lissen\""), HasSubstr("Did you mean \"listen\"")));
}

TEST_F(ConfigFile, NamesLineAndNearestForAnUnknownSection)
{
    EXPECT_THAT(complaint("\n[chanels]\nsupport = \"#help\"\n"),
                AllOf(HasSubstr("line 2"), HasSubstr("\"chanels\""), HasSubstr("Did you mean \"channels\"")));
}

TEST_F(ConfigFile, RefusesASeverityThatDoesNotExist)
{
    EXPECT_THAT(complaint("[severity.P7]\nrespond_within = \"5m\"\n"),
                AllOf(HasSubstr("line 1"), HasSubstr("severity.P7")));
}

TEST_F(ConfigFile, SaysWhatFormADurationHas)
{
    EXPECT_THAT(complaint("[severity.P0]\nrespond_within = \"soon\"\n"),
                AllOf(HasSubstr("line 2"), HasSubstr("severity.P0.respond_within"), HasSubstr("\"15m\"")));
    EXPECT_THAT(complaint("[severity.P0]\nrespond_within = 5\n"), HasSubstr("text in quotes"));
}

TEST_F(ConfigFile, SaysWhereTomlItselfIsBroken)
{
    EXPECT_THAT(complaint("[store\npath = 1"), HasSubstr("line 1"));
}

TEST_F(ConfigFile, LaysFiguresOverThePlans)
{
    const Config config = read("[severity.P0]\nrespond_within = \"2m\"\nupdate_every = \"never\"\n"
                               "[severity.P2]\nclock = \"always\"\n[channels]\nemergency = \"#sev\"\n"
                               "[commands]\nstatus = \"/health\"\n[team]\ntimezone = \"Europe/Berlin\"\n");
    Policy policy;
    policy.severities[0] = {
        .respond_within = seconds{300}, .resolve_within = seconds{3600}, .update_every = seconds{900}};
    policy.severities[2].business_hours_only = true;
    lay_over(config, policy);
    EXPECT_EQ(policy.severities[0].respond_within, seconds{120});
    EXPECT_EQ(policy.severities[0].resolve_within, seconds{3600});
    EXPECT_EQ(policy.severities[0].update_every, std::nullopt);
    EXPECT_FALSE(policy.severities[2].business_hours_only);
    EXPECT_EQ(policy.channels.at("emergency"), "#sev");
    EXPECT_EQ(policy.commands.at("status"), "/health");
    EXPECT_EQ(policy.team_zone, "Europe/Berlin");
}

TEST_F(ConfigFile, WarnsOfSectionsThatThisVersionDoesNotActOn)
{
    const Config config = read("[[probe]]\nname = \"Queue\"\nurl = \"https://example.com\"\n");
    ASSERT_EQ(config.warnings.size(), 1U);
    EXPECT_THAT(config.warnings.front(), AllOf(HasSubstr("line 1"), HasSubstr("[probe]")));
}

TEST_F(ConfigFile, EnvironmentWinsOverTheFile)
{
    variables_ = {{"HOTWATCH_DB", "/var/lib/hotwatch/a.db"},
                  {"HOTWATCH_LISTEN", ""},
                  {"SLACK_API_URL", "https://localhost:1/api"}};
    const Config config = read("[store]\npath = \"b.db\"\n[http]\nlisten = \"127.0.0.1:9\"\n");
    EXPECT_EQ(config.store_path, "/var/lib/hotwatch/a.db");
    EXPECT_EQ(config.http_listen, "");
    EXPECT_EQ(config.api_url, "https://localhost:1/api/");
    EXPECT_FALSE(config.api_is_default);
}

TEST_F(ConfigFile, RefusesAnEmptyStoreWhichWouldBeOneInMemory)
{
    variables_ = {{"HOTWATCH_DB", ""}};
    EXPECT_THAT(complaint(""), HasSubstr("HOTWATCH_DB is set, but empty"));
}

TEST_F(ConfigFile, LaysBusinessHoursOverThoseOfEveryTeam)
{
    Policy policy;
    lay_over(read("[team]\nbusiness_hours = \"Sun-Tue, Thu 8:00-16:30\"\n"), policy);
    EXPECT_THAT(policy.business_hours.days, ::testing::ElementsAre(true, true, true, false, true, false, false));
    EXPECT_EQ(policy.business_hours.from, std::chrono::hours{8});
    EXPECT_EQ(policy.business_hours.to, std::chrono::minutes{16 * 60 + 30});
    for (const auto* wrong : {"", "always", "Mon-Fri", "09:00-18:00", "Mon-Fri 18:00-09:00", "Mon-Fri 9-18",
                              "Mon- 09:00-18:00", "Mon-Fri 09:00-24:30", "Mon,, 09:00-18:00"})
        EXPECT_THAT(complaint(fmt::format("[team]\nbusiness_hours = \"{}\"\n", wrong)),
                    AllOf(HasSubstr("line 2"), HasSubstr("team.business_hours"), HasSubstr("Mon-Fri 09:00-18:00")))
            << wrong;
}

TEST_F(ConfigFile, ReadsTokensFromFilesAndCredentials)
{
    std::ofstream{directory_ / "app"} << "xapp-from-file\n";
    std::ofstream{directory_ / "SLACK_BOT_TOKEN"} << "xoxb-from-credentials\n";
    variables_ = {{"SLACK_APP_TOKEN_FILE", directory_ / "app"}, {"CREDENTIALS_DIRECTORY", directory_}};
    const Config config = read("");
    EXPECT_EQ(config.app_token, "xapp-from-file");
    EXPECT_EQ(config.bot_token, "xoxb-from-credentials");
    EXPECT_NO_THROW(require_tokens(config));
}

TEST_F(ConfigFile, NamesATokenFileThatCannotBeRead)
{
    variables_ = {{"SLACK_APP_TOKEN_FILE", directory_ / "missing"}};
    EXPECT_THAT(complaint(""), AllOf(HasSubstr("SLACK_APP_TOKEN_FILE"), HasSubstr("missing")));
}

TEST_F(ConfigFile, ReadsBackups)
{
    EXPECT_EQ(read("").backups.directory, "");
    const auto backups = read("[backup]\ndirectory = \"/var/backups\"\nevery = \"15m\"\nkeep = 3\n").backups;
    EXPECT_EQ(backups.directory, "/var/backups");
    EXPECT_EQ(backups.every, std::chrono::minutes{15});
    EXPECT_EQ(backups.keep, 3);
    EXPECT_EQ(read("[backup]\ndirectory = \"b\"").backups.directory, std::filesystem::absolute("b"));
    EXPECT_THAT(complaint("[backup]\nkeep = 0"), AllOf(HasSubstr("line 2"), HasSubstr("1 or more")));
    EXPECT_THAT(complaint("[backup]\nkeep = \"three\""), HasSubstr("a whole number"));
    EXPECT_THAT(complaint("[backup]\nevery = \"30s\""), HasSubstr("at least \"1m\""));
}

struct Tokens
{
    const char* app;
    const char* bot;
    const char* expected;
};

class TokenMistake : public ::testing::TestWithParam<Tokens>
{
};

TEST_P(TokenMistake, IsNamedWithTheMendAndWithoutTheToken)
{
    Config config;
    config.app_token = GetParam().app;
    config.bot_token = GetParam().bot;
    try
    {
        require_tokens(config);
        FAIL() << "accepted";
    }
    catch (const ConfigError& error)
    {
        EXPECT_THAT(error.what(), HasSubstr(GetParam().expected));
        EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("secret")));
    }
}

INSTANTIATE_TEST_SUITE_P(Config, TokenMistake,
                         ::testing::Values(Tokens{"", "xoxb-secret", "SLACK_APP_TOKEN is not set"},
                                           Tokens{"xapp-secret", "", "SLACK_BOT_TOKEN is not set"},
                                           Tokens{"xoxb-secret", "xapp-secret", "swapped"},
                                           Tokens{"xapp-secret", "xoxp-secret", "must start with xoxb-"},
                                           Tokens{"secret-secret", "xoxb-secret", "must start with xapp-"}));

TEST_F(ConfigFile, TakesPeopleByTheirIdsAlone)
{
    EXPECT_THAT(complaint("[people]\n\"Deployment Agent\" = \"bob\"\n"),
                AllOf(HasSubstr("line 2"), HasSubstr("people.\"Deployment Agent\" must be a Slack user id")));
    EXPECT_THAT(complaint("[people]\nmanagers = [\"U04DAN\", \"@dan\"]\n"),
                AllOf(HasSubstr("line 2"), HasSubstr("people.managers must be a Slack user id")));
    for (const auto* id : {"u04dan", "U", "U04 DAN", "<@U04DAN>", ""})
        EXPECT_THAT(complaint(fmt::format("[people]\nlead = [\"{}\"]\n", id)), HasSubstr("people.lead must be")) << id;
    const auto with_group = read("[people]\nadmins = [\"S012ABC\", \"U07\"]\n");
    EXPECT_THAT(with_group.warnings,
                ElementsAre(AllOf(HasSubstr("line 2"), HasSubstr("people.admins names the user group S012ABC"))));
    EXPECT_EQ(with_group.admins.size(), 1U);
    EXPECT_EQ(read("[people]\nadmins = [\"W04DAN\"]\n").admins.front().value, "W04DAN");
}

TEST_F(ConfigFile, ReadsChannelNamesAsSlackHasThem)
{
    const auto config = read("[channels]\nsupport = \"#Shop-Support\"\nalerts = \"C0ALERTS\"\n");
    Policy policy = default_policy();
    lay_over(config, policy);
    EXPECT_EQ(policy.channels["support"], "#shop-support");
    EXPECT_EQ(policy.channels["alerts"], "C0ALERTS");
    EXPECT_EQ(policy.channels["reviews"], "#shop-support") << "unless told otherwise, where the team is";
    lay_over(read("[channels]\nsupport = \"#a\"\nreviews = \"#b\"\n"), policy);
    EXPECT_EQ(policy.channels["reviews"], "#b");
    EXPECT_EQ(read("[channels]\nsupport = \"#support.eu\"\n").channels["support"], "#support.eu") << "never another";
}

TEST_F(ConfigFile, SaysThatATokensFileIsEmpty)
{
    const auto token = directory_ / "SLACK_APP_TOKEN";
    std::ofstream{token}.flush();
    for (const auto& [name, value] :
         {std::pair{"SLACK_APP_TOKEN_FILE", token.string()}, std::pair{"CREDENTIALS_DIRECTORY", directory_.string()}})
    {
        variables_ = {{name, value}};
        EXPECT_THAT(complaint(""), AllOf(HasSubstr(token.string()), HasSubstr("is empty"))) << name;
    }
}

}  // namespace
