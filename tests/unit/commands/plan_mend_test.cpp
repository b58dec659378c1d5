#include <gtest/gtest.h>

#include "commands/plan/mend.hpp"

namespace hotwatch::plan
{

TEST(Mend, GivesBackWhatWasReadInTheWrongEncoding)
{
    EXPECT_EQ(mend("â–¡ Uptime").text, "□ Uptime");
    EXPECT_EQ(mend("- âœ… done").text, "- ✅ done");
    EXPECT_EQ(mend("ðŸŽ¯ met").text, "🎯 met");
    EXPECT_EQ(mend("cafÃ© and donâ€™t").text, "café and don’t");
}

TEST(Mend, TellsLineColumnAndWhatItTookItFor)
{
    const auto mended = mend("one\ntwo âœ… three\n");
    ASSERT_EQ(mended.mends.size(), 1U);
    EXPECT_EQ(mended.mends[0], (Mend{2, 5, "âœ…", "✅"}));
}

TEST(Mend, CompletesAnEmojiWhoseLastByteMostProgramsLose)
{
    EXPECT_EQ(mend("âš\xC2\xA0ï¸  [Issue]").text, "⚠️  [Issue]");
    EXPECT_EQ(mend("ï¸ alone").text, "ï¸ alone");
}

TEST(Mend, LeavesAloneWhatIsRight)
{
    for (const std::string text :
         {"plain", "déjà vu – 15 °C", "Ägypten, Ärzte, ÀÉ", "東京 ☎ 🎯", "â la carte", "50 € ‰"})
    {
        EXPECT_EQ(mend(text).text, text);
        EXPECT_TRUE(mend(text).mends.empty()) << text;
    }
}

TEST(Mend, MakesOneKindOfLineEndAndKeepsTheirNumber)
{
    EXPECT_EQ(mend("a\r\nb\rc\n\r\n").text, "a\nb\nc\n\n");
    EXPECT_EQ(mend("\xEF\xBB\xBF# Plan\r\n").text, "# Plan\n");
    EXPECT_TRUE(mend("\xEF\xBB\xBF# Plan\r\n").mends.empty());
}

TEST(Mend, PutsAMarkWhereBytesAreNoText)
{
    using namespace std::string_view_literals;
    const auto mended = mend("a\xFF\nb\0c\xE2\x82"sv);
    EXPECT_EQ(mended.text, "a\xEF\xBF\xBD\nb\xEF\xBF\xBD"
                           "c\xEF\xBF\xBD\xEF\xBF\xBD");
    ASSERT_EQ(mended.mends.size(), 4U);
    EXPECT_EQ(mended.mends[1], (Mend{2, 2, "", "\xEF\xBF\xBD"}));
    EXPECT_EQ(mend("\xED\xA0\x80").mends.size(), 3U);      // half of a pair
    EXPECT_EQ(mend("\xC0\xAF").mends.size(), 2U);          // longer than it need be
    EXPECT_EQ(mend("\xF4\x90\x80\x80").mends.size(), 4U);  // beyond the last character
}

}  // namespace hotwatch::plan
