// The simulator's referee: Slack's own Node library talks to it over TLS, unchanged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/slack_sim/bot_process.hpp"
#include "tests/slack_sim/house.hpp"

namespace
{
using namespace slack_sim;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto answer_within = 10s;
constexpr auto start_within = 30s;
constexpr auto install_within = 90s;

std::filesystem::path sources()
{
    return std::filesystem::path{HOTWATCH_SOURCE_DIR} / "tests/wire/bolt";
}

std::string content(const std::filesystem::path& path)
{
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The first program of that name in PATH.
std::filesystem::path program(const std::string& name)
{
    const char* const path = std::getenv("PATH");
    std::istringstream folders{path == nullptr ? "" : path};
    for (std::string folder; std::getline(folders, folder, ':');)
        if (std::filesystem::exists(std::filesystem::path{folder} / name))
            return std::filesystem::path{folder} / name;
    return {};
}

class Bolt : public testing::Test
{
  protected:
    void SetUp() override
    {
        auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-bolt-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        directory = pattern;
        std::filesystem::create_directories(installed);
        server = std::make_unique<Server>(ServerOptions{.directory = directory}, hotdash_team());
        if (const std::string why = missing(); !why.empty())
            GTEST_SKIP() << why;
        start();
    }

    void TearDown() override
    {
        if (bot)
        {
            bot->ask_to_end();
            server->run_until([this] { return !bot->is_running(); }, 5s);
        }
        bot.reset();
        server.reset();
        std::filesystem::remove_all(directory);
    }

    /// Installs the referee where that has not been done yet. What hinders it, "" where nothing does.
    std::string missing()
    {
        if (program("npm").empty() || program("node").empty())
            return "Node and npm are not installed";
        if (run_to_end({program("node").string(), "-e",
                        "process.exit(Number(process.versions.node.split('.')[0]) >= 20 ? 0 : 1)"}) != 0)
            return "Node is older than version 20";
        const auto stamp = installed / "installed";
        const std::string lock = content(sources() / "package-lock.json");
        if (content(stamp) == lock)
            return "";
        for (const char* file : {"package.json", "package-lock.json"})
            std::filesystem::copy_file(sources() / file, installed / file,
                                       std::filesystem::copy_options::overwrite_existing);
        if (run_to_end({program("npm").string(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"}) != 0)
            return "npm ci failed, most likely for want of a network: " + content(log());
        std::ofstream{stamp} << lock;
        return "";
    }

    int run_to_end(const std::vector<std::string>& command)
    {
        ChildProcess child{command, installed, {}, log()};
        server->run_until([&] { return !child.is_running(); }, install_within);
        return child.status().value_or(-1);
    }

    void start()
    {
        std::filesystem::copy_file(sources() / "app.mjs", installed / "app.mjs",
                                   std::filesystem::copy_options::overwrite_existing);
        auto variables = server->environment();
        variables.emplace_back("NODE_EXTRA_CA_CERTS", (directory / "ca.pem").string());
        bot = std::make_unique<ChildProcess>(std::vector<std::string>{program("node").string(), "app.mjs"}, installed,
                                             variables, log());
        ASSERT_TRUE(server->run_until([this] { return sim().sockets() > 0 || !bot->is_running(); }, start_within) &&
                    bot->is_running())
            << content(log());
    }

    std::string seen(const std::string& channel, const std::string& viewer = "")
    {
        std::string text;
        for (const ShownMessage& message : sim().messages(channel, viewer))
            text += message.text + "\n";
        return text;
    }

    /// Serves until the text is to be seen.
    testing::AssertionResult comes(const std::string& words, const std::string& channel, const std::string& viewer = "")
    {
        if (server->run_until([&] { return seen(channel, viewer).find(words) != std::string::npos; }, answer_within))
            return testing::AssertionSuccess();
        return testing::AssertionFailure()
               << "there is: " << seen(channel, viewer) << "\nthe bot's log: " << content(log());
    }

    testing::AssertionResult opens_form(const std::string& user)
    {
        if (server->run_until([&] { return sim().open_form(user).has_value(); }, answer_within))
            return testing::AssertionSuccess();
        return testing::AssertionFailure() << "no form opens; the bot's log: " << content(log());
    }

    Sim& sim() { return server->sim(); }
    [[nodiscard]] std::filesystem::path log() const { return directory / "bolt.log"; }

    const std::filesystem::path installed = std::filesystem::path{HOTWATCH_BINARY_DIR} / "bolt";
    std::filesystem::path directory;
    std::unique_ptr<Server> server;
    std::unique_ptr<ChildProcess> bot;
};

TEST_F(Bolt, TakesCommandsMentionsButtonsFormsAndShortcuts)
{
    sim().types("ana", "general", "/incident quick");
    EXPECT_TRUE(comes("answered in the ack", "general", "ana"));

    sim().types("ana", "general", "/incident say <this> & that");
    EXPECT_TRUE(comes("heard: say &lt;this&gt; &amp; that", "general", "ana"));
    EXPECT_THAT(seen("general", "ben"), Not(HasSubstr("heard")));

    sim().presses("ana", "general", "Change");
    EXPECT_TRUE(comes("changed by the button", "general", "ana"));

    sim().types("ben", "general", "@hotwatch are you there?");
    EXPECT_TRUE(comes("mentioned by <@U05BEN>", "general"));
    EXPECT_FALSE(sim().messages("general").back().thread_ts.empty());

    sim().presses("ben", "general", "Ask");
    ASSERT_TRUE(opens_form("ben"));
    sim().submits("ben", {{"Reason", "no"}});
    EXPECT_TRUE(server->run_until([&] { return !sim().form_errors("ben").empty(); }, answer_within));
    EXPECT_EQ(sim().form_errors("ben").value("reason", ""), "longer, please");
    sim().submits("ben", {{"Reason", "the queue is stuck"}});
    EXPECT_TRUE(comes("reason: the queue is stuck", "dm:ben"));
    EXPECT_FALSE(sim().open_form("ben"));

    sim().uses_shortcut("manager", "declare_incident");
    EXPECT_TRUE(opens_form("manager"));
    EXPECT_THAT(sim().ledger().violations, IsEmpty());
}

TEST_F(Bolt, ComesBackAfterARefreshAndAfterACutConnection)
{
    sim().disconnect_sockets("refresh_requested", false);
    const auto connections = [this]
    {
        const auto& calls = sim().ledger().calls;
        return std::ranges::count(calls, "apps.connections.open", &Ledger::ApiCall::method);
    };
    EXPECT_TRUE(server->run_until([&] { return connections() == 2 && sim().sockets() == 1; }, 20s)) << content(log());
    sim().types("ana", "general", "/incident after the refresh");
    EXPECT_TRUE(comes("heard: after the refresh", "general", "ana"));

    sim().cut_sockets();
    EXPECT_TRUE(server->run_until([&] { return connections() == 3 && sim().sockets() == 1; }, 20s)) << content(log());
    sim().types("ana", "general", "/incident after the cut");
    EXPECT_TRUE(comes("heard: after the cut", "general", "ana"));
}

}  // namespace
