#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

using SeenKeys = BookTest;
using People = BookTest;
using Notes = BookTest;

Seen a_key(const std::string& key, UtcMillis at, bool ack_written)
{
    return {.key = key,
            .at = at,
            .answer = R"({"text":"done"})",
            .response_url = "https://hooks.slack.com/commands/T/1/secret",
            .ack_written = ack_written};
}

TEST_F(SeenKeys, GiveTheAnswerThatWasGiven)
{
    book.seen.add(a_key("trigger 1", noon, false));
    const auto seen = book.seen.find("trigger 1");
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->at, noon);
    EXPECT_EQ(seen->answer, R"({"text":"done"})");
    EXPECT_FALSE(seen->ack_written);
    EXPECT_FALSE(book.seen.find("trigger 2"));
}

TEST_F(SeenKeys, AreRecordedOnce)
{
    book.seen.add(a_key("trigger 1", noon, false));
    EXPECT_THROW(book.seen.add(a_key("trigger 1", noon, false)), ConstraintViolated);
}

TEST_F(SeenKeys, WhatWasNotAcknowledgedIsFoundAndItsAddressGoesWithTheAck)
{
    book.seen.add(a_key("old", noon - hours{1}, false));
    book.seen.add(a_key("lost", noon, false));
    book.seen.add(a_key("fine", noon, true));
    const auto lost = book.seen.unacknowledged(noon - minutes{30});
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].key, "lost");
    EXPECT_EQ(lost[0].response_url, "https://hooks.slack.com/commands/T/1/secret");
    book.seen.ack_written("lost");
    EXPECT_TRUE(book.seen.unacknowledged(noon - minutes{30}).empty());
    EXPECT_EQ(book.seen.find("lost")->response_url, "");
}

TEST_F(SeenKeys, OldKeysAndOldAddressesAreErased)
{
    book.seen.add(a_key("ancient", noon - hours{73}, true));
    book.seen.add(a_key("old", noon - hours{1}, false));
    book.seen.add(a_key("new", noon, false));
    book.seen.erase_old(noon - hours{72}, noon - minutes{30});
    EXPECT_FALSE(book.seen.find("ancient"));
    EXPECT_EQ(book.seen.find("old")->response_url, "");
    EXPECT_NE(book.seen.find("new")->response_url, "");
}

TEST_F(SeenKeys, TellEventsThatNewerOnesOvertook)
{
    EXPECT_TRUE(book.seen.is_newest("profile:U0ANA", noon));
    EXPECT_TRUE(book.seen.is_newest("profile:U0ANA", noon)) << "two of one instant";
    EXPECT_FALSE(book.seen.is_newest("profile:U0ANA", noon - milliseconds{1}));
    EXPECT_TRUE(book.seen.is_newest("profile:U0BEN", noon - hours{1}));
    EXPECT_TRUE(book.seen.is_newest("profile:U0ANA", noon + milliseconds{1}));
    book.seen.erase_old(noon + hours{1}, noon);
    EXPECT_FALSE(book.seen.find("newest:profile:U0ANA"));
}

TEST_F(People, AreKeptAndFoundByEitherNameInAnyCase)
{
    const Person ana{.id = {"U0ANA"},
                     .real_name = "Ana Lima",
                     .display_name = "ana",
                     .zone = "America/Sao_Paulo",
                     .is_bot = false,
                     .is_deactivated = true,
                     .is_guest = true,
                     .is_complete = true};
    book.people.save(ana);
    const auto read = book.people.find({"U0ANA"});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->real_name, "Ana Lima");
    EXPECT_EQ(read->display_name, "ana");
    EXPECT_EQ(read->zone, "America/Sao_Paulo");
    EXPECT_FALSE(read->is_bot);
    EXPECT_TRUE(read->is_deactivated);
    EXPECT_TRUE(read->is_guest);
    EXPECT_TRUE(read->is_complete);
    EXPECT_EQ(book.people.named("ANA LIMA").size(), 1U);
    EXPECT_EQ(book.people.named("Ana").size(), 1U);
    EXPECT_TRUE(book.people.named("Ana L").empty());
    EXPECT_TRUE(book.people.named("").empty());
}

TEST_F(People, ProfileThatSaysNothingNewIsNoChange)
{
    Person ana{.id = {"U0ANA"}, .real_name = "Ana", .display_name = "", .zone = ""};
    book.people.save(ana);
    const auto before = database.changes();
    book.people.save(ana);
    EXPECT_EQ(database.changes(), before);
    ana.zone = "UTC";
    book.people.save(ana);
    EXPECT_GT(database.changes(), before);
}

TEST_F(People, LikenessOfNamesDoesNotOverruleWhatWasSaid)
{
    book.people.link({"Deployment Agent", {"U0GUESS"}, "slack"});
    book.people.link({"Deployment Agent", {"U0BOB"}, "config"});
    book.people.link({"Deployment Agent", {"U0GUESS"}, "slack"});
    EXPECT_EQ(book.people.link_of("Deployment Agent")->user.value, "U0BOB");
    book.people.link({"Deployment Agent", {"U0CLEO"}, "command"});
    EXPECT_EQ(book.people.link_of("Deployment Agent")->user.value, "U0CLEO");
    EXPECT_EQ(book.people.link_of("Deployment Agent")->origin, "command");
    book.people.link({"Another", {"U0ANA"}, "slack"});
    EXPECT_EQ(book.people.links().size(), 2U);
    EXPECT_FALSE(book.people.link_of("Nobody"));
}

TEST_F(People, ChannelIsFoundByNameWithOrWithoutItsSignAndTheLivingOneWins)
{
    book.people.save(Channel{{"C0OLD"}, "support", false, true, true});
    book.people.save(Channel{{"C0NEW"}, "support", true, false, false});
    EXPECT_EQ(book.people.channel_named("#support")->id.value, "C0NEW");
    EXPECT_TRUE(book.people.channel_named("support")->is_private);
    EXPECT_TRUE(book.people.channel({"C0OLD"})->is_archived);
    EXPECT_TRUE(book.people.channel({"C0OLD"})->is_member);
    EXPECT_FALSE(book.people.channel({"C0NONE"}));
    EXPECT_FALSE(book.people.channel_named("none"));
}

TEST_F(People, ChannelWithAnotherIdIsFoundByThatOneAlone)
{
    book.people.save(Channel{{"C0AOLD"}, "support", true, true, false});
    book.people.move_channel({"C0AOLD"}, {"C0NEW"});
    EXPECT_EQ(book.people.channel_named("support")->id.value, "C0NEW");
    EXPECT_TRUE(book.people.channel({"C0NEW"})->is_member);
    EXPECT_FALSE(book.people.channel({"C0AOLD"}));
    book.people.move_channel({"C0NONE"}, {"C0OTHER"});
    EXPECT_EQ(book.people.channels().size(), 1U);
}

TEST_F(People, PublicChannelWinsOverAPrivateOneWithoutTheBot)
{
    book.people.save(Channel{{"C0GONE"}, "support", true, false, false});
    book.people.save(Channel{{"C0NEW"}, "support", false, false, false});
    EXPECT_EQ(book.people.channel_named("support")->id.value, "C0NEW");
}

TEST_F(Notes, ReadAsNothingUntilSet)
{
    EXPECT_EQ(book.notes.get("team_id"), "");
    book.notes.set("team_id", "T1");
    book.notes.set("team_id", "T2");
    EXPECT_EQ(book.notes.get("team_id"), "T2");
    const auto before = database.changes();
    book.notes.set("team_id", "T2");
    EXPECT_EQ(database.changes(), before);
}

}  // namespace

}  // namespace hotwatch::test
