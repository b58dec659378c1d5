// An object's members seen from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>

#include "bot/slack/json_outline.hpp"

namespace hotwatch::slack
{

namespace
{
using Json = nlohmann::json;

/// A value up to `depth` containers deep, with everything in its texts that could mislead.
Json any_value(std::mt19937& dice, int depth)
{
    static const std::vector<std::string> texts{
        "", "a", "\"", "\\", "}{][", ",:", "\\\"", "ü\n\u0001", "\xF0\x9F\x94\xA5"};
    const auto roll = [&](std::size_t sides) { return dice() % sides; };
    switch (roll(depth > 0 ? 7 : 5))
    {
    case 0:
        return nullptr;
    case 1:
        return roll(2) == 0;
    case 2:
        return -1.5e-3;
    case 3:
        return roll(1'000);
    case 4:
        return texts[roll(texts.size())];
    case 5:
    {
        Json array = Json::array();
        for (auto left = roll(4); left > 0; --left)
            array.push_back(any_value(dice, depth - 1));
        return array;
    }
    default:
        Json object = Json::object();
        for (auto left = roll(4); left > 0; --left)
            object["m" + std::to_string(roll(9))] = any_value(dice, depth - 1);
        return object;
    }
}
}  // namespace

TEST(JsonOutline, MembersAreWhatAParserFinds)
{
    std::mt19937 dice{7};
    for (int round = 0; round < 2'000; ++round)
    {
        Json object = Json::object();
        for (int i = 0; i < 4; ++i)
            object["n" + std::to_string(i)] = any_value(dice, 3);
        const auto text = object.dump(round % 3 == 0 ? 2 : -1);
        const auto members = outline(text);
        ASSERT_TRUE(members) << text;
        Json seen = Json::object();
        for (const auto& [name, value] : *members)
        {
            seen[std::string{name}] = Json::parse(value);
            EXPECT_EQ(member(text, name), value);
            EXPECT_EQ(text_of(value),
                      seen.at(std::string{name}).is_string() ? seen.at(std::string{name}).get<std::string>() : "");
        }
        EXPECT_EQ(seen, object) << text;
    }
}

TEST(JsonOutline, WhatIsNoObjectHasNone)
{
    for (const auto* text :
         {"", " ", "{", "}", "[]", "\"a\"", "1", "null", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 \"b\":2}",
          "{\"a\":[}", "{\"a\":{]}", "{\"a\":\"}", "{\"a\":\"\\\"}", "{a:1}", "{} {}", "{\"a\":1}x"})
        EXPECT_FALSE(outline(text)) << text;
    EXPECT_TRUE(outline(" {} "));
}

TEST(JsonOutline, EveryCutOfAnObjectIsSeenAsSuch)
{
    const std::string text = R"({"a":"x\"y","b":[1,{"c":"]"}],"d":true})";
    for (std::size_t length = 0; length < text.size(); ++length)
        EXPECT_FALSE(outline(std::string_view{text}.substr(0, length))) << length;
    EXPECT_TRUE(outline(text));
}

TEST(JsonOutline, DepthCostsNoStack)
{
    const std::string deep(1'000'000, '[');
    EXPECT_FALSE(outline("{\"a\":" + deep));
    EXPECT_TRUE(outline("{\"a\":" + deep + std::string(deep.size(), ']') + "}"));
}

TEST(JsonOutline, AMemberIsFoundWithoutLookingBeyondIt)
{
    EXPECT_EQ(member(R"({"channel":"C1","rest": broken)", "channel"), "\"C1\"");
    EXPECT_EQ(member(R"({"a":1})", "b"), "");
    EXPECT_EQ(member("no object", "a"), "");
}

TEST(JsonOutline, TheFirstElementOfAnArray)
{
    EXPECT_EQ(first_element(R"( [ {"a":[1]} , 2])"), R"({"a":[1]})");
    EXPECT_EQ(first_element("[]"), "");
    EXPECT_EQ(first_element("{}"), "");
    EXPECT_EQ(first_element("[{"), "");
}

}  // namespace hotwatch::slack
