// What the bot hears and must not answer: itself, other bots, and messages about messages. Each is acknowledged.
#include <gmock/gmock.h>

#include "tests/scenario/world.hpp"

namespace
{
using namespace hotwatch;
using nlohmann::json;

struct Heard
{
    const char* name;
    const char* differs;  // JSON, over a person's plain message
};

void PrintTo(const Heard& heard, std::ostream* out)
{
    *out << heard.name;
}

class Silence : public hotwatch::testing::World, public ::testing::WithParamInterface<Heard>
{
  protected:
    Silence() { start(); }
    json message(std::string_view channel, int n)
    {
        json event{{"user", "U04ANA"},
                   {"channel", sim().channel_id(channel)},
                   {"text", "<@U0BOT> declare P1 Queue down"},
                   {"ts", "1760446800.00000" + std::to_string(n)},
                   {"team", sim().config().team_id}};
        event.merge_patch(json::parse(GetParam().differs));
        return event;
    }
    /// Acknowledged, and nothing came of it.
    void is_passed_over(json event, std::string_view channel)
    {
        const auto posts = sim().ledger().posts.size();
        const auto calls = sim().ledger().calls.size();
        sim().tells(std::move(event), channel);
        settle();
        EXPECT_TRUE(sim().ledger().envelopes.back().acked);
        EXPECT_EQ(sim().ledger().posts.size(), posts);
        EXPECT_EQ(sim().ledger().calls.size(), calls);
        EXPECT_EQ(book().incidents.count(), 0);
    }
};

TEST_P(Silence, InADirectMessage)
{
    auto event = message("dm:ana", 1);
    event["type"] = "message";
    event["channel_type"] = "im";
    is_passed_over(event, "dm:ana");
}

TEST_P(Silence, WhereItIsMentioned)
{
    auto event = message("hotdash-support", 2);
    event["type"] = "app_mention";
    is_passed_over(event, "hotdash-support");
}

INSTANTIATE_TEST_SUITE_P(
    All, Silence,
    ::testing::Values(Heard{"Itself", R"({"user":"U0BOT","bot_id":"B0BOT","app_id":"A0SIM"})"},
                      Heard{"ItselfWithoutBotId", R"({"user":"U0BOT"})"},
                      Heard{"AnotherBot", R"({"user":"U0OTHER","bot_id":"B0OTHER"})"},
                      Heard{"ABotWithoutUser", R"({"user":null,"bot_id":"B0OTHER","subtype":"bot_message"})"},
                      Heard{"AnEdit", R"({"subtype":"message_changed","hidden":true,
                            "message":{"user":"U04ANA","text":"<@U0BOT> declare P1 Queue down"},
                            "previous_message":{"user":"U04ANA","text":"declare"}})"},
                      Heard{"ADeletion", R"({"subtype":"message_deleted","deleted_ts":"1760446800.000000"})"},
                      Heard{"SomebodyJoining", R"({"subtype":"channel_join"})"}),
    [](const auto& silence) { return std::string{silence.param.name}; });

/// The same as a person's plain message is answered: what is passed over above is so for its difference alone.
class Speech : public hotwatch::testing::World
{
};

TEST_F(Speech, OfAPersonIsAnswered)
{
    start();
    sim().tells({{"type", "app_mention"},
                 {"user", "U04ANA"},
                 {"channel", sim().channel_id("hotdash-support")},
                 {"text", "<@U0BOT> declare P1 Queue down"},
                 {"ts", "1760446800.000001"},
                 {"team", sim().config().team_id}},
                "hotdash-support");
    settle();
    EXPECT_EQ(book().incidents.count(), 1);
}

}  // namespace
