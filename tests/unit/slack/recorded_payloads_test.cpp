// The payloads that Slack itself sent or documents, read as this bot would meet them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/slack/frames.hpp"

namespace hotwatch::slack
{
namespace
{
using nlohmann::json;
namespace fs = std::filesystem;

class RecordedPayloads : public ::testing::Test
{
  protected:
    void SetUp() override
    {
        if (!fs::exists(root_))
            GTEST_SKIP() << "no recorded payloads beside the repository";
    }

    [[nodiscard]] std::vector<fs::path> files(const fs::path& folder) const
    {
        std::vector<fs::path> found;
        for (const auto& entry : fs::recursive_directory_iterator{root_ / folder})
            if (entry.is_regular_file() && entry.path().extension() == ".json")
                found.push_back(entry.path());
        return found;
    }

    /// A payload as the socket would bring it.
    static Envelope wrapped(const json& payload, const std::string& type)
    {
        return envelope_of(json{{"envelope_id", "e1"}, {"type", type}, {"payload", payload}}.dump());
    }

  private:
    const fs::path root_ = fs::path{HOTWATCH_SOURCE_DIR} / "../shared/slack/payloads";
};

TEST_F(RecordedPayloads, SocketFramesAreReadAsTheirKind)
{
    std::size_t seen = 0;
    for (const auto& path : files("socket"))
    {
        const auto kind = path.parent_path().filename().string();
        if (kind == "ack")  // those are ours
            continue;
        ++seen;
        const Frame frame = parse_frame(file_text(path));
        if (kind == "hello")
            EXPECT_TRUE(std::holds_alternative<Hello>(frame)) << path;
        else if (kind == "disconnect")
            EXPECT_TRUE(std::holds_alternative<Disconnect>(frame)) << path;
        else
        {
            ASSERT_TRUE(std::holds_alternative<Envelope>(frame)) << path;
            const auto& envelope = std::get<Envelope>(frame);
            EXPECT_FALSE(envelope.id.empty()) << path;
            EXPECT_EQ(envelope.kind == Envelope::Kind::events_api, kind == "events_api") << path;
            EXPECT_EQ(std::holds_alternative<SlashCommand>(envelope.content), kind == "slash_commands") << path;
        }
    }
    EXPECT_GT(seen, 10U);
}

TEST_F(RecordedPayloads, SlashCommandsNameTheirUserChannelAndTrigger)
{
    for (const auto& path : files("slash_command"))
    {
        const json payload = json::parse(file_text(path));
        const auto envelope = wrapped(payload, "slash_commands");
        const auto& command = std::get<SlashCommand>(envelope.content);
        EXPECT_EQ(command.command, payload.value("command", "")) << path;
        EXPECT_EQ(command.user.value, payload.value("user_id", "")) << path;
        EXPECT_EQ(command.channel.value, payload.value("channel_id", "")) << path;
        EXPECT_EQ(command.response_url, payload.value("response_url", "")) << path;
        EXPECT_EQ(dedupe_keys(envelope).empty(), payload.value("trigger_id", "").empty()) << path;
    }
}

TEST_F(RecordedPayloads, InteractionsComeOutAsTheirKind)
{
    std::size_t seen = 0;
    for (const auto& path : files("interactive"))
    {
        const auto kind = path.parent_path().filename().string();
        const json payload = json::parse(file_text(path));
        const auto content = wrapped(payload, "interactive").content;
        ++seen;
        EXPECT_EQ(std::holds_alternative<Click>(content), kind == "block_actions") << path;
        EXPECT_EQ(std::holds_alternative<Submission>(content), kind == "view_submission") << path;
        EXPECT_EQ(std::holds_alternative<Shortcut>(content), kind == "shortcut" || kind == "message_action") << path;
        if (const auto* submission = std::get_if<Submission>(&content))
        {
            EXPECT_EQ(submission->view_id, payload.value("/view/id"_json_pointer, "")) << path;
            const json values = payload.value("/view/state/values"_json_pointer, json::object());
            EXPECT_EQ(submission->values.size(), values.size()) << path;
        }
    }
    EXPECT_GT(seen, 20U);
}

TEST_F(RecordedPayloads, EventsComeOutAsTheirKind)
{
    std::size_t seen = 0;
    for (const auto& path : files("events"))
    {
        const json payload = json::parse(file_text(path));
        const auto envelope = wrapped(payload, "events_api");
        const auto type = payload.value("/event/type"_json_pointer, payload.value("type", ""));
        ++seen;
        EXPECT_EQ(std::holds_alternative<Message>(envelope.content), type == "message" || type == "app_mention")
            << path;
        EXPECT_EQ(std::holds_alternative<ProfileChanged>(envelope.content),
                  type == "user_change" || type == "team_join")
            << path;
        EXPECT_EQ(std::holds_alternative<Trouble>(envelope.content),
                  type == "app_rate_limited" || type == "tokens_revoked" || type == "app_uninstalled")
            << path;
        if (const auto* channel = std::get_if<ChannelChanged>(&envelope.content))
        {
            const json given = payload.value("/event/channel"_json_pointer, json{});
            const bool is_masked = given == "" || (given.is_object() && given.value("id", "").empty());
            EXPECT_EQ(channel->channel.empty(), is_masked) << path;
        }
    }
    for (const auto& path : files("events-inner"))
    {
        ++seen;
        const json event = json::parse(file_text(path));
        const auto envelope =
            wrapped({{"type", "event_callback"}, {"event_id", "Ev1"}, {"event", event}}, "events_api");
        const auto type = event.value("type", "");
        EXPECT_EQ(std::holds_alternative<Message>(envelope.content), type == "message" || type == "app_mention")
            << path;
        EXPECT_EQ(dedupe_keys(envelope).front(), "event:Ev1") << path;
    }
    EXPECT_GT(seen, 60U);
}

}  // namespace
}  // namespace hotwatch::slack
