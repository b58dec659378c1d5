// What people type, and what the app hears of it (platform sections 8 and 10).
#include "workplace.hpp"

namespace slack_sim
{

using Typing = Workplace;

TEST_F(Typing, CommandTextIsEscaped)
{
    struct Case
    {
        std::string typed, arrives;
    };
    const Case cases[] = {
        {"/oncall", ""},
        {"/oncall take 4h", "take 4h"},
        {"/oncall @ana", "<@U01ANA|ana>"},
        {"/oncall @ana, @ben.", "<@U01ANA|ana>, <@U02BEN|ben>."},
        {"/oncall mail@ana", "mail@ana"},
        {"/oncall @nobody", "@nobody"},
        {"/oncall #support x", fmt::format("<#{}|support> x", slack.channel_id("support"))},
        {"/oncall @oncall", "<!subteam^S0SIM00001|@oncall>"},
        {"/oncall a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"},
        {"/oncall https://x.example/?a=1&b=2", "<https://x.example/?a=1&amp;b=2>"},
    };
    connect();
    for (const Case& line : cases)
    {
        slack.types("ana", "support", line.typed);
        EXPECT_EQ(envelope().at("payload").at("text"), line.arrives) << line.typed;
    }
}

TEST_F(Typing, PrivateChannelMarkHasNoName)
{
    connect();
    const Json made = api("conversations.create", {{"name", "secret"}, {"is_private", true}});
    frames();
    slack.types("ana", "support", "/oncall #secret");
    EXPECT_EQ(envelope().at("payload").at("text"),
              fmt::format("<#{}|>", made.at("channel").at("id").get<std::string>()));
}

TEST_F(Typing, CommandInADmHidesTheChannelName)
{
    connect();
    slack.types("ana", "dm:ana", "/oncall");
    EXPECT_EQ(envelope().at("payload").at("channel_name"), "directmessage");
}

TEST_F(Typing, RefusalsOfSlackItself)
{
    connect();
    const std::string ts = [&]
    {
        slack.types("ana", "support", "hello");
        return slack.messages("support").front().ts;
    }();
    EXPECT_EQ(slack.types("ana", "support", "/oncall", ts), "");
    EXPECT_EQ(slack.says(), "not_supported_in_threads");
    EXPECT_EQ(slack.types("ana", "support", "/nonesuch"), "");
    EXPECT_EQ(slack.says(), "unknown_command");
    EXPECT_EQ(slack.types("zoe", "support", "hi"), "");
    EXPECT_EQ(slack.says(), "user_not_found");
    EXPECT_EQ(slack.types("ana", "nowhere", "hi"), "");
    EXPECT_EQ(slack.says(), "channel_not_found");
    EXPECT_EQ(slack.types("ana", "dm:ben", "hi"), "");
    EXPECT_EQ(slack.says(), "not_in_channel");
    EXPECT_THAT(frames(), testing::IsEmpty());
}

TEST_F(Typing, MentionReachesTheBotOnlyWhereItIsAMember)
{
    connect();
    EXPECT_EQ(slack.types("ana", "support", "@hotwatch help"), "");
    EXPECT_EQ(slack.says(), "not_in_channel");
    join("support");
    const std::string key = slack.types("ana", "support", "@hotwatch help");
    const Json event = envelope().at("payload");
    EXPECT_EQ(event.at("event_id"), key);
    EXPECT_EQ(event.at("event").at("type"), "app_mention");
    EXPECT_EQ(event.at("event").at("text"), "<@U0BOT> help");
}

TEST_F(Typing, OrdinaryTalkIsNotSentToTheBot)
{
    connect();
    join("support");
    slack.types("ana", "support", "lunch?");
    EXPECT_THAT(frames(), testing::IsEmpty());
    EXPECT_THAT(texts("support"), testing::ElementsAre("lunch?"));
}

TEST_F(Typing, MentionInAThreadCarriesIt)
{
    connect();
    join("support");
    slack.types("ana", "support", "it is slow");
    const std::string parent = slack.messages("support").front().ts;
    slack.types("ben", "support", "@hotwatch update fixed", parent);
    EXPECT_EQ(envelope().at("payload").at("event").at("thread_ts"), parent);
}

TEST_F(Typing, DirectMessageIsAnEventWithItsKind)
{
    connect();
    slack.types("ana", "dm", "who is on call? <&>");
    const Json event = envelope().at("payload").at("event");
    EXPECT_EQ(event.at("type"), "message");
    EXPECT_EQ(event.at("channel_type"), "im");
    EXPECT_EQ(event.at("text"), "who is on call? &lt;&amp;&gt;");
    EXPECT_EQ(event.at("blocks").at(0).at("elements").at(0).at("elements").at(0).at("text"), "who is on call? <&>");
}

TEST_F(Typing, OwnPostInADmComesBackWithTheBotsIds)
{
    connect();
    const std::string dm = api("conversations.open", {{"users", "U01ANA"}}).at("channel").at("id");
    api("chat.postMessage", {{"channel", dm}, {"text", "hello Ana"}});
    const Json event = envelope().at("payload").at("event");
    EXPECT_EQ(event.at("bot_id"), "B0BOT");
    EXPECT_EQ(event.at("user"), "U0BOT");
}

TEST_F(Typing, InviteAddsTheBotAndTellsIt)
{
    connect();
    slack.types("ana", "support", "/invite @hotwatch");
    const Json event = envelope().at("payload").at("event");
    EXPECT_EQ(event.at("type"), "member_joined_channel");
    EXPECT_EQ(event.at("user"), "U0BOT");
    EXPECT_EQ(event.at("inviter"), "U01ANA");
}

TEST_F(Typing, RemovedBotHearsOfItAndNothingMore)
{
    connect();
    join("support");
    slack.remove_bot("support");
    EXPECT_EQ(envelope().at("payload").at("event").at("type"), "member_left_channel");
    slack.types("ana", "support", "@hotwatch help");
    EXPECT_THAT(frames(), testing::IsEmpty());
}

TEST_F(Typing, BroadcastAlertsPeople)
{
    slack.types("ana", "support", "@here it is on fire, @ben");
    EXPECT_THAT(slack.messages("support").front().pings, testing::ElementsAre("here", "U02BEN"));
}

TEST_F(Typing, LoadCommandIsAnOrdinaryCommand)
{
    connect();
    const std::string key = slack.load_slash("ana", "support", "/oncall", "now");
    const Json payload = envelope().at("payload");
    EXPECT_EQ(payload.at("trigger_id"), key);
    EXPECT_EQ(payload.at("text"), "now");
}

TEST_F(Typing, WatcherOfAcksHearsTheFirstOnlyAndMaySendMore)
{
    const SocketId socket = connect();
    std::vector<std::string> heard;
    slack.watch({.acked =
                     [&](const std::string& key)
                 {
                     heard.push_back(key);
                     slack.load_slash("ana", "support", "/oncall", "next");
                 },
                 .posted = nullptr});
    const std::string key = slack.load_slash("ana", "support", "/oncall", "now");
    const Json first = envelope();
    ack(socket, first);
    EXPECT_THAT(heard, testing::ElementsAre(key));
    EXPECT_EQ(envelope().at("payload").at("text"), "next");
    ack(socket, first);
    EXPECT_EQ(heard.size(), 1U) << "a second acknowledgement is a breach, not news";
}

TEST_F(Typing, WatcherOfPostsHearsWhatWasAccepted)
{
    std::vector<std::string> heard;
    slack.watch({.acked = nullptr, .posted = [&](const Ledger::Post& post) { heard.push_back(post.text); }});
    api("chat.postMessage", {{"channel", slack.channel_id("support")}, {"text", "it is up again"}});
    api("chat.postMessage", {{"channel", "C0NOWHERE"}, {"text", "to nobody"}});
    EXPECT_THAT(heard, testing::ElementsAre("it is up again"));
}

}  // namespace slack_sim
