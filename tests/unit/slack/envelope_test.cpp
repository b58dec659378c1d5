#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/slack/frames.hpp"

namespace hotwatch::slack
{
namespace
{

TEST(Envelope, ReadsHello)
{
    const auto hello = std::get<Hello>(parse_frame(fixture("hello")));
    EXPECT_EQ(hello.num_connections, 2);
    EXPECT_EQ(hello.app_id, "A0HOT");
    EXPECT_EQ(hello.host, "applink-7");
    EXPECT_EQ(hello.lifetime, seconds{18060});
}

TEST(Envelope, ReadsHelloWithNothingButItsType)
{
    const auto hello = std::get<Hello>(parse_frame(R"({"type":"hello"})"));
    EXPECT_EQ(hello.num_connections, 0);
    EXPECT_EQ(hello.lifetime, seconds{0});
}

TEST(Envelope, HoldsAbsurdCountsWithinAnInt)
{
    const auto huge = std::get<Hello>(parse_frame(R"({"type":"hello","num_connections":18446744073709551615})"));
    EXPECT_EQ(huge.num_connections, std::numeric_limits<int>::max());
    EXPECT_EQ(std::get<Hello>(parse_frame(R"({"type":"hello","num_connections":-3})")).num_connections, 0);
    EXPECT_EQ(std::get<Hello>(parse_frame(R"({"type":"hello","num_connections":2.5})")).num_connections, 0);
}

TEST(Envelope, KnowsEveryReasonToDisconnect)
{
    using enum Disconnect::Reason;
    const auto reason = [](const std::string& text)
    { return std::get<Disconnect>(parse_frame(R"({"type":"disconnect","reason":")" + text + "\"}")).reason; };
    EXPECT_EQ(reason("warning"), warning);
    EXPECT_EQ(reason("refresh_requested"), refresh_requested);
    EXPECT_EQ(reason("link_disabled"), link_disabled);
    EXPECT_EQ(reason("too_many_websockets"), too_many_websockets);
    EXPECT_EQ(reason("something_new"), other);
    EXPECT_EQ(std::get<Disconnect>(parse_frame(R"({"type":"disconnect"})")).reason, other);
}

TEST(Envelope, ReadsSlashCommand)
{
    const auto envelope = envelope_of(fixture("slash_command"));
    EXPECT_EQ(envelope.id, "0d3a4a3e-7a51-4c39-9f0f-2f6b8d1f0a01");
    EXPECT_EQ(envelope.kind, Envelope::Kind::slash_commands);
    EXPECT_TRUE(envelope.accepts_payload);
    EXPECT_EQ(envelope.team, "T0HOT");
    EXPECT_EQ(envelope.app_id, "A0HOT");
    const auto& command = std::get<SlashCommand>(envelope.content);
    EXPECT_EQ(command.command, "/incident");
    EXPECT_EQ(command.text, "declare P1 checkout & basket: a < b <@U0BEN|ben>");
    EXPECT_EQ(command.user.value, "U0ANA");
    EXPECT_EQ(command.channel.value, "C0SUPPORT");
    EXPECT_EQ(command.trigger_id, "100.200.abc");
    EXPECT_EQ(command.response_url, "https://hooks.slack.com/commands/T0HOT/1/aaa");
}

TEST(Envelope, AnswersNoClickAndNoShortcutInItsAckWhateverTheFlagSays)
{
    for (const auto* name : {"block_actions", "shortcut", "message_action"})
    {
        auto frame = nlohmann::json::parse(fixture(name));
        frame["accepts_response_payload"] = true;
        EXPECT_FALSE(std::get<Envelope>(parse_frame(frame.dump())).accepts_payload) << name;
    }
}

TEST(Envelope, ReadsMentionWithItsRetryAndThread)
{
    const auto envelope = envelope_of(fixture("app_mention"));
    EXPECT_EQ(envelope.retry_attempt, 1);
    EXPECT_EQ(envelope.retry_reason, "timeout");
    EXPECT_FALSE(envelope.accepts_payload);
    const auto& message = std::get<Message>(envelope.content);
    EXPECT_EQ(message.event_type, "app_mention");
    EXPECT_EQ(message.text, "<@U0BOT> status &amp; all");
    EXPECT_EQ(message.ts, "1790000000.000100");
    EXPECT_EQ(message.thread_ts, "1789999999.000900");
}

TEST(Envelope, TakesTheSendersOwnTeamOfAMessage)
{
    const auto message = content_of<Message>("message_im");
    EXPECT_EQ(message.channel_type, "im");
    EXPECT_EQ(message.team, "T0OTHER");
}

TEST(Envelope, KeepsTheSubtypeOfAnEdit)
{
    EXPECT_EQ(content_of<Message>("message_changed").subtype, "message_changed");
}

TEST(Envelope, ReadsClick)
{
    const auto click = content_of<Click>("block_actions");
    EXPECT_EQ(click.user.value, "U0BEN");
    EXPECT_EQ(click.channel.value, "C0SUPPORT");
    EXPECT_EQ(click.message_ts, "1790000003.000400");
    EXPECT_EQ(click.thread_ts, "1790000000.000100");
    EXPECT_EQ(click.action_id, "incident.ack");
    EXPECT_EQ(click.value, "12.3");
    EXPECT_EQ(click.trigger_id, "300.400.def");
    EXPECT_EQ(click.response_url, "https://hooks.slack.com/actions/T0HOT/2/bbb");
    EXPECT_EQ(click.view_id, "");
}

TEST(Envelope, ReadsWhateverKindOfElementAFormHolds)
{
    const auto submission = content_of<Submission>("view_submission");
    EXPECT_EQ(submission.callback_id, "incident.declare");
    EXPECT_EQ(submission.private_metadata, "12.3");
    EXPECT_EQ(submission.view_id, "V0FORM");
    const std::map<std::string, std::string> expected{{"title", "Checkout is failing"},
                                                      {"note", ""},
                                                      {"severity", "p1"},
                                                      {"lead", "U0BEN"},
                                                      {"people", "U0ANA,U0BEN"},
                                                      {"services", "checkout,basket"},
                                                      {"day", "2026-11-24"},
                                                      {"instant", "1790000006"},
                                                      {"blocks", "a block_id that is called blocks"},
                                                      {"empty", ""}};
    EXPECT_EQ(submission.values, expected);
    EXPECT_EQ(submission.labels, (std::vector<FieldLabel>{{"title", "What is broken & where"}}));
}

TEST(Envelope, ReadsShortcutOfAnOrgWideInstall)
{
    const auto envelope = envelope_of(fixture("shortcut"));
    EXPECT_EQ(envelope.team, "T0HOT");  // team is null: the user's counts
    const auto& shortcut = std::get<Shortcut>(envelope.content);
    EXPECT_EQ(shortcut.callback_id, "declare_incident");
    EXPECT_EQ(shortcut.user.value, "W0ANA");
    EXPECT_TRUE(shortcut.channel.empty());
}

TEST(Envelope, ReadsMessageShortcut)
{
    const auto shortcut = content_of<Shortcut>("message_action");
    EXPECT_EQ(shortcut.channel.value, "C0SUPPORT");
    EXPECT_EQ(shortcut.message_ts, "1790000000.000100");
    EXPECT_EQ(shortcut.message_text, "it is the database");
}

TEST(Envelope, ReadsWhoTheBotIsOutOfAMention)
{
    EXPECT_EQ(content_of<Message>("app_mention").bot_user.value, "U0BOT");
}

TEST(Envelope, ReadsProfile)
{
    const auto person = content_of<ProfileChanged>("user_change").person;
    EXPECT_EQ(person.id.value, "U0ANA");
    EXPECT_EQ(person.zone, "Europe/Lisbon");
    EXPECT_TRUE(person.is_deactivated);
    EXPECT_FALSE(person.is_guest);
}

TEST(Envelope, ReadsWhenAnEventHappened)
{
    EXPECT_EQ(content_of<ChannelChanged>("channel_rename").happened, UtcMillis{seconds{1'790'000'009}});
    EXPECT_EQ(content_of<ProfileChanged>("user_change").happened, UtcMillis{});
    auto frame = nlohmann::json::parse(fixture("user_change"));
    const auto happened = [&] { return std::get<ProfileChanged>(envelope_of(frame.dump()).content).happened; };
    frame["payload"]["event_time"] = 1'790'000'000;
    EXPECT_EQ(happened(), UtcMillis{seconds{1'790'000'000}});
    frame["payload"]["event"]["event_ts"] = "1790000000.123456";
    EXPECT_EQ(happened(), UtcMillis{milliseconds{1'790'000'000'123}});
    frame["payload"]["event"]["event_ts"] = "-99999999999999999999";
    EXPECT_EQ(happened(), UtcMillis{seconds{1'790'000'000}});
}

TEST(Envelope, ReadsChannelGivenAsObjectOrAsId)
{
    const auto renamed = content_of<ChannelChanged>("channel_rename");
    EXPECT_EQ(renamed.channel.value, "C0SUPPORT");
    EXPECT_EQ(renamed.name, "support-now");
    const auto moved = content_of<ChannelChanged>("channel_id_changed");
    EXPECT_EQ(moved.old_channel.value, "G0OLD");
    EXPECT_EQ(moved.channel.value, "C0NEW");
    const auto joined = content_of<ChannelChanged>("member_joined_channel");
    EXPECT_EQ(joined.channel.value, "C0SUPPORT");
    EXPECT_EQ(joined.user.value, "U0BOT");
}

TEST(Envelope, ReadsTroubleEvenWithoutAnInnerEvent)
{
    EXPECT_EQ(content_of<Trouble>("app_rate_limited").what, "app_rate_limited");
    EXPECT_EQ(content_of<Trouble>("tokens_revoked").what, "tokens_revoked");
}

TEST(Envelope, AcksWhatIsOfNoInterest)
{
    EXPECT_EQ(content_of<Other>("block_suggestion").type, "block_suggestion");
}

TEST(Envelope, TakesAPayloadThatIsTextWithinTheText)
{
    auto frame = nlohmann::json::parse(fixture("slash_command"));
    frame["payload"] = frame["payload"].dump();
    EXPECT_EQ(std::get<SlashCommand>(envelope_of(frame.dump()).content).command, "/incident");
}

TEST(Envelope, KeysTellTheSameHappening)
{
    const auto keys = [](std::string_view name) { return dedupe_keys(envelope_of(fixture(name))); };
    using Keys = std::vector<std::string>;
    EXPECT_EQ(keys("slash_command"), (Keys{"trigger:100.200.abc"}));
    EXPECT_EQ(keys("app_mention"), (Keys{"event:Ev0MENTION", "message:C0SUPPORT:1790000000.000100"}));
    EXPECT_EQ(keys("block_actions"), (Keys{"trigger:300.400.def"}));
    const auto submission = keys("view_submission");
    ASSERT_EQ(submission.size(), 3U);
    EXPECT_EQ(submission.front(), "trigger:500.600.fff");
    EXPECT_EQ(submission.at(1).substr(0, 12), "view:V0FORM:");
    EXPECT_EQ(submission.back(), "view:V0FORM");
    EXPECT_EQ(keys("shortcut"), (Keys{"trigger:700.800.aaa"}));
    EXPECT_EQ(keys("user_change"), (Keys{"event:Ev0USER"}));
    EXPECT_TRUE(keys("app_rate_limited").empty());
}

TEST(Envelope, FallsBackToTheActionWhereAClickHasNoTrigger)
{
    Envelope envelope;
    envelope.content = Click{.user = UserId{"U1"}, .action_id = "incident.ack", .action_ts = "17.5"};
    EXPECT_EQ(dedupe_keys(envelope), std::vector<std::string>{"click:U1:incident.ack:17.5"});
    envelope.content = Click{};
    EXPECT_TRUE(dedupe_keys(envelope).empty());
}

TEST(Ack, EchoesTheIdExactly)
{
    EXPECT_EQ(make_ack("0d3a-4a", ""), R"({"envelope_id":"0d3a-4a"})");
    EXPECT_EQ(make_ack("e1", R"({"text":"x"})"), R"({"envelope_id":"e1","payload":{"text":"x"}})");
    const std::string odd = "a\"b\\c\n";
    EXPECT_EQ(nlohmann::json::parse(make_ack(odd, ""))["envelope_id"], odd);
}

TEST(Ack, StaysUnderSlacksLimitWhateverThePayload)
{
    const auto ack = [](std::size_t text_bytes)
    { return make_ack("e1", R"({"text":")" + std::string(text_bytes, 'x') + "\"}"); };
    const std::size_t around = make_ack("e1", R"({"text":""})").size();
    EXPECT_EQ(ack(max_ack_bytes - around).size(), max_ack_bytes);
    EXPECT_EQ(ack(max_ack_bytes - around + 1), R"({"envelope_id":"e1"})");
}

TEST(Entities, AreDecodedOnce)
{
    EXPECT_EQ(decode_entities("a &amp; b &lt; c &gt; d"), "a & b < c > d");
    EXPECT_EQ(decode_entities("&amp;lt;"), "&lt;");
    EXPECT_EQ(decode_entities("&copy; & &am"), "&copy; & &am");
    EXPECT_EQ(decode_entities(""), "");
}

TEST(Entities, StayInSlacksOwnNotation)
{
    EXPECT_EQ(decode_entities("<https://a.example/?b=1&amp;c=2|x &gt; y> &amp; <@U1>"),
              "<https://a.example/?b=1&amp;c=2|x &gt; y> & <@U1>");
}

}  // namespace
}  // namespace hotwatch::slack
