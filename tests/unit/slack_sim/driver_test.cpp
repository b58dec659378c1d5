// The line language: what a line means, what a scenario prints, and how two clocks go forward together.
#include "tests/slack_sim/driver.hpp"

#include <sstream>

#include "tests/unit/slack_sim/workplace.hpp"

namespace slack_sim
{
namespace
{

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

template <class Kind>
Kind read_as(std::string_view line)
{
    const Reading reading = read_statement(line);
    EXPECT_TRUE(reading.statement && std::holds_alternative<Kind>(*reading.statement)) << line << ": " << reading.error;
    return reading.statement && std::holds_alternative<Kind>(*reading.statement) ? std::get<Kind>(*reading.statement)
                                                                                 : Kind{};
}

TEST(StatementReader, TakesWhatPeopleType)
{
    const auto types = read_as<Types>("ana in #general: /incident declare P0 Queue: it is down");
    EXPECT_EQ(types.who, "ana");
    EXPECT_EQ(types.where, "#general");
    EXPECT_EQ(types.text, "/incident declare P0 Queue: it is down");
    EXPECT_EQ(types.thread, 0);
}

TEST(StatementReader, TakesAThreadByNumberOrByWords)
{
    EXPECT_EQ(read_as<Types>("ben in #general thread 2: on it").thread, 2);
    EXPECT_EQ(read_as<Types>("ben in #general thread \"INC-1: down\": on it").thread_under, "INC-1: down");
    EXPECT_THAT(read_statement("ben in #general thread two: on it").error, HasSubstr("thread 1"));
}

TEST(StatementReader, TakesLabelsOfSeveralWords)
{
    const auto plain = read_as<Presses>("engineer-helper presses Post update in #hotdash-emergency on \"INC-1\"");
    EXPECT_EQ(plain.label, "Post update");
    EXPECT_EQ(plain.where, "#hotdash-emergency");
    EXPECT_EQ(plain.on, "INC-1");
    EXPECT_EQ(read_as<Presses>("ana presses \"Log in form\" in form").label, "Log in form");
    EXPECT_EQ(read_as<Presses>("ana presses Help in dm").where, "dm");
}

TEST(StatementReader, TakesFormsByLabel)
{
    EXPECT_THAT(read_as<Submits>(R"(ana submits "Update"="it \"works\"" "ETA"="")").values,
                ElementsAre(testing::Pair("ETA", ""), testing::Pair("Update", "it \"works\"")));
    EXPECT_THAT(read_statement("ana submits Update=done").error, HasSubstr("submits \"Label\"=\"value\""));
}

TEST(StatementReader, TakesExpectations)
{
    const auto channel = read_as<Expect>("expect not #general \"Second reminder\"");
    EXPECT_TRUE(channel.is_negated);
    EXPECT_EQ(channel.of, Expect::Of::channel);
    EXPECT_EQ(read_as<Expect>("expect ana sees \"INC-1\"").of, Expect::Of::person);
    EXPECT_EQ(read_as<Expect>("expect form ana \"Post update\"").of, Expect::Of::form);
    EXPECT_EQ(read_as<Expect>("expect not form ana").text, "");
    EXPECT_EQ(read_as<Expect>("expect slack says \"dispatch_failed\"").of, Expect::Of::slack);
    for (const char* line :
         {"expect", "expect #general", "expect #general \"\"", "expect ana \"x\"", "expect #general \"open"})
        EXPECT_FALSE(read_statement(line).error.empty()) << line;
}

TEST(StatementReader, TakesFaults)
{
    const Fault limited = read_as<ArmFault>("fault 429 chat.postMessage 2 seconds=30").fault;
    EXPECT_EQ(limited.kind, Fault::Kind::rate_limited);
    EXPECT_EQ(limited.method, "chat.postMessage");
    EXPECT_EQ(limited.times, 2);
    EXPECT_EQ(limited.seconds, 30s);
    EXPECT_EQ(read_as<ArmFault>("fault 503 any 1").fault.status, 503);
    EXPECT_EQ(read_as<ArmFault>("fault slow any delay=2s").fault.delay, 2s);
    EXPECT_THAT(read_statement("fault gremlins").error, HasSubstr("gremlins"));
    read_as<ClearFaults>("fault none");
}

TEST(StatementReader, TakesLengthsOfTime)
{
    EXPECT_EQ(read_length("90s"), 90s);
    EXPECT_EQ(read_length("1h30m"), 90min);
    EXPECT_EQ(read_length("2d"), 48h);
    EXPECT_EQ(read_length("250ms"), 250ms);
    for (const char* word : {"", "15", "m", "15 m", "-5m", "5x", "1.5h"})
        EXPECT_EQ(read_length(word), std::nullopt) << word;
}

TEST(StatementReader, LeavesCommentsAndEmptyLinesAlone)
{
    for (const char* line : {"", "   ", "# ana in #general: hello", "#general"})
    {
        EXPECT_FALSE(read_statement(line).statement) << line;
        EXPECT_TRUE(read_statement(line).error.empty()) << line;
    }
    EXPECT_THAT(read_statement("ana sings").error, HasSubstr("help"));
    EXPECT_THAT(read_statement("kill it").error, HasSubstr("stands alone"));
}

std::string plain(std::string_view mrkdwn)
{
    const auto names = [](std::string_view id) {
        return std::string{id == "U1" ? "ana" : id == "C1" ? "#general" : ""};
    };
    return read_mrkdwn(mrkdwn, names, {});
}

TEST(PlainText, ResolvesMarksAndTakesEmphasisOut)
{
    EXPECT_EQ(plain("<@U1> and <@U9|ben> in <#C1>, <!here>"), "@ana and @ben in #general, @here");
    EXPECT_EQ(plain("*Queue* is _down_, 2*3*4 and snake_case_name stay"),
              "Queue is down, 2*3*4 and snake_case_name stay");
    EXPECT_EQ(plain("`*not bold*` &lt;tag&gt; &amp;amp;"), "`*not bold*` <tag> &amp;");
    EXPECT_EQ(plain("<https://a.example|the runbook>, <https://b.example>"),
              "the runbook (https://a.example), https://b.example");
}

TEST(PlainText, ShowsTimesInUtc)
{
    EXPECT_EQ(plain("due <!date^1760451300^{time}|never>"), "due 14:15 UTC");
    EXPECT_EQ(plain("<!date^1760451300^{date_short_pretty} at {time}|never>"), "Tue 14 Oct at 14:15 UTC");
    EXPECT_EQ(plain("<!date^soon^{time}|shortly>"), "shortly");
}

TEST(PlainText, WrapsAtBlanksByColumns)
{
    EXPECT_THAT(wrapped("  one two three", 9), ElementsAre("  one two", "  three"));
    EXPECT_EQ(columns("\033[1mP0\033[22m ▸ 🔥"), 7U);
}

/// A bot of a few lines in place of Hotwatch: acknowledges everything, answers commands with a card and a form.
class Scenario : public Workplace
{
  protected:
    Scenario() : Workplace()
    {
        socket = connect();
        join("support");
        static_cast<void>(slack.new_messages());
    }

    Stage stage()
    {
        return {
            .settle = [this] { return serve(), true; },
            .move_clock =
                [this](Millis to)
            {
                slack.set_now(std::max(slack.now(), to));
                slack.run_due();
                steps.push_back(slack.now());
            },
            .bot_due = [this] { return bot_due; },
            .move_bot =
                [this](Millis to)
            {
                if (bot_due && *bot_due <= to)
                {
                    api("chat.postMessage", {{"channel", slack.channel_id("support")}, {"text", "an update is due"}});
                    bot_due.reset();
                }
            }};
    }

    void serve()
    {
        for (const Json& envelope : frames(socket))
        {
            if (!envelope.contains("envelope_id"))
                continue;
            const Json& payload = envelope.at("payload");
            const std::string type = envelope.at("type");
            if (type == "slash_commands" && payload.at("text") == "form")
                ack(socket, envelope), api("views.open", {{"trigger_id", payload.at("trigger_id")}, {"view", modal()}});
            else if (type == "slash_commands")
                ack(socket, envelope, {{"text", "INC-1 declared by *you*"}}), post_card();
            else
                ack(socket, envelope);
            if (payload.value("type", "") == "block_actions")
                api("chat.postMessage",
                    {{"channel", slack.channel_id("support")}, {"text", "acknowledged"}, {"thread_ts", card}});
        }
    }

    void post_card()
    {
        card = api("chat.postMessage",
                   {{"channel", slack.channel_id("support")},
                    {"text", "Queue is down"},
                    {"blocks",
                     Json::array({{{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", "*P0* Queue is down"}}}},
                                  button("Acknowledge", "ack")})}})
                   .at("ts");
    }

    /// Plays the lines; what was printed.
    std::string play(std::initializer_list<std::string_view> lines)
    {
        for (const std::string_view line : lines)
            driver.play(line);
        return std::exchange(out, std::ostringstream{}).str();
    }

    SocketId socket = 0;
    std::string card;
    std::optional<Millis> bot_due;
    std::vector<Millis> steps;
    std::ostringstream out;
    Driver driver{slack, stage(), out, {}};
};

TEST_F(Scenario, PrintsWhatEachChannelThenShows)
{
    EXPECT_THAT(play({"ana in #support: /incident declare P0 Queue is down"}),
                AllOf(HasSubstr("▸ ana in #support: /incident declare"), HasSubstr("(only ana sees)"),
                      HasSubstr("INC-1 declared by you"), HasSubstr("P0 Queue is down"), HasSubstr("[Acknowledge]")));
    EXPECT_EQ(driver.failures(), 0);
}

TEST_F(Scenario, DoesNotRepeatWhatThePersonTyped)
{
    const std::string printed = play({"ben in #support: has anybody seen the queue?"});
    EXPECT_EQ(printed.find("has anybody"), printed.rfind("has anybody"));
}

TEST_F(Scenario, NumbersThreadsAsTheyAppear)
{
    play({"ana in #support: /incident declare"});
    EXPECT_THAT(play({"ben presses Acknowledge in #support"}), HasSubstr("[thread 1, under \"P0 Queue is down\"]"));
    play({"ben in #support thread 1: restarting it"});
    EXPECT_EQ(slack.messages("support").back().thread_ts, card);
    EXPECT_EQ(driver.failures(), 0);
    EXPECT_THAT(play({"ben in #support thread 2: what?"}), HasSubstr("no thread 2"));
    EXPECT_EQ(driver.failures(), 1);
}

TEST_F(Scenario, ExpectsWhatAChannelShowsNow)
{
    play({"ana in #support: /incident declare", "expect #support \"queue IS  down\"",
          "expect not #support \"INC-1 declared\""});
    EXPECT_EQ(driver.failures(), 0);
    EXPECT_THAT(play({"expect #support \"resolved\""}),
                AllOf(HasSubstr("✗ line 4"), HasSubstr("\"resolved\""), HasSubstr("| "), HasSubstr("Queue is down")));
    play({"expect not #support \"Queue\"", "expect #nowhere \"Queue\""});
    EXPECT_EQ(driver.failures(), 3);
    EXPECT_EQ(driver.expectations(), 5);
}

TEST_F(Scenario, ExpectsWhatIsNewToAPerson)
{
    play({"ana in #support: /incident declare", "expect ana sees \"INC-1\"", "expect not ben sees \"INC-1 declared\"",
          "expect ben sees \"Queue is down\""});
    EXPECT_EQ(driver.failures(), 0);
    play({"ben in #general: hello", "expect ana sees \"INC-1\""});
    EXPECT_EQ(driver.failures(), 1) << "what was seen before somebody acted again is not new";
}

TEST_F(Scenario, ShowsFormsAndFillsThem)
{
    EXPECT_THAT(play({"ana in #support: /incident form"}), AllOf(HasSubstr("before ana:"), HasSubstr("┌─ Declare"),
                                                                 HasSubstr("What is broken?"), HasSubstr("[Declare]")));
    play({"expect form ana \"What is broken?\"", "expect not form ben"});
    EXPECT_THAT(play({"ana submits"}), HasSubstr("the form stays"));
    EXPECT_THAT(play({"ana submits \"What is broken?\"=\"the queue\""}), HasSubstr("form is closed"));
    EXPECT_EQ(driver.failures(), 0);
    EXPECT_THAT(play({"ana submits \"What is broken?\"=\"again\""}), HasSubstr("no_form_open"));
    EXPECT_EQ(driver.failures(), 1);
}

TEST_F(Scenario, SaysWhatSlackItselfSays)
{
    slack.cut_sockets();
    EXPECT_THAT(play({"ana in #support: /incident list", "expect slack says \"dispatch_failed\""}),
                HasSubstr("Slack tells ana: dispatch_failed"));
    EXPECT_EQ(driver.failures(), 0);
    play({"ana in #support: /nonsense", "carl in #support: hello", "ana in #nowhere: hello",
          "ana presses Nothing in #support"});
    EXPECT_EQ(driver.failures(), 4);
}

TEST_F(Scenario, AdvancesThroughWhatBothSidesHaveDue)
{
    bot_due = slack.now() + 10min;
    slack.types("ana", "support", "@hotwatch hello");  // its acknowledgement comes when the stage settles
    EXPECT_THAT(play({"advance 15m"}), HasSubstr("an update is due"));
    EXPECT_THAT(steps, testing::Contains(start + 10min));
    EXPECT_EQ(slack.now(), start + 15min);
    EXPECT_TRUE(std::ranges::is_sorted(steps));
}

TEST_F(Scenario, AnOverdueBotDoesNotHoldTheClock)
{
    const Stage deaf{.settle = [] { return true; },
                     .move_clock = [this](Millis to) { slack.set_now(to), slack.run_due(), steps.push_back(to); },
                     .bot_due = [this] { return std::optional{slack.now() - 1s}; },
                     .move_bot = [](Millis) {}};
    EXPECT_TRUE(advance_together(slack, deaf, start + 1min));
    EXPECT_EQ(slack.now(), start + 1min);
    EXPECT_LT(steps.size(), 10U);
}

TEST_F(Scenario, ReportsABotThatNeverRests)
{
    Stage restless = stage();
    restless.settle = [] { return false; };
    Driver other{slack, restless, out, {}};
    other.play("advance 1m");
    EXPECT_THAT(out.str(), HasSubstr("did not come to rest"));
    EXPECT_GT(other.failures(), 0);
}

TEST_F(Scenario, SaysThatItCannotKillWhatItDoesNotRun)
{
    EXPECT_THAT(play({"kill", "restart"}), HasSubstr("run by somebody else"));
    EXPECT_EQ(driver.failures(), 2);
}

TEST_F(Scenario, ShowsAChannelWhole)
{
    play({"ana in #support: /incident declare", "ben presses Acknowledge in #support"});
    EXPECT_THAT(play({"show #support"}), AllOf(HasSubstr("#support as it stands"), HasSubstr("[thread 1]"),
                                               HasSubstr("↳ acknowledged"), Not(HasSubstr("INC-1 declared"))));
    EXPECT_THAT(play({"show #support as ana"}), HasSubstr("INC-1 declared"));
}

TEST_F(Scenario, QuitEndsIt)
{
    EXPECT_TRUE(driver.play("say Now"));
    EXPECT_FALSE(driver.play("quit"));
}

}  // namespace
}  // namespace slack_sim
