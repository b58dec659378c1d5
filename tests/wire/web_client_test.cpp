// Web API calls over real TCP and TLS: what certainly did not happen is told from what may have.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

#include "tests/wire/transport_bench.hpp"

namespace hotwatch::testing
{
namespace
{
using namespace std::chrono_literals;
using slack::ApiRequest;
using Kind = slack::ApiResult::Kind;
using slack_sim::CertificateKind;
using slack_sim::Fault;

ApiRequest post()
{
    return {.method = "chat.postMessage", .args = R"({"channel":"#support","text":"hello"})"};
}

std::size_t calls_of(TlsSlack& server, const std::string& method)
{
    std::size_t calls = 0;
    server.act(
        [&](slack_sim::Sim& sim)
        {
            calls = static_cast<std::size_t>(
                std::ranges::count(sim.ledger().calls, method, &slack_sim::Ledger::ApiCall::method));
        });
    return calls;
}

TEST(WebClient, CallsWithTheTokenThatTheRequestNames)
{
    TlsSlack server;
    Client client{server.api_url()};
    const auto bot = client.call({.method = "auth.test"});
    EXPECT_EQ(bot.kind, Kind::ok) << bot.error;
    EXPECT_FALSE(bot.scopes.empty());
    EXPECT_FALSE(client.url().empty());
    EXPECT_EQ(client.call({.method = "auth.test", .token = slack::Token::none}).error, "not_authed");
}

TEST(WebClient, WorksInPlainTextTowardsLoopback)
{
    TlsSlack server{CertificateKind::good, true};
    Client client{server.api_url()};
    EXPECT_EQ(client.call({.method = "auth.test"}).kind, Kind::ok);
}

class BadCertificate : public ::testing::TestWithParam<CertificateKind>
{
};

TEST_P(BadCertificate, IsRefusedBeforeATokenLeaves)
{
    TlsSlack server{GetParam()};
    Client client{server.api_url()};
    const auto result = client.call({.method = "auth.test"});
    EXPECT_EQ(result.kind, Kind::not_sent);
    EXPECT_TRUE(result.error.starts_with("TLS: ")) << result.error;
    EXPECT_EQ(calls_of(server, "auth.test"), 0U);

    client.transport().dial(1, "wss" + server.api_url().substr(5));
    ASSERT_TRUE(client.until([&client] { return !client.heard.news.empty(); }));
    EXPECT_EQ(client.heard.news.front().what, Heard::News::What::lost);
    EXPECT_TRUE(client.heard.news.front().text.starts_with("TLS: ")) << client.heard.news.front().text;
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, BadCertificate,
                         ::testing::Values(CertificateKind::expired, CertificateKind::not_yet,
                                           CertificateKind::wrong_host, CertificateKind::self_signed));

TEST(WebClient, SaysNotSentWhereNobodyListens)
{
    Client client{fmt::format("https://127.0.0.1:{}/api/", unused_port())};
    EXPECT_EQ(client.call(post()).kind, Kind::not_sent);
}

TEST(WebClient, SaysNotSentWhereTheNameIsNotKnown)
{
    Client client{"https://slack.invalid/api/"};
    EXPECT_EQ(client.call(post()).kind, Kind::not_sent);
}

TEST(WebClient, SaysUnknownWhereTheAnswerWasLost)
{
    TlsSlack server;
    server.act([](slack_sim::Sim& sim) { sim.arm({.kind = Fault::Kind::lose_answer, .method = "auth.test"}); });
    Client client{server.api_url()};
    EXPECT_EQ(client.call({.method = "auth.test"}).kind, Kind::unknown);
    EXPECT_EQ(calls_of(server, "auth.test"), 1U);  // and never repeated by itself
}

TEST(WebClient, SaysUnknownAtTheDeadline)
{
    TlsSlack server;
    server.act([](slack_sim::Sim& sim) { sim.arm({.kind = Fault::Kind::hang, .method = "auth.test"}); });
    Client client{server.api_url()};
    const auto begun = std::chrono::steady_clock::now();
    const auto result = client.call({.method = "auth.test", .timeout = 1s});
    EXPECT_EQ(result.kind, Kind::unknown);
    EXPECT_EQ(result.error, "timed out");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
    EXPECT_EQ(client.call({.method = "auth.test"}).kind, Kind::ok);  // the next one is not held up
}

TEST(WebClient, ReadsRetryAfter)
{
    TlsSlack server;
    server.act(
        [](slack_sim::Sim& sim)
        { sim.arm({.kind = Fault::Kind::rate_limited, .method = "auth.test", .seconds = std::chrono::seconds{17}}); });
    Client client{server.api_url()};
    const auto result = client.call({.method = "auth.test"});
    EXPECT_EQ(result.kind, Kind::rate_limited);
    EXPECT_EQ(result.retry_after, 17s);
}

TEST(WebClient, CallsNoForeignResponseUrl)
{
    TlsSlack server;
    Client client{server.api_url()};
    for (const auto* url :
         {"https://hooks.slack.com/commands/T/1/x", "https://evil.example/", "file:///etc/passwd", ""})
    {
        const auto result =
            client.call({.method = "response_url", .args = "{}", .url = url, .token = slack::Token::none});
        EXPECT_EQ(result.kind, Kind::refused) << url;
        EXPECT_EQ(result.error, "foreign_response_url") << url;
    }
}

const std::string fine = R"({"ok":true})";

TEST(WebClient, UsesAConnectionAgain)
{
    CannedServer server{{{http_answer("200 OK", fine), http_answer("200 OK", fine)}}};
    Client client{server.api_url()};
    EXPECT_EQ(client.call(post()).kind, Kind::ok);
    EXPECT_EQ(client.call(post()).kind, Kind::ok);
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST(WebClient, NoticesThatAKeptConnectionWasHungUp)
{
    CannedServer server{{{http_answer("200 OK", fine)}, {http_answer("200 OK", fine)}}};
    Client client{server.api_url()};
    EXPECT_EQ(client.call(post()).kind, Kind::ok);
    EXPECT_EQ(client.call(post()).kind, Kind::ok);
    EXPECT_EQ(server.requests().size(), 2U);
}

TEST(WebClient, SendsNoTokenToAResponseUrl)
{
    CannedServer server{{{http_answer("200 OK", "ok", "Connection: close\r\n")}}};
    Client client{server.api_url()};
    const std::string url = server.api_url() + "commands/T0/1/x";
    const auto result =
        client.call({.method = "response_url", .args = R"({"text":"x"})", .url = url, .token = slack::Token::bot});
    EXPECT_EQ(result.kind, Kind::ok);
    const std::string request = server.requests().at(0);
    EXPECT_TRUE(request.starts_with("POST /api/commands/T0/1/x HTTP/1.1\r\n")) << request;
    EXPECT_EQ(request.find("Authorization"), std::string::npos);
    EXPECT_TRUE(request.ends_with(R"({"text":"x"})"));
}

/// One connection with that one answer.
slack::ApiResult result_of(const std::string& answer)
{
    CannedServer server{{{answer}}};
    Client client{server.api_url()};
    return client.call(post());
}

TEST(WebClient, FollowsNoRedirect)
{
    const auto result = result_of(http_answer("302 Found", "", "Location: http://127.0.0.1:1/elsewhere\r\n"));
    EXPECT_EQ(result.kind, Kind::unknown);
    EXPECT_EQ(result.status, 302);
}

TEST(WebClient, TakesAnAnswerOnlyWhole)
{
    EXPECT_EQ(result_of("").kind, Kind::unknown);
    EXPECT_EQ(result_of("HTTP/1.1 200 OK\r\nContent-Le").kind, Kind::unknown);
    EXPECT_EQ(result_of("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":true}").kind, Kind::unknown);
    EXPECT_EQ(result_of("UNAUTHENTICATED: cache_error").kind, Kind::unknown);
    EXPECT_EQ(result_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"ok\":true}\r\n0\r\n\r\n").kind,
              Kind::ok);
}

TEST(WebClient, BoundsWhatItReads)
{
    const std::string large = R"({"ok":true,"x":")" + std::string(5 * 1024 * 1024, 'x') + "\"}";
    EXPECT_EQ(result_of(http_answer("200 OK", large)).kind, Kind::unknown);
    EXPECT_EQ(result_of(http_answer("200 OK", fine, "X: " + std::string(100'000, 'x') + "\r\n")).kind, Kind::unknown);
}

}  // namespace
}  // namespace hotwatch::testing
