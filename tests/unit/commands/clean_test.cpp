// clean(): text from outside made safe to keep (reliability B6).
#include <gtest/gtest.h>

#include "commands/grammar.hpp"

namespace hotwatch
{
namespace
{
const std::string bad = "\xEF\xBF\xBD";

TEST(Clean, KeepsGoodText)
{
    for (const std::string text : {"plain", "Grüße", "日本語", "🔥 down", "e\u0301", "🏳️", "a < b & c > d"})
        EXPECT_EQ(clean(text), text);
}

TEST(Clean, ReplacesEachBadByte)
{
    const std::pair<std::string, std::string> sequences[] = {
        {"\x80", bad},                                // a continuation alone
        {"\xC3", bad},                                // cut short
        {"\xE2\x82", bad + bad},                      // cut short
        {"\xF0\x9F\x94", bad + bad + bad},            // cut short
        {"\xC0\xAF", bad + bad},                      // overlong
        {"\xC1\xBF", bad + bad},                      // overlong
        {"\xE0\x80\xAF", bad + bad + bad},            // overlong
        {"\xF0\x80\x80\xAF", bad + bad + bad + bad},  // overlong
        {"\xED\xA0\x80", bad + bad + bad},            // a surrogate
        {"\xED\xBF\xBF", bad + bad + bad},            // a surrogate
        {"\xF4\x90\x80\x80", bad + bad + bad + bad},  // past U+10FFFF
        {"\xF5\x80\x80\x80", bad + bad + bad + bad},  // no lead byte
        {"\xFE", bad},
        {"\xFF", bad},
    };
    for (const auto& [bytes, expected] : sequences)
    {
        EXPECT_EQ(clean(bytes), expected);
        EXPECT_EQ(clean("a" + bytes + "b"), "a" + expected + "b");
    }
    EXPECT_EQ(clean("\xF4\x8F\xBF\xBD"), "\xF4\x8F\xBF\xBD");
}

TEST(Clean, DropsWhatActsWithoutBeingSeen)
{
    constexpr std::array<char32_t, 15> unseen{0x00,   0x07,   0x1B,   0x7F,   0x9B,   0xAD,   0x061C, 0x200B,
                                              0x200D, 0x200E, 0x202E, 0x2066, 0xFEFF, 0x3164, 0xE0041};
    for (const char32_t c : unseen)
    {
        std::string text = "a";
        if (c < 0x80)
            text += static_cast<char>(c);
        else if (c < 0x800)
            text += {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
        else if (c < 0x10000)
            text += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
                     static_cast<char>(0x80 | (c & 0x3F))};
        else
            text += {static_cast<char>(0xF0 | (c >> 18)), static_cast<char>(0x80 | ((c >> 12) & 0x3F)),
                     static_cast<char>(0x80 | ((c >> 6) & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
        EXPECT_EQ(clean(text + "b"), "ab") << std::hex << static_cast<unsigned>(c);
    }
}

TEST(Clean, KeepsLinesOnlyWhereAsked)
{
    EXPECT_EQ(clean("a\r\nb\nc\td\re"), "a b c d e");
    EXPECT_EQ(clean("a\r\nb\nc\td\re", true), "a\nb\nc\td\ne");
    EXPECT_EQ(clean("a\u2028b\u2029c\u0085d", true), "a\nb\nc\nd");
}

TEST(Clean, UndoesWhatPhonesMakeOfQuotesDashesAndBlanks)
{
    EXPECT_EQ(clean("“it’s”\u00A0‘down’"), "\"it's\" 'down'");
    EXPECT_EQ(clean("\u3000a\u2003b\u202Fc"), " a b c");
    EXPECT_EQ(clean("—eta 5 –share"), "--eta 5 --share");
    EXPECT_EQ(clean("down — again, 5–6 times"), "down — again, 5–6 times");
}

TEST(Clean, StopsFloodsOfCombiningMarks)
{
    std::string flood = "a";
    std::string capped = "a";
    for (int i = 0; i < 1'000; ++i)
        flood += "\u0301";
    for (int i = 0; i < 8; ++i)
        capped += "\u0301";
    EXPECT_EQ(clean(flood + "b\u0301"), capped + "b\u0301");
}

TEST(Clean, ChangesNothingTheSecondTime)
{
    for (const std::string text : {"—eta “x”", "a\r\nb", "\xED\xA0\x80—x", "\u200B—x", "x\u200B —y"})
        for (const bool keep_lines : {false, true})
            EXPECT_EQ(clean(clean(text, keep_lines), keep_lines), clean(text, keep_lines)) << text;
}

}  // namespace
}  // namespace hotwatch
