// Faults a test may arm on the way from Slack to the app: doubled, repeated, dropped, late and torn envelopes.
#include "workplace.hpp"

namespace slack_sim
{

using SocketFaults = Workplace;

TEST_F(SocketFaults, DuplicatedEnvelopeMayBeAcknowledgedOnBothCopies)
{
    const SocketId socket = connect();
    slack.arm({Fault::Kind::duplicate_envelope});
    slack.types("ana", "support", "/oncall");
    const auto copies = frames();
    ASSERT_EQ(copies.size(), 2U);
    EXPECT_EQ(copies[0], copies[1]);
    ack(socket, copies[0]);
    ack(socket, copies[1]);
    EXPECT_THAT(slack.ledger().violations, testing::IsEmpty());
    ack(socket, copies[1]);
    EXPECT_THAT(slack.ledger().violations, testing::SizeIs(1));
}

TEST_F(SocketFaults, RedeliveredEventKeepsItsEventId)
{
    connect();
    slack.arm({Fault::Kind::redeliver_event});
    slack.types("ana", "dm", "hello");
    const auto copies = frames();
    ASSERT_EQ(copies.size(), 2U);
    EXPECT_NE(copies[0].at("envelope_id"), copies[1].at("envelope_id"));
    EXPECT_EQ(copies[0].at("payload").at("event_id"), copies[1].at("payload").at("event_id"));
}

TEST_F(SocketFaults, DroppedEventComesWithItsRetry)
{
    connect();
    slack.arm({Fault::Kind::drop_envelope});
    slack.types("ana", "dm", "hello");
    EXPECT_THAT(frames(), testing::IsEmpty());
    pass(3s);
    EXPECT_EQ(envelope().at("retry_attempt"), 1);
}

TEST_F(SocketFaults, DelayedEnvelopeIsSentLater)
{
    connect();
    Fault late{Fault::Kind::delay_envelope};
    late.delay = 2s;
    slack.arm(late);
    slack.types("ana", "support", "/oncall");
    pass(1999ms);
    EXPECT_THAT(frames(), testing::IsEmpty());
    pass(1ms);
    EXPECT_EQ(envelope().at("type"), "slash_commands");
}

TEST_F(SocketFaults, CutFrameKillsItsSocket)
{
    connect();
    slack.arm({Fault::Kind::cut_frame});
    slack.types("ana", "support", "/oncall");
    frames();
    EXPECT_EQ(orders.back().what, SocketOrder::What::text_then_cut);
    EXPECT_EQ(slack.sockets(), 0);
}

TEST_F(SocketFaults, RefusedUpgradeAnswersTheArmedStatus)
{
    Fault refusal{Fault::Kind::refuse_socket};
    refusal.status = 503;
    slack.arm(refusal);
    int status = 0;
    EXPECT_EQ(slack.accept(new_target(), status), 0U);
    EXPECT_EQ(status, 503);
}

}  // namespace slack_sim
