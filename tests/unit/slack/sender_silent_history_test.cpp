// Lost posts while Slack answers no look-up: nothing waits for it without end.
#include "sender_fixture.hpp"

#include <functional>

namespace hotwatch::slack
{

using testing::HasSubstr;
using testing::IsEmpty;

/// The history answers nothing for as long as the test asks; returns what else is sent until then.
class SilentHistory : public SenderTest
{
  protected:
    std::vector<Attempt> pass(std::int64_t from, std::int64_t to, const std::function<ApiResult()>& history)
    {
        std::vector<Attempt> others;
        for (auto now = from; now < to; now += 1'000)
            for (const auto& attempt : next(now))
                if (attempt.is_lookup)
                    comes(attempt, history(), now);
                else
                    others.push_back(attempt);
        return others;
    }
    Call critical(std::int64_t id, const std::string& channel, const std::string& conversation = "")
    {
        auto call = post(id, channel, conversation);
        call.severity = 0;
        return call;
    }
};

TEST_F(SilentHistory, ACriticalPostRepeatsMarkedAfterAMinute)
{
    for (const auto& answer :
         std::vector<std::function<ApiResult()>>{[] { return limited(20); }, [] { return limited(3'600); },
                                                 [] { return lost(); }, [] { return not_sent(); },
                                                 [] { return refusal("internal_error"); },
                                                 [] {
                                                     return ok({{"ok", true}});
                                                 }})
    {
        SCOPED_TRACE(answer().error);
        sender = make();
        add(critical(1, "C1"));
        comes(only(0), lost(), 1'000);
        EXPECT_THAT(pass(1'000, 60'000, answer), IsEmpty());
        EXPECT_LE(sender->wake_at(), at(60'000));
        const auto repeat = pass(60'000, 62'000, answer);
        ASSERT_THAT(repeat, testing::SizeIs(1));
        EXPECT_THAT(args(repeat[0]).at("text"), HasSubstr("Possibly a repeat"));
        comes(repeat[0], posted("C1", "9.9"), 62'000);
        EXPECT_EQ(state(1), CallState::sent);
    }
}

TEST_F(SilentHistory, WhatIsNotCriticalIsLookedForTenMinutesAndThenWaitsForAPerson)
{
    add(post(1, "C1", "room"));
    comes(only(0), lost(), 1'000);
    pass(1'000, 600'000, [] { return lost(); });
    EXPECT_EQ(state(1), CallState::unknown);
    add(post(2, "C1", "room"));
    const auto behind = pass(600'000, 602'000, [] { return lost(); });
    EXPECT_EQ(state(1), CallState::parked);
    EXPECT_THAT(saved(1).error, HasSubstr("could not be looked up"));
    EXPECT_THAT(ids(behind), testing::ElementsAre(2));
}

TEST_F(SilentHistory, ACriticalPostWaitsNoLongerThanAMinuteBehindAnother)
{
    auto other = post(1, "C1", "room");
    other.severity = 1;
    other.send_class = SendClass::page;
    add(other);
    comes(only(0), lost(), 1'000);
    add(critical(2, "C1", "room"));
    EXPECT_THAT(pass(1'000, 60'000, [] { return limited(30); }), IsEmpty());
    EXPECT_THAT(ids(pass(60'000, 61'000, [] { return limited(30); })), testing::ElementsAre(2));
    EXPECT_EQ(state(1), CallState::parked);
}

TEST_F(SilentHistory, ACriticalPostThatComesLaterDoesNotWaitAMinute)
{
    add(post(1, "C1", "room"));
    comes(only(0), lost(), 1'000);
    pass(1'000, 300'000, [] { return limited(3'600); });
    auto between = post(2, "C2", "thread");
    between.after = 1;
    add(between);
    add(critical(3, "C2", "thread"));
    pass(300'000, 306'000, [] { return lost(); });
    EXPECT_EQ(state(1), CallState::parked);
    EXPECT_EQ(state(3), CallState::sending);
}

TEST_F(SilentHistory, AHistoryThatCameBackIsReadToTheEndFirst)
{
    add(critical(1, "C1"));
    comes(only(0), lost(), 1'000);
    EXPECT_THAT(pass(1'000, 59'000, [] { return limited(2); }), IsEmpty());
    comes(only(59'000), history({}), 59'000);
    EXPECT_THAT(next(60'500), IsEmpty());
    comes(only(61'000), history({{"uuid-1", "7.7"}}), 61'000);
    EXPECT_EQ(state(1), CallState::sent);
    EXPECT_EQ(saved(1).attempts, 1);
}

TEST_F(SilentHistory, RestartsDoNotMakeItStartAnew)
{
    add(critical(1, "C1"));
    comes(only(0), lost(), 1'000);
    pass(1'000, 50'000, [] { return lost(); });
    restart(50'000);
    EXPECT_THAT(pass(50'000, 80'000, [] { return lost(); }), IsEmpty());
    EXPECT_THAT(ids(pass(80'000, 82'000, [] { return lost(); })), testing::ElementsAre(1));
}

TEST_F(SilentHistory, WhatHasToWaitForItsLookIsNotGivenUpWhileOthersAreAnswered)
{
    constexpr int posts = 60;
    constexpr std::int64_t down_until = 20 * 60'000;
    for (int id = 1; id <= posts; ++id)
    {
        auto call = id % 10 == 0 ? critical(id, "C1") : post(id, "C1");
        call.state = CallState::unknown;
        call.attempts = 1;
        call.started_at = at(0);
        store[id] = call;
    }
    restart(down_until);
    const auto repeats = pass(down_until, down_until + 3 * 60'000,
                              []
                              {
                                  std::map<std::string, std::string> all;
                                  for (int id = 1; id <= posts; ++id)
                                      all.emplace("uuid-" + std::to_string(id), "7." + std::to_string(id));
                                  return history(all);
                              });
    EXPECT_THAT(repeats, IsEmpty());
    for (int id = 1; id <= posts; ++id)
        EXPECT_EQ(state(id), CallState::sent) << id << ": " << saved(id).error;
}

TEST_F(SilentHistory, OneFailedLookAmongAnsweredOnesIsNotTheLast)
{
    for (const std::int64_t id : {1, 2})
    {
        auto call = critical(id, "C" + std::to_string(id));
        call.state = CallState::unknown;
        call.attempts = 1;
        call.started_at = at(0);
        store[id] = call;
    }
    restart(600'000);
    const auto looks = next(600'000);
    ASSERT_THAT(ids(looks), testing::ElementsAre(1, 2));
    comes(looks[0], lost(), 600'000);
    comes(looks[1], history({}), 600'500);
    EXPECT_THAT(pass(600'500, 640'000, [] { return history({{"uuid-1", "7.1"}, {"uuid-2", "7.2"}}); }), IsEmpty());
    EXPECT_EQ(state(1), CallState::sent);
    EXPECT_EQ(state(2), CallState::sent);
}

TEST_F(SilentHistory, WithoutATokenNothingIsGivenUp)
{
    add(critical(1, "C1"));
    comes(only(0), lost(), 1'000);
    comes(only(1'000), refusal("token_revoked"), 1'100);
    EXPECT_THAT(next(299'000), IsEmpty());
    EXPECT_EQ(state(1), CallState::unknown);
}

}  // namespace hotwatch::slack
