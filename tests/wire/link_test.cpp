// WebSockets over real TLS: hello in, ack out, and every way a socket ends; last, the link itself driving them.
#include <gtest/gtest.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

#include "bot/slack/link.hpp"
#include "tests/wire/relay.hpp"
#include "tests/wire/transport_bench.hpp"

namespace hotwatch::testing
{
namespace
{
using namespace std::chrono_literals;
using What = Heard::News::What;
using slack::make_ack;
using slack_sim::Fault;

class OnTheWire : public ::testing::Test
{
  protected:
    /// Socket 1, up to its hello.
    void open()
    {
        client.transport().dial(1, client.url());
        EXPECT_TRUE(client.heard.news.empty()) << "told inside the call that asked";
        ASSERT_TRUE(client.until([this] { return client.heard.count(What::text) == 1; }));
        EXPECT_EQ(client.heard.news.front().what, What::opened);
        EXPECT_TRUE(std::holds_alternative<slack::Hello>(slack::parse_frame(client.heard.news.back().text)));
        client.heard.news.clear();
    }

    void types(const std::string& line)
    {
        server.act([&line](slack_sim::Sim& sim) { sim.types("ana", "support", line); });
    }

    /// The newest envelope's id, as the client met it.
    std::string arrived()
    {
        EXPECT_TRUE(client.until([this] { return client.heard.count(What::text) > 0; }));
        const auto frame = slack::parse_frame(client.heard.news.back().text);
        client.heard.news.clear();
        const auto* envelope = std::get_if<slack::Envelope>(&frame);
        return envelope == nullptr ? "" : envelope->id;
    }

    slack_sim::Ledger ledger()
    {
        slack_sim::Ledger copy;
        server.act([&copy](slack_sim::Sim& sim) { copy = sim.ledger(); });
        return copy;
    }

    bool is_lost()
    {
        return client.until([this] { return client.heard.count(What::lost) == 1; }, 3s);
    }
    [[nodiscard]] std::string why() const { return client.heard.news.back().text; }

    int sockets()
    {
        int held = -1;
        server.act([&held](slack_sim::Sim& sim) { held = sim.sockets(); });
        return held;
    }

    TlsSlack server;
    Client client{server.api_url()};
};

TEST_F(OnTheWire, EnvelopeComesInAndItsAckGoesOut)
{
    open();
    types("/incident list");
    const std::string id = arrived();
    ASSERT_FALSE(id.empty());
    client.transport().send_text(1, make_ack(id, R"({"text":"none"})"));
    EXPECT_TRUE(client.until([this] { return client.heard.count(What::written) == 1; }));
    ASSERT_TRUE(client.until([this] { return ledger().envelopes.at(0).acks == 1; }));
    EXPECT_EQ(ledger().envelopes.at(0).ack_payload["text"], "none");
}

TEST_F(OnTheWire, AckOfEighteenKilobytesIsOneFrame)
{
    open();
    types("/incident list");
    const std::string payload = nlohmann::json{{"text", std::string(slack::answer_in_ack_bytes - 20, 'x')}}.dump();
    client.transport().send_text(1, make_ack(arrived(), payload));
    ASSERT_TRUE(client.until([this] { return ledger().envelopes.at(0).acks == 1; }));
    EXPECT_TRUE(ledger().violations.empty()) << ledger().violations.front();
    EXPECT_EQ(ledger().envelopes.at(0).ack_payload.dump(), payload);
}

TEST_F(OnTheWire, ManyAcksAtOnceKeepTheirOrder)
{
    constexpr std::size_t many = 50;
    open();
    for (std::size_t i = 0; i < many; ++i)
        types("/incident list");
    ASSERT_TRUE(client.until([this] { return client.heard.count(What::text) == many; }));
    const auto frames = std::exchange(client.heard.news, {});
    for (const auto& news : frames)
        if (news.what == What::text)
            client.transport().send_text(1, make_ack(std::get<slack::Envelope>(slack::parse_frame(news.text)).id, ""));
    EXPECT_TRUE(client.until([this] { return client.heard.count(What::written) == many; }));
    EXPECT_TRUE(client.until(
        [this] { return std::ranges::count(ledger().envelopes, 1, &slack_sim::Ledger::Envelope::acks) == many; }));
    EXPECT_TRUE(ledger().violations.empty());
}

TEST_F(OnTheWire, PingIsAnswered)
{
    open();
    client.transport().ping(1);
    EXPECT_TRUE(client.until([this] { return client.heard.count(What::alive) >= 1; }));
}

TEST_F(OnTheWire, FrameOfOneMebibyteDoesNotEndTheSocket)
{
    open();
    const std::string large(1024 * 1024, 'x');
    server.act([&large](slack_sim::Sim& sim) { sim.send_raw(large); });
    ASSERT_TRUE(client.until([this] { return client.heard.count(What::text) == 1; }));
    EXPECT_EQ(client.heard.news.back().text.size(), large.size());
    client.heard.news.clear();
    types("/incident list");
    EXPECT_FALSE(arrived().empty());
}

TEST_F(OnTheWire, CloseSaysGoodbyeSoThatNoGhostStays)
{
    open();
    EXPECT_EQ(sockets(), 1);
    const auto begun = std::chrono::steady_clock::now();
    client.transport().close(1);
    ASSERT_TRUE(is_lost());
    EXPECT_EQ(why(), "closed");
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 1500ms);
    EXPECT_TRUE(client.until([this] { return sockets() == 0; }));
    types("/incident list");
    std::string said;
    server.act([&said](slack_sim::Sim& sim) { said = sim.says(); });
    EXPECT_EQ(said, "dispatch_failed");  // Slack knows that nobody is there
}

TEST_F(OnTheWire, AcksAheadOfACloseStillGoOut)
{
    open();
    types("/incident list");
    client.transport().send_text(1, make_ack(arrived(), ""));
    client.transport().close(1);
    ASSERT_TRUE(is_lost());
    EXPECT_EQ(ledger().envelopes.at(0).acks, 1);
}

TEST_F(OnTheWire, DropEndsTheSocketAtOnce)
{
    open();
    client.transport().drop(1);
    EXPECT_EQ(client.heard.count(What::lost), 0U);
    ASSERT_TRUE(is_lost());
    client.transport().send_text(1, "{}");
    client.transport().ping(1);
    client.transport().close(1);
    client.transport().drop(1);
    EXPECT_EQ(client.heard.news.back().what, What::lost);
}

TEST_F(OnTheWire, LossIsTheLastWord)
{
    open();
    server.act([](slack_sim::Sim& sim) { sim.cut_sockets(); });
    ASSERT_TRUE(is_lost());
    EXPECT_EQ(client.heard.news.back().what, What::lost);
    EXPECT_FALSE(client.until([this] { return client.heard.news.back().what != What::lost; }, 200ms));
}

TEST_F(OnTheWire, CutInTheMiddleOfAFrameIsALoss)
{
    open();
    server.act([](slack_sim::Sim& sim) { sim.arm({.kind = Fault::Kind::cut_frame}); });
    types("/incident list");
    ASSERT_TRUE(is_lost());
    EXPECT_EQ(client.heard.count(What::text), 0U);
}

TEST_F(OnTheWire, RefusedUpgradeNamesItsStatus)
{
    server.act([](slack_sim::Sim& sim) { sim.arm({.kind = Fault::Kind::refuse_socket, .status = 408}); });
    client.transport().dial(1, client.url());
    ASSERT_TRUE(is_lost());
    EXPECT_NE(why().find("408"), std::string::npos) << why();
    EXPECT_EQ(client.heard.count(What::opened), 0U);
}

TEST_F(OnTheWire, DialThatCannotConnectIsALoss)
{
    client.transport().dial(1, fmt::format("wss://127.0.0.1:{}/link", unused_port()));
    ASSERT_TRUE(is_lost());
    EXPECT_EQ(client.heard.news.size(), 1U);
}

/// The link over the transport, as the engine runs it, with every envelope acknowledged at once.
class DrivenLink : public slack::TransportListener
{
  public:
    explicit DrivenLink(Client& client, const slack::LinkFigures& figures = {})
        : client_(client), link(figures, "localhost", false, [] { return 0.0; })
    {
        client_.transport().listen(*this);
    }

    void give(const slack::LinkInput& input)
    {
        for (auto& action : link.step(input, now()))
            std::visit([this](auto& what) { perform(what); }, action);
    }
    bool until(const std::function<bool()>& done, std::chrono::milliseconds within = 10s)
    {
        return client_.until(
            [&]
            {
                if (const auto wake = link.wake_at(); wake && *wake <= now())
                    give(slack::Tick{});
                return done();
            },
            within);
    }

    void on_opened(slack::SocketId socket) override { give(slack::SocketOpened{socket}); }
    void on_text(slack::SocketId socket, std::string frame) override
    {
        give(slack::SocketText{socket, std::move(frame)});
    }
    void on_alive(slack::SocketId socket) override { give(slack::SocketAlive{socket}); }
    void on_written(slack::SocketId socket) override { give(slack::AckSent{socket}); }
    void on_lost(slack::SocketId socket, std::string why) override { give(slack::SocketLost{socket, std::move(why)}); }

  private:
    static slack::SteadyTime now()
    {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now());
    }
    void perform(const slack::FetchUrl& fetch)
    {
        client_.transport().call({.method = "apps.connections.open", .args = "{}", .token = slack::Token::app},
                                 [this, id = fetch.fetch](slack::ApiResult result) {
                                     give(slack::UrlFetched{id, std::move(result)});
                                 });
    }
    void perform(slack::Dial& dial) { client_.transport().dial(dial.socket, route(std::move(dial.url))); }
    void perform(const slack::Ping& ping) { client_.transport().ping(ping.socket); }
    void perform(const slack::Close& close) { client_.transport().close(close.socket); }
    void perform(const slack::Drop& drop) { client_.transport().drop(drop.socket); }
    void perform(const slack::Deliver& deliver)
    {
        client_.transport().send_text(deliver.socket, make_ack(deliver.envelope.id, ""));
    }
    void perform(const slack::AckUnreadable& ack)
    {
        client_.transport().send_text(ack.socket, make_ack(ack.envelope_id, ""));
    }
    void perform(const slack::Report& report) { reports += report.what + '\n'; }

    Client& client_;

  public:
    slack::Link link;
    std::string reports;
    std::function<std::string(std::string url)> route = [](std::string url) { return url; };
};

TEST_F(OnTheWire, LinkComesBackWithinASecondAndLosesNothingOverARefresh)
{
    DrivenLink driven{client};
    const auto both_up = [&driven] { return driven.link.status().live == 2; };
    driven.give(slack::Started{});
    ASSERT_TRUE(driven.until(both_up)) << driven.reports;

    server.act([](slack_sim::Sim& sim) { sim.cut_sockets(); });
    ASSERT_TRUE(driven.until([&driven] { return driven.link.status().live == 0; }));
    EXPECT_TRUE(driven.until([&driven] { return driven.link.status().live >= 1; }, 1s));
    ASSERT_TRUE(driven.until(both_up)) << driven.reports;

    server.act([](slack_sim::Sim& sim) { sim.disconnect_sockets("refresh_requested", false); });
    constexpr std::size_t many = 40;
    for (std::size_t i = 0; i < many; ++i)
    {
        types("/incident list");
        driven.until([] { return false; }, 5ms);
    }
    EXPECT_TRUE(driven.until(
        [this] { return std::ranges::count(ledger().envelopes, 1, &slack_sim::Ledger::Envelope::acks) == many; }));
    EXPECT_TRUE(driven.until(both_up)) << driven.reports;

    driven.give(slack::Stopping{});
    EXPECT_TRUE(driven.until([&driven] { return driven.link.is_stopped(); }, 3s));
    EXPECT_TRUE(driven.until([this] { return sockets() == 0; }));
    EXPECT_TRUE(ledger().violations.empty());
}

/// The same address at another port.
std::string at_port(const std::string& url, std::uint16_t port)
{
    const auto colon = url.find(':', url.find("//"));
    return fmt::format("{}:{}{}", url.substr(0, colon), port, url.substr(url.find('/', colon)));
}

TEST_F(OnTheWire, ASocketThatGoesMuteIsNoticedAndTheOtherCarriesOn)
{
    const auto api = server.api_url();
    Relay relay{static_cast<std::uint16_t>(std::stoi(api.substr(api.rfind(':') + 1)))};
    slack::LinkFigures figures;
    figures.ping_every = 100ms;
    figures.dead_after = 500ms;
    DrivenLink driven{client, figures};
    bool is_first = true;
    driven.route = [&](std::string url) { return std::exchange(is_first, false) ? at_port(url, relay.port()) : url; };
    const auto live = [&driven] { return driven.link.status().live; };
    driven.give(slack::Started{});
    ASSERT_TRUE(driven.until([&] { return live() == 2; })) << driven.reports;

    relay.go_mute();
    bool was_deaf = false;
    bool was_noticed = false;
    EXPECT_TRUE(driven.until(
        [&]
        {
            was_deaf |= live() == 0;
            was_noticed |= live() == 1;
            return was_noticed && live() == 2;
        }))
        << driven.reports;
    EXPECT_FALSE(was_deaf) << driven.reports;
    driven.give(slack::Stopping{});
    EXPECT_TRUE(driven.until([&driven] { return driven.link.is_stopped(); }, 3s));
}

}  // namespace
}  // namespace hotwatch::testing
