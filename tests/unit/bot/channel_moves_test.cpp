// Channels that get another id, and those that Slack no longer lists.
#include "bot/channel_moves.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bot/directory.hpp"
#include "bot/random.hpp"
#include "bot/slack/call_args.hpp"
#include "storage/database.hpp"

namespace
{
using namespace hotwatch;
using nlohmann::json;

class Channels : public ::testing::Test
{
  protected:
    Channels() { database.begin(); }

    std::int64_t owe(const std::string& channel, const std::string& conversation)
    {
        Call call;
        call.method = "chat.postMessage";
        call.conversation = conversation;
        call.args = json{{"channel", channel}, {"text", "Hello"}}.dump();
        return book.outbox.add(std::move(call), UtcMillis{});
    }
    void become(std::int64_t id, CallState state, const std::string& channel = "")
    {
        auto call = book.outbox.find(id).value();
        call.state = state;
        call.started_at = UtcMillis{};
        call.result_channel = channel;
        book.outbox.save(call);
    }
    void know(const std::string& id, const std::string& name, bool is_private = false)
    {
        book.people.save(Channel{{id}, name, is_private, true, false});
    }
    std::string goes_to(std::int64_t id) { return slack::channel_of(book.outbox.find(id).value()); }
    bool knows(const std::string& id) { return book.people.channel({id}).has_value(); }
    void lists(const std::vector<std::string>& ids, const std::string& cursor, const std::string& next)
    {
        json channels = json::array();
        for (const auto& id : ids)
            channels.push_back({{"id", id}});
        directory::hear_page(channels, cursor, next, book);
    }

    Random random{1};
    Database database{"", random};
    Book& book = database.book();
};

TEST_F(Channels, AnotherIdIsInForceEverywhere)
{
    know("G0OLD", "support", true);
    Incident incident;
    incident.title = "Queue down";
    incident.room = {{"G0OLD"}, "1.1"};
    const auto id = book.incidents.add(incident);
    const auto sent = owe("G0OLD", "channel:G0OLD");
    become(sent, CallState::sent, "G0OLD");
    const auto waiting = owe("G0OLD", "channel:G0OLD");
    const auto reply = owe("G0OLD", "G0OLD/1.1");
    const auto lost = owe("G0OLD", "G0OLD");
    become(lost, CallState::unknown);
    const auto parked = owe("G0OLD", "incident:1");
    become(parked, CallState::parked);
    const auto other = owe("G0OLD2", "channel:G0OLD2");

    directory::hear(slack::ChannelChanged{.event_id = "Ev1",
                                          .event_type = "channel_id_changed",
                                          .channel = {"C0NEW"},
                                          .name = {},
                                          .old_channel = {"G0OLD"},
                                          .user = {}},
                    book, UtcMillis{});

    EXPECT_EQ(book.people.channel_named("#support")->id.value, "C0NEW");
    EXPECT_FALSE(knows("G0OLD"));
    EXPECT_EQ(book.incidents.find(id)->room.channel.value, "C0NEW");
    EXPECT_EQ(book.outbox.find(sent)->result_channel, "C0NEW");
    for (const auto row : {waiting, reply, lost, parked})
        EXPECT_EQ(goes_to(row), "C0NEW");
    EXPECT_EQ(book.outbox.find(waiting)->conversation, "channel:C0NEW");
    EXPECT_EQ(book.outbox.find(reply)->conversation, "C0NEW/1.1");
    EXPECT_EQ(book.outbox.find(parked)->conversation, "incident:1");
    EXPECT_EQ(goes_to(other), "G0OLD2");
    EXPECT_EQ(book.outbox.find(other)->conversation, "channel:G0OLD2");
}

TEST_F(Channels, ThatNoPageListsAreForgottenOrLeft)
{
    know("C0GONE", "support");
    know("G0LEFT", "secret", true);
    know("C0A", "general");
    lists({"C0A"}, "", "page2");
    EXPECT_TRUE(knows("C0GONE")) << "it may be on the next page";
    know("C0B", "support");
    lists({"C0B"}, "page2", "");
    EXPECT_FALSE(knows("C0GONE"));
    EXPECT_EQ(book.people.channel_named("support")->id.value, "C0B");
    EXPECT_TRUE(knows("C0A"));
    EXPECT_FALSE(book.people.channel({"G0LEFT"})->is_member);
}

TEST_F(Channels, StayWhereAListWasNotReadFromItsBeginning)
{
    know("C0A", "general");
    lists({"C0B"}, "page2", "");
    EXPECT_TRUE(knows("C0A"));
    lists({"C0A"}, "", "page2");
    lists({"C0B"}, "page2", "page3");
    lists({"C0C"}, "page2", "page3");  // asked for before a restart
    lists({"C0D"}, "page3", "");
    EXPECT_TRUE(knows("C0A"));
}

TEST_F(Channels, StayWhereNothingIsListed)
{
    know("C0A", "general");
    lists({}, "", "");
    EXPECT_TRUE(knows("C0A"));
}

TEST_F(Channels, KeepWhatANewerEventSaidOfThem)
{
    know("C0A", "general");
    const auto hear = [&](const std::string& type, const std::string& name, int second)
    {
        slack::ChannelChanged change;
        change.event_type = type;
        change.channel = {"C0A"};
        change.name = name;
        change.happened = UtcMillis{std::chrono::seconds{second}};
        directory::hear(change, book, UtcMillis{});
    };
    hear("channel_rename", "newest", 20);
    hear("channel_rename", "older", 10);
    EXPECT_EQ(book.people.channel({"C0A"})->name, "newest");
    hear("channel_archive", "", 15);
    EXPECT_TRUE(book.people.channel({"C0A"})->is_archived) << "no event about that came later";
    hear("channel_unarchive", "", 14);
    EXPECT_TRUE(book.people.channel({"C0A"})->is_archived);
    hear("channel_unarchive", "", 16);
    EXPECT_FALSE(book.people.channel({"C0A"})->is_archived);
}

}  // namespace
