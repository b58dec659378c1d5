// Connections, envelopes, acknowledgements and retries (platform sections 1 to 6).
#include "workplace.hpp"

namespace slack_sim
{

using SocketMode = Workplace;
using testing::HasSubstr;

TEST_F(SocketMode, TicketOpensOneSocketOnly)
{
    const std::string target = new_target();
    int status = 0;
    EXPECT_NE(slack.accept(target, status), 0U);
    EXPECT_EQ(slack.accept(target, status), 0U);
    EXPECT_EQ(status, 404);
}

TEST_F(SocketMode, TicketGoesStale)
{
    const std::string target = new_target();
    pass(31s);
    int status = 0;
    EXPECT_EQ(slack.accept(target, status), 0U);
    EXPECT_EQ(status, 408);
}

TEST_F(SocketMode, HelloCountsGhosts)
{
    const SocketId first = connect();
    EXPECT_EQ(last_hello.at("num_connections"), 1);
    slack.lost(first, false);
    connect();
    EXPECT_EQ(last_hello.at("num_connections"), 2);
    EXPECT_EQ(slack.sockets(), 1);
}

TEST_F(SocketMode, CleanCloseLeavesNoGhost)
{
    slack.lost(connect(), true);
    connect();
    EXPECT_EQ(last_hello.at("num_connections"), 1);
}

TEST_F(SocketMode, GhostSwallowsItsShareAndIsForgottenInTheEnd)
{
    slack.lost(connect(), false);
    connect();
    int arrived = 0;
    for (int i = 0; i < 4; ++i)
    {
        slack.types("ana", "support", "/oncall");
        arrived += static_cast<int>(frames().size());
    }
    EXPECT_EQ(arrived, 2);
    pass(6h);
    connect();
    EXPECT_EQ(last_hello.at("num_connections"), 1);
}

TEST_F(SocketMode, EleventhConnectionIsTurnedAway)
{
    for (int i = 0; i < 10; ++i)
        connect();
    int status = 0;
    const SocketId eleventh = slack.accept(new_target(), status);
    const auto told = frames(eleventh);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().at("reason"), "too_many_websockets");
    EXPECT_EQ(orders.back().what, SocketOrder::What::close);
    EXPECT_EQ(slack.sockets(), 10);
}

TEST_F(SocketMode, EnvelopesTakeTurnsOverTheSockets)
{
    const SocketId first = connect();
    const SocketId second = connect();
    slack.types("ana", "support", "/oncall");
    slack.types("ana", "support", "/oncall");
    slack.take_orders();
    EXPECT_EQ(slack.ledger().envelopes.at(0).socket, first);
    EXPECT_EQ(slack.ledger().envelopes.at(1).socket, second);
}

TEST_F(SocketMode, AckInTimeShowsItsPayloadToThePersonOnly)
{
    const SocketId socket = connect();
    slack.types("ana", "support", "/oncall");
    ack(socket, envelope(), {{"text", "Ben is on call"}});
    EXPECT_THAT(texts("support", "ana"), testing::ElementsAre("Ben is on call"));
    EXPECT_THAT(texts("support", "ben"), testing::IsEmpty());
    EXPECT_TRUE(slack.ledger().envelopes.front().in_time);
    EXPECT_THAT(slack.ledger().violations, testing::IsEmpty());
}

TEST_F(SocketMode, AckInChannelShowsTheCommandToo)
{
    const SocketId socket = connect();
    slack.types("ana", "support", "/oncall now");
    ack(socket, envelope(), {{"text", "Ben"}, {"response_type", "in_channel"}});
    EXPECT_THAT(texts("support", "ben"), testing::ElementsAre("/oncall now", "Ben"));
}

TEST_F(SocketMode, LateAckIsNotShown)
{
    const SocketId socket = connect();
    slack.types("ana", "support", "/oncall");
    const Json sent = envelope();
    pass(3001ms);
    EXPECT_EQ(slack.says(), "operation_timeout");
    ack(socket, sent, {{"text", "too late"}});
    EXPECT_THAT(texts("support", "ana"), testing::IsEmpty());
    EXPECT_FALSE(slack.ledger().envelopes.front().in_time);
}

TEST_F(SocketMode, CommandWithoutAnySocketIsNotDispatched)
{
    EXPECT_EQ(slack.types("ana", "support", "/oncall"), "");
    EXPECT_EQ(slack.says(), "dispatch_failed");
}

TEST_F(SocketMode, AckOfTooManyBytesIsIgnored)
{
    const SocketId socket = connect();
    slack.types("ana", "support", "/oncall");
    const Json sent = envelope();
    const std::size_t frame_around =
        Json{{"envelope_id", sent.at("envelope_id")}, {"payload", {{"text", ""}}}}.dump().size();
    ack(socket, sent, {{"text", std::string(20'480 - frame_around, 'x')}});
    EXPECT_FALSE(slack.ledger().envelopes.front().acked);
    EXPECT_THAT(slack.ledger().violations, testing::ElementsAre(HasSubstr("20480 bytes")));
    ack(socket, sent, {{"text", std::string(20'479 - frame_around, 'x')}});
    EXPECT_TRUE(slack.ledger().envelopes.front().acked);
}

TEST_F(SocketMode, FragmentedAckIsIgnored)
{
    const SocketId socket = connect();
    slack.types("ana", "support", "/oncall");
    slack.receive_text(socket, Json{{"envelope_id", envelope().at("envelope_id")}}.dump(), true);
    EXPECT_FALSE(slack.ledger().envelopes.front().acked);
    EXPECT_THAT(slack.ledger().violations, testing::ElementsAre(HasSubstr("fragmented")));
}

TEST_F(SocketMode, SecondAckIsAViolation)
{
    const SocketId socket = connect();
    slack.types("ana", "support", "/oncall");
    const Json sent = envelope();
    ack(socket, sent, {{"text", "once"}});
    ack(socket, sent, {{"text", "twice"}});
    EXPECT_THAT(texts("support", "ana"), testing::ElementsAre("once"));
    EXPECT_THAT(slack.ledger().violations, testing::SizeIs(1));
}

TEST_F(SocketMode, AckOnAnotherSocketDoesNotCount)
{
    connect();
    const SocketId other = connect();
    slack.types("ana", "support", "/oncall");
    ack(other, envelope());
    EXPECT_FALSE(slack.ledger().envelopes.front().acked);
    EXPECT_TRUE(slack.ledger().envelopes.front().wrong_socket);
    EXPECT_THAT(slack.ledger().violations, testing::SizeIs(1));
}

TEST_F(SocketMode, PayloadWhereNoneIsAcceptedIsAViolation)
{
    const SocketId socket = connect();
    slack.types("ana", "dm", "hello");
    const Json sent = envelope();
    EXPECT_FALSE(sent.at("accepts_response_payload"));
    ack(socket, sent, {{"text", "hi"}});
    EXPECT_TRUE(slack.ledger().envelopes.front().acked);
    EXPECT_THAT(slack.ledger().violations, testing::SizeIs(1));
}

TEST_F(SocketMode, EmptyPayloadIsABareAck)
{
    const SocketId socket = connect();
    slack.types("ana", "dm", "hello");
    ack(socket, envelope(), Json::object());
    EXPECT_THAT(slack.ledger().violations, testing::IsEmpty());
}

TEST_F(SocketMode, BlocksInAnAckAreChecked)
{
    const SocketId socket = connect();
    slack.types("ana", "support", "/oncall");
    ack(socket, envelope(), {{"text", "x"}, {"blocks", Json::array({{{"type", "section"}}})}});
    EXPECT_EQ(slack.says(), "invalid_command_response");
    EXPECT_THAT(texts("support", "ana"), testing::IsEmpty());
}

TEST_F(SocketMode, UnacknowledgedEventIsRetriedThreeTimes)
{
    connect();
    const std::string event_id = slack.types("ana", "dm", "hello");
    std::vector<std::pair<std::int64_t, int>> seen;  // seconds since the first, attempt
    std::set<std::string> envelope_ids;
    for (int second = 0; second <= 600; ++second, pass(1s))
        for (const Json& frame : frames())
        {
            seen.emplace_back(second, frame.at("retry_attempt"));
            EXPECT_EQ(frame.at("payload").at("event_id"), event_id);
            EXPECT_EQ(frame.at("retry_reason"), second == 0 ? "" : "timeout");
            envelope_ids.insert(frame.at("envelope_id"));
        }
    EXPECT_THAT(seen, testing::ElementsAre(testing::Pair(0, 0), testing::Pair(3, 1), testing::Pair(66, 2),
                                           testing::Pair(369, 3)));
    EXPECT_EQ(envelope_ids.size(), 4U);
}

TEST_F(SocketMode, AcknowledgedEventIsNotRetried)
{
    const SocketId socket = connect();
    slack.types("ana", "dm", "hello");
    ack(socket, envelope());
    pass(10min);
    EXPECT_THAT(frames(), testing::IsEmpty());
}

TEST_F(SocketMode, EventThatFoundNoSocketArrivesLater)
{
    slack.types("ana", "dm", "hello");
    connect();
    EXPECT_THAT(slack.ledger().envelopes, testing::IsEmpty());
    pass(1s);
    EXPECT_EQ(envelope().at("retry_attempt"), 1);
}

TEST_F(SocketMode, CommandWhoseSocketDiedComesAgainOnTheNext)
{
    const SocketId first = connect();
    const std::string key = slack.types("ana", "support", "/oncall");
    frames();
    slack.lost(first, true);
    int status = 0;
    const SocketId second = slack.accept(new_target(), status);
    const auto sent = frames(second);
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(sent[0].at("type"), "hello");
    EXPECT_EQ(sent[1].at("payload").at("trigger_id"), key);
    ack(second, sent[1], {{"text", "here you are"}});
    EXPECT_THAT(texts("support", "ana"), testing::ElementsAre("here you are"));
}

TEST_F(SocketMode, ConnectionIsRecycledAtItsAge)
{
    const SocketId socket = connect();
    pass(18'059s);
    EXPECT_THAT(frames(socket), testing::IsEmpty());
    pass(1s);
    EXPECT_EQ(frames(socket).at(0).at("reason"), "refresh_requested");
    EXPECT_EQ(slack.sockets(), 1);
    pass(10s);
    EXPECT_EQ(slack.sockets(), 0);
    frames();
    EXPECT_THAT(orders.back().what, testing::AnyOf(SocketOrder::What::close, SocketOrder::What::drop));
}

TEST_F(SocketMode, SwitchedOffLinkTakesNoNewConnection)
{
    const SocketId socket = connect();
    slack.set_link_enabled(false);
    EXPECT_EQ(frames(socket).at(0).at("reason"), "link_disabled");
    EXPECT_EQ(slack.sockets(), 0);
    EXPECT_FALSE(api("apps.connections.open", Json::object(), slack.config().app_token).at("ok"));
    slack.set_link_enabled(true);
    connect();
    EXPECT_EQ(slack.sockets(), 1);
}

TEST_F(SocketMode, WakesOnceUntilTheOrdersAreTaken)
{
    connect();
    int wakes = 0;
    slack.on_orders([&] { ++wakes; });
    slack.types("ana", "support", "/oncall");
    slack.types("ana", "support", "/oncall");
    EXPECT_EQ(wakes, 1);
    slack.take_orders();
    slack.types("ana", "support", "/oncall");
    EXPECT_EQ(wakes, 2);
}

TEST_F(SocketMode, SameSeedGivesTheSameIds)
{
    Sim one{people_and_channels(), start}, two{people_and_channels(), start};
    EXPECT_EQ(one.types("ana", "dm", "x"), two.types("ana", "dm", "x"));
}

}  // namespace slack_sim
