#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

using Outbox = BookTest;

std::vector<std::int64_t> ids_of(const std::vector<Call>& calls)
{
    std::vector<std::int64_t> ids;
    for (const auto& call : calls)
        ids.push_back(call.id);
    return ids;
}

void become(Book& book, std::int64_t id, CallState state)
{
    auto call = book.outbox.find(id).value();
    call.state = state;
    if (state != CallState::pending)
        call.started_at = noon;
    book.outbox.save(call);
}

TEST_F(Outbox, KeepsEveryColumnAndMakesTheUuid)
{
    const auto first = book.outbox.add(a_call(), noon);
    Call call = a_call("card:1");
    call.kind = CallKind::once;
    call.send_class = SendClass::reminder;
    call.severity = 0;
    call.after = first;
    call.take = Take::message_ts;
    call.response_url = "https://hooks.slack.com/commands/T/1/x";
    call.purpose = "incident.card";
    call.subject = 12;
    call.not_before = noon + minutes{1};
    call.state = CallState::sent;  // not for the caller to say
    call.uuid = "not this one";
    const auto read = book.outbox.find(book.outbox.add(call, noon)).value();
    EXPECT_EQ(read.uuid, "uuid-2");
    EXPECT_EQ(read.dedupe_key, "card:1");
    EXPECT_EQ(read.kind, CallKind::once);
    EXPECT_EQ(read.send_class, SendClass::reminder);
    EXPECT_EQ(read.severity, 0);
    EXPECT_EQ(read.method, "chat.postMessage");
    EXPECT_EQ(read.conversation, "C0ROOM");
    EXPECT_EQ(read.after, first);
    EXPECT_EQ(read.take, Take::message_ts);
    EXPECT_EQ(read.args, call.args);
    EXPECT_EQ(read.response_url, call.response_url);
    EXPECT_EQ(read.purpose, "incident.card");
    EXPECT_EQ(read.subject, 12);
    EXPECT_EQ(read.state, CallState::pending);
    EXPECT_EQ(read.not_before, noon + minutes{1});
    EXPECT_EQ(read.created_at, noon);
    EXPECT_FALSE(read.started_at);
}

TEST_F(Outbox, SaveWritesWhatMovesAndNothingElse)
{
    auto call = book.outbox.find(book.outbox.add(a_call("key"), noon)).value();
    call.state = CallState::unknown;
    call.attempts = 3;
    call.looks = 1;
    call.not_before = noon + minutes{2};
    call.started_at = noon + minutes{1};
    call.args = R"({"text":"now with thread"})";
    call.result_channel = "C0ROOM";
    call.result_ts = "9.9";
    call.error = "timeout";
    call.method = "chat.update";
    book.outbox.save(call);
    const auto read = book.outbox.find(call.id).value();
    EXPECT_EQ(read.state, CallState::unknown);
    EXPECT_EQ(read.attempts, 3);
    EXPECT_EQ(read.looks, 1);
    EXPECT_EQ(read.not_before, noon + minutes{2});
    EXPECT_EQ(read.started_at, noon + minutes{1});
    EXPECT_EQ(read.args, call.args);
    EXPECT_EQ(read.result_channel, "C0ROOM");
    EXPECT_EQ(read.result_ts, "9.9");
    EXPECT_EQ(read.error, "timeout");
    EXPECT_EQ(read.method, "chat.postMessage");
}

TEST_F(Outbox, PutReplacesWhatStillWaitsAndKeepsItsPlace)
{
    Call first = a_call("card:1", R"({"text":"old"})");
    first.not_before = noon + minutes{1};
    const auto id = book.outbox.put(first, noon);
    const auto other = book.outbox.add(a_call(), noon);
    EXPECT_EQ(book.outbox.put(a_call("card:1", R"({"text":"new"})"), noon + minutes{5}), id);
    const auto read = book.outbox.find(id).value();
    EXPECT_EQ(read.args, R"({"text":"new"})");
    EXPECT_EQ(read.uuid, "uuid-1");
    EXPECT_EQ(read.not_before, noon + minutes{1});
    EXPECT_EQ(read.created_at, noon);
    EXPECT_EQ(ids_of(book.outbox.unsettled()), (std::vector{id, other}));
}

TEST_F(Outbox, PutAddsWhereTheLastOneIsAlreadyOnItsWay)
{
    const auto first = book.outbox.put(a_call("card:1"), noon);
    become(book, first, CallState::sending);
    const auto second = book.outbox.put(a_call("card:1"), noon);
    EXPECT_NE(first, second);
    EXPECT_EQ(book.outbox.newest_with_key("card:1")->id, second);
    // The first try failed and waits again: both stand, in order, and the newest state is still the one replaced.
    become(book, first, CallState::pending);
    EXPECT_EQ(book.outbox.put(a_call("card:1"), noon), second);
    EXPECT_EQ(ids_of(book.outbox.unsettled()), (std::vector{first, second}));
}

TEST_F(Outbox, PutReplacesARowThatFailedAndWaitsAgain)
{
    const auto id = book.outbox.put(a_call("card:1", R"({"text":"old"})"), noon);
    become(book, id, CallState::sending);
    become(book, id, CallState::pending);
    EXPECT_EQ(book.outbox.put(a_call("card:1", R"({"text":"new"})"), noon), id);
}

TEST_F(Outbox, TriedOnceStaysTried)
{
    const auto id = book.outbox.put(a_call("card:1"), noon);
    become(book, id, CallState::sending);
    auto call = book.outbox.find(id).value();
    call.state = CallState::pending;
    call.started_at.reset();
    book.outbox.save(call);
    EXPECT_EQ(book.outbox.find(id)->started_at, noon);
}

TEST_F(Outbox, TwoFreshRowsOfOneKeyAreADefect)
{
    book.outbox.add(a_call("page:1"), noon);
    EXPECT_THROW(book.outbox.add(a_call("page:1"), noon), ConstraintViolated);
    EXPECT_NO_THROW(book.outbox.add(a_call(), noon));
    EXPECT_NO_THROW(book.outbox.add(a_call(), noon));
}

TEST_F(Outbox, RowsWithoutAKeyAreNeverReplaced)
{
    EXPECT_NE(book.outbox.put(a_call(), noon), book.outbox.put(a_call(), noon));
    EXPECT_FALSE(book.outbox.newest_with_key(""));
}

TEST_F(Outbox, AfterNamesARowThatExists)
{
    Call call = a_call();
    call.after = 99;
    EXPECT_THROW(book.outbox.add(call, noon), ConstraintViolated);
}

TEST_F(Outbox, SendingSaysSinceWhen)
{
    auto call = book.outbox.find(book.outbox.add(a_call(), noon)).value();
    call.state = CallState::sending;
    EXPECT_THROW(book.outbox.save(call), ConstraintViolated);
}

TEST_F(Outbox, NewsAreTheRowsAddedOrReplacedSinceTheLastTime)
{
    const auto first = book.outbox.add(a_call(), noon);
    const auto card = book.outbox.put(a_call("card:1"), noon);
    book.outbox.put(a_call("card:1"), noon);
    EXPECT_EQ(ids_of(book.outbox.take_news()), (std::vector{first, card}));
    EXPECT_TRUE(book.outbox.take_news().empty());
    book.outbox.put(a_call("card:1", R"({"text":"third"})"), noon);
    const auto news = book.outbox.take_news();
    ASSERT_EQ(ids_of(news), std::vector{card});
    EXPECT_EQ(news[0].args, R"({"text":"third"})");
}

TEST_F(Outbox, UnsettledAndParkedAreApart)
{
    const auto pending = book.outbox.add(a_call(), noon);
    const auto sending = book.outbox.add(a_call(), noon);
    const auto sent = book.outbox.add(a_call(), noon);
    const auto unknown = book.outbox.add(a_call(), noon);
    const auto parked = book.outbox.add(a_call(), noon);
    become(book, sending, CallState::sending);
    become(book, sent, CallState::sent);
    become(book, unknown, CallState::unknown);
    become(book, parked, CallState::parked);
    EXPECT_EQ(ids_of(book.outbox.unsettled()), (std::vector{pending, sending, unknown}));
    EXPECT_EQ(ids_of(book.outbox.parked()), std::vector{parked});
    EXPECT_EQ(book.outbox.count(CallState::sent), 1);
    EXPECT_EQ(book.outbox.count(CallState::unknown), 1);
}

TEST_F(Outbox, ResponseUrlIsErasedOnceUsed)
{
    Call call = a_call();
    call.method = "response_url";
    call.response_url = "https://hooks.slack.com/commands/T/1/secret";
    const auto used = book.outbox.add(call, noon);
    const auto waiting = book.outbox.add(call, noon);
    become(book, used, CallState::sent);
    become(book, waiting, CallState::sending);
    EXPECT_EQ(book.outbox.find(used)->response_url, "");
    EXPECT_EQ(book.outbox.find(waiting)->response_url, call.response_url);
}

TEST_F(Outbox, OldSentRowsGoAndOldSecretsAreErased)
{
    Call secret = a_call();
    secret.response_url = "https://hooks.slack.com/commands/T/1/secret";
    const auto owed = book.outbox.add(secret, noon);
    const auto sent = book.outbox.add(a_call(), noon);
    const auto recent = book.outbox.add(a_call(), noon + hours{2});
    become(book, sent, CallState::sent);
    become(book, recent, CallState::sent);
    book.outbox.erase_old(noon + hours{1}, noon + hours{1});
    EXPECT_FALSE(book.outbox.find(sent));
    EXPECT_TRUE(book.outbox.find(recent));
    EXPECT_EQ(book.outbox.find(owed)->response_url, "");
    EXPECT_EQ(book.outbox.find(owed)->state, CallState::pending);
}

TEST_F(Outbox, CardsAndRowsThatOthersNameAreKept)
{
    const auto card = book.outbox.add(a_call(), noon);
    const auto early_card = book.outbox.add(a_call(), noon);
    const auto opening = book.outbox.add(a_call(), noon);
    const auto reminder = book.outbox.add(a_call(), noon);
    const auto page = book.outbox.add(a_call(), noon);
    for (const auto id : {card, early_card, opening, reminder, page})
        become(book, id, CallState::sent);
    auto incident = an_incident();
    incident.card_row = early_card;
    book.incidents.add(incident);
    incident.card_row = 0;
    incident.id = book.incidents.add(incident);
    incident.card_row = card;
    book.incidents.save(incident);
    book.incidents.add_open_reminder(incident.id, reminder);
    book.incidents.add_open_page(incident.id, {.call_id = page, .user = {}});
    Call follower = a_call();
    follower.after = opening;
    book.outbox.add(follower, noon);
    book.outbox.erase_old(noon + hours{1}, noon);
    for (const auto id : {card, early_card, opening, reminder, page})
        EXPECT_TRUE(book.outbox.find(id)) << id;
}

TEST_F(Outbox, HoldsAreRememberedUntilTheyEnd)
{
    book.outbox.hold("chat.postMessage", noon + minutes{1});
    book.outbox.hold("chat.postMessage C0ROOM", noon + minutes{2});
    book.outbox.hold("chat.postMessage", noon + minutes{5});
    const auto holds = book.outbox.holds(noon + minutes{2});
    ASSERT_EQ(holds.size(), 1U);
    EXPECT_EQ(holds.at("chat.postMessage"), noon + minutes{5});
}

TEST_F(Outbox, WhatGoesOnceAndFailedWaitsForNobodyAndIsErasedLikeWhatWasSent)
{
    auto once = a_call();
    once.kind = CallKind::once;
    const auto answer = book.outbox.add(once, noon);
    const auto post = book.outbox.add(a_call(), noon);
    become(book, answer, CallState::parked);
    become(book, post, CallState::parked);
    EXPECT_THAT(ids_of(book.outbox.parked()), testing::ElementsAre(post));
    EXPECT_EQ(book.outbox.count_parked(), 1);
    book.outbox.erase_old(noon, noon);
    EXPECT_TRUE(book.outbox.find(answer)) << "it is not old yet";
    book.outbox.erase_old(noon + minutes{1}, noon);
    EXPECT_FALSE(book.outbox.find(answer));
    EXPECT_TRUE(book.outbox.find(post));
}

TEST_F(Outbox, ParkedIsOwedAgainWhereAPersonSaysSo)
{
    const auto id = book.outbox.add(a_call(), noon);
    become(book, id, CallState::parked);
    (void)book.outbox.take_news();
    book.outbox.retry(id, noon + hours{2});
    const auto again = book.outbox.find(id).value();
    EXPECT_EQ(again.state, CallState::pending);
    EXPECT_EQ(again.not_before, noon + hours{2});
    EXPECT_EQ(again.error, "");
    EXPECT_THAT(ids_of(book.outbox.take_news()), testing::ElementsAre(id));
    EXPECT_THROW(book.outbox.retry(id, noon), std::logic_error) << "it is owed already";
}

TEST_F(Outbox, WhatMayHaveBeenPostedIsLookedForBeforeItIsSentAgain)
{
    const auto id = book.outbox.add(a_call(), noon);
    auto call = book.outbox.find(id).value();
    call.state = CallState::parked;
    call.kind = CallKind::look_up;
    call.started_at = noon;
    call.error = "outcome unknown, and it could not be looked up: not_in_channel";
    book.outbox.save(call);
    book.outbox.retry(id, noon + hours{2});
    EXPECT_EQ(book.outbox.find(id)->state, CallState::unknown);
}

TEST_F(Outbox, ReaddressedGoesElsewhereWhileItWaits)
{
    const auto card = book.outbox.add(a_call(), noon);
    auto post = a_call();
    post.dedupe_key = "post";
    const auto id = book.outbox.add(post, noon);
    (void)book.outbox.take_news();
    auto call = book.outbox.find(id).value();
    call.after = card;
    call.take = Take::thread_ts;
    call.args = R"({"channel":"C1"})";
    book.outbox.readdress(call);
    const auto now = book.outbox.find(id).value();
    EXPECT_EQ(now.after, card);
    EXPECT_EQ(now.take, Take::thread_ts);
    EXPECT_EQ(now.args, call.args);
    EXPECT_EQ(ids_of(book.outbox.take_news()), std::vector<std::int64_t>{id});
    become(book, id, CallState::sending);
    EXPECT_THROW(book.outbox.readdress(call), std::logic_error) << "it is on its way";
}

TEST_F(Outbox, DroppedIsGoneWhateverNamedIt)
{
    const auto card = book.outbox.add(a_call(), noon);
    auto incident = an_incident();
    incident.card_row = card;
    incident.announcement_row = 0;
    incident.id = book.incidents.add(incident);
    auto call = a_call();
    call.subject = incident.id;
    const auto announcement = book.outbox.add(call, noon);
    incident.announcement_row = announcement;
    book.incidents.save(incident);
    call.after = card;
    const auto reminder = book.outbox.add(call, noon);
    book.incidents.add_open_reminder(incident.id, reminder);
    for (const auto id : {card, announcement, reminder})
    {
        EXPECT_THROW(book.outbox.drop(id), std::logic_error) << "it may still go out";
        become(book, id, CallState::parked);
    }
    for (const auto id : {card, announcement, reminder})
        book.outbox.drop(id);
    EXPECT_EQ(book.outbox.count(CallState::parked), 0);
    const auto left = book.incidents.find(incident.id).value();
    EXPECT_EQ(left.card_row, 0);
    EXPECT_EQ(left.announcement_row, 0);
    EXPECT_TRUE(book.incidents.open_reminders(incident.id).empty());
    database.commit();
    EXPECT_EQ(database.verify().problem.find("names a row"), std::string::npos);
}

TEST_F(Outbox, ANewerStateDropsOlderOnesThatAreParked)
{
    const auto first = book.outbox.add(a_call("card:1"), noon);
    const auto other = book.outbox.add(a_call("card:2"), noon);
    become(book, first, CallState::parked);
    become(book, other, CallState::parked);
    const auto second = book.outbox.add(a_call("card:1"), noon);
    book.outbox.drop_outdated(book.outbox.find(second).value());
    EXPECT_FALSE(book.outbox.find(first));
    EXPECT_TRUE(book.outbox.find(other));
    EXPECT_TRUE(book.outbox.find(second));
}

}  // namespace

}  // namespace hotwatch::test
