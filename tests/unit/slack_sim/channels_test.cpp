// Channels, DMs, people and groups as the Web API shows and changes them (platform sections 14.2 and 14.3).
#include "workplace.hpp"

namespace slack_sim
{

using Channels = Workplace;

TEST_F(Channels, NamesFollowTheRules)
{
    const std::pair<std::string, std::string> cases[] = {{"inc-12_db", ""},
                                                         {"", "invalid_name_required"},
                                                         {std::string(80, 'a'), ""},
                                                         {std::string(81, 'a'), "invalid_name_maxlength"},
                                                         {"--", "invalid_name_punctuation"},
                                                         {"Inc", "invalid_name_specials"},
                                                         {"a b", "invalid_name_specials"},
                                                         {"a.b", "invalid_name_specials"},
                                                         {"support", "name_taken"}};
    for (const auto& [name, expected] : cases)
        EXPECT_EQ(error(api("conversations.create", {{"name", name}})), expected) << name;
}

TEST_F(Channels, ArchivedChannelKeepsItsName)
{
    const Json made = api("conversations.create", {{"name", "inc-1"}});
    const std::string id = made.at("channel").at("id");
    EXPECT_EQ(made.at("channel").at("is_member"), true);
    EXPECT_EQ(error(api("conversations.archive", {{"channel", id}})), "");
    EXPECT_EQ(error(api("conversations.archive", {{"channel", id}})), "already_archived");
    EXPECT_EQ(error(api("conversations.create", {{"name", "inc-1"}})), "name_taken");
    EXPECT_EQ(error(api("conversations.unarchive", {{"channel", id}})), "");
    EXPECT_EQ(error(api("conversations.unarchive", {{"channel", id}})), "not_archived");
}

TEST_F(Channels, JoiningTwiceIsFineAndWarns)
{
    const std::string support = slack.channel_id("support");
    EXPECT_FALSE(api("conversations.join", {{"channel", support}}).contains("warning"));
    EXPECT_EQ(api("conversations.join", {{"channel", support}}).at("warning"), "already_in_channel");
    EXPECT_EQ(error(api("conversations.join", {{"channel", "C-none"}})), "channel_not_found");
}

TEST_F(Channels, OneBadGuestFailsTheInvitationUnlessForced)
{
    const std::string id = api("conversations.create", {{"name", "inc-1"}}).at("channel").at("id");
    const Json mixed{{"channel", id}, {"users", "U01ANA,U-none,U0BOT"}};
    const Json refused = api("conversations.invite", mixed);
    EXPECT_EQ(error(refused), "user_not_found");
    EXPECT_EQ(refused.at("errors").at(1).at("error"), "cant_invite_self");
    EXPECT_FALSE(get("conversations.members", {{"channel", id}}).at("members").dump().find("U01ANA") !=
                 std::string::npos);
    Json forced = mixed;
    forced["force"] = true;
    EXPECT_TRUE(api("conversations.invite", forced).at("ok"));
    EXPECT_EQ(error(api("conversations.invite", {{"channel", id}, {"users", "U01ANA"}})), "already_in_channel");
    EXPECT_EQ(error(api("conversations.invite", {{"channel", slack.channel_id("support")}, {"users", "U01ANA"}})),
              "not_in_channel");
}

TEST_F(Channels, TopicIsBoundedAndAnnounced)
{
    const std::string support = join("support");
    EXPECT_EQ(error(api("conversations.setTopic", {{"channel", support}, {"topic", std::string(251, 'x')}})),
              "too_long");
    EXPECT_EQ(error(api("conversations.setTopic", {{"channel", support}, {"topic", "P1 open"}})), "");
    EXPECT_EQ(error(api("conversations.setPurpose", {{"channel", support}, {"purpose", "help"}})), "");
    const Json channel = get("conversations.info", {{"channel", support}}).at("channel");
    EXPECT_EQ(channel.at("topic").at("value"), "P1 open");
    EXPECT_EQ(channel.at("purpose").at("value"), "help");
    EXPECT_THAT(texts("support").front(), testing::HasSubstr("P1 open"));
}

TEST_F(Channels, OnlyItsCreatorRenames)
{
    const std::string id = api("conversations.create", {{"name", "inc-1"}}).at("channel").at("id");
    EXPECT_EQ(api("conversations.rename", {{"channel", id}, {"name", "inc-1-db"}}).at("channel").at("name"),
              "inc-1-db");
    EXPECT_EQ(slack.channel_id("inc-1-db"), id);
    EXPECT_EQ(slack.channel_id("inc-1"), "");
    EXPECT_EQ(error(api("conversations.rename", {{"channel", join("support")}, {"name", "x"}})), "not_authorized");
}

TEST_F(Channels, PrivateChannelIsUnknownOnceTheBotIsOut)
{
    const std::string id =
        api("conversations.create", {{"name", "secret"}, {"is_private", true}}).at("channel").at("id");
    EXPECT_EQ(error(get("conversations.info", {{"channel", id}})), "");
    slack.remove_bot("secret");
    EXPECT_EQ(error(get("conversations.info", {{"channel", id}})), "channel_not_found");
    EXPECT_EQ(error(api("chat.postMessage", {{"channel", id}, {"text", "x"}})), "channel_not_found");
}

TEST_F(Channels, ListPagesMayBeShortAndEndWithoutACursor)
{
    for (int i = 0; i < 5; ++i)
        api("conversations.create", {{"name", fmt::format("inc-{}", i)}});
    slack.archive("inc-1");
    std::vector<std::string> names;
    std::string cursor;
    do
    {
        std::map<std::string, std::string> args{{"limit", "2"}, {"exclude_archived", "true"}};
        if (!cursor.empty())
            args["cursor"] = cursor;
        const Json page = get("conversations.list", args);
        for (const Json& channel : page.at("channels"))
            names.push_back(channel.at("name"));
        cursor = page.at("response_metadata").at("next_cursor");
    } while (!cursor.empty());
    EXPECT_THAT(names, testing::ElementsAre("support", "general", "inc-0", "inc-2", "inc-3", "inc-4"));
    EXPECT_EQ(error(get("conversations.list", {{"limit", "1001"}})), "invalid_limit");
}

TEST_F(Channels, OpeningADmIsRepeatable)
{
    const Json first = api("conversations.open", {{"users", "U01ANA"}});
    const Json second = api("conversations.open", {{"users", "U01ANA"}});
    EXPECT_EQ(first.at("channel").at("id"), second.at("channel").at("id"));
    EXPECT_FALSE(first.contains("already_open"));
    EXPECT_TRUE(second.at("already_open"));
    EXPECT_EQ(error(api("conversations.open", {{"users", "U-none"}})), "user_not_found");
    EXPECT_EQ(error(api("conversations.open", {{"users", "U04OLD"}})), "user_disabled");
    EXPECT_EQ(error(api("conversations.open", Json::object())), "users_list_not_supplied");
}

TEST_F(Channels, GroupDmNeedsItsScope)
{
    const Json answer = api("conversations.open", {{"users", "U01ANA,U02BEN"}});
    EXPECT_EQ(error(answer), "missing_scope");
    EXPECT_EQ(answer.at("needed"), "mpim:write");
}

TEST_F(Channels, UsersIncludeBotsAndTheDeactivated)
{
    const Json members = get("users.list", {}).at("members");
    std::map<std::string, bool> deleted;
    for (const Json& user : members)
        deleted[user.at("id")] = user.at("deleted");
    EXPECT_TRUE(deleted.contains("USLACKBOT") && deleted.contains("U0BOT"));
    EXPECT_TRUE(deleted.at("U04OLD"));
    EXPECT_EQ(get("users.info", {{"user", "U02BEN"}}).at("user").at("tz"), "America/Los_Angeles");
    EXPECT_EQ(get("users.info", {{"user", "U03GUS"}}).at("user").at("is_restricted"), true);
    EXPECT_EQ(error(get("users.info", {{"user", "ben"}})), "user_not_found");
    EXPECT_EQ(error(get("users.lookupByEmail", {{"email", "ana@hotdash-sim.example.com"}})), "missing_scope");
}

TEST_F(Channels, GroupMembersAreReplacedNeverEmptied)
{
    const std::string group = get("usergroups.list", {}).at("usergroups").at(0).at("id");
    const auto update = [&](const std::string& users) {
        return error(api("usergroups.users.update", {{"usergroup", group}, {"users", users}}));
    };
    EXPECT_EQ(update("U01ANA,U02BEN"), "");
    EXPECT_EQ(update("U02BEN"), "");
    EXPECT_EQ(get("usergroups.users.list", {{"usergroup", group}}).at("users"), Json::array({"U02BEN"}));
    EXPECT_EQ(update(""), "no_users_provided");
    EXPECT_EQ(update("U04OLD"), "invalid_users");
}

TEST_F(Channels, ArchivedByAPersonIsToldToTheBot)
{
    connect();
    join("support");
    slack.archive("support");
    EXPECT_EQ(envelope().at("payload").at("event").at("type"), "channel_archive");
}

}  // namespace slack_sim
