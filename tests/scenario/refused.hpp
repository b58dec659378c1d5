// A day's incidents and one override, and lines that are refused on it: shared by the tests of what is refused in
// Slack.
#pragma once

#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace hotwatch::testing
{

struct Refused
{
    const char* who;
    const char* line;
    const char* says;
};

inline void PrintTo(const Refused& refused, std::ostream* out)
{
    *out << refused.who << ": " << refused.line;
}

/// INC-1, a P0 that engineer-helper commands; INC-2, a P3 that nobody has; INC-3, a P2 that is resolved; INC-4 is
/// mitigated, INC-5 cancelled, and INC-6 a P1 that is resolved.
class RefusalWorld : public World, public ::testing::WithParamInterface<Refused>
{
  protected:
    RefusalWorld()
    {
        start();
        types("ana", "general", "/incident declare P0 Approval queue is down");
        types("engineer-helper", "general", "/incident ack INC-1");
        types("ben", "general", "/incident declare P3 A typo on the start page");
        types("engineer-helper", "general", "/incident declare P2 Search is slow");
        types("engineer-helper", "general", "/incident resolve INC-3 a new index");
        types("engineer-helper", "general", "/incident declare P1 Webhooks are late");
        types("engineer-helper", "general", "/incident mitigate INC-4 failed over");
        types("engineer-helper", "general", "/incident declare P1 Chat is silent");
        types("engineer-helper", "general", "/incident cancel INC-5 a drill");
        types("engineer-helper", "general", "/incident declare P1 Logins fail");
        types("engineer-helper", "general", "/incident resolve INC-6 a new certificate");
        types("manager", "general", "/oncall override backup @ben from tomorrow 09:00 to tomorrow 18:00");
        advance(std::chrono::minutes{1});
    }

    /// The asker alone hears why, and nothing is changed.
    void expect_refused(const Refused& refused)
    {
        const auto& [who, line, says] = refused;
        const auto changes = book().audit.count();
        types(who, "hotdash-alerts", line);
        EXPECT_THAT(seen("hotdash-alerts", who), ::testing::HasSubstr(says));
        const auto* other = who == std::string_view{"ben"} ? "ana" : "ben";
        EXPECT_THAT(sim().messages("hotdash-alerts", other), ::testing::IsEmpty()) << "nobody else is told";
        EXPECT_EQ(book().audit.count(), changes);
        EXPECT_THAT(verify(), ::testing::HasSubstr("well"));
    }
};

}  // namespace hotwatch::testing
