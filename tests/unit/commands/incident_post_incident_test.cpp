// The post-incident report as whoever fills it in meets it.
#include "commands/incident/markdown.hpp"
#include "commands/incident/post_incident.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

#include <gmock/gmock.h>

namespace hotwatch::testing
{

using namespace incident;
using ::testing::HasSubstr;
using ::testing::Not;

class PostIncidentReport : public IncidentBook
{
  protected:
    std::string report(const Incident& incident, UtcMillis now)
    {
        return render_post_incident(post_incident_of(again(incident), book, now));
    }
};

TEST_F(PostIncidentReport, FillsInWhatIsKnownAndLeavesBlanksForTheRest)
{
    auto request = says(cleo, "declare", "P1 Approval queue is down & nothing loads");
    request.words.flags = {{"service", "agent_sdk"}, {"started", "22:50"}};
    ASSERT_TRUE(declare_incident(request, book, at(3)));
    const auto incident = *book.incidents.newest();
    card_stands(incident);
    (void)acknowledge_incident(says(ana, "ack", ""), book, at(3, 2));
    (void)change_severity(says(ana, "severity", "P0 nobody can approve"), book, at(3, 5));
    (void)update_incident(submits(ana, "update", "INC-1", {{"text", "Restarted the agent,\nwatching the queue"}}), book,
                          at(3, 9));
    (void)add_note(says(ana, "note", "INC-1 *look* at <@U0BEN>'s [graph](http://x)"), book, at(3, 11));
    (void)resolve_incident(says(ana, "resolve", "Restarted the agent, the queue is draining"), book, at(4, 10));
    expect_golden("incident/post_incident", report(incident, at(5)));
}

TEST_F(PostIncidentReport, SaysWhatIsNotOverYet)
{
    const auto incident = declared("P2 Search is slow", at(14));
    expect_golden("incident/post_incident_open", report(incident, at(15)));
}

TEST_F(PostIncidentReport, EndsWhereItWasCancelledOrMerged)
{
    const auto incident = declared("P2 Search is slow", at(14));
    (void)cancel_incident(says(ana, "cancel", "INC-1 a planned restart"), book, at(14, 20));
    expect_golden("incident/post_incident_cancelled", report(incident, at(18)));
    const auto merged = declared("P2 Search is slow again", at(15));
    (void)declared("P1 Search is down", at(15));
    ASSERT_TRUE(merge_incident(says(ana, "merge", "INC-2 into INC-3"), book, at(15, 5)));
    EXPECT_THAT(report(merged, at(18)), HasSubstr("It was merged 2025-10-14 11:05 EDT, by Engineer Helper Agent."));
    expect_golden("incident/post_incident_merged", report(merged, at(18)));
}

TEST_F(PostIncidentReport, NamesHelpersAndTheThreadAndAsksWhatEndedIt)
{
    book.notes.set("url", "https://hotdash.slack.com/");
    auto incident = declared("P2 Search is slow", at(14));
    card_stands(incident);
    (void)assign_role(says(ana, "assign", "INC-1 scribe <@U04CLEO>"), book, at(14, 1));
    (void)resolve_incident(says(ana, "resolve", "INC-1 restarted"), book, at(14, 20));
    auto unsaid = again(incident);
    unsaid.resolution.clear();  // as an import from elsewhere may leave it
    book.incidents.save(unsaid);
    expect_golden("incident/post_incident_with_helpers", report(unsaid, at(18)));
}

TEST_F(PostIncidentReport, IsNamedByDayAndTitle)
{
    const auto name = [&](const std::string& title, UtcMillis t)
    {
        auto incident = declared("P2 Something", t);
        incident.title = title;
        return post_incident_file(post_incident_of(incident, book, t));
    };
    EXPECT_EQ(name("Approval queue: down!", at(14)), "2025-10-14-approval-queue-down.md");
    EXPECT_EQ(name("Late at night", at(3)), "2025-10-13-late-at-night.md") << "the team's day, not UTC's";
    EXPECT_EQ(name("../../etc/passwd", at(14)), "2025-10-14-etc-passwd.md");
    EXPECT_EQ(name("очередь", at(14)), "2025-10-14-inc-4.md");
    EXPECT_EQ(name(std::string(300, 'x'), at(14)), "2025-10-14-" + std::string(60, 'x') + ".md");
}

TEST(MarkdownText, IsLiteral)
{
    EXPECT_EQ(markdown::line("# no heading"), "\\# no heading");
    EXPECT_EQ(markdown::line("- no\nlist"), "\\- no list");
    EXPECT_EQ(markdown::line("1. no list"), "1\\. no list");
    EXPECT_EQ(markdown::line("![no](http://image)"), "!\\[no\\](http://image)");
    EXPECT_EQ(markdown::line("<b>&amp; | `x` ~~y~~"), "\\<b\\>\\&amp; \\| \\`x\\` \\~\\~y\\~\\~");
    EXPECT_EQ(markdown::line("agent_sdk and _this_"), "agent_sdk and \\_this\\_");
    EXPECT_EQ(markdown::quote("one\n```\n## two", "  "), "  > one  \n  > \\`\\`\\`  \n  > \\## two\n");
    EXPECT_EQ(markdown::quote("one\n\ntwo", ""), "> one  \n>\n> two\n");
    EXPECT_EQ(markdown::line(""), "");
    EXPECT_EQ(markdown::line("   "), "");
}

}  // namespace hotwatch::testing
