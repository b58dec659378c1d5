// What the simulator sends has the shape of what Slack was recorded to send: no field that no recording of the kind
// has, none of another type, and every field that all of them have.
#include <filesystem>
#include <fstream>

#include "workplace.hpp"

namespace slack_sim
{

namespace
{

namespace fs = std::filesystem;

using Shape = std::map<std::string, std::set<std::string>>;  // key path -> JSON types

const fs::path recordings = fs::path{HOTWATCH_SOURCE_DIR} / "../shared/slack/payloads";

/// Paths of every field; below `values`, `blocks` and `metadata` stands what the app or a person made, not Slack.
void add_paths(const Json& json, const std::string& path, Shape& shape)
{
    if (!path.empty())
        shape[path].insert(json.is_number() ? "number" : json.type_name());
    const bool is_foreign = path.ends_with("values") || path.ends_with("blocks") || path.ends_with("metadata");
    if (is_foreign)
        return;
    if (json.is_object())
        for (const auto& [key, value] : json.items())
            add_paths(value, path.empty() ? key : path + "." + key, shape);
    else if (json.is_array())
        for (const Json& item : json)
            add_paths(item, path + "[]", shape);
}

Shape shape_of(const Json& json)
{
    Shape shape;
    add_paths(json, "", shape);
    return shape;
}

using Filter = std::function<bool(const Json&)>;
const Filter all = [](const Json&) { return true; };

/// Every recording below a folder; of HTTP exchanges the body of the answer.
std::vector<Json> recorded(const std::string& folder, const Filter& wanted = all)
{
    std::vector<Json> found;
    if (!fs::exists(recordings / folder))
        return found;
    for (const auto& entry : fs::recursive_directory_iterator(recordings / folder))
        if (entry.is_regular_file())
        {
            Json json = Json::parse(std::ifstream{entry.path()});
            if (json.contains("request") && json.contains("response"))
                json = json.at("response").at("body");
            if (wanted(json))
                found.push_back(std::move(json));
        }
    return found;
}

std::vector<Json> under(const std::string& key, std::vector<Json> list)
{
    for (Json& json : list)
        json = Json{{key, std::move(json)}};
    return list;
}

std::vector<Json> operator+(std::vector<Json> left, const std::vector<Json>& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

/// `path` lies in an array that is there and happens to be empty.
bool is_in_empty_array(const std::string& path, const Shape& shape)
{
    const auto brackets = path.rfind("[]");
    return brackets != std::string::npos && shape.contains(path.substr(0, brackets)) &&
           !shape.contains(path.substr(0, brackets + 2));
}

/// `sent` fits: `alike` are recordings whose common fields must be there, `related` ones whose fields may.
void expect_fits(const Json& sent, const std::vector<Json>& alike, const std::vector<Json>& related)
{
    ASSERT_FALSE(alike.empty()) << "no recording to compare with";
    Shape allowed;
    for (const Json& json : alike + related)
        add_paths(json, "", allowed);
    const Shape ours = shape_of(sent);
    for (const auto& [path, types] : ours)
    {
        if (!allowed.contains(path))
        {
            ADD_FAILURE() << "no recording has " << path;
            continue;
        }
        for (const std::string& type : types)
            EXPECT_TRUE(allowed.at(path).contains(type)) << path << " is never of type " << type;
    }
    Shape common = shape_of(alike.front());
    for (const Json& json : alike)
    {
        const Shape theirs = shape_of(json);
        std::erase_if(common, [&](const auto& field) { return !theirs.contains(field.first); });
    }
    for (const auto& field : common)
        EXPECT_TRUE(ours.contains(field.first) || is_in_empty_array(field.first, ours))
            << "all recordings have " << field.first;
}

class PayloadShape : public Workplace
{
  protected:
    void SetUp() override
    {
        if (!fs::exists(recordings))
            GTEST_SKIP() << "no recorded payloads at " << recordings.lexically_normal();
        connect();
    }

    static Filter of_type(const std::string& type)
    {
        return [type](const Json& json) { return json.value("type", "") == type; };
    }

    Json press()
    {
        const std::string support = join("support");
        api("chat.postMessage",
            {{"channel", support}, {"text", "card"}, {"blocks", Json::array({button("Acknowledge", "ack")})}});
        slack.presses("ana", "support", "Acknowledge");
        return envelope();
    }

    Json open_form()
    {
        slack.uses_shortcut("ana", "declare");
        return api("views.open", {{"trigger_id", envelope().at("payload").at("trigger_id")}, {"view", modal()}});
    }
};

const auto is_ok = [](const Json& json) { return json.is_object() && json.value("ok", false); };

/// Answers recorded over HTTP or printed in Slack's documentation, and the masked lists of fields.
std::vector<Json> answers(const std::string& method)
{
    return recorded("http/" + method, is_ok) + recorded("api/" + method + "/ok", is_ok);
}
std::vector<Json> masked(const std::string& method)
{
    return recorded("api/" + method + "/shape");
}

/// The active people of users.list, each as users.info would show it to a bot without users:read.email.
std::vector<Json> recorded_people()
{
    std::vector<Json> found;
    for (const Json& page : recorded("http/users.list"))
        for (Json member : page.at("members"))
            if (!member.value("deleted", false) && !member.value("is_bot", false))
            {
                member.at("profile").erase("email");
                found.push_back({{"ok", true}, {"user", std::move(member)}});
            }
    return found;
}

}  // namespace

TEST_F(PayloadShape, Hello)
{
    expect_fits(last_hello, recorded("socket/hello"), {});
}

TEST_F(PayloadShape, Disconnect)
{
    slack.disconnect_sockets("warning", false);
    expect_fits(envelope(), recorded("socket/disconnect"), {});
}

TEST_F(PayloadShape, SlashCommand)
{
    slack.types("ana", "support", "/oncall");
    expect_fits(envelope(), recorded("socket/slash_commands"), under("payload", recorded("slash_command")));
}

TEST_F(PayloadShape, AppMention)
{
    join("support");
    slack.types("ana", "support", "@hotwatch hello");
    const Filter is_mention = [](const Json& json)
    { return json.at("payload").at("event").value("type", "") == "app_mention"; };
    expect_fits(envelope(), recorded("socket/events_api", is_mention),
                under("payload", recorded("events/app_mention") + recorded("events/message")));
}

TEST_F(PayloadShape, MentionInAThread)
{
    join("support");
    slack.types("ana", "support", "slow");
    slack.types("ana", "support", "@hotwatch hello", slack.messages("support").front().ts);
    expect_fits(envelope().at("payload"),
                recorded("events/app_mention", [](const Json& json) { return json.at("event").contains("ts"); }),
                recorded("events/message") + under("event", recorded("events-inner/message")));
}

TEST_F(PayloadShape, DirectMessage)
{
    slack.types("ana", "dm", "hello");
    const Filter is_direct = [](const Json& json)
    { return json.contains("event") && json.at("event").value("channel_type", "") == "im"; };
    Json sent = envelope().at("payload");
    auto alike = recorded("events/message", is_direct);
    for (Json& json : alike)
    {
        json.erase("authed_users");  // left out by Slack since 2021
        json.at("event").erase("assistant_thread");
    }
    expect_fits(sent, alike, recorded("events/message") + under("event", recorded("events-inner/message")));
}

TEST_F(PayloadShape, ButtonOnAMessage)
{
    const Filter is_on_message = [](const Json& json)
    { return json.contains("message") && json.contains("response_url"); };
    const Json sent = press();
    expect_fits(sent.at("payload"), recorded("interactive/block_actions", is_on_message),
                recorded("interactive/block_actions") + under("message", recorded("events-inner/message")));
    EXPECT_FALSE(sent.at("accepts_response_payload"));
}

TEST_F(PayloadShape, ButtonOnAnEphemeralMessage)
{
    slack.types("ana", "support", "/oncall");
    ack(1, envelope(), {{"text", "?"}, {"blocks", Json::array({button("Yes", "yes")})}});
    slack.presses("ana", "support", "Yes");
    const Filter is_ephemeral = [](const Json& json)
    { return json.contains("container") && json.at("container").value("is_ephemeral", false); };
    auto alike = recorded("interactive/block_actions", is_ephemeral);
    for (Json& json : alike)  // recorded on an Enterprise Grid, which ours is not
        for (const char* field : {"enterprise_id", "enterprise_name"})
            json.at("team").erase(field);
    expect_fits(envelope().at("payload"), alike, recorded("interactive/block_actions"));
}

TEST_F(PayloadShape, ViewSubmission)
{
    open_form();
    slack.submits("ana", {{"what", "checkout"}});
    const Filter is_modal = [](const Json& json) { return json.at("view").value("type", "") == "modal"; };
    expect_fits(envelope().at("payload"), recorded("interactive/view_submission", is_modal),
                recorded("interactive/view_closed") + recorded("interactive/shortcut"));
}

TEST_F(PayloadShape, Shortcut)
{
    slack.uses_shortcut("ana", "declare");
    const Filter is_shortcut = [](const Json& json) { return json.at("payload").value("type", "") == "shortcut"; };
    expect_fits(envelope(), recorded("socket/interactive", is_shortcut),
                under("payload", recorded("interactive/shortcut")));
}

TEST_F(PayloadShape, AuthTest)
{
    expect_fits(api("auth.test", Json::object()), answers("auth.test"), masked("auth.test"));
}

TEST_F(PayloadShape, PostedMessage)
{
    const Json sent = api("chat.postMessage", {{"channel", join("support")}, {"text", "hello"}});
    auto alike = answers("chat.postMessage");
    for (Json& json : alike)  // the example is of a legacy integration with an attachment
        for (const char* field : {"attachments", "subtype", "username"})
            json.at("message").erase(field);
    expect_fits(sent, alike,
                under("message", recorded("events-inner/message")) + recorded("interactive/block_actions"));
}

TEST_F(PayloadShape, ChannelList)
{
    expect_fits(get("conversations.list", {}), recorded("http/conversations.list"),
                answers("conversations.list") + masked("conversations.list"));
}

TEST_F(PayloadShape, ChannelInfo)
{
    expect_fits(get("conversations.info", {{"channel", slack.channel_id("support")}}), answers("conversations.info"),
                masked("conversations.info"));
}

TEST_F(PayloadShape, UserInfo)
{
    expect_fits(get("users.info", {{"user", "U01ANA"}}), recorded_people(),
                answers("users.info") + masked("users.info"));
}

TEST_F(PayloadShape, UserList)
{
    expect_fits(get("users.list", {}), recorded("http/users.list"), answers("users.list") + masked("users.list"));
}

TEST_F(PayloadShape, OpenedView)
{
    expect_fits(open_form(), answers("views.open"),
                masked("views.open") + recorded("api/views.update/ok") + recorded("api/views.publish/ok") +
                    recorded("interactive/view_submission"));
}

}  // namespace slack_sim
