// The Web API's door: tokens, encodings, scopes, limits, faults (platform sections 12 and 13).
#include "workplace.hpp"

namespace slack_sim
{

using WebApi = Workplace;

TEST_F(WebApi, TokensAreChecked)
{
    struct Case
    {
        std::string method, token, error;
    };
    const Case cases[] = {
        {"auth.test", "", "not_authed"},
        {"auth.test", "xoxb-wrong", "invalid_auth"},
        {"auth.test", slack.config().bot_token, ""},
        {"auth.test", slack.config().app_token, "not_allowed_token_type"},
        {"apps.connections.open", slack.config().bot_token, "not_allowed_token_type"},
        {"apps.connections.open", slack.config().app_token, ""},
        {"no.such.method", slack.config().bot_token, "unknown_method"},
    };
    for (const Case& c : cases)
        EXPECT_EQ(error(api(c.method, Json::object(), c.token)), c.error) << c.method << " " << c.token;
}

TEST_F(WebApi, RevokedTokensAreRefusedAndTheAppIsTold)
{
    connect();
    slack.revoke_tokens();
    EXPECT_EQ(envelope().at("payload").at("event").at("type"), "tokens_revoked");
    EXPECT_EQ(error(api("auth.test", Json::object())), "token_revoked");
}

TEST_F(WebApi, TokenInTheQueryIsRefused)
{
    const auto answer = post("/api/auth.test?token=" + slack.config().bot_token, "", "", "");
    EXPECT_EQ(error(Json::parse(answer.body)), "not_authed");
}

TEST_F(WebApi, AuthTestNamesTheHeldScopes)
{
    const auto answer = call("auth.test", Json::object());
    std::map<std::string, std::string> headers(answer.headers.begin(), answer.headers.end());
    EXPECT_THAT(headers["X-OAuth-Scopes"], testing::HasSubstr("chat:write,"));
    EXPECT_EQ(headers["X-Slack-Req-Id"].size(), 32U);
}

TEST_F(WebApi, EncodingsAreRead)
{
    struct Case
    {
        std::string method, type, body, error;
    };
    const std::string support = join("support");
    const Case cases[] = {
        {"chat.postMessage", "application/json; charset=utf-8", R"({"channel":")" + support + R"(","text":"a"})", ""},
        {"chat.postMessage", "application/x-www-form-urlencoded", "channel=" + support + "&text=a%20b+c", ""},
        {"chat.postMessage", "application/json; charset=utf-8", "{nonsense", "invalid_json"},
        {"chat.postMessage", "application/json; charset=utf-8", "[1]", "json_not_object"},
        {"chat.postMessage", "text/plain", "channel=x", "invalid_post_type"},
        {"users.info", "application/json; charset=utf-8", R"({"user":"U01ANA"})", "invalid_arguments"},
        {"users.info", "application/x-www-form-urlencoded", "user=U01ANA", ""},
    };
    for (const Case& c : cases)
        EXPECT_EQ(error(Json::parse(post("/api/" + c.method, c.type, c.body, slack.config().bot_token).body)), c.error)
            << c.method << " " << c.type << " " << c.body;
    EXPECT_THAT(texts("support"), testing::ElementsAre("a", "a b c"));
}

TEST_F(WebApi, JsonWithoutACharsetIsWarnedOf)
{
    const Json answer = Json::parse(post("/api/auth.test", "application/json", "{}", slack.config().bot_token).body);
    EXPECT_TRUE(answer.at("ok"));
    EXPECT_EQ(answer.at("warning"), "missing_charset");
    EXPECT_EQ(answer.at("response_metadata").at("warnings").at(0), "missing_charset");
}

TEST_F(WebApi, BlocksAndMetadataInAFormAreJsonText)
{
    const std::string support = join("support");
    const std::string blocks = "%5B%7B%22type%22%3A%22divider%22%7D%5D";
    const Json answer = Json::parse(form("chat.postMessage", "channel=" + support + "&text=x&blocks=" + blocks).body);
    EXPECT_EQ(answer.at("message").at("blocks").at(0).at("type"), "divider");
    EXPECT_FALSE(answer.at("message").at("blocks").at(0).at("block_id").get<std::string>().empty());
    EXPECT_EQ(error(Json::parse(form("chat.postMessage", "channel=" + support + "&text=x&blocks=nonsense").body)),
              "invalid_blocks_format");
}

class FewScopes : public Workplace
{
  protected:
    static Config config()
    {
        Config few = people_and_channels();
        few.scopes = {"commands", "chat:write", "channels:join"};
        return few;
    }
    FewScopes() : Workplace(config()) {}
};

TEST_F(FewScopes, MissingScopeIsNamed)
{
    const Json answer = get("users.list", {});
    EXPECT_EQ(error(answer), "missing_scope");
    EXPECT_EQ(answer.at("needed"), "users:read");
    EXPECT_EQ(answer.at("provided"), "channels:join,chat:write,commands");
}

TEST_F(FewScopes, PostingUninvitedNeedsItsOwnScope)
{
    const std::string support = slack.channel_id("support");
    EXPECT_EQ(error(api("chat.postMessage", {{"channel", support}, {"text", "x"}})), "not_in_channel");
    api("conversations.join", {{"channel", support}});
    EXPECT_EQ(error(api("chat.postMessage", {{"channel", support}, {"text", "x"}})), "");
}

TEST_F(WebApi, EachMethodHasItsOwnLimitPerMinute)
{
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(form("users.list", "limit=1").status, 200);
    const auto refused = form("users.list", "limit=1");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(error(Json::parse(refused.body)), "ratelimited");
    const std::map<std::string, std::string> headers(refused.headers.begin(), refused.headers.end());
    EXPECT_EQ(headers.at("Retry-After"), "60");
    EXPECT_EQ(form("users.info", "user=U01ANA").status, 200);
    pass(60s);
    EXPECT_EQ(form("users.list", "limit=1").status, 200);
}

TEST_F(WebApi, ChannelTakesAPostASecondAfterAShortBurst)
{
    const std::string support = join("support"), general = join("general");
    const auto say = [&](const std::string& where) {
        return call("chat.postMessage", {{"channel", where}, {"text", "x"}});
    };
    for (int i = 0; i < 5; ++i)
        ASSERT_EQ(say(support).status, 200);
    EXPECT_EQ(say(support).status, 429);
    EXPECT_EQ(say(general).status, 200);
    pass(1s);
    EXPECT_EQ(say(support).status, 200);
    EXPECT_EQ(say(support).status, 429);
    EXPECT_EQ(texts("support").size(), 6U);
}

TEST_F(WebApi, FaultsStrikeBeforeOrAfterTheDeed)
{
    struct Case
    {
        Fault::Kind kind;
        int status;
        HttpResponse::Fate fate;
        bool is_done;
    };
    using Fate = HttpResponse::Fate;
    const Case cases[] = {{Fault::Kind::rate_limited, 429, Fate::answer, false},
                          {Fault::Kind::server_error, 500, Fate::answer, false},
                          {Fault::Kind::error_after_doing, 500, Fate::answer, true},
                          {Fault::Kind::lose_answer, 200, Fate::lose_answer, true},
                          {Fault::Kind::hang, 200, Fate::hang, false},
                          {Fault::Kind::reset, 200, Fate::reset, false},
                          {Fault::Kind::slack_error, 200, Fate::answer, false},
                          {Fault::Kind::html, 200, Fate::answer, false},
                          {Fault::Kind::slow, 200, Fate::answer, true}};
    const std::string support = join("support");
    for (const Case& c : cases)
    {
        const std::size_t before = slack.ledger().posts.size();
        Fault fault{c.kind, "chat.postMessage"};
        fault.error = "internal_error";
        fault.delay = 2s;
        slack.arm(fault);
        const auto answer = call("chat.postMessage", {{"channel", support}, {"text", "x"}});
        EXPECT_EQ(answer.status, c.status);
        EXPECT_EQ(answer.fate, c.fate);
        EXPECT_EQ(slack.ledger().posts.size() - before, c.is_done ? 1U : 0U);
        EXPECT_EQ(answer.delay, c.kind == Fault::Kind::slow ? 2000ms : 0ms);
        pass(10s);
    }
}

TEST_F(WebApi, FaultOfAnotherMethodAndSpentFaultDoNothing)
{
    slack.arm({Fault::Kind::server_error, "chat.postMessage"});
    EXPECT_EQ(call("auth.test", Json::object()).status, 200);
    EXPECT_EQ(call("chat.postMessage", Json::object()).status, 500);
    EXPECT_EQ(call("chat.postMessage", Json::object()).status, 200);
    slack.arm({Fault::Kind::server_error, "", -1});
    EXPECT_EQ(call("auth.test", Json::object()).status, 500);
    EXPECT_EQ(call("auth.test", Json::object()).status, 500);
    slack.clear_faults();
    EXPECT_EQ(call("auth.test", Json::object()).status, 200);
}

TEST_F(WebApi, ChanceStrikesSomeOfTheCalls)
{
    Fault fault{Fault::Kind::server_error, "auth.test", -1};
    fault.chance = 0.3;
    slack.arm(fault);
    int struck = 0;
    for (int i = 0; i < 500; ++i)
        struck += call("auth.test", Json::object()).status == 500 ? 1 : 0;
    EXPECT_GT(struck, 100);
    EXPECT_LT(struck, 200);
}

TEST_F(WebApi, EveryCallIsInTheLedger)
{
    api("chat.postMessage", {{"channel", "C-nowhere"}, {"text", "x"}});
    const auto& call = slack.ledger().calls.back();
    EXPECT_EQ(call.method, "chat.postMessage");
    EXPECT_EQ(call.args.at("text"), "x");
    EXPECT_EQ(call.error, "channel_not_found");
}

TEST_F(WebApi, FieldsOfTheWrongTypeAreRefusedNotFatal)
{
    const std::string support = join("support");
    for (const Json& odd : {Json(7), Json::array({Json::array()}), Json::object({{"a", 1}}), Json(true)})
        for (const char* key : {"text", "blocks", "metadata", "thread_ts", "attachments", "channel"})
        {
            Json args{{"channel", support}, {"text", "x"}};
            args[key] = odd;
            EXPECT_NE(call("chat.postMessage", args).status, 500) << key << odd;
            pass(2s);
        }
}

}  // namespace slack_sim
