// The simulator's server on a real socket, spoken to byte by byte: what the client libraries never do, and how
// connections die. The client is plain, so that each byte is in sight.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "tests/slack_sim/house.hpp"

namespace
{
using namespace slack_sim;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr auto within = 5s;

/// A TCP connection that reads only what is there; the server runs on the same thread.
class Line
{
  public:
    explicit Line(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ::fcntl(fd_, F_SETFL, O_NONBLOCK);
    }
    ~Line() { ::close(fd_); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void send(std::string_view bytes)
    {
        EXPECT_EQ(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    }
    /// Takes what came.
    void read()
    {
        char buffer[4096];
        for (;;)
        {
            const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
            if (count > 0)
                received.append(buffer, static_cast<std::size_t>(count));
            has_ended = has_ended || count == 0 || (count < 0 && errno != EAGAIN);
            was_reset = was_reset || (count < 0 && errno == ECONNRESET);
            if (count <= 0)
                return;
        }
    }
    [[nodiscard]] int descriptor() const { return fd_; }

    std::string received;
    bool has_ended = false;
    bool was_reset = false;

  private:
    int fd_;
};

class SimServer : public testing::Test
{
  protected:
    explicit SimServer(std::chrono::milliseconds ghost_life = 0ms)
        : server({.is_plain = true, .ghost_life = ghost_life, .ping_every = 50ms}, hotdash_team())
    {
    }

    bool waits_for(Line& line, const std::function<bool()>& done)
    {
        return server.run_until(
            [&]
            {
                line.read();
                return done();
            },
            within);
    }

    static std::string request(const std::string& method, const std::string& token, const std::string& body = "")
    {
        return fmt::format("POST /api/{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
                           "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
                           method, token, body.size(), body);
    }

    std::string ask(Line& line, const std::string& what)
    {
        line.received.clear();
        line.send(what);
        EXPECT_TRUE(waits_for(line, [&] { return line.received.ends_with("}"); })) << line.received;
        return line.received;
    }

    /// Upgrades, and takes the hello.
    void connect(Line& line)
    {
        const std::string answer = ask(line, request("apps.connections.open", server.sim().config().app_token));
        const auto body = nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n")));
        const std::string url = body.at("url");
        line.received.clear();
        line.send(fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                              url.substr(url.find("/link/"))));
        EXPECT_TRUE(waits_for(line, [&] { return line.received.find("\"hello\"") != std::string::npos; }))
            << line.received;
        EXPECT_THAT(line.received, StartsWith("HTTP/1.1 101 "));
        EXPECT_THAT(line.received, HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
        line.received.clear();
    }

    /// A client's frame, masked with zeroes.
    static std::string frame(unsigned first_byte, std::string_view payload)
    {
        EXPECT_LT(payload.size(), 126U);
        std::string bytes{static_cast<char>(first_byte), static_cast<char>(0x80U | payload.size()), 0, 0, 0, 0};
        return bytes.append(payload);
    }

    /// The envelope of ana's command, as it came.
    std::string envelope_id(Line& line)
    {
        EXPECT_TRUE(waits_for(line, [&]
                              { return line.received.find("accepts_response_payload\":true}") != std::string::npos; }));
        const auto at = line.received.find("envelope_id\":\"") + 14;
        return line.received.substr(at, line.received.find('"', at) - at);
    }

    Server server;
};

TEST_F(SimServer, AnswersOneRequestAfterAnotherOnOneConnection)
{
    Line line{server.port()};
    const auto token = server.sim().config().bot_token;
    EXPECT_THAT(ask(line, request("auth.test", token)), HasSubstr("\"ok\":true"));
    EXPECT_THAT(ask(line, request("auth.test", "xoxb-wrong")), HasSubstr("invalid_auth"));
    EXPECT_FALSE(line.has_ended);
}

TEST_F(SimServer, DoesPlannedWorkInItsOrderAndNotBeforeItsTime)
{
    std::vector<int> done;
    const auto now = std::chrono::steady_clock::now();
    server.at(now + 20ms, [&](Sim&) { done.push_back(2); });
    server.at(now + 10ms, [&](Sim&) { done.push_back(1); });
    EXPECT_TRUE(server.run_until([&] { return done.size() == 2; }, 5s));
    EXPECT_THAT(done, testing::ElementsAre(1, 2));
    EXPECT_GE(std::chrono::steady_clock::now() - now, 20ms);
}

TEST_F(SimServer, TakesARequestByteByByte)
{
    Line line{server.port()};
    for (const char byte : request("auth.test", server.sim().config().bot_token, "a=b"))
    {
        line.send(std::string(1, byte));
        server.run_until([] { return false; }, 0ms);
    }
    EXPECT_TRUE(waits_for(line, [&] { return line.received.ends_with("}"); }));
    EXPECT_THAT(line.received, HasSubstr("\"ok\":true"));
}

TEST_F(SimServer, DoesAndThenLosesTheAnswer)
{
    server.sim().arm({.kind = Fault::Kind::lose_answer, .method = "conversations.join"});
    Line line{server.port()};
    line.send(request("conversations.join", server.sim().config().bot_token,
                      "channel=" + server.sim().channel_id("general")));
    EXPECT_TRUE(waits_for(line, [&] { return line.has_ended; }));
    EXPECT_THAT(line.received, IsEmpty());
    EXPECT_EQ(server.sim().ledger().calls.back().error, "");
}

TEST_F(SimServer, ResetsTheConnection)
{
    server.sim().arm({.kind = Fault::Kind::reset, .method = "auth.test"});
    Line line{server.port()};
    line.send(request("auth.test", server.sim().config().bot_token));
    EXPECT_TRUE(waits_for(line, [&] { return line.has_ended; }));
    EXPECT_TRUE(line.was_reset);
}

TEST_F(SimServer, HangsUntilTheClientGivesUp)
{
    server.sim().arm({.kind = Fault::Kind::hang, .method = "auth.test"});
    Line line{server.port()};
    line.send(request("auth.test", server.sim().config().bot_token));
    server.run_for(100ms);
    line.read();
    EXPECT_THAT(line.received, IsEmpty());
    EXPECT_FALSE(line.has_ended);
    EXPECT_TRUE(server.is_quiet_for(10ms)) << "a request that is never answered is not waited for";
}

TEST_F(SimServer, PingsAndAnswersPings)
{
    Line line{server.port()};
    connect(line);
    EXPECT_TRUE(waits_for(line, [&] { return line.received.find("Ping from applink-1") != std::string::npos; }));
    line.send(frame(0x89, "are you there"));
    EXPECT_TRUE(waits_for(line,
                          [&]
                          {
                              return line.received.find("\x8A\x0D"
                                                        "are you there") != std::string::npos;
                          }));
}

TEST_F(SimServer, SeesAFragmentedAck)
{
    Line line{server.port()};
    connect(line);
    server.sim().types("ana", "general", "/incident list");
    const std::string ack = fmt::format(R"({{"envelope_id":"{}"}})", envelope_id(line));
    line.send(frame(0x01, ack.substr(0, 20)) + frame(0x80, ack.substr(20)));
    EXPECT_TRUE(server.run_until([&] { return !server.sim().ledger().violations.empty(); }, within));
    EXPECT_THAT(server.sim().ledger().violations, ElementsAre(HasSubstr("fragmented")));
    EXPECT_FALSE(server.sim().ledger().envelopes.back().acked);
}

TEST_F(SimServer, TakesAnAckInOneFrame)
{
    Line line{server.port()};
    connect(line);
    server.sim().types("ana", "general", "/incident list");
    line.send(frame(0x81, fmt::format(R"({{"envelope_id":"{}"}})", envelope_id(line))));
    EXPECT_TRUE(server.run_until([&] { return server.sim().ledger().envelopes.back().acked.has_value(); }, within));
    EXPECT_THAT(server.sim().ledger().violations, IsEmpty());
}

TEST_F(SimServer, RefusesAFrameThatIsNotMasked)
{
    Line line{server.port()};
    connect(line);
    line.send("\x81\x02{}");
    EXPECT_TRUE(waits_for(line, [&] { return line.has_ended; }));
    EXPECT_THAT(server.sim().ledger().violations, ElementsAre(HasSubstr("not masked")));
}

TEST_F(SimServer, DiesInTheMiddleOfAFrame)
{
    Line line{server.port()};
    connect(line);
    server.sim().arm({.kind = Fault::Kind::cut_frame});
    server.sim().types("ana", "general", "/incident list");
    EXPECT_TRUE(waits_for(line, [&] { return line.has_ended; }));
    EXPECT_THAT(line.received, HasSubstr("envelope_id"));
    EXPECT_EQ(line.received.find("accepts_response_payload"), std::string::npos) << "the end of it";
}

TEST_F(SimServer, AnswersACloseAndLeavesTcpToTheClient)
{
    Line line{server.port()};
    connect(line);
    line.send(frame(0x88, "\x03\xE8"));
    EXPECT_TRUE(waits_for(line, [&] { return line.received.ends_with("\x88\x02\x03\xE8"); }));
    EXPECT_EQ(server.sim().sockets(), 0);
    server.run_for(100ms);
    line.read();
    EXPECT_FALSE(line.has_ended);
}

class GhostlyServer : public SimServer
{
  protected:
    GhostlyServer() : SimServer(1h) {}
};

TEST_F(GhostlyServer, ASocketThatDiedStaysRegisteredForAWhile)
{
    {
        Line line{server.port()};
        connect(line);
    }
    EXPECT_TRUE(server.run_until([&] { return server.sim().sockets() == 0; }, within));
    EXPECT_FALSE(server.sim().types("ana", "general", "/incident list").empty()) << "the ghost takes it";
    server.move_clock(server.sim().now() + 1h);
    EXPECT_TRUE(server.sim().types("ana", "general", "/incident list").empty());
    EXPECT_EQ(server.sim().says(), "dispatch_failed");
}

/// The outcome of a handshake by a client that trusts ca.pem and asks for "localhost": X509_V_OK or what is wrong.
long verdict_on(CertificateKind kind)
{
    auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-tls-XXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    Server server{{.directory = pattern, .certificate = kind}, hotdash_team()};
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
    EXPECT_EQ(SSL_CTX_load_verify_file(context.get(), (pattern + "/ca.pem").c_str()), 1);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls{SSL_new(context.get()), SSL_free};
    SSL_set1_host(tls.get(), "localhost");
    Line line{server.port()};
    SSL_set_fd(tls.get(), line.descriptor());
    EXPECT_TRUE(server.run_until([&] { return SSL_connect(tls.get()) == 1; }, within));
    const long verdict = SSL_get_verify_result(tls.get());
    std::filesystem::remove_all(pattern);
    return verdict;
}

TEST(SimCertificate, IsGoodOrBadAsAsked)
{
    EXPECT_EQ(verdict_on(CertificateKind::good), X509_V_OK);
    EXPECT_EQ(verdict_on(CertificateKind::expired), X509_V_ERR_CERT_HAS_EXPIRED);
    EXPECT_EQ(verdict_on(CertificateKind::not_yet), X509_V_ERR_CERT_NOT_YET_VALID);
    EXPECT_EQ(verdict_on(CertificateKind::wrong_host), X509_V_ERR_HOSTNAME_MISMATCH);
    EXPECT_NE(verdict_on(CertificateKind::self_signed), X509_V_OK);
}

TEST_F(SimServer, TheControlEndpointNeedsItsHeader)
{
    Line line{server.port()};
    const std::string body = R"({"user":"ana","channel":"general","line":"hello"})";
    const auto post = [&](const std::string& header)
    {
        return fmt::format("POST /sim/types HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: {}\r\n\r\n{}", header,
                           body.size(), body);
    };
    line.send(post(""));
    EXPECT_TRUE(waits_for(line, [&] { return !line.received.empty(); }));
    EXPECT_THAT(line.received, StartsWith("HTTP/1.1 404"));
    EXPECT_THAT(ask(line, post("X-Sim-Control: 1\r\n")), HasSubstr("\"ok\":true"));
    ASSERT_EQ(server.sim().messages("general").size(), 1U);
    EXPECT_EQ(server.sim().messages("general").front().text, "hello");
}

}  // namespace
