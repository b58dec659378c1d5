#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/slack/json_tree.hpp"
#include "tests/unit/slack/frames.hpp"

namespace hotwatch::slack
{
namespace
{
using nlohmann::json;

std::string why_of(std::string_view text)
{
    const Frame frame = parse_frame(text);
    const auto* unreadable = std::get_if<Unreadable>(&frame);
    return unreadable == nullptr ? "" : unreadable->why;
}

std::string unread_id_of(std::string_view text)
{
    const Frame frame = parse_frame(text);
    const auto* unreadable = std::get_if<Unreadable>(&frame);
    return unreadable == nullptr ? "(was read)" : unreadable->envelope_id;
}

TEST(HostileFrame, IsSkippedWhereItIsNoJsonObject)
{
    EXPECT_EQ(why_of(""), "empty frame");
    EXPECT_EQ(why_of("UNAUTHENTICATED: cache_error"), "not JSON");
    EXPECT_EQ(why_of("Ping from applink-1"), "not JSON");
    EXPECT_EQ(why_of("[1,2]"), "not a JSON object");
    EXPECT_EQ(why_of("\"text\""), "not a JSON object");
    EXPECT_EQ(why_of("{\"type\":\"hello\""), "not JSON");
    EXPECT_EQ(why_of("{}{}"), "not JSON");
    EXPECT_EQ(why_of(R"({"type":"hello","n":1e999})"), "not JSON");
}

TEST(HostileFrame, IsAckedWhereItsIdCouldBeRead)
{
    EXPECT_EQ(unread_id_of(R"({"envelope_id":"e1","type":"events_api","payload":[1]})"), "e1");
    EXPECT_EQ(unread_id_of(R"({"envelope_id":"e1","type":"events_api"})"), "e1");
    EXPECT_EQ(unread_id_of(R"({"envelope_id":"e1","type":"quantum"})"), "e1");
    EXPECT_EQ(unread_id_of(R"({"envelope_id":"e1"})"), "e1");
    EXPECT_EQ(unread_id_of(R"({"envelope_id":"e1","type":"interactive","payload":"{broken"})"), "e1");
    EXPECT_EQ(unread_id_of(R"({"envelope_id":"e1","type":"events_api","payload":{"a)"), "e1");
    EXPECT_EQ(unread_id_of(R"({"type":"events_api","payload":{}})"), "");
    EXPECT_EQ(unread_id_of(R"({"envelope_id":7,"type":"events_api","payload":{}})"), "");
}

TEST(HostileFrame, GivesNoIdThatWouldOverflowItsAck)
{
    EXPECT_EQ(unread_id_of(R"({"envelope_id":")" + std::string(30'000, 'e') + R"(","type":"events_api","payload":{}})"),
              "");
}

std::string nested(std::size_t depth, const std::string& open, const std::string& close)
{
    std::string text;
    for (std::size_t i = 0; i < depth; ++i)
        text += open;
    for (std::size_t i = 0; i < depth; ++i)
        text += close;
    return text;
}

TEST(HostileFrame, OfDepthOneHundredThousandIsToldAndAcked)
{
    for (const auto& deep : {nested(100'000, "[", "]"), nested(100'000, R"({"a":[)", "]}")})
    {
        EXPECT_EQ(why_of(R"({"type":"events_api","payload":)" + deep + R"(,"envelope_id":"e1"})"), "too deep");
        EXPECT_EQ(unread_id_of(R"({"type":"events_api","payload":)" + deep + R"(,"envelope_id":"e1"})"), "e1");
        const json inner = "{\"type\":" + deep + "}";
        EXPECT_EQ(why_of(R"({"envelope_id":"e1","type":"events_api","payload":)" + inner.dump() + "}"),
                  "payload is too deep");
    }
    EXPECT_EQ(why_of(nested(100'000, "[", "")), "not JSON");
}

TEST(HostileFrame, AtTheDepthLimitIsStillRead)
{
    const auto depth = static_cast<std::size_t>(max_json_depth);
    const auto frame = [](std::size_t inner)
    { return R"({"envelope_id":"e1","type":"events_api","payload":{"x":)" + nested(inner, "[", "]") + "}}"; };
    EXPECT_EQ(why_of(frame(depth - 2)), "");
    EXPECT_EQ(why_of(frame(depth - 1)), "too deep");
}

TEST(HostileFrame, WithInvalidUtf8IsReadWithTheLetterReplaced)
{
    for (const std::string& bad : {std::string{"\xFF"}, std::string{"\xC3"}, std::string{"\xC0\xAF"},
                                   std::string{"\xED\xA0\x80"}, std::string{"\xF5\x80\x80\x80"}})
    {
        const auto envelope = envelope_of(
            R"({"envelope_id":"e1","type":"slash_commands","payload":{"command":"/x","text":"a)" + bad + R"(b"}})");
        const auto& text = std::get<SlashCommand>(envelope.content).text;
        EXPECT_EQ(text.find("a\xEF\xBF\xBD"), 0U);
        EXPECT_EQ(text.back(), 'b');
    }
}

TEST(HostileFrame, RepairLeavesValidTextAlone)
{
    const std::string valid = "\x24 \xC2\xA3 \xE2\x82\xAC \xF0\x90\x8D\x88 \xF4\x8F\xBF\xBF \xEE\x80\x80";
    EXPECT_EQ(repaired_utf8(valid), valid);
    EXPECT_EQ(repaired_utf8("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(HostileFrame, OfOneMebibyteIsReadWithoutItsPicture)
{
    auto frame = json::parse(fixture("block_actions"));
    auto& blocks = frame["payload"]["message"]["blocks"];
    while (frame.dump().size() < 1'000'000)
        for (int i = 0; i < 500; ++i)
            blocks.push_back({{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", std::string(200, 'x')}}}});
    EXPECT_EQ(std::get<Click>(envelope_of(frame.dump()).content).action_id, "incident.ack");
}

/// Every way to spoil one value: gone, or of each other JSON type.
std::vector<json> replacements()
{
    return {json(nullptr),  json(true),
            json(-1),       json(1.5),
            json(""),       json("unexpected"),
            json::array(),  json::array({1, "x", nullptr}),
            json::object(), json{{"id", {{"id", 1}}}}};
}

void collect_pointers(const json& from, const json::json_pointer& at, std::vector<json::json_pointer>& into)
{
    if (from.is_object())
        for (const auto& [name, value] : from.items())
        {
            into.push_back(at / name);
            collect_pointers(value, at / name, into);
        }
    else if (from.is_array())
        for (std::size_t i = 0; i < from.size(); ++i)
        {
            into.push_back(at / i);
            collect_pointers(from[i], at / i, into);
        }
}

/// Whatever was spoilt: a frame of some kind, keys that are not empty, and an ack wherever there is an id.
void expect_survivable(const json& frame, const std::string& what)
{
    const Frame parsed = parse_frame(frame.dump());
    const bool has_id = frame.is_object() && frame.contains("envelope_id") && frame["envelope_id"].is_string() &&
                        !frame["envelope_id"].get<std::string>().empty();
    if (const auto* envelope = std::get_if<Envelope>(&parsed))
    {
        for (const auto& key : dedupe_keys(*envelope))
            EXPECT_FALSE(key.empty() || key.ends_with(':')) << what;
        EXPECT_TRUE(has_id) << what;
    }
    else if (const auto* unreadable = std::get_if<Unreadable>(&parsed))
    {
        EXPECT_FALSE(unreadable->why.empty()) << what;
        EXPECT_EQ(!unreadable->envelope_id.empty(), has_id) << what;
    }
}

class SpoiltFrame : public ::testing::TestWithParam<std::filesystem::path>
{
};

TEST_P(SpoiltFrame, IsSurvivedWhicheverFieldIsMissingOrOfAnotherType)
{
    const json whole = json::parse(file_text(GetParam()));
    std::vector<json::json_pointer> pointers;
    collect_pointers(whole, json::json_pointer{}, pointers);
    ASSERT_FALSE(pointers.empty());
    for (const auto& pointer : pointers)
    {
        json without = whole;
        auto& parent = without[pointer.parent_pointer()];
        if (parent.is_object())
            parent.erase(pointer.back());
        expect_survivable(without, "without " + pointer.to_string());
        for (const json& other : replacements())
        {
            json replaced = whole;
            replaced[pointer] = other;
            expect_survivable(replaced, pointer.to_string() + " = " + other.dump());
        }
    }
}

std::vector<std::filesystem::path> own_frames()
{
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator{std::filesystem::path{HOTWATCH_SOURCE_DIR} / "tests/fixtures/slack"})
        paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, SpoiltFrame, ::testing::ValuesIn(own_frames()),
                         [](const auto& each) { return each.param.stem().string(); });

}  // namespace
}  // namespace hotwatch::slack
