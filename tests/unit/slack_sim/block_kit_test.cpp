// What Slack refuses in blocks, and how it says so (platform section 15.1).
#include "tests/slack_sim/block_kit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slack_sim
{

namespace
{

Json plain(std::size_t length)
{
    return {{"type", "plain_text"}, {"text", std::string(length, 'x')}};
}
Json mrkdwn(std::size_t length)
{
    return {{"type", "mrkdwn"}, {"text", std::string(length, 'x')}};
}

Json many(std::size_t count, const Json& item)
{
    Json list = Json::array();
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(item);
    return list;
}

Json section(Json text)
{
    return {{"type", "section"}, {"text", std::move(text)}};
}
Json actions(Json elements)
{
    return {{"type", "actions"}, {"elements", std::move(elements)}};
}
Json button(std::size_t text, std::size_t value = 1)
{
    return {{"type", "button"}, {"text", plain(text)}, {"value", std::string(value, 'v')}};
}
Json option(std::size_t text, std::size_t value)
{
    return {{"text", plain(text)}, {"value", std::string(value, 'v')}};
}
Json menu(const char* type, std::size_t options, std::size_t text = 1, std::size_t value = 1)
{
    return {{"type", type}, {"options", many(options, option(text, value))}};
}

struct Case
{
    const char* name;
    Json blocks;
    std::string problem;  // "" none
};

class Block : public testing::TestWithParam<Case>
{
};

}  // namespace

TEST_P(Block, IsTakenOrRefused)
{
    const auto problems = block_problems(GetParam().blocks, Surface::message);
    if (GetParam().problem.empty())
        EXPECT_THAT(problems, testing::IsEmpty());
    else
        EXPECT_THAT(problems, testing::Contains(GetParam().problem));
}

INSTANTIATE_TEST_SUITE_P(
    Limits, Block,
    testing::Values(
        Case{"fifty", many(50, {{"type", "divider"}}), ""},
        Case{"fifty_one", many(51, {{"type", "divider"}}), "no more than 50 items allowed [json-pointer:/blocks]"},
        Case{"no_array", Json::object(), "must provide an array [json-pointer:/blocks]"},
        Case{"no_type", Json::array({Json::object()}), "missing required field: type [json-pointer:/blocks/0]"},
        Case{"unknown", Json::array({{{"type", "carousel"}}}),
             "unsupported type: carousel [json-pointer:/blocks/0/type]"},
        Case{"section_longest", Json::array({section(mrkdwn(3000))}), ""},
        Case{"section_too_long", Json::array({section(mrkdwn(3001))}),
             "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
        Case{"section_empty", Json::array({section(mrkdwn(0))}),
             "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
        Case{"section_without_text", Json::array({{{"type", "section"}}}),
             "missing required field: text [json-pointer:/blocks/0]"},
        Case{"emoji_in_mrkdwn", Json::array({section({{"type", "mrkdwn"}, {"text", "x"}, {"emoji", true}})}),
             "invalid additional property: emoji [json-pointer:/blocks/0/text]"},
        Case{"ten_fields", Json::array({{{"type", "section"}, {"fields", many(10, mrkdwn(2000))}}}), ""},
        Case{"eleven_fields", Json::array({{{"type", "section"}, {"fields", many(11, mrkdwn(1))}}}),
             "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
        Case{"field_too_long", Json::array({{{"type", "section"}, {"fields", many(1, mrkdwn(2001))}}}),
             "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"},
        Case{"header_longest", Json::array({{{"type", "header"}, {"text", plain(150)}}}), ""},
        Case{"header_too_long", Json::array({{{"type", "header"}, {"text", plain(151)}}}),
             "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
        Case{"header_mrkdwn", Json::array({{{"type", "header"}, {"text", mrkdwn(5)}}}),
             "failed to match all allowed schemas [json-pointer:/blocks/0/text]"},
        Case{"context_eleven", Json::array({{{"type", "context"}, {"elements", many(11, mrkdwn(1))}}}),
             "no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
        Case{"buttons_twenty_five", Json::array({actions(many(25, button(75, 2000)))}), ""},
        Case{"buttons_twenty_six", Json::array({actions(many(26, button(1)))}),
             "no more than 25 items allowed [json-pointer:/blocks/0/elements]"},
        Case{"button_text", Json::array({actions(many(1, button(76)))}),
             "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
        Case{"button_value", Json::array({actions(many(1, button(1, 2001)))}),
             "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"},
        Case{"menu_hundred", Json::array({actions(many(1, menu("static_select", 100, 75, 75)))}), ""},
        Case{"menu_hundred_one", Json::array({actions(many(1, menu("static_select", 101)))}),
             "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]"},
        Case{"option_value", Json::array({actions(many(1, menu("static_select", 1, 1, 76)))}),
             "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]"},
        Case{"overflow_six", Json::array({actions(many(1, menu("overflow", 6)))}),
             "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]"},
        Case{"checkboxes_eleven", Json::array({actions(many(1, menu("checkboxes", 11)))}),
             "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]"},
        Case{"text_input_outside_input", Json::array({actions(many(1, {{"type", "plain_text_input"}}))}),
             "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"},
        Case{"same_block_id", many(2, {{"type", "divider"}, {"block_id", "a"}}),
             "`block_id` a already exists [json-pointer:/blocks/1/block_id]"},
        Case{"long_block_id", Json::array({{{"type", "divider"}, {"block_id", std::string(256, 'a')}}}),
             "must be less than 256 characters [json-pointer:/blocks/0/block_id]"},
        Case{"image_alt", Json::array({{{"type", "image"}, {"image_url", "https://x.example/a.png"}}}),
             "missing required field: alt_text [json-pointer:/blocks/0]"},
        Case{"markdown_together", many(2, {{"type", "markdown"}, {"text", std::string(6001, 'x')}}),
             "must be less than 12001 characters [json-pointer:/blocks/1/text]"},
        Case{"table_rows", Json::array({{{"type", "table"}, {"rows", many(101, Json::array())}}}),
             "no more than 100 items allowed [json-pointer:/blocks/0/rows]"},
        Case{"rich_text", Json::array({{{"type", "rich_text"}, {"elements", many(1, {{"type", "text"}})}}}),
             "failed to match all allowed schemas [json-pointer:/blocks/0/elements/0]"}),
    [](const auto& tried) { return std::string{tried.param.name}; });

TEST(BlockLimits, ViewMayHoldAHundredBlocksAndNoTable)
{
    EXPECT_TRUE(block_problems(many(100, {{"type", "divider"}}), Surface::modal).empty());
    EXPECT_FALSE(block_problems(many(101, {{"type", "divider"}}), Surface::modal).empty());
    EXPECT_FALSE(block_problems(Json::array({{{"type", "table"}, {"rows", Json::array()}}}), Surface::modal).empty());
}

TEST(BlockLimits, ConfirmationIsBounded)
{
    Json pressed = button(1);
    pressed["confirm"] = {{"title", plain(101)}, {"text", plain(301)}, {"confirm", plain(31)}, {"deny", plain(31)}};
    EXPECT_EQ(block_problems(Json::array({actions(many(1, pressed))}), Surface::message).size(), 4U);
}

TEST(BlockLimits, LengthIsCountedInUtf16Units)
{
    EXPECT_EQ(utf16_length("abc"), 3U);
    EXPECT_EQ(utf16_length("é"), 1U);
    EXPECT_EQ(utf16_length("語"), 1U);
    EXPECT_EQ(utf16_length("🔥"), 2U);
}

}  // namespace slack_sim
