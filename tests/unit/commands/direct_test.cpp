// Direct messages and later edits as rows of the outbox.
#include "commands/direct.hpp"

#include <gmock/gmock.h>

#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

class Direct : public IncidentBook
{
  protected:
    const Message hello{.text = "Hello", .blocks = R"([{"type":"divider"}])"};
    static nlohmann::json args(const Call& call) { return nlohmann::json::parse(call.args); }
};

TEST_F(Direct, OpensTheConversationFirstAndPostsThere)
{
    const auto row = owe_direct(book, ana, hello, at(3), {.send_class = SendClass::page, .severity = 0, .subject = 12});
    const auto calls = book.outbox.unsettled();
    ASSERT_EQ(calls.size(), 2U);
    EXPECT_EQ(calls[0].method, "conversations.open");
    EXPECT_EQ(args(calls[0]), (nlohmann::json{{"users", ana.value}}));
    EXPECT_EQ(calls[1].id, row);
    EXPECT_EQ(calls[1].method, "chat.postMessage");
    EXPECT_EQ(calls[1].after, calls[0].id);
    EXPECT_EQ(calls[1].take, Take::channel);
    EXPECT_EQ(calls[1].kind, CallKind::look_up);
    EXPECT_EQ(args(calls[1]).at("blocks").at(0).at("type"), "divider");
    for (const auto& call : calls)
    {
        EXPECT_EQ(call.send_class, SendClass::page) << "both go as fast as the page itself";
        EXPECT_EQ(call.severity, 0);
    }
    EXPECT_EQ(calls[1].subject, 12) << "the timeline hears where it could not be delivered";
}

TEST_F(Direct, ALaterMessageNeedsNoOpening)
{
    book.people.set_direct_channel(ana, {"D0ANA"});
    (void)owe_direct(book, ana, hello, at(3));
    const auto calls = book.outbox.unsettled();
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(args(calls[0]).at("channel"), "D0ANA");
    EXPECT_EQ(calls[0].conversation, "dm:" + ana.value) << "in the order of all that is said to her";
}

TEST_F(Direct, WhoLeftIsAskedForAgain)
{
    book.people.set_direct_channel(ana, {"D0ANA"});
    book.people.save(Person{.id = ana, .real_name = "Ana", .is_deactivated = true});
    (void)owe_direct(book, ana, hello, at(3));
    EXPECT_EQ(book.outbox.unsettled().front().method, "conversations.open") << "Slack's refusal is heard there";
}

TEST_F(Direct, OwesNothingToNobodyAndToAShell)
{
    EXPECT_EQ(owe_direct(book, {}, hello, at(3)), 0);
    EXPECT_EQ(owe_direct(book, UserId{"console:root"}, hello, at(3)), 0);
    EXPECT_TRUE(book.outbox.unsettled().empty());
}

TEST_F(Direct, AnEditFollowsAPostThatIsStillOwed)
{
    const auto row = owe_direct(book, ana, hello, at(3));
    edit_posted(book, row, {.text = "Done", .blocks = {}}, at(3, 1));
    edit_posted(book, row, {.text = "Done, really", .blocks = {}}, at(3, 2));
    const auto calls = book.outbox.unsettled();
    ASSERT_EQ(calls.size(), 3U) << "newest state only";
    EXPECT_EQ(calls[2].after, row);
    EXPECT_EQ(calls[2].take, Take::message_ts);
    EXPECT_EQ(args(calls[2]).at("text"), "Done, really");
}

TEST_F(Direct, AnEditGoesWhereThePostWent)
{
    const auto row = owe_direct(book, ana, hello, at(3));
    auto posted = *book.outbox.find(row);
    posted.state = CallState::sent;
    posted.result_channel = "D01ANA";
    posted.result_ts = "1760400000.000007";
    book.outbox.save(posted);
    edit_posted(book, row, {.text = "Done", .blocks = {}}, at(3, 1));
    const auto edit = args(*book.outbox.newest_with_key("edit:" + std::to_string(row)));
    EXPECT_EQ(edit.at("channel"), "D01ANA");
    EXPECT_EQ(edit.at("ts"), "1760400000.000007");
}

TEST_F(Direct, NothingIsEditedThatWasNeverDelivered)
{
    const auto row = owe_direct(book, ana, hello, at(3));
    auto posted = *book.outbox.find(row);
    posted.state = CallState::parked;
    book.outbox.save(posted);
    edit_posted(book, row, hello, at(3, 1));
    edit_posted(book, 4711, hello, at(3, 1));
    EXPECT_FALSE(book.outbox.newest_with_key("edit:" + std::to_string(row)));
    EXPECT_FALSE(book.outbox.newest_with_key("edit:4711"));
}

}  // namespace hotwatch::testing
