// What comes through the control socket, and who it is said to have come from.
#include <gmock/gmock.h>

#include <fstream>

#include "bot/control_requests.hpp"
#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using ::testing::HasSubstr;
using ::testing::Not;

class Control : public hotwatch::testing::World
{
  protected:
    Control() { start(); }
    std::string sends(const std::string& line)
    {
        ControlRequests requests{engine(), clock_, nullptr};
        std::string answer;
        requests.handle(line, "ops", [&answer](const std::string& text) { answer = text; });
        settle();
        return answer;
    }
    std::string kept(const std::string& path, UtcMillis at)
    {
        return sends(
            fmt::format(R"({{"op":"backup_kept","path":"{}","at_ms":{}}})", path, at.time_since_epoch().count()));
    }
};

TEST_F(Control, ACommandAsSomebodyElseIsAuditedWithWhoSatAtTheShell)
{
    types("ana", "general", "/incident declare P2 Search is slow");
    ask("/incident ack INC-1", "ben");
    EXPECT_EQ(book().audit.newest(1).front().actor, "U05BEN by console:ops");
    EXPECT_EQ(book().incidents.find(1)->acknowledged->by.value, "U05BEN");
    ask("/incident update INC-1 restarted");
    EXPECT_EQ(book().audit.newest(1).front().actor, "console:ops");
    types("ben", "general", "/incident update INC-1 watching");
    EXPECT_EQ(book().audit.newest(1).front().actor, "U05BEN");
    EXPECT_THAT(verify(), HasSubstr("well"));
}

TEST_F(Control, OnlyABackupThatStandsAndWasTakenIsNoted)
{
    const auto file = (directory / "backup.db").string();
    EXPECT_THAT(kept(file, now()), HasSubstr("\"ok\":false"));
    std::ofstream{file} << "x";
    EXPECT_THAT(kept(file, now() + std::chrono::seconds{1}), HasSubstr("future"));
    EXPECT_THAT(kept("backup.db", now()), HasSubstr("\"ok\":false"));
    EXPECT_THAT(kept(directory.string(), now()), HasSubstr("\"ok\":false"));
    EXPECT_EQ(book().notes.get("backup_at"), "");
    EXPECT_THAT(kept(file, now()), HasSubstr("\"ok\":true"));
    EXPECT_EQ(book().notes.get("backup_path"), file);
}

}  // namespace
