#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bot/check/ask_slack.hpp"
#include "bot/check/look_at_store.hpp"
#include "bot/prepare.hpp"
#include "bot/random.hpp"
#include "bot/slack/scopes.hpp"
#include "commands/oncall/resolve.hpp"

namespace
{
using namespace hotwatch;
using namespace hotwatch::check;
using namespace std::chrono_literals;
using nlohmann::json;
using slack::ApiResult;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2025} / 10 / 14} + 12h};

ApiResult ok(const json& body)
{
    ApiResult result;
    result.kind = ApiResult::Kind::ok;
    result.status = 200;
    result.body = body.dump();
    return result;
}

ApiResult fault(ApiResult::Kind kind, const std::string& error)
{
    ApiResult result;
    result.kind = kind;
    result.error = error;
    return result;
}

class AskSlack : public ::testing::Test
{
  protected:
    AskSlack()
    {
        policy.channels = {{"support", "#help"}, {"reviews", "#help"}, {"emergency", "#fire"}};
        auto self = ok({{"ok", true}, {"user", "hotwatch"}, {"team", "HotDash"}});
        std::string scopes;
        for (const auto& scope : slack::scopes())
            scopes += std::string{scope.name} + ",";
        self.scopes = scopes + "reactions:read";
        self.date = "Tue, 14 Oct 2025 12:00:00 GMT";
        answers["auth.test"] = self;
        answers["apps.connections.open"] =
            ok({{"ok", true}, {"url", "wss://wss.slack.com/link/?ticket=secret-ticket"}});
        answers["conversations.list"] = ok(
            {{"ok", true},
             {"channels", {{{"name", "help"}, {"id", "C1"}, {"is_member", true}}, {{"name", "fire"}, {"id", "C2"}}}}});
    }

    std::vector<std::string> lines()
    {
        std::vector<std::string> lines;
        const Budget budget{clock, budget_of};
        for (const auto& finding : ask_slack(
                 policy,
                 [this](const slack::ApiRequest& request)
                 {
                     EXPECT_LE(request.timeout, 10s);
                     asked.push_back(request.method);
                     return answers.at(request.method);
                 },
                 [this] { return now; }, budget))
            lines.push_back(shown(finding));
        return lines;
    }

    SystemClock clock;
    seconds budget_of = 30s;
    UtcMillis now = noon + 700ms;
    Policy policy;
    std::map<std::string, ApiResult> answers;
    std::vector<std::string> asked;
};

TEST_F(AskSlack, IsContentWhereAllIsWell)
{
    const auto all = lines();
    EXPECT_THAT(all, Each(StartsWith("ok ")));
    EXPECT_THAT(all, Contains(HasSubstr("is that of hotwatch in HotDash.")));
    EXPECT_THAT(all, Contains(HasSubstr("#help (reviews, support): Hotwatch is in it.")));
    EXPECT_THAT(all, Contains(HasSubstr("#fire (emergency): public; Hotwatch joins it")));
    EXPECT_THAT(all, Contains(HasSubstr("agrees with Slack's")));
    EXPECT_THAT(all, Each(Not(HasSubstr("ticket"))));
}

TEST_F(AskSlack, SaysWhichScopesAreMissingAndWhatFor)
{
    answers["auth.test"].scopes = "chat:write,commands";
    EXPECT_THAT(lines(), Contains(AllOf(StartsWith("FAILS  scopes"), HasSubstr("app_mentions:read (`@hotwatch …`)"),
                                        Not(HasSubstr("chat:write (")), HasSubstr("reinstall the app"))));
}

TEST_F(AskSlack, SaysWhichTokenIsRefused)
{
    answers["auth.test"] = fault(ApiResult::Kind::refused, "token_revoked");
    answers["apps.connections.open"] = fault(ApiResult::Kind::refused, "invalid_auth");
    const auto all = lines();
    EXPECT_THAT(all, Contains(AllOf(StartsWith("FAILS  bot token"), HasSubstr("token_revoked"),
                                    HasSubstr("Install the app again"))));
    EXPECT_THAT(all, Contains(AllOf(StartsWith("FAILS  app token"), HasSubstr("invalid_auth"))));
    EXPECT_THAT(asked, Not(Contains("conversations.list")));
}

TEST_F(AskSlack, AsksNothingFurtherWhereNobodyAnswers)
{
    for (const auto kind : {ApiResult::Kind::not_sent, ApiResult::Kind::unknown})
    {
        asked.clear();
        answers["auth.test"] = fault(kind, "connection refused");
        EXPECT_THAT(lines(), ::testing::ElementsAre(AllOf(StartsWith("FAILS  Slack"), HasSubstr("connection refused"),
                                                          HasSubstr("were not checked"))));
        EXPECT_THAT(asked, ::testing::ElementsAre("auth.test"));
    }
}

TEST_F(AskSlack, NamesChannelsThatCannotBePostedTo)
{
    policy.channels = {{"support", "#gone"}, {"emergency", "#old"}, {"alerts", "#secret"}, {"reviews", "C0ID"}};
    answers["conversations.list"] = ok({{"ok", true},
                                        {"channels",
                                         {{{"name", "old"}, {"is_archived", true}, {"is_member", true}},
                                          {{"name", "secret"}, {"is_private", true}, {"is_member", false}}}}});
    answers["conversations.info"] = fault(ApiResult::Kind::refused, "channel_not_found");
    const auto all = lines();
    EXPECT_THAT(all, Contains(AllOf(StartsWith("FAILS  channel"), HasSubstr("#gone (support): there is none"))));
    EXPECT_THAT(all, Contains(AllOf(StartsWith("FAILS  channel"), HasSubstr("#old (emergency): archived"))));
    EXPECT_THAT(all,
                Contains(AllOf(StartsWith("FAILS  channel"), HasSubstr("/invite @hotwatch"), HasSubstr("#secret"))));
    EXPECT_THAT(all, Contains(AllOf(StartsWith("FAILS  channel"), HasSubstr("C0ID (reviews)"))));
}

TEST_F(AskSlack, TurnsPagesUntilItsTimeIsOver)
{
    answers["conversations.list"] =
        ok({{"ok", true}, {"channels", json::array()}, {"response_metadata", {{"next_cursor", "more"}}}});
    EXPECT_THAT(lines(), Contains(HasSubstr("name the channel by its id")));
    EXPECT_EQ(std::ranges::count(asked, "conversations.list"), 20);
    asked.clear();
    budget_of = 0s;
    lines();
    EXPECT_EQ(std::ranges::count(asked, "conversations.list"), 0);
}

TEST_F(AskSlack, SaysHowFarTheClockIsOff)
{
    now = noon + 3min + 700ms;
    EXPECT_THAT(lines(), Contains(AllOf(StartsWith("FAILS  clock"), HasSubstr("is 3 min ahead of Slack's"))));
    now = noon - 10s + 500ms;
    EXPECT_THAT(lines(), Contains(AllOf(StartsWith("ok     clock"), HasSubstr("is 10 s behind Slack's"))));
    answers["auth.test"].date = "yesterday";
    EXPECT_THAT(lines(), Contains(StartsWith("note   clock")));
}

TEST_F(AskSlack, SurvivesAnswersOfAnyShape)
{
    for (const auto* body : {"", "[]", "null", "\"x\"", R"({"channels":7})", R"({"channels":[1,{"name":{}},[]]})",
                             R"({"response_metadata":[],"channels":{}})", "{"})
        for (const auto* method : {"auth.test", "conversations.list"})
        {
            const auto kept = answers[method].body;
            answers[method].body = body;
            EXPECT_FALSE(lines().empty()) << method << body;
            answers[method].body = kept;
        }
}

TEST(CheckLines, HoldNeitherSecretsNorTerminalCodes)
{
    const std::string token = std::string{"xapp"} + "-1-A0B1C2-1234567890-abcdef";
    const auto line = shown({Finding::Mark::failed, "configuration", "has \x1b[31m" + token + "\nand more", ""});
    EXPECT_THAT(line, AllOf(Not(HasSubstr("xapp")), Not(HasSubstr("\x1b")), Not(HasSubstr("\n"))));
}

class StoreFindings : public ::testing::Test
{
  protected:
    StoreFindings()
    {
        prepare_book(database, {}, noon);
        database.begin();
    }

    std::string first_line() { return shown(about_people(book).front()); }

    Random random{1};
    Database database{"", random};
    Book& book = database.book();
};

TEST_F(StoreFindings, FailWhereNobodyOfThePlanIsASlackUser)
{
    EXPECT_THAT(first_line(), AllOf(StartsWith("FAILS  people"), HasSubstr("nobody of the plan"),
                                    HasSubstr("\"Deployment Agent\""), HasSubstr("/oncall link")));
}

TEST_F(StoreFindings, NameWhoIsStillUntied)
{
    book.people.link({.name = "Deployment Agent", .user = {"U02BOB"}, .origin = "command"});
    EXPECT_THAT(first_line(), AllOf(StartsWith("note   people"), Not(HasSubstr("Deployment Agent"))));
    book.people.save(Person{.id = {"U02BOB"}, .real_name = "Bob", .is_deactivated = true});
    EXPECT_THAT(first_line(),
                AllOf(StartsWith("FAILS  people"), HasSubstr("\"Deployment Agent\" cannot be asked: U02BOB is "
                                                             "deactivated")));
    for (const auto& name : names_of_plan(book))
        book.people.link({.name = name, .user = {"U01ANA"}, .origin = "command"});
    EXPECT_THAT(first_line(), StartsWith("ok     people"));
}

TEST_F(StoreFindings, JudgeTheAgeOfTheNewestBackup)
{
    BackupPlan plan{.directory = "/backups", .every = 1h};
    const auto line = [&](bool is_running, UtcMillis now) { return shown(about_backups(book, plan, is_running, now)); };
    EXPECT_THAT(line(true, noon), AllOf(StartsWith("FAILS  backups"), HasSubstr("there is none yet")));
    EXPECT_THAT(line(false, noon), StartsWith("note   backups"));
    book.notes.set("backup_at", std::to_string(noon.time_since_epoch().count()));
    EXPECT_THAT(line(true, noon + 90min), AllOf(StartsWith("ok     backups"), HasSubstr("1 h 30 min old")));
    EXPECT_THAT(line(true, noon + 3h), AllOf(StartsWith("FAILS  backups"), HasSubstr("due every 1 h")));
    plan.directory.clear();
    EXPECT_THAT(line(true, noon + 3h), AllOf(StartsWith("note   backups"), HasSubstr("[backup]")));
}

TEST(PlanFindings, SayWhatIsOpenInThePlanAndWhatCountsMeanwhile)
{
    EXPECT_THAT(shown(about_plan({}, {}, "").front()),
                AllOf(StartsWith("ok     plan"), HasSubstr("the built-in plan is in force")));
    const PlanFinding open{7, "No time zone is named.", "Team time is UTC."};
    EXPECT_THAT(shown(about_plan({}, {open}, "team.md").front()),
                AllOf(StartsWith("note   plan"), HasSubstr("line 7 of team.md"), HasSubstr("Team time is UTC.")));
    Plan plan;
    plan.problems.push_back({.line = 3, .column = 5, .text = "\"P9\" is no severity."});
    EXPECT_THAT(shown(about_plan(plan, {}, "team.md").front()),
                AllOf(StartsWith("FAILS  plan"), HasSubstr("line 3"), HasSubstr("hotwatch plan import")));
    const auto many = about_plan({}, std::vector(9, open), "team.md");
    ASSERT_EQ(many.size(), 6U);
    EXPECT_THAT(shown(many.back()), AllOf(HasSubstr("4 more"), HasSubstr("hotwatch plan check")));
}

TEST(CheckStore, TellsTheFileFromTheChainInIt)
{
    EXPECT_THAT(shown(about_store({.problem = "audit row 3 was altered"})[1]), StartsWith("FAILS  audit chain"));
    EXPECT_THAT(shown(about_store({.problem = "the file is damaged: page 7"})[0]),
                AllOf(StartsWith("FAILS  database"), HasSubstr("hotwatch restore")));
    EXPECT_THAT(shown(about_disk("/nowhere/at/all/hotwatch.db")), StartsWith("FAILS  disk"));
}

TEST_F(StoreFindings, NameIdsThatNobodyCanBeAskedBy)
{
    for (const auto& name : names_of_plan(book))
        book.people.link({.name = name, .user = {"U01ANA"}, .origin = "command"});
    book.people.save(Person{.id = {"U01ANA"}, .real_name = "Ana", .is_complete = true});
    book.people.link({.name = "Deployment Agent", .user = {"U0NOBODY"}, .origin = "config"});
    EXPECT_THAT(first_line(), StartsWith("ok     people")) << "Slack's list was never read: nothing is known";
    book.notes.set("people_listed_at", "1");
    EXPECT_THAT(first_line(), AllOf(StartsWith("FAILS  people"), HasSubstr("Slack knows no U0NOBODY")));
    for (const auto& [kind, why] : {std::pair{&Person::is_bot, "a bot"}, std::pair{&Person::is_guest, "a guest"}})
    {
        Person person{.id = {"U0NOBODY"}, .real_name = "Other", .is_complete = true};
        person.*kind = true;
        book.people.save(person);
        EXPECT_THAT(first_line(),
                    AllOf(StartsWith("FAILS  people"), HasSubstr("\"Deployment Agent\""), HasSubstr(why)));
    }
}

TEST_F(StoreFindings, NameRoleHoldersThatSlackDoesNotKnow)
{
    for (const auto& name : names_of_plan(book))
        book.people.link({.name = name, .user = {"U01ANA"}, .origin = "command"});
    book.people.save(Person{.id = {"U01ANA"}, .real_name = "Ana", .is_complete = true});
    book.notes.set("people_listed_at", "1");
    auto policy = book.policy();
    policy.managers = {{"U01ANA"}, {"U04TYPO"}};
    book.set_policy(policy);
    EXPECT_THAT(first_line(), AllOf(StartsWith("FAILS  people"), HasSubstr("managers: Slack knows no U04TYPO")));
}

}  // namespace
