// Markdown to pieces, parts and steps; what is dangerous; what fits a message. All pure.
#include <gmock/gmock.h>

#include "commands/knowledge/danger.hpp"
#include "commands/knowledge/page.hpp"
#include "commands/knowledge/parts.hpp"
#include "commands/knowledge/render_rich.hpp"
#include "commands/knowledge/steps.hpp"
#include "commands/text_limits.hpp"
#include "tests/unit/commands/knowledge_book.hpp"

namespace hotwatch::knowledge
{
namespace
{
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = Piece::Kind;

std::vector<std::string> texts(const std::vector<Piece>& pieces)
{
    std::vector<std::string> all;
    for (const auto& piece : pieces)
        all.push_back(text_of(piece));
    return all;
}

TEST(Pieces, KeepWhatIsSaid)
{
    const auto pieces =
        pieces_of("# Head\n\nSome **bold** and *soft*, ~~gone~~, `code`.\n\n- a\n  - b\n\n3. c\n4. d\n\n"
                  "> said\n\n```sh\nls <x> && y\n```\n");
    ASSERT_EQ(pieces.size(), 8U);
    EXPECT_EQ(pieces[0].kind, Kind::heading);
    EXPECT_EQ(text_of(pieces[1]), "Some bold and soft, gone, code.");
    EXPECT_TRUE(pieces[1].runs[1].is_bold);
    EXPECT_TRUE(pieces[1].runs[3].is_italic);
    EXPECT_TRUE(pieces[1].runs[5].is_struck);
    EXPECT_TRUE(pieces[1].runs[7].is_code);
    EXPECT_EQ(pieces[2].indent, 0);
    EXPECT_EQ(pieces[3].indent, 1);
    EXPECT_EQ(pieces[4].number, 3);
    EXPECT_EQ(pieces[5].number, 4);
    EXPECT_EQ(pieces[6].kind, Kind::quote);
    EXPECT_EQ(pieces[7].code, "ls <x> && y");
    EXPECT_EQ(pieces[7].language, "sh");
}

TEST(Pieces, ShowWhereALinkLeads)
{
    const auto runs = pieces_of("see [the bank](https://evil.example) or https://a.example/x.").at(0).runs;
    ASSERT_EQ(runs.size(), 6U);
    EXPECT_EQ(runs[1].text, "the bank (");
    EXPECT_EQ(runs[2].text, "https://evil.example");
    EXPECT_EQ(runs[2].link, "https://evil.example");
    EXPECT_EQ(runs[4].text, "https://a.example/x");
    EXPECT_EQ(runs[4].link, "https://a.example/x");
    EXPECT_EQ(text_of(pieces_of("[x](javascript:alert)").at(0)), "x (javascript:alert)");
    EXPECT_EQ(text_of(pieces_of("<a href='https://evil.example'>x</a>").at(0)), "<a href='https://evil.example'>x</a>");
}

TEST(Pieces, LayTablesOutInColumns)
{
    const auto pieces = pieces_of("| Who | How |\n|---|---|\n| Manager | phone |\n| x | |\n");
    ASSERT_EQ(pieces.size(), 1U);
    EXPECT_EQ(pieces[0].code, "Who      How\nManager  phone\nx");
}

TEST(Pieces, TakeAnyText)
{
    for (const auto& text :
         {std::string{}, std::string(40'000, '>'), std::string(40'000, '*'), std::string(20'000, '['),
          std::string("```\nunclosed"), std::string("\xFF\xFE\x80"), std::string("| a |\n|-|\n| `"),
          std::string("- \n- \n  - "), std::string("1. ```\n   x\n   ```")})
        EXPECT_NO_THROW((void)pages_of(pieces_of_runbook(text)));
    std::string nested;
    for (int i = 0; i < 300; ++i)
        nested += std::string(static_cast<std::size_t>(i) * 2, ' ') + "- x\n";
    for (const auto& piece : pieces_of(nested))
        EXPECT_LE(piece.indent, 5);
    EXPECT_NO_THROW((void)rich_blocks(pieces_of(nested)));
}

TEST(Parts, AreCutAtTheirHeadings)
{
    const auto parts =
        parts_of("Before.\n\n# Symptoms\n\nA\n\n### Possible Causes:\n\nB\n\n## Notes\n\nC\n\n#### Not one\n");
    ASSERT_EQ(parts.size(), 4U);
    EXPECT_EQ(parts[0].heading, "");
    EXPECT_EQ(parts[1].kind, PartKind::symptoms);
    EXPECT_EQ(parts[2].heading, "Likely causes");
    EXPECT_EQ(parts[3].kind, PartKind::other);
    EXPECT_EQ(parts[3].heading, "Notes");
    EXPECT_EQ(parts[3].text, "C\n\n#### Not one");
}

TEST(Parts, AreReadAsPlansWriteThem)
{
    const auto parts = parts_of("**Symptoms**:\n- a\n\n**Workaround**: use the other one\n\n**Note** this is text\n");
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].text, "- a");
    EXPECT_EQ(parts[1].kind, PartKind::workaround);
    EXPECT_EQ(parts[1].text, "use the other one\n\n**Note** this is text");
}

TEST(Parts, LeaveCodeAlone)
{
    const auto parts = parts_of("## Resolution\n\n~~~~\n# Symptoms\n```\n## Workaround\n~~~~\n\n## Workaround\n\nx");
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].text, "~~~~\n# Symptoms\n```\n## Workaround\n~~~~");
}

TEST(Parts, KeepTheHeadingsBelowTheirOwn)
{
    const auto parts = parts_of("## Resolution\n\n### Option A\n\n1. x\n\n## Notes\n\ny");
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].text, "### Option A\n\n1. x");
    EXPECT_EQ(contained("# A\n## B\n### C\n```\n# D\n```", 2), "### A\n### B\n### C\n```\n# D\n```");
}

TEST(Parts, CloseCodeThatNothingCloses)
{
    EXPECT_EQ(contained("~~~~sh\nls\n", 2), "~~~~sh\nls\n~~~~");
    EXPECT_EQ(contained("say ```x``` twice\n```y```", 2), "say ```x``` twice\n```y```");
    EXPECT_EQ(parts_of("**Fix**: ```x```\n\n## Workaround\n\ny").size(), 2U);
}

TEST(Parts, TakeWhatStandsBehindAHeadingForALineOfItsOwn)
{
    const auto parts = parts_of("**Symptom**: # Odd\n**Fix:** **Workaround:** both");
    ASSERT_EQ(parts.size(), 4U);
    EXPECT_EQ(parts[1].heading, "Odd");
    EXPECT_EQ(parts[3].text, "both");
    EXPECT_EQ(parts_of("# \n\n## #").size(), 1U);
}

TEST(Parts, MakeTheSameTextAgain)
{
    const std::string body{hotwatch::testing::queue_body};
    EXPECT_EQ(body_of(parts_of(body)), body);
}

TEST(Steps, AreNumberedThroughDiagnosisAndResolution)
{
    const auto pieces = pieces_of_runbook(hotwatch::testing::queue_body);
    EXPECT_EQ(steps_in(pieces), 4);
    EXPECT_THAT(texts(step_of(pieces, 1)),
                ElementsAre("Check the agent service", "curl https://agent.example.com/health"));
    EXPECT_THAT(texts(step_of(pieces, 4)),
                ElementsAre("Roll back to the version before", "fly releases rollback v41 -a agent"));
    EXPECT_THAT(step_of(pieces, 5), IsEmpty());
    EXPECT_THAT(step_of(pieces, 0), IsEmpty());
}

TEST(Steps, AreItemsToo)
{
    const auto pieces =
        pieces_of_runbook("## Resolution\n\n1. Restart it\n   ```\n   fly restart\n   ```\n   and wait\n"
                          "2. Look again\n   - twice\n\nThen go to bed.\n");
    EXPECT_EQ(steps_in(pieces), 2);
    EXPECT_THAT(texts(step_of(pieces, 1)), ElementsAre("Restart it", "fly restart", "and wait"));
    EXPECT_THAT(texts(step_of(pieces, 2)), ElementsAre("Look again", "twice", "Then go to bed."));
}

TEST(Steps, DoNotCutACommandInTwo)
{
    const auto pieces =
        pieces_of_runbook("## Diagnosis\n\n```\ncurl -d '{\n\n# not a comment\n}' \\\n  x\n\nls\n```\n\n"
                          "```\ncat <<EOF\n\n# text\nEOF\n```\n\n```python\n# one\n\nx = 1\n```\n");
    EXPECT_EQ(steps_in(pieces), 4);
    EXPECT_THAT(texts(step_of(pieces, 1)), ElementsAre("", "curl -d '{\n\n# not a comment\n}' \\\n  x"));
    EXPECT_THAT(texts(step_of(pieces, 3)), ElementsAre("", "cat <<EOF\n\n# text\nEOF"));
    EXPECT_THAT(texts(step_of(pieces, 4)), ElementsAre("", "# one\n\nx = 1"));
}

TEST(Steps, HaveOneNumberEach)
{
    const auto pieces =
        pieces_of_runbook("## Resolution\n```bash\n# 1. Restart it\nfly restart\n\n# 2) Roll back\nfly rollback\n\n"
                          "# Step 3: Look\nfly logs\n\n# 2.5 GB must be free\ndf -h\n```");
    EXPECT_THAT(texts(step_of(pieces, 1)), ElementsAre("Restart it", "fly restart"));
    EXPECT_THAT(texts(step_of(pieces, 2)), ElementsAre("Roll back", "fly rollback"));
    EXPECT_THAT(texts(step_of(pieces, 3)), ElementsAre("Look", "fly logs"));
    EXPECT_THAT(texts(step_of(pieces, 4)), ElementsAre("2.5 GB must be free", "df -h"));
}

TEST(Steps, MayBeWordsAlone)
{
    const auto pieces = pieces_of_runbook(
        "## Resolution\n```bash\n# Raise the pool (if needed)\n# Set DATABASE_URL with ?pool_size=20\n```");
    EXPECT_THAT(texts(step_of(pieces, 1)),
                ElementsAre("Raise the pool (if needed). Set DATABASE_URL with ?pool_size=20"));
}

TEST(Danger, IsToldByWords)
{
    const auto destructive = [](std::string_view command)
    {
        const auto danger = danger_of(command);
        return danger && danger->is_destructive;
    };
    for (const auto* command : {"rm -rf /var/x",
                                "sudo rm x",
                                "DROP TABLE agent_approvals;",
                                "drop database hot",
                                "DELETE FROM x WHERE id = 1",
                                "TRUNCATE logs",
                                "UPDATE users SET name = ''",
                                "fly releases rollback v41 -a agent",
                                "psql -c \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity\"",
                                "kubectl delete pod x",
                                "fly apps destroy x",
                                "terraform destroy",
                                "git push origin main --force",
                                "git reset --hard HEAD~1",
                                "kubectl rollout undo deploy/x",
                                "redis-cli FLUSHALL",
                                "dd if=/dev/zero of=/dev/sda",
                                "find . -name x -delete",
                                "kill -9 12",
                                "docker system prune",
                                "shutdown -h now"})
        EXPECT_TRUE(destructive(command)) << command;
    for (const auto* command : {"fly apps restart agent", "systemctl restart nginx", "reboot", "fly scale vm x",
                                "npm run deploy", "systemctl stop x"})
    {
        EXPECT_TRUE(danger_of(command)) << command;
        EXPECT_FALSE(destructive(command)) << command;
    }
    for (const auto* command : {"curl https://x.example/health", "fly logs -a agent | grep error",
                                "SELECT count(*) FROM removed", "UPDATE users SET name = '' WHERE id = 3", "# rm -rf /",
                                "-- drop table x", "npm run monitor:stats", "CREATE INDEX CONCURRENTLY i ON t(c)",
                                "echo alarm farm", "cat format.txt", "", "open https://x.example/restore-me"})
        EXPECT_FALSE(danger_of(command)) << command;
}

TEST(Danger, NamesTheWorst)
{
    EXPECT_EQ(danger_of("systemctl restart x\nrm -rf y")->what, "deletes files");
}

TEST(Pages, HoldWhatSlackTakes)
{
    std::vector<Piece> pieces;
    for (int i = 0; i < 40; ++i)
    {
        Piece piece;
        piece.runs.push_back({.text = std::string(1'000, 'x'), .link = {}});
        pieces.push_back(piece);
    }
    const auto pages = pages_of(pieces);
    EXPECT_GT(pages.size(), 4U);
    std::size_t count = 0;
    for (const auto& page : pages)
    {
        std::size_t units = 0;
        for (const auto& piece : page)
            units += utf16_units(text_of(piece));
        EXPECT_LE(units, most_in_page);
        count += page.size();
    }
    EXPECT_EQ(count, pieces.size());
    EXPECT_EQ(pages_of({}).size(), 1U);
}

TEST(Pages, LoseNothingOfWhatIsCut)
{
    Piece text;
    text.kind = Kind::item;
    text.step = 3;
    Piece code;
    code.kind = Kind::code;
    std::string said;
    for (int i = 0; i < 2'000; ++i)
        said += fmt::format("wörd{} ", i);
    text.runs = {{.text = said, .link = {}}, {.text = said, .is_bold = true, .link = {}}};
    for (int i = 0; i < 2'000; ++i)
        code.code += fmt::format("{}command {}", i == 0 ? "" : "\n", i);
    std::string texts_seen;
    std::string code_seen;
    int steps = 0;
    for (const auto& page : pages_of({text, code}))
        for (const auto& piece : page)
        {
            EXPECT_LE(utf16_units(text_of(piece)), most_in_piece);
            steps += piece.step != 0 ? 1 : 0;
            if (piece.kind == Kind::code)
                code_seen += (code_seen.empty() ? "" : "\n") + piece.code;
            else
                texts_seen += text_of(piece);
        }
    EXPECT_EQ(texts_seen, said + said);
    EXPECT_EQ(code_seen, code.code);
    EXPECT_EQ(steps, 1);
}

TEST(Pages, KeepATitleWithItsCommand)
{
    std::vector<Piece> pieces;
    for (int i = 0; i < 30; ++i)
    {
        Piece title;
        title.kind = Kind::item;
        title.step = i + 1;
        title.runs.push_back({.text = "Do it", .link = {}});
        Piece code;
        code.kind = Kind::code;
        code.code = std::string(700, 'c');
        pieces.insert(pieces.end(), {title, code});
    }
    for (const auto& page : pages_of(pieces))
        EXPECT_EQ(page.back().kind, Kind::code);
}

TEST(RichText, HoldsCodeAsItWasWritten)
{
    Piece code;
    code.kind = Kind::code;
    code.code = "echo \"a & b\" > <!channel> ```\n```";
    const auto blocks = rich_blocks({code});
    ASSERT_EQ(blocks.size(), 1U);
    const auto& element = blocks[0].at("elements").at(0);
    EXPECT_EQ(element.at("type"), "rich_text_preformatted");
    EXPECT_EQ(element.at("elements").at(0).at("text"), code.code);
}

TEST(RichText, HasNoMoreBlocksThanAMessageTakes)
{
    std::string many;
    for (int i = 0; i < 50; ++i)
        many += fmt::format("# Heading {}\n\ntext\n\n", i);
    EXPECT_LE(rich_blocks(pages_of(pieces_of(many)).front()).size(), most_blocks);
}

}  // namespace
}  // namespace hotwatch::knowledge
