// response_urls: lifetime, uses, and what a post to one does (platform section 9).
#include "workplace.hpp"

namespace slack_sim
{

class ResponseUrl : public Workplace
{
  protected:
    std::string path_of(const std::string& url) const { return url.substr(slack.config().public_url.size()); }

    HttpResponse answer(const std::string& path, const Json& body)
    {
        pass(1s);
        return post(path, "application/json", body.dump(), "");
    }

    std::string command_url()
    {
        slack.types("ana", "support", "/oncall");
        return path_of(envelope().at("payload").at("response_url"));
    }

    /// Posts a card with a button, lets Ana press it.
    std::string pressed_url()
    {
        api("chat.postMessage",
            {{"channel", join("support")}, {"text", "card"}, {"blocks", Json::array({button("Acknowledge", "ack")})}});
        slack.presses("ana", "support", "Acknowledge");
        return path_of(envelope().at("payload").at("response_url"));
    }

    SocketId socket = connect();
};

TEST_F(ResponseUrl, WorksFiveTimes)
{
    const std::string path = command_url();
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(answer(path, {{"text", "x"}}).status, 200);
    const auto sixth = answer(path, {{"text", "x"}});
    EXPECT_EQ(sixth.status, 404);
    EXPECT_EQ(sixth.body, "used_url");
    EXPECT_EQ(texts("support", "ana").size(), 5U);
}

TEST_F(ResponseUrl, WorksForThirtyMinutes)
{
    const std::string path = command_url();
    pass(30min - 2s);
    EXPECT_EQ(answer(path, {{"text", "x"}}).status, 200);
    const auto late = answer(path, {{"text", "x"}});
    EXPECT_EQ(late.status, 404);
    EXPECT_EQ(late.body, "expired_url");
}

TEST_F(ResponseUrl, UnknownPathIsNotFound)
{
    EXPECT_EQ(answer("/commands/T0SIM/1/forged", {{"text", "x"}}).status, 404);
}

TEST_F(ResponseUrl, IsEphemeralUnlessToldOtherwise)
{
    const std::string path = command_url();
    answer(path, {{"text", "for ana"}});
    answer(path, {{"text", "for all"}, {"response_type", "in_channel"}});
    EXPECT_THAT(texts("support"), testing::ElementsAre("for all"));
    EXPECT_THAT(texts("support", "ana"), testing::ElementsAre("for ana", "for all"));
}

TEST_F(ResponseUrl, RefusesWhatSlackRefuses)
{
    const std::string path = command_url();
    EXPECT_EQ(post(path, "application/json", "nonsense", "").status, 400);
    EXPECT_EQ(answer(path, {{"text", ""}}).body, "no_text");
    EXPECT_EQ(answer(path, {{"text", "x"}, {"blocks", Json::array({{{"type", "nonsense"}}})}}).body, "invalid_blocks");
    EXPECT_TRUE(texts("support", "ana").empty());
}

TEST_F(ResponseUrl, ReplacesThePressedMessage)
{
    const std::string path = pressed_url();
    answer(path, {{"replace_original", true}, {"text", "acknowledged"}});
    EXPECT_THAT(texts("support"), testing::ElementsAre("acknowledged"));
    EXPECT_TRUE(slack.messages("support").front().blocks.empty());
}

TEST_F(ResponseUrl, DeletesThePressedMessageAndMayPostAnother)
{
    const std::string path = pressed_url();
    answer(path, {{"delete_original", true}, {"text", "instead"}, {"response_type", "in_channel"}});
    EXPECT_THAT(texts("support"), testing::ElementsAre("instead"));
    answer(path, {{"delete_original", true}});
    EXPECT_THAT(texts("support"), testing::ElementsAre("instead"));
}

TEST_F(ResponseUrl, EphemeralMessageStaysEphemeralWhenReplaced)
{
    slack.types("ana", "support", "/oncall");
    ack(socket, envelope(), {{"text", "sure?"}, {"blocks", Json::array({button("Yes", "yes")})}});
    slack.presses("ana", "support", "Yes");
    const Json pressed = envelope().at("payload");
    EXPECT_FALSE(pressed.contains("message"));
    EXPECT_TRUE(pressed.at("container").at("is_ephemeral"));
    answer(path_of(pressed.at("response_url")),
           {{"replace_original", true}, {"response_type", "in_channel"}, {"text", "done"}});
    EXPECT_TRUE(texts("support").empty());
    EXPECT_THAT(texts("support", "ana"), testing::ElementsAre("done"));
}

TEST_F(ResponseUrl, NeverReplacesTheTypedCommand)
{
    slack.types("ben", "support", "hello");
    answer(command_url(), {{"replace_original", true}, {"text", "mine"}});
    EXPECT_THAT(texts("support", "ana"), testing::ElementsAre("hello", "mine"));
}

TEST_F(ResponseUrl, PostsCountAgainstTheChannelsRate)
{
    const std::string path = command_url();
    int throttled = 0;
    for (int i = 0; i < 3; ++i)
        throttled += post(path, "application/json", R"({"text":"x"})", "").status == 429 ? 1 : 0;
    const std::string second = command_url();
    for (int i = 0; i < 5; ++i)
        throttled += post(second, "application/json", R"({"text":"x"})", "").status == 429 ? 1 : 0;
    EXPECT_EQ(throttled, 3);
}

TEST_F(ResponseUrl, AnswersWhereTheBotIsNoMember)
{
    EXPECT_EQ(answer(command_url(), {{"text", "x"}, {"response_type", "in_channel"}}).status, 200);
    EXPECT_THAT(texts("support"), testing::ElementsAre("x"));
}

TEST_F(ResponseUrl, NumericThreadTsLosesTheThread)
{
    slack.types("ben", "support", "parent");
    const std::string parent = slack.messages("support").front().ts;
    const std::string path = command_url();
    answer(path, {{"text", "in"}, {"response_type", "in_channel"}, {"thread_ts", parent}});
    answer(path, {{"text", "out"}, {"response_type", "in_channel"}, {"thread_ts", std::stod(parent)}});
    const auto shown = slack.messages("support");
    EXPECT_EQ(shown.at(1).thread_ts, parent);
    EXPECT_EQ(shown.at(2).thread_ts, "");
}

}  // namespace slack_sim
