// `hotwatch report incident` as a shell meets it: on the screen, into a file, into a folder, and what it refuses.
#include <gmock/gmock.h>

#include "tests/wire/shell_fixture.hpp"

namespace
{
namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class ReportCommand : public hotwatch::testing::AtTheShell
{
  protected:
    int report(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), "report");
        return place.run(std::move(arguments), output);
    }
};

TEST_F(ReportCommand, PrintsWhatIsKnownAndMarksWhatIsNot)
{
    declare("Search is slow");
    EXPECT_EQ(report({"incident", "INC-1"}), 0);
    EXPECT_THAT(output, AllOf(HasSubstr("Search is slow"), HasSubstr("P2"), HasSubstr("To fill in")));
    EXPECT_EQ(report({"incident", "1"}), 0) << output;
}

TEST_F(ReportCommand, IsNamedByDayAndTitleInAFolder)
{
    declare("Search is slow");
    fs::create_directory(in_place("reports"));
    ASSERT_EQ(report({"incident", "INC-1", "--out", in_place("reports")}), 0) << output;
    const auto written = fs::directory_iterator(in_place("reports"))->path().string();
    EXPECT_THAT(written, EndsWith("-search-is-slow.md"));
    EXPECT_THAT(output, HasSubstr(written));
    EXPECT_THAT(content(written), HasSubstr("Search is slow"));
}

TEST_F(ReportCommand, NeverWritesOverWhatSomebodyFilledIn)
{
    declare("Search is slow");
    const auto out = in_place("report.md");
    ASSERT_EQ(report({"incident", "INC-1", "--out", out}), 0) << output;
    std::ofstream{out} << "root cause: a cable";
    EXPECT_EQ(report({"incident", "INC-1", "--out", out}), 1);
    EXPECT_THAT(output, HasSubstr("Nothing was written"));
    EXPECT_EQ(content(out), "root cause: a cable");
    EXPECT_EQ(report({"incident", "INC-1", "--out", in_place("no/where.md")}), 1);
    EXPECT_THAT(output, HasSubstr("Nothing was written"));
}

TEST_F(ReportCommand, SaysWhatIsMissingOrWrong)
{
    EXPECT_EQ(report({"incident", "INC-1"}), 1);
    EXPECT_THAT(output, HasSubstr("There is no store"));
    declare("Search is slow");
    EXPECT_EQ(report({"incident", "INC-7"}), 1);
    EXPECT_THAT(output, HasSubstr("The newest is INC-1, Search is slow."));
    EXPECT_EQ(report({"incident"}), 2);
    EXPECT_THAT(output, HasSubstr("hotwatch report incident INC-12"));
    EXPECT_EQ(report({"incident", "checkout"}), 2);
    EXPECT_EQ(report({"incidens", "INC-1"}), 2);
    EXPECT_THAT(output, HasSubstr("Did you mean incident?"));
    EXPECT_EQ(report({"weekly"}), 2);
    EXPECT_EQ(report({}), 2);
}

}  // namespace
