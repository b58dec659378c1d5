#include "bot/slack/web_api.hpp"

#include <gtest/gtest.h>

namespace hotwatch::slack
{
namespace
{
using Kind = ApiResult::Kind;
using std::chrono::seconds;

ApiResult answer(int status, std::string_view body, std::string_view retry_after = "")
{
    return interpret("chat.postMessage", status, retry_after, body);
}

TEST(Encode, WritesJsonWithACharset)
{
    const auto encoded = encode("chat.postMessage", R"({"channel":"C1"})");
    EXPECT_EQ(encoded.content_type, "application/json; charset=utf-8");
    EXPECT_EQ(encoded.body, R"({"channel":"C1"})");
    EXPECT_EQ(encode("auth.test", "").body, "{}");
}

TEST(Encode, WritesFormsForMethodsThatDoNotReadJson)
{
    const auto encoded =
        encode("conversations.history", R"({"channel":"C1","limit":200,"inclusive":true,"cursor":null})");
    EXPECT_EQ(encoded.content_type, "application/x-www-form-urlencoded");
    EXPECT_EQ(encoded.body, "channel=C1&inclusive=true&limit=200");
    for (const auto* method : {"users.info", "users.list", "conversations.list", "conversations.info",
                               "conversations.replies", "pins.list", "reactions.get", "usergroups.users.list",
                               "chat.getPermalink", "users.lookupByEmail", "conversations.members", "usergroups.list"})
        EXPECT_EQ(encode(method, "{}").content_type, "application/x-www-form-urlencoded") << method;
}

TEST(Encode, EscapesForms)
{
    EXPECT_EQ(encode("users.lookupByEmail", R"({"email":"a+b c&d=é%@x.y"})").body,
              "email=a%2Bb+c%26d%3D%C3%A9%25%40x.y");
    EXPECT_EQ(encode("pins.list", R"({"blocks":[{"a":"b"}]})").body, "blocks=%5B%7B%22a%22%3A%22b%22%7D%5D");
    EXPECT_EQ(encode("users.info", "[1]").body, "");
    EXPECT_EQ(encode("users.info", "broken").body, "");
}

TEST(Interpret, TakesOkOnlyWithStatus200)
{
    EXPECT_EQ(answer(200, R"({"ok":true,"ts":"1.2"})").kind, Kind::ok);
    EXPECT_EQ(answer(200, R"({"ok":true,"ts":"1.2"})").body, R"({"ok":true,"ts":"1.2"})");
    EXPECT_EQ(answer(503, R"({"ok":true})").kind, Kind::unknown);
    EXPECT_EQ(answer(302, R"({"ok":true})").kind, Kind::unknown);
}

TEST(Interpret, ReadsRefusals)
{
    const auto refused = answer(200, R"({"ok":false,"error":"invalid_arguments",
        "response_metadata":{"messages":["missing required field: type","[json-pointer:/view]"]}})");
    EXPECT_EQ(refused.kind, Kind::refused);
    EXPECT_EQ(refused.error, "invalid_arguments");
    EXPECT_EQ(refused.messages, "missing required field: type; [json-pointer:/view]");
    EXPECT_EQ(answer(200, R"({"ok":false})").error, "unknown_error");
    EXPECT_EQ(answer(404, R"({"ok":false,"error":"unknown_method"})").kind, Kind::refused);
}

TEST(Interpret, CallsUnknownWhatMayHaveBeenDone)
{
    EXPECT_EQ(answer(200, R"({"ok":false,"error":"fatal_error"})").kind, Kind::unknown);
    EXPECT_EQ(answer(200, R"({"ok":false,"error":"internal_error"})").kind, Kind::unknown);
    EXPECT_EQ(answer(500, R"({"ok":false,"error":"anything"})").kind, Kind::unknown);
    EXPECT_EQ(answer(502, "<html>Bad gateway</html>").kind, Kind::unknown);
    EXPECT_EQ(answer(502, "<html>Bad gateway</html>").error, "HTTP status 502");
    EXPECT_EQ(answer(200, "<html>Sign in to the Wi-Fi</html>").kind, Kind::unknown);
    EXPECT_EQ(answer(200, "").kind, Kind::unknown);
    EXPECT_EQ(answer(200, "[true]").kind, Kind::unknown);
    EXPECT_EQ(answer(200, R"({"ok":"true"})").kind, Kind::unknown);
    EXPECT_EQ(answer(200, R"({"ok":true)").kind, Kind::unknown);
}

TEST(Interpret, KeepsTwoHundredBytesOfTheUnreadable)
{
    EXPECT_EQ(answer(200, std::string(5'000, '<')).body.size(), 200U);
}

TEST(Interpret, WaitsAtLeastASecondWhenLimited)
{
    EXPECT_EQ(answer(429, R"({"ok":false,"error":"ratelimited"})", "30").kind, Kind::rate_limited);
    EXPECT_EQ(answer(429, "", "30").retry_after, seconds{30});
    EXPECT_EQ(answer(429, "", "").retry_after, seconds{1});
    EXPECT_EQ(answer(429, "", "0").retry_after, seconds{1});
    EXPECT_EQ(answer(429, "", "soon").retry_after, seconds{1});
    EXPECT_EQ(answer(429, "", "-5").retry_after, seconds{1});
    EXPECT_EQ(answer(429, "", "99999999999999999999999").retry_after, seconds{86'400});
    const auto by_code = answer(200, R"({"ok":false,"error":"ratelimited"})", "7");
    EXPECT_EQ(by_code.kind, Kind::rate_limited);
    EXPECT_EQ(by_code.retry_after, seconds{7});
}

TEST(Interpret, JudgesAResponseUrlByItsStatus)
{
    const auto hook = [](int status, std::string_view body) { return interpret("response_url", status, "", body); };
    EXPECT_EQ(hook(200, "ok").kind, Kind::ok);
    EXPECT_EQ(hook(200, R"({"ok":true})").kind, Kind::ok);
    EXPECT_EQ(hook(204, "").kind, Kind::ok);
    EXPECT_EQ(hook(200, R"({"ok":false,"error":"no_text"})").error, "no_text");
    EXPECT_EQ(hook(404, "used_url").kind, Kind::refused);
    EXPECT_EQ(hook(404, "used_url").error, "used_url");
    EXPECT_EQ(hook(404, "<html>").error, "http_404");
    EXPECT_EQ(hook(500, "").kind, Kind::unknown);
    EXPECT_EQ(hook(429, "").kind, Kind::rate_limited);
}

TEST(Interpret, SurvivesDepth)
{
    EXPECT_EQ(answer(200, R"({"ok":true,"x":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}").kind,
              Kind::ok);
}

TEST(Classify, FollowsSlacksTable)
{
    using enum ErrorClass;
    EXPECT_EQ(classify("ratelimited"), retry_later);
    EXPECT_EQ(classify("token_revoked"), token_gone);
    EXPECT_EQ(classify("missing_scope"), setup_wrong);
    EXPECT_EQ(classify("restricted_action_read_only_channel"), setup_wrong);
    EXPECT_EQ(classify("channel_not_found"), target_wrong);
    EXPECT_EQ(classify("already_pinned"), already_so);
    EXPECT_EQ(classify("invalid_blocks"), our_bug);
    EXPECT_EQ(classify("invalid_metadata_format"), our_bug);
    EXPECT_EQ(classify("expired_trigger_id"), too_late);
    EXPECT_EQ(classify("never_heard_of_it"), ErrorClass::final);
    EXPECT_EQ(classify(""), ErrorClass::final);
}

}  // namespace
}  // namespace hotwatch::slack
