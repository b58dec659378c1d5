// The table and run(): what a request comes to, and what is said when it comes to nothing.
#include <gtest/gtest.h>

#include <set>

#include "commands/grammar.hpp"
#include "commands/render.hpp"
#include "commands/table.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{
namespace
{
using nlohmann::json;

class Table : public IncidentBook
{
  protected:
    Table()
    {
        auto policy = book.policy();
        policy.commands["status"] = "/svc";
        book.set_policy(policy);
    }

    Outcome types(std::string_view line, Origin origin = Origin::slash)
    {
        Request request;
        request.origin = origin;
        request.user = cleo;
        request.zone = "America/New_York";
        const auto space = std::min(line.find(' '), line.size());
        const auto named = command_name(line.substr(0, space), line.substr(space), book.policy());
        request.words = parse_command(named.command.empty() ? "hotwatch" : named.command, named.text);
        return run(request, book, at(16));
    }

    Message refused(std::string_view line, Refusal::Why why = Refusal::Why::usage)
    {
        const auto outcome = types(line);
        if (outcome)
        {
            ADD_FAILURE() << line << " was answered: " << outcome->message.text;
            return {};
        }
        EXPECT_EQ(outcome.error().why, why) << line;
        EXPECT_EQ(book.incidents.newest(), std::nullopt) << line;
        return outcome.error().message;
    }

    static std::string button_of(const Message& message)
    {
        for (const auto& block : json::parse(message.blocks))
            if (block["type"] == "actions")
                return block["elements"][0]["value"];
        return "";
    }

    std::string proposed(std::string_view line) { return button_of(refused(line)); }
};

TEST_F(Table, HasEachVerbOnceAndAnExampleThatReads)
{
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const auto& verb : verbs())
    {
        EXPECT_TRUE(seen.emplace(verb.command, verb.name).second) << verb.command << ' ' << verb.name;
        for (const auto alias : verb.aliases)
            EXPECT_TRUE(seen.emplace(verb.command, alias).second) << verb.command << ' ' << alias;
        EXPECT_TRUE(verb.help.empty() || verb.handler != nullptr) << verb.command << ' ' << verb.name;
        if (!verb.example.empty())
        {
            const auto words = parse_command(verb.command, verb.example);
            EXPECT_EQ(words.verb, verb.name) << verb.example;
        }
    }
}

TEST_F(Table, RunsWhatIsTyped)
{
    EXPECT_EQ(types("/incident").value().message.text.substr(0, 19), "No incident is open");
    EXPECT_TRUE(types("/oncall"));
    ASSERT_TRUE(types("/hotwatch incident declare P1 Queue down"));
    EXPECT_EQ(book.incidents.newest()->title, "Queue down");
    EXPECT_EQ(book.incidents.newest()->severity, Severity::p1);
}

TEST_F(Table, ProposesTheNearestVerbWithTheWholeLine)
{
    EXPECT_EQ(proposed("/incident updaet --eta 04:00 restarted"), "incident update --eta 04:00 restarted");
    EXPECT_EQ(proposed("/incident delcare P1 Queue down"), "incident declare P1 Queue down");
    EXPECT_EQ(proposed("/incident decl P1 Queue down"), "incident declare P1 Queue down");
    EXPECT_EQ(proposed("/incident INC-12 ack"), "incident ack INC-12");
    EXPECT_EQ(proposed("/incident INC-12 updaet all well"), "incident update INC-12 all well");
    EXPECT_EQ(proposed("/incident P1"), "incident list P1");
    EXPECT_EQ(proposed("/hotwatch declare P1 Queue down"), "incident declare P1 Queue down");
    EXPECT_EQ(proposed("/declare P1 Queue down"), "incident declare P1 Queue down");
    EXPECT_EQ(proposed("/hotwatch incidnet list"), "incident list");
    EXPECT_EQ(proposed("/hotwatch upadte all well"), "incident update all well");
}

TEST_F(Table, OffersToDeclareWhatReadsLikeATitle)
{
    EXPECT_EQ(proposed("/incident P1 checkout is failing"), "incident declare P1 checkout is failing");
    EXPECT_EQ(proposed("/incident checkout is failing"), "incident declare checkout is failing");
}

TEST_F(Table, UnderstandsOnItOnlyWhereNothingButAnIncidentFollows)
{
    (void)declared("P1 Queue down", at(15));
    EXPECT_EQ(parse_command("incident", "on it").verb, "ack");
    EXPECT_EQ(parse_command("incident", "On it!").verb, "ack");
    const auto words = parse_command("incident", "on it INC-1");
    EXPECT_EQ(words.verb, "ack");
    EXPECT_EQ(words.rest, "INC-1");
    EXPECT_EQ(parse_command("incident", "on it since noon").verb, "");
    EXPECT_EQ(parse_command("incident", "on item 5").verb, "");
    ASSERT_TRUE(types("/incident on it"));
    EXPECT_EQ(book.incidents.newest()->acknowledged->by, cleo);
}

TEST_F(Table, RunsAProposalAsItStands)
{
    const auto line = proposed("/incident opne P0 Queue down --service sdk");
    ASSERT_TRUE(types("/" + line, Origin::button));
    EXPECT_EQ(book.incidents.newest()->title, "Queue down");
    EXPECT_EQ(book.incidents.newest()->service, "sdk");
}

TEST_F(Table, ProposesNoHalfLine)
{
    const auto message = refused("/incident updaet " + std::string(2'500, 'x'));
    EXPECT_EQ(button_of(message), "");
}

TEST_F(Table, RunsAReadByItsUniqueBeginning)
{
    EXPECT_EQ(types("/incident li mine").value().message.text, types("/incident list mine").value().message.text);
    EXPECT_EQ(types("/incident hel").value().message, types("/incident help").value().message);
}

TEST_F(Table, NeverWritesByABeginning)
{
    for (const auto* line :
         {"/incident dec P1 x", "/incident ackn", "/incident upd x", "/incident resol x", "/incident sno 5m"})
        EXPECT_FALSE(types(line)) << line;
    EXPECT_EQ(book.incidents.newest(), std::nullopt);
}

TEST_F(Table, RefusesFlagsItDoesNotKnow)
{
    for (const auto* line : {"/incident declare P1 x --servcie sdk", "/incident ack --force",
                             "/incident list --limit=5", "/incident declare P1 x --service", "/oncall --shrae"})
        refused(line);
}

TEST_F(Table, SharesAReadOnlyWhereAsked)
{
    EXPECT_EQ(types("/oncall").value().to, Reply::To::asker);
    EXPECT_EQ(types("/oncall --share").value().to, Reply::To::channel);
    EXPECT_EQ(types("/incident list --share").value().to, Reply::To::channel);
}

TEST_F(Table, SaysWhatThisVersionCannotDo)
{
    int rows = 0;
    for (const auto& verb : verbs())
    {
        if (verb.handler != nullptr)
            continue;
        ++rows;
        for (const auto* rest : {"", " INC-12", " P0 the queue is down"})
        {
            const auto line = fmt::format("/hotwatch {} {}{}", verb.command, verb.name, rest);
            EXPECT_NE(refused(line, Refusal::Why::unavailable).text.find("not built into this version"),
                      std::string::npos)
                << line;
        }
    }
    EXPECT_GE(rows, 30);
    refused("/incident INC-12 escalate", Refusal::Why::unavailable);
}

TEST_F(Table, AsksBeforeItDeclaresALoosePhrase)
{
    const auto outcome = types("/incident suggest P0 approval queue is down", Origin::mention);
    EXPECT_EQ(button_of(outcome.value().message), "incident declare P0 approval queue is down");
    EXPECT_EQ(book.incidents.newest(), std::nullopt);
}

TEST_F(Table, ExplainsAButtonOfAnotherVersion)
{
    Request request;
    request.origin = Origin::button;
    request.words = {.command = "incident", .verb = "teleport"};
    const auto outcome = run(request, book, at(16));
    ASSERT_FALSE(outcome);
    expect_golden("commands/refusal_gone", outcome.error().message);
}

TEST_F(Table, NeverThrowsForWhatWasTyped)
{
    for (const auto* command : {"incident", "oncall", "faq", "runbook", "status", "hotwatch", "", "x"})
        for (const auto* line :
             {"",   " ", "--", "-",          "--x",      "\"",      "INC-", "INC-12", "INC-12 --share", "this",  "?",
              "??", ":", "`",  "<!channel>", "\xFF\xFE", "suggest", "help", "help x", "--share",        "@U1 P9"})
        {
            Request request;
            request.user = cleo;
            request.words = parse_command(command, line);
            const auto outcome = run(request, book, at(16));
            const auto& message = outcome ? outcome->message : outcome.error().message;
            EXPECT_FALSE(message.text.empty()) << command << ' ' << line;
            EXPECT_EQ(message.text.find("<!channel"), std::string::npos);
        }
}

TEST_F(Table, KeepsHelpWithinTenLines)
{
    for (const auto* topic : {"", "incident", "oncall", "faq", "runbook", "incident declare", "update", "nonsense"})
        EXPECT_LE(std::ranges::count(help(topic, book.policy()).text, '\n'), 9) << topic;
}

TEST_F(Table, Helps)
{
    expect_golden("commands/help", help("", book.policy()));
    expect_golden("commands/help_incident", help("incident", book.policy()));
    expect_golden("commands/help_oncall", help("oncall", book.policy()));
    expect_golden("commands/help_runbook", types("/runbook help").value().message);
    expect_golden("commands/help_faq", types("/faq help").value().message);
    expect_golden("commands/help_faq_add", help("faq add", book.policy()));
    expect_golden("commands/help_incident_declare", types("/incident help declare").value().message);
    EXPECT_EQ(types("/incident help declare").value().message, types("/hotwatch help open").value().message);
    EXPECT_EQ(types("/hotwatch").value().message, help("", book.policy()));
}

TEST_F(Table, ShowsNamesAsConfigured)
{
    auto policy = book.policy();
    policy.commands["incident"] = "/inc";
    book.set_policy(policy);
    expect_golden("commands/help_incident_renamed", types("/inc help").value().message);
    expect_golden("commands/refusal_nearest_renamed", refused("/inc updaet restarted"));
}

TEST_F(Table, RefusesInPlainWords)
{
    expect_golden("commands/refusal_nearest", refused("/incident updaet: restarted `agent` <!channel>"));
    expect_golden("commands/refusal_id_first", refused("/incident INC-12 ack"));
    expect_golden("commands/refusal_no_verb", refused("/incident P1 checkout is failing"));
    expect_golden("commands/refusal_unknown_word", refused("/oncall whom"));
    expect_golden("commands/refusal_unknown_command", refused("/hotwatch teapot"));
    expect_golden("commands/refusal_too_long", refused("/incident updaet " + std::string(2'500, 'x')));
    expect_golden("commands/refusal_flag_near", refused("/incident update --eat 04:00 restarted"));
    expect_golden("commands/refusal_flag_other", refused("/incident declare P1 x --private"));
    expect_golden("commands/refusal_flag_none", refused("/incident ack --force"));
    expect_golden("commands/refusal_flag_value", refused("/incident update restarted --eta"));
    expect_golden("commands/not_built_in_command", render_not_built_in({.command = "review"}, book.policy()));
    expect_golden("commands/not_built_in_verb", refused("/oncall swap @ana 3", Refusal::Why::unavailable));
    EXPECT_EQ(proposed("/svc retyr 17"), "status retry 17");
    expect_golden("commands/not_built_in_word", refused("/runbook restore from a backup", Refusal::Why::unavailable));
    expect_golden("commands/suggestion", types("/incident suggest P0 approval queue is down").value().message);
    expect_golden("commands/suggestion_without_severity", types("/incident suggest the queue is down").value().message);
    expect_golden("commands/suggestion_of_a_number", types("/incident suggest 3 services are down").value().message);
    expect_golden("commands/proposal", types("/incident propose update on this --eta=04:00?").value().message);
    expect_golden("commands/suggestion_empty", types("/incident suggest P0").value().message);
}

}  // namespace
}  // namespace hotwatch::testing
