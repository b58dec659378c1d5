#include "bot/answers.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bot/random.hpp"
#include "storage/database.hpp"
#include "tests/support/golden.hpp"

namespace
{
using namespace hotwatch;
using nlohmann::json;

TEST(Answers, AlwaysSetTheResponseType)
{
    const Message message{.text = "Done.", .blocks = R"([{"type":"divider"}])"};
    const json quiet = json::parse(answers::slash_payload(message, Reply::To::asker));
    EXPECT_EQ(quiet["response_type"], "ephemeral");
    EXPECT_EQ(quiet["text"], "Done.");
    EXPECT_EQ(quiet["blocks"][0]["type"], "divider");
    EXPECT_EQ(json::parse(answers::slash_payload(message, Reply::To::channel))["response_type"], "in_channel");
}

TEST(Answers, AreABareAckWhereThereIsNothingToSay)
{
    EXPECT_EQ(answers::slash_payload({}, Reply::To::asker), "");
}

std::vector<Call> owed(const ReplyPath& path, decltype(answers::owe_private)& owe = answers::owe_private)
{
    Random random{1};
    Database database{"", random};
    database.begin();
    owe(database.book(), path, {.text = "Hello", .blocks = {}}, UtcMillis{});
    auto calls = database.book().outbox.unsettled();
    database.commit();
    return calls;
}

TEST(Answers, TakeTheResponseUrlFirst)
{
    const auto calls = owed({UserId{"U1"}, ChannelId{"C1"}, "", "https://hooks.slack.com/commands/T/1/x"});
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].method, "response_url");
    EXPECT_EQ(calls[0].kind, CallKind::once);
    EXPECT_EQ(json::parse(calls[0].args)["replace_original"], false);
}

TEST(Answers, StayInTheThreadTheyWereAskedIn)
{
    const auto calls = owed({UserId{"U1"}, ChannelId{"C1"}, "12.3", ""});
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].method, "chat.postEphemeral");
    EXPECT_EQ(json::parse(calls[0].args)["thread_ts"], "12.3");
}

TEST(Answers, AreForTheWholeChannelWhereTheyAreShared)
{
    const auto by_url =
        owed({UserId{"U1"}, ChannelId{"C1"}, "12.3", "https://hooks.slack.com/actions/T/1/x"}, answers::owe_shared);
    ASSERT_EQ(by_url.size(), 1U);
    EXPECT_EQ(json::parse(by_url[0].args)["response_type"], "in_channel");
    EXPECT_EQ(json::parse(by_url[0].args)["thread_ts"], "12.3");
    const auto by_post = owed({UserId{"U1"}, ChannelId{"C1"}, "12.3", ""}, answers::owe_shared);
    ASSERT_EQ(by_post.size(), 1U);
    EXPECT_EQ(by_post[0].method, "chat.postMessage");
    EXPECT_EQ(json::parse(by_post[0].args)["thread_ts"], "12.3");
}

TEST(Answers, OpenAConversationBeforeTheFirstDirectMessage)
{
    const auto calls = owed({UserId{"U1"}, {}, "", ""});
    ASSERT_EQ(calls.size(), 2U);
    EXPECT_EQ(calls[0].method, "conversations.open");
    EXPECT_EQ(calls[1].method, "chat.postMessage");
    EXPECT_EQ(calls[1].after, calls[0].id);
    EXPECT_EQ(calls[1].take, Take::channel);
    EXPECT_EQ(calls[1].kind, CallKind::look_up);
}

TEST(Answers, NameTheFieldsOfAFormThatAreWrong)
{
    const json payload = json::parse(answers::field_errors_payload({{"title", "A title is needed."}}));
    EXPECT_EQ(payload["response_action"], "errors");
    EXPECT_EQ(payload["errors"]["title"], "A title is needed.");
}

TEST(Answers, ReadTheTextOfWhatWasAnsweredBefore)
{
    EXPECT_EQ(answers::text_of_payload(R"({"text":"INC-1 declared"})"), "INC-1 declared");
    EXPECT_EQ(answers::text_of_payload("not json"), "");
    EXPECT_EQ(answers::text_of_payload(""), "");
}

TEST(Answers, SayWhatTheDeskItselfHasToSay)
{
    const UtcMillis at{std::chrono::sys_days{std::chrono::year{2025} / 10 / 14} + std::chrono::hours{13}};
    const Message refusal{.text = "INC-1 is resolved already.", .blocks = {}};
    const std::vector<std::pair<std::string, Message>> all{
        {"the disk is full", answers::not_recorded()},
        {"the disk is full, and Slack will ask again", answers::not_recorded_yet()},
        {"the disk is slow", answers::still_storing()},
        {"a change without words of its own", answers::recorded()},
        {"nothing to change", answers::nothing_changed()},
        {"an answer that may not have arrived", answers::recorded_late(at, "INC-1 declared.")},
        {"a form that came too late",
         answers::trigger_too_late({.text = "Write `/incident declare P1 …`.", .blocks = {}})},
        {"a form that was refused",
         answers::with_typed(refusal,
                             {{"eta", "+90m"}, {"text", "still <looking> & waiting"}, {"why", ""}, {"x", "lost"}},
                             {{"text", "What is known"}, {"eta", "When it may be fixed"}, {"why", "Why"}})},
        {"a form that was edited and sent again", answers::edited_too_late(at, "\nWhy: it spreads")},
        {"a question that took too long", answers::took_too_long()},
        {"a defect", answers::apology()}};
    std::string text;
    for (const auto& [when, message] : all)
        text += "[" + when + "]\n" + message.text + "\n\n";
    hotwatch::testing::expect_golden("desk/answers", text);
}

}  // namespace
