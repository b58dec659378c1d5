#include "bot/slack/endpoint.hpp"

#include <gtest/gtest.h>

#include "bot/config.hpp"

namespace hotwatch::slack
{
namespace
{

Url url(std::string_view text)
{
    return parse_url(text).value();
}

TEST(Url, IsTakenApart)
{
    const auto link = url("wss://WSS-primary.slack.com/link/?ticket=a%2Fb&app_id=A1#x");
    EXPECT_EQ(link.scheme, "wss");
    EXPECT_EQ(link.host, "wss-primary.slack.com");
    EXPECT_EQ(link.port, 443);
    EXPECT_EQ(link.target, "/link/?ticket=a%2Fb&app_id=A1");
    EXPECT_EQ(url("http://127.0.0.1:8080").port, 8080);
    EXPECT_EQ(url("http://127.0.0.1:8080").target, "/");
    EXPECT_EQ(url("https://a.example?x=1").target, "/?x=1");
    EXPECT_EQ(url("https://[::1]:99/a").host, "::1");
    EXPECT_EQ(url("https://[::1]:99/a").port, 99);
}

TEST(Url, IsRefusedWhereReadersCouldDiffer)
{
    for (const auto* text :
         {"", "slack.com", "ftp://slack.com/", "https://", "https:///x", "https://user@slack.com/",
          "https://slack.com:/", "https://slack.com:0/", "https://slack.com:65536/", "https://slack.com:44x/",
          "https://sla ck.com/", "https://slack.com\\@evil.example/", "https://slack.com/\r\nHost: x",
          "https://slack..com/", "https://.slack.com/", "https://[::1/", "https://[slack.com]/",
          "https://sl\xC3\xA4"
          "ck.com/"})
        EXPECT_FALSE(parse_url(text).has_value()) << text;
}

TEST(Endpoint, OfSlackItselfTrustsSlacksHostsOnly)
{
    const auto slack = endpoint_of("https://slack.com/api/", "app", "bot");
    EXPECT_EQ(slack.trusted_host, "");
    EXPECT_FALSE(slack.is_loopback);
    EXPECT_EQ(slack.api.target, "/api/");
}

TEST(Endpoint, WorksWithOrWithoutTheLastSlash)
{
    EXPECT_EQ(endpoint_of("https://127.0.0.1:9/api", "", "").api.target, "/api/");
    EXPECT_EQ(endpoint_of("https://127.0.0.1:9/api/", "", "").api.target, "/api/");
    EXPECT_EQ(endpoint_of("https://127.0.0.1:9", "", "").api.target, "/");
}

TEST(Endpoint, SendsTokensInTheClearToNobodyElse)
{
    EXPECT_THROW(endpoint_of("http://slack.example/api/", "", ""), ConfigError);
    EXPECT_THROW(endpoint_of("wss://slack.com/api/", "", ""), ConfigError);
    EXPECT_THROW(endpoint_of("nonsense", "", ""), ConfigError);
    const auto local = endpoint_of("http://localhost:8080/api/", "", "");
    EXPECT_TRUE(local.is_loopback);
    EXPECT_EQ(local.trusted_host, "localhost");
}

TEST(Loopback, IsNotWhatOnlyLooksLikeIt)
{
    EXPECT_TRUE(is_loopback("127.0.0.1"));
    EXPECT_TRUE(is_loopback("127.8.9.10"));
    EXPECT_TRUE(is_loopback("::1"));
    EXPECT_FALSE(is_loopback("127.0.0.1.evil.example"));
    EXPECT_FALSE(is_loopback("localhost.evil.example"));
    EXPECT_FALSE(is_loopback("10.0.0.1"));
}

TEST(DialRule, WantsSlackAtALabelBoundaryOverTls)
{
    const auto may = [](std::string_view text) { return may_dial(url(text), "", false); };
    EXPECT_TRUE(may("wss://wss-primary.slack.com/link/?ticket=1"));
    EXPECT_TRUE(may("wss://a.b.slack.com/"));
    EXPECT_FALSE(may("ws://wss-primary.slack.com/"));
    EXPECT_FALSE(may("https://wss-primary.slack.com/"));
    EXPECT_FALSE(may("wss://evilslack.com/"));
    EXPECT_FALSE(may("wss://slack.com.evil.example/"));
    EXPECT_FALSE(may("wss://slack.com/"));
}

TEST(DialRule, TrustsTheGivenHostInPlaceOfSlack)
{
    EXPECT_TRUE(may_dial(url("wss://sim.example:8443/link"), "sim.example", false));
    EXPECT_FALSE(may_dial(url("wss://wss-primary.slack.com/"), "sim.example", false));
    EXPECT_FALSE(may_dial(url("ws://sim.example/"), "sim.example", true));  // plain text never leaves the machine
    EXPECT_TRUE(may_dial(url("ws://127.0.0.1:80/"), "127.0.0.1", true));
    EXPECT_FALSE(may_dial(url("ws://127.0.0.1:80/"), "127.0.0.1", false));
}

TEST(AnswerRule, WantsHooksOverTls)
{
    EXPECT_TRUE(may_answer_at(url("https://hooks.slack.com/commands/1/2/3"), "", false));
    EXPECT_FALSE(may_answer_at(url("http://hooks.slack.com/commands/1/2/3"), "", true));
    EXPECT_FALSE(may_answer_at(url("https://slack.com/commands/1/2/3"), "", false));
    EXPECT_FALSE(may_answer_at(url("https://hooks.slack.com.evil.example/"), "", false));
    EXPECT_TRUE(may_answer_at(url("https://127.0.0.1:8443/commands/1"), "127.0.0.1", false));
    EXPECT_FALSE(may_answer_at(url("https://hooks.slack.com/commands/1/2/3"), "127.0.0.1", false));
}

}  // namespace
}  // namespace hotwatch::slack
