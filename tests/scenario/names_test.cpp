// Every command by every name that it has: its own, the umbrella's, the one that the configuration gives it; typed as a
// slash command, in a mention, in a direct message and in a shell.
#include <gmock/gmock.h>

#include "commands/table.hpp"
#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using ::testing::HasSubstr;
using ::testing::Not;

struct Asked
{
    const char* command;  // "incident"
    const char* renamed;  // "/inc"
    const char* rest;     // " list"
};

class Names : public hotwatch::testing::World, public ::testing::WithParamInterface<Asked>
{
  protected:
    Names()
    {
        slack.commands = {"/oncall", "/incident", "/runbook", "/faq", "/svc",   "/hotwatch",
                          "/duty",   "/inc",      "/rb",      "/q",   "/health"};
        remake_slack();
        config.commands = {
            {"oncall", "/duty"}, {"incident", "/inc"}, {"runbook", "/rb"}, {"faq", "/q"}, {"status", "/health"}};
        start();
        types("ben", "hotdash-support", "/incident declare P2 Queue is slow");
    }

    /// What Ana is told when she types it in #general.
    std::string slash(const std::string& line)
    {
        types("ana", "general", line);
        return sim().messages("general", "ana").back().text;
    }

    /// Enough to know the answer by, before it counts hours.
    static std::string beginning(const std::string& text) { return text.substr(0, 20); }
};

TEST_P(Names, AreAllUnderstoodEverywhere)
{
    const auto& [command, renamed, rest] = GetParam();
    const auto own = std::string{"/"} + command + rest;
    const auto umbrella = std::string{"/hotwatch "} + command + rest;
    const auto configured = std::string{renamed} + rest;

    const auto told = slash(configured);
    ASSERT_THAT(told, Not(HasSubstr("no command")));
    EXPECT_EQ(slash(umbrella), told);
    if (std::string_view{command} != "status")  // Slack keeps /status for itself
    {
        EXPECT_EQ(slash(own), told);
    }

    const auto printed = ask(configured);
    for (const auto& line : {own, umbrella, std::string{"hotwatch "} + command + rest, std::string{command} + rest})
        EXPECT_EQ(ask(line), printed) << line;

    for (const auto& line : {std::string{command} + rest, own, configured, umbrella})
    {
        types("ana", "hotdash-support", "@hotwatch " + line);
        pass(std::chrono::seconds{2});  // a channel takes one message a second
        EXPECT_EQ(beginning(sim().messages("hotdash-support").back().text), beginning(told)) << line;
    }
}

INSTANTIATE_TEST_SUITE_P(Commands, Names,
                         ::testing::Values(Asked{"oncall", "/duty", ""}, Asked{"incident", "/inc", " list"},
                                           Asked{"runbook", "/rb", " list"}, Asked{"faq", "/q", " list"},
                                           Asked{"status", "/health", ""}));

class EveryVerb : public hotwatch::testing::World
{
  protected:
    EveryVerb()
    {
        start();
        types("ana", "general", "/incident declare P2 Queue is slow");
    }

    /// Every example of the table, by the verb and by each of its other names; bare commands by their name alone too.
    static std::vector<std::string> lines()
    {
        std::vector<std::string> all;
        for (const auto& verb : verbs())
        {
            const auto name = verb.command == "status" ? "/svc" : "/" + std::string{verb.command};
            const auto add = [&](std::string_view text)
            { all.push_back(text.empty() ? name : name + " " + std::string{text}); };
            add(verb.example.empty() ? verb.name : verb.example);
            const auto rest = verb.example.substr(std::min(verb.name.size(), verb.example.size()));
            for (const auto alias : verb.aliases)
                add(std::string{alias} + (verb.name.empty() ? " " : "") + std::string{rest});
        }
        return all;
    }
};

// What each does is tested elsewhere: here, that all of them are known, and none ends in an apology.

TEST_F(EveryVerb, AnswersInTheShell)
{
    for (const auto& line : lines())
    {
        const auto answer = ask(line);
        EXPECT_FALSE(answer.empty()) << line;
        EXPECT_THAT(answer, Not(HasSubstr("went wrong"))) << line;
        EXPECT_THAT(answer, Not(HasSubstr("does not know"))) << line;
    }
}

TEST_F(EveryVerb, AnswersItsSlashCommandInSlack)
{
    for (const auto& line : lines())
    {
        const auto before = sim().messages("general", "engineer-helper").size();
        const auto owed = book().audit.count();
        types("engineer-helper", "general", line);
        pass(std::chrono::seconds{2});  // a channel takes one message a second
        const auto messages = sim().messages("general", "engineer-helper");
        const bool is_form = sim().open_form("engineer-helper").has_value();
        if (is_form)
            sim().closes_form("engineer-helper");
        const bool is_news = book().audit.count() > owed;  // told in the incident's room
        EXPECT_TRUE(messages.size() > before || is_form || is_news) << line;
        for (auto i = before; i < messages.size(); ++i)
        {
            EXPECT_THAT(messages[i].text, Not(HasSubstr("went wrong"))) << line;
            EXPECT_THAT(messages[i].text, Not(HasSubstr("does not know"))) << line;
            EXPECT_THAT(messages[i].text, Not(HasSubstr("no command"))) << line;
        }
    }
}

}  // namespace
