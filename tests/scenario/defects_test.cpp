// A handler or a timer that throws: a defect of ours, and nobody's trouble but of whoever met it.
#include <gmock/gmock.h>

#include <stdexcept>

#include "commands/render_calls.hpp"
#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto emergency = "hotdash-emergency";
constexpr auto apology = "went wrong";

/// Whatever speaks of a bomb does its work first and throws then.
class Defect : public hotwatch::testing::World
{
  protected:
    Defect()
    {
        rules.run = [this](const Request& request, Book& book, UtcMillis now)
        {
            for (; holds_everybody_up && questions < 100'000; ++questions)
            {
                (void)book.incidents.open();
                clock_.pass(milliseconds{1});
            }
            auto outcome = run(request, book, now);
            const auto typed = request.fields.contains("title") ? request.fields.at("title") : request.words.rest;
            if (typed.find("bomb") != std::string::npos)
                throw std::runtime_error{"planted"};
            return outcome;
        };
        rules.fire = [this](const Timer& timer, Book& book, UtcMillis now)
        {
            auto fired = fire_timer(timer, book, now);
            if (timer.subject == broken_timer)
                throw std::out_of_range{"planted too"};
            return fired;
        };
        start();
    }
    std::string told(std::string_view who, std::string_view channel)
    {
        std::string text;
        for (const auto& message : sim().messages(channel, who))
            text += message.is_ephemeral ? message.text + "\n" : "";
        return text;
    }
    std::int64_t broken_timer = 0;
    bool holds_everybody_up = false;
    int questions = 0;
};

TEST_F(Defect, OnlyWhoeverMetItIsToldAndNothingOfItIsKept)
{
    sim().types("ana", "general", "/incident declare P2 Before");
    sim().types("ben", "general", "/incident declare P2 a bomb");
    sim().types("manager", "general", "/incident declare P2 After");
    settle();
    EXPECT_THAT(told("ben", "general"), HasSubstr(apology));
    EXPECT_THAT(told("ana", "general"), Not(HasSubstr(apology)));
    EXPECT_THAT(told("manager", "general"), HasSubstr("INC-2 declared"));
    EXPECT_EQ(book().incidents.count(), 2);
    EXPECT_THAT(seen("hotdash-support"), Not(HasSubstr("bomb")));
    EXPECT_THAT(verify(), HasSubstr("well"));
}

TEST_F(Defect, TheNextHundredCommandsWork)
{
    types("ben", "general", "/incident declare P2 a bomb");
    for (int i = 0; i < 100; ++i)
        types("ana", "general", "/incident declare P3 Thing " + std::to_string(i));
    EXPECT_EQ(book().incidents.count(), 100);
}

TEST_F(Defect, OneThatKeepsThrowingStopsNobodyElse)
{
    for (int i = 0; i < 20; ++i)
    {
        sim().types("ben", "general", "/incident declare P2 a bomb");
        sim().types("ana", "general", "/incident declare P3 Thing " + std::to_string(i));
        settle();
        EXPECT_EQ(sim().says(), "");
    }
    EXPECT_EQ(book().incidents.count(), 20);
}

TEST_F(Defect, AFormIsHandedBackWithWhatWasTyped)
{
    types("ana", "general", "/incident declare");
    submits("ana", {{"What is broken", "a bomb"}});
    ASSERT_TRUE(sim().open_form("ana"));
    EXPECT_THAT(sim().form_errors("ana").dump(), HasSubstr(apology));
    submits("ana", {{"What is broken", "nothing much"}});
    EXPECT_FALSE(sim().open_form("ana"));
    EXPECT_EQ(book().incidents.count(), 1);
}

TEST_F(Defect, AMentionAButtonAndTheShellAreToldToo)
{
    types("ana", "general", "/incident declare P0 Approval queue down");
    const auto thread = thread_of("Approval queue down");
    types("ben", emergency, "@hotwatch update: a bomb", thread);
    EXPECT_THAT(sim().messages(emergency).back().text, HasSubstr(apology));
    EXPECT_THAT(ask("/incident update INC-1 a bomb"), HasSubstr(apology));
    EXPECT_TRUE(book().incidents.find(1)->last_update_text.empty());
}

TEST_F(Defect, ATimerThatThrowsStopsNoOther)
{
    for (const auto* title : {"First", "Second", "Third"})
        types("ana", "general", fmt::format("/incident declare P0 {}", title));
    broken_timer = 2;
    advance(minutes{15} + seconds{10});
    EXPECT_EQ(posted("please post a status update"), 2);
    EXPECT_EQ(book().incidents.find(2)->reminders_unanswered, 0) << "rolled back";
    broken_timer = 0;
    advance(minutes{1});
    EXPECT_EQ(posted("please post a status update"), 3) << "it is tried again";
    EXPECT_THAT(verify(), HasSubstr("well"));
}

TEST_F(Defect, ATimerThatAlwaysThrowsDoesNotSpin)
{
    types("ana", "general", "/incident declare P0 First");
    broken_timer = 1;
    advance(minutes{15});
    const auto before = engine().status().desk.commits;
    advance(minutes{10});
    EXPECT_LT(engine().status().desk.commits - before, 40U);
}

TEST_F(Defect, AQuestionThatHoldsEverybodyUpIsStopped)
{
    types("ana", "general", "/incident declare P0 First");
    holds_everybody_up = true;
    types("ben", "general", "/incident list");
    EXPECT_THAT(told("ben", "general"), HasSubstr("took too long"));
    EXPECT_LT(questions, 300);
    holds_everybody_up = false;
    types("ana", "general", "/incident declare P2 Second");
    EXPECT_EQ(book().incidents.count(), 2);
}

/// The store holds what a row takes from the one before it; a new sender has to find it there.
class Follower : public hotwatch::testing::World
{
};

TEST_F(Follower, OfAPostThatStandsGoesIntoItsThread)
{
    start();
    types("ana", "general", "/incident declare P0 Queue down");
    const auto card = *book().outbox.find(book().incidents.find(1)->card_row);
    kill();
    {
        Random random{7};
        Database database{config.store_path, random};
        database.begin();
        Call next;
        next.method = "chat.postMessage";
        next.kind = CallKind::look_up;
        next.after = card.id;
        next.take = Take::thread_ts;
        next.args = post_args({ChannelId{card.result_channel}, {}}, {.text = "second", .blocks = {}});
        database.book().outbox.add(next, now());
        database.commit();
    }
    start();
    const auto messages = sim().messages(emergency);
    const auto found = std::ranges::find(messages, "second", &slack_sim::ShownMessage::text);
    ASSERT_NE(found, messages.end());
    EXPECT_EQ(found->thread_ts, card.result_ts);
}

}  // namespace
