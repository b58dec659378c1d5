#include "bot/reload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bot/desk.hpp"
#include "bot/prepare.hpp"
#include "tests/support/broken_config.hpp"

namespace
{
using namespace hotwatch;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2025} / 10 / 14} + 12h};

class ReloadTest : public ::testing::Test
{
  protected:
    ReloadTest()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-reload-XXXXXX").string();
        directory = mkdtemp(pattern.data());
        write(std::string{hotwatch::testing::whole_config});
        in_force = read();
        prepare_book(database, in_force, noon);
        reload = std::make_unique<Reload>(
            in_force, [this] { return read(); },
            [this](ConfigChanged change, const Reload::Answered& done)
            {
                ++applied;
                change.ticket = 7;
                auto result = desk.handle({std::move(change)});
                ASSERT_EQ(result.answers.size(), 1U);
                done(result.answers.front());
            });
    }
    ~ReloadTest() override { std::filesystem::remove_all(directory); }

    void write(const std::string& text) { std::ofstream{directory / "hotwatch.toml"} << text; }

    Config read()
    {
        return read_config(directory / "hotwatch.toml",
                           [this](const char* name) -> std::optional<std::string>
                           {
                               if (std::string_view{name} == "SLACK_BOT_TOKEN")
                                   return bot_token;
                               return std::string_view{name} == "SLACK_APP_TOKEN" ? std::optional{"xapp-1-test"}
                                                                                  : std::nullopt;
                           });
    }

    Random random{1};
    VirtualClock clock{noon};
    Database database{"", random};
    Desk desk{database, clock, random, {}};
    std::filesystem::path directory;
    std::string bot_token = "xoxb-test";
    Config in_force;
    std::unique_ptr<Reload> reload;
    int applied = 0;
};

TEST_F(ReloadTest, PutsFiguresChannelsPeopleAndNamesInForceAtOnce)
{
    write("[severity.P0]\nrespond_within = \"2m\"\n[channels]\nsupport = \"#help\"\n[commands]\nincident = \"/sev\"\n"
          "[people]\n\"Deployment Agent\" = \"U02BOB\"\nadmins = [\"U07\"]\n[backup]\ndirectory = \"b\"\n");
    reload->run();
    const auto& policy = database.book().policy();
    EXPECT_EQ(policy.of(Severity::p0).respond_within, 2min);
    EXPECT_EQ(policy.channels.at("support"), "#help");
    EXPECT_EQ(policy.commands.at("incident"), "/sev");
    EXPECT_THAT(policy.admins, ElementsAre(UserId{"U07"}));
    EXPECT_EQ(database.book().people.link_of("Deployment Agent")->user.value, "U02BOB");
    const auto newest = database.book().audit.newest(1).front();
    EXPECT_EQ(newest.action, "configuration reload");
    EXPECT_THAT(newest.text, AllOf(HasSubstr("severity.P0.respond_within"), HasSubstr("people.\"Deployment Agent\"")));

    write("");
    reload->run();
    EXPECT_EQ(database.book().policy().of(Severity::p0).respond_within, 5min) << "the plan's own";
    EXPECT_FALSE(database.book().people.link_of("Deployment Agent")) << "the configuration no longer ties it";
}

TEST_F(ReloadTest, KeepsTheOldOneWhateverIsBroken)
{
    const auto all = hotwatch::testing::broken_configs();
    EXPECT_GE(all.size(), 100U);
    for (const auto& text : all)
    {
        write(text);
        EXPECT_THROW((void)read(), ConfigError) << text;
        try
        {
            (void)read();
        }
        catch (const ConfigError& error)
        {
            EXPECT_THAT(error.what(), HasSubstr(", line ")) << text;
        }
        reload->run();
    }
    EXPECT_EQ(applied, 0);
    EXPECT_EQ(database.book().policy().of(Severity::p0).respond_within, 4min);
}

TEST_F(ReloadTest, RefusesWhatOnlyTheWholeShows)
{
    write("[commands]\nincident = \"/oncall\"\n");
    reload->run();
    write("");
    bot_token = "xapp-swapped";
    reload->run();
    EXPECT_EQ(applied, 0);
}

TEST_F(ReloadTest, NamesWhatNeedsARestart)
{
    write("[store]\npath = \"other.db\"\n[http]\nlisten = \"127.0.0.1:9\"\n[log]\nformat = \"json\"\n");
    bot_token = "xoxb-other";
    const auto changes = changes_between(in_force, read());
    EXPECT_THAT(changes.need_restart,
                ElementsAre("store.path", "http.listen", "log.format", "incident.room", "SLACK_BOT_TOKEN"));
}

TEST_F(ReloadTest, DoesNothingWhereNothingIsDifferent)
{
    const auto changes = changes_between(in_force, read());
    EXPECT_THAT(changes.at_once, ElementsAre());
    EXPECT_THAT(changes.need_restart, ElementsAre());
    reload->run();
    EXPECT_EQ(applied, 0);
}

TEST_F(ReloadTest, DoesOneAfterTheOther)
{
    std::vector<Reload::Answered> waiting;
    std::vector<std::string> keys;
    Reload slow{in_force, [this] { return read(); },
                [&](const ConfigChanged& change, Reload::Answered done)
                {
                    keys.push_back(change.keys);
                    waiting.push_back(std::move(done));
                }};
    const std::string base{hotwatch::testing::whole_config};
    write(base + "directory = \"a\"\n");
    slow.run();
    write(base + "directory = \"b\"\n");
    slow.run();
    slow.run();
    ASSERT_EQ(waiting.size(), 1U);
    waiting[0]({.ticket = 1, .text = {}, .exit_code = 0});
    ASSERT_EQ(waiting.size(), 2U);
    waiting[1]({.ticket = 2, .text = {}, .exit_code = 0});
    EXPECT_THAT(keys, ElementsAre("backup.directory", "backup.directory"));
}

}  // namespace
