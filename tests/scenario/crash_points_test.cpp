// The process dies after its first step, after its second, after its third, …, until it lives to the end: each time the
// ledger and the book agree afterwards, what was acknowledged is there, and it is there once.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"
#include "tests/support/judge.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto emergency = "hotdash-emergency";

class CrashPoint : public hotwatch::testing::World
{
  protected:
    CrashPoint()
    {
        leaves_ghosts = false;  // what a ghost swallows never gets as far as a crash point of ours
        start();
    }

    /// A scenario: `prepare` in peace, then `act` and die some steps after it. `effects` counts how often it happened.
    struct Scenario
    {
        std::function<void(const std::string& round)> prepare = [](const std::string&) {};
        std::function<void(const std::string& round)> act;
        std::function<int(const std::string& round)> effects;
        std::function<int(const std::string& round)> posts;  // how often it was said
    };

    void die_at_every_step(const Scenario& scenario)
    {
        int steps = 0;
        for (bool lived = false; !lived; ++steps)
        {
            ASSERT_LT(steps, 500) << "it never comes to an end";
            const auto round = fmt::format("Round {}.", steps);
            SCOPED_TRACE(round);
            scenario.prepare(round);
            settle();
            const auto first = sim().ledger().envelopes.size();
            scenario.act(round);
            int done = 0;
            while (done < steps && step_once())
                ++done;
            lived = done < steps;
            restart();
            advance(minutes{2});  // whose outcome is unknown is looked up twice

            const int effects = scenario.effects(round);
            EXPECT_LE(effects, 1);
            EXPECT_TRUE(effects == 1 || !is_acked_since(first)) << "acknowledged and lost";
            EXPECT_TRUE(effects == 1 || !lived) << "nobody died, and nothing happened";
            if (effects == 0)
            {
                scenario.act(round);  // whoever was not answered does it again
                settle();
                advance(seconds{10});
                EXPECT_EQ(scenario.effects(round), 1);
            }
            if (scenario.posts)
            {
                EXPECT_EQ(scenario.posts(round), 1);
            }
            EXPECT_EQ(hotwatch::testing::owed_calls(book()), 0);
            EXPECT_THAT(hotwatch::testing::broken_promises(sim().ledger(), book(), now()), IsEmpty());
        }
        EXPECT_GT(steps, 4) << "too few steps to prove much";
        EXPECT_THAT(verify(), HasSubstr("well"));
        for (const auto& parked : book().outbox.parked())
            EXPECT_EQ(parked.kind, CallKind::once) << parked.method << ": " << parked.error;
    }

    [[nodiscard]] bool is_acked_since(std::size_t first)
    {
        const auto& envelopes = sim().ledger().envelopes;
        for (auto i = first; i < envelopes.size(); ++i)
            if (envelopes[i].acked && envelopes[i].what.find("joined") == std::string::npos)
                return true;
        return false;
    }
    /// By the shell, which no crash is planned for.
    void declare(const std::string& title) { ask("/incident declare P0 " + title, "ana"); }
    Incident named(const std::string& title)
    {
        Incident found;
        for (std::int64_t id = book().incidents.count(); id > 0; --id)
            if (const auto incident = book().incidents.find(id); incident->title == title)
                return *incident;
        return found;
    }
    int entries(const std::string& title, std::string_view action)
    {
        int count = 0;
        for (const auto& entry : book().incidents.timeline(named(title).id))
            count += entry.action == action ? 1 : 0;
        return count;
    }
    /// Posts of the bot in that incident's thread that hold these words.
    int in_thread(const std::string& title, std::string_view words)
    {
        int count = 0;
        for (const auto& post : sim().ledger().posts)
            count += post.by_bot && post.thread_ts == named(title).room.thread_ts &&
                             post.text.find(words) != std::string::npos
                         ? 1
                         : 0;
        return count;
    }
    [[nodiscard]] int count_named(const std::string& title)
    {
        int count = 0;
        for (std::int64_t id = book().incidents.count(); id > 0; --id)
            count += book().incidents.find(id)->title == title ? 1 : 0;
        return count;
    }
};

TEST_F(CrashPoint, OfADeclaration)
{
    die_at_every_step(
        {.act = [this](const std::string& round) { sim().types("ana", "general", "/incident declare P2 " + round); },
         .effects = [this](const std::string& round) { return count_named(round); },
         .posts = [this](const std::string& round) { return posted(fmt::format("INC-{} is", named(round).id)); }});
}

TEST_F(CrashPoint, OfADeclarationByMention)
{
    die_at_every_step(
        {.act = [this](const std::string& round)
         { sim().types("ana", "hotdash-support", "@hotwatch declare P2 " + round); },
         .effects = [this](const std::string& round) { return count_named(round); },
         .posts = [this](const std::string& round) { return posted(fmt::format("INC-{} is", named(round).id)); }});
}

TEST_F(CrashPoint, OfAnAcknowledgementByButton)
{
    die_at_every_step({.prepare = [this](const std::string& round) { declare(round); },
                       .act =
                           [this](const std::string& round)
                       {
                           const auto ts = named(round).room.thread_ts;
                           EXPECT_NE(sim().presses("ben", emergency, "Acknowledge", ts), "") << sim().says();
                       },
                       .effects = [this](const std::string& round) { return entries(round, "acknowledged"); },
                       .posts = [this](const std::string& round) { return in_thread(round, "acknowledged"); }});
}

TEST_F(CrashPoint, OfAnUpdate)
{
    die_at_every_step(
        {.prepare = [this](const std::string& round) { declare(round); },
         .act = [this](const std::string& round)
         { sim().types("ben", "general", fmt::format("/incident update INC-{} restarted", named(round).id)); },
         .effects = [this](const std::string& round) { return entries(round, "update"); },
         .posts = [this](const std::string& round) { return in_thread(round, "restarted"); }});
}

TEST_F(CrashPoint, OfAnUpdateByMention)
{
    die_at_every_step({.prepare = [this](const std::string& round) { declare(round); },
                       .act = [this](const std::string& round)
                       { sim().types("ben", emergency, "@hotwatch update: restarted", named(round).room.thread_ts); },
                       .effects = [this](const std::string& round) { return entries(round, "update"); },
                       .posts = [this](const std::string& round) { return in_thread(round, "restarted"); }});
}

TEST_F(CrashPoint, OfAReminder)
{
    die_at_every_step({.prepare = [this](const std::string& round) { declare(round); },
                       .act =
                           [this](const std::string& round)
                       {
                           if (const auto timer = book().timers.find(TimerKind::update_reminder, named(round).id))
                               clock_.set(timer->due_at);
                           sim().set_now(clock_.now());
                       },
                       .effects = [this](const std::string& round) { return entries(round, "reminder"); },
                       .posts =
                           [this](const std::string& round)
                       {
                           const auto posts = in_thread(round, "please post a status update");
                           ask(fmt::format("/incident resolve INC-{} done", named(round).id));
                           advance(seconds{10});
                           return posts;
                       }});
}

TEST_F(CrashPoint, OfAResolution)
{
    die_at_every_step({.prepare = [this](const std::string& round) { declare(round); },
                       .act =
                           [this](const std::string& round) {
                               sim().types("deployment", "general",
                                           fmt::format("/incident resolve INC-{} rolled back", named(round).id));
                           },
                       .effects =
                           [this](const std::string& round)
                       {
                           const bool is_armed =
                               book().timers.find(TimerKind::update_reminder, named(round).id).has_value();
                           EXPECT_NE(is_armed, named(round).state == IncidentState::resolved);
                           return entries(round, "resolved");
                       },
                       .posts = [this](const std::string& round) { return in_thread(round, "rolled back"); }});
}

TEST_F(CrashPoint, OfAFormThatIsFilledIn)
{
    die_at_every_step(
        {.prepare =
             [this](const std::string&)
         {
             types("ana", "general", "/incident declare");
             ASSERT_TRUE(sim().open_form("ana"));
         },
         .act =
             [this](const std::string& round) {
                 EXPECT_NE(sim().submits("ana", {{"What is broken", round}}), "") << sim().says();
             },
         .effects = [this](const std::string& round) { return count_named(round); },
         .posts = [this](const std::string& round) { return posted(fmt::format("INC-{} is", named(round).id)); }});
}

}  // namespace
