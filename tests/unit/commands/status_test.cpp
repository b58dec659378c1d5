// /status in every state that it knows, from a healthy day to a full disk.
#include <gmock/gmock.h>

#include "commands/blocks.hpp"
#include "commands/status/ghosts.hpp"
#include "commands/status/render.hpp"
#include "commands/status/status.hpp"
#include "commands/status/tell.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/sentences.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

using ::testing::HasSubstr;
using ::testing::Not;

class Status : public IncidentBook
{
  protected:
    Status()
    {
        vitals.is_running = true;
        vitals.started_at = at(1);
        vitals.link = {.live = 2, .slack_counts = 2, .ghosts = 0, .trouble = {}, .since = at(1)};
        vitals.store = {.full_since = {}, .bytes = 1'240'000, .free_bytes = 31'000'000'000};
    }

    Message asked(UtcMillis now, Origin origin = Origin::slash, const std::string& about = "")
    {
        book.set_vitals(vitals);
        auto request = says(cleo, "", about, origin);
        request.words.command = "status";
        return show_status(request, book, now)->message;
    }

    /// A call that Slack refused for good.
    void park(std::int64_t incident, const std::string& error, UtcMillis created)
    {
        Call call;
        call.kind = CallKind::look_up;
        call.method = "chat.postMessage";
        call.args = R"({"text":"secret text"})";
        call.subject = incident;
        auto saved = *book.outbox.find(book.outbox.add(call, created));
        saved.state = CallState::parked;
        saved.error = error;
        book.outbox.save(saved);
    }

    void settle_all()
    {
        for (auto call : book.outbox.unsettled())
        {
            call.state = CallState::sent;
            book.outbox.save(call);
        }
    }

    Vitals vitals;
};

TEST_F(Status, GhostsThatLastAreToldToTheEmergencyChannelOnceASpell)
{
    const auto told = [&](int ghosts, bool last, UtcMillis now)
    {
        vitals.link.slack_counts = 2 + ghosts;
        vitals.link.ghosts = ghosts;
        vitals.link.ghosts_last = last;
        book.set_vitals(vitals);
        tell_of_ghosts(book, now);
        return owed("chat.postMessage").size();
    };
    EXPECT_EQ(told(3, false, at(3)), 0U) << "they may be gone in a minute";
    EXPECT_EQ(told(3, true, at(3, 2)), 1U);
    EXPECT_EQ(told(3, true, at(3, 3)), 1U);
    EXPECT_EQ(told(2, false, at(3, 5)), 1U);
    EXPECT_EQ(told(2, true, at(3, 7)), 1U) << "the same spell, after a restart";
    EXPECT_EQ(told(0, false, at(4)), 1U);
    EXPECT_EQ(told(1, true, at(5)), 2U);
    expect_golden("status/ghosts_told", status::render_ghosts(vitals.link, "/svc"));
}

TEST_F(Status, OfAHealthyDayFitsInOneGlance)
{
    book.notes.set("backup_at", std::to_string(at(2, 40).time_since_epoch().count()));
    for (int i = 1; i <= 100; ++i)
        book.punctuality.kept(TimerKind::update_reminder, at(2) - milliseconds{i}, at(2));
    expect_golden("status/well", asked(at(3)));
}

TEST_F(Status, WithIncidentsListsThemWorstFirst)
{
    (void)declared("P2 One operator has no sound", at(2));
    (void)declared("P0 Approval queue is down & nothing loads", at(2, 58));
    settle_all();
    book.punctuality.kept(TimerKind::update_reminder, at(2), at(2) + std::chrono::minutes{47});
    expect_golden("status/incidents", asked(at(3)));
}

TEST_F(Status, CutsALongListAndSaysWhereTheRestIs)
{
    for (int i = 0; i < 12; ++i)
        (void)declared("P3 Minor thing " + std::to_string(i), at(2));
    EXPECT_THAT(asked(at(3)).text, HasSubstr("… and 2 more: `/incident list`"));
}

TEST_F(Status, SaysThatSlackIsGoneAndWhy)
{
    vitals.link = {.live = 0, .slack_counts = 0, .ghosts = 0, .trouble = "link_disabled", .since = at(2, 50)};
    expect_golden("status/link_down", asked(at(3)));
}

TEST_F(Status, GivesALinkThatJustStartsItsTime)
{
    vitals.link = {.live = 0, .slack_counts = 0, .ghosts = 0, .trouble = {}, .since = at(3)};
    EXPECT_THAT(asked(at(3) + seconds{29}).text, HasSubstr("All is well"));
    EXPECT_THAT(asked(at(3) + seconds{30}).text, HasSubstr("Hotwatch is in trouble"));
}

TEST_F(Status, WarnsOfGhosts)
{
    vitals.link.slack_counts = 4;
    vitals.link.ghosts = 2;
    expect_golden("status/ghosts", asked(at(3)));
}

TEST_F(Status, SaysThatTheDiskIsFullBeforeAnythingElse)
{
    vitals.store.full_since = at(2, 55);
    vitals.store.free_bytes = 4'096;
    vitals.link.ghosts = 1;
    vitals.link.slack_counts = 3;
    expect_golden("status/full", asked(at(3)));
}

TEST_F(Status, WarnsBeforeTheDiskIsFull)
{
    vitals.store.free_bytes = 200'000'000;
    EXPECT_THAT(asked(at(3)).text, HasSubstr("only 200 MB left"));
}

TEST_F(Status, ListsWhatWaitsForAPersonWithoutItsText)
{
    park(0, "channel_not_found", at(1));
    park(3, "is_archived & <gone>", at(2));
    const auto message = asked(at(3));
    expect_golden("status/parked", message);
    EXPECT_THAT(message.text, Not(HasSubstr("secret")));
}

TEST_F(Status, SaysWhenMessagesAreLate)
{
    (void)declared("P1 Chatwoot is silent", at(2));
    EXPECT_THAT(asked(at(2) + seconds{60}).text, Not(HasSubstr("Messages are late")));
    EXPECT_THAT(asked(at(2) + seconds{61}).text, HasSubstr("Messages are late: the oldest has waited for 1 min 1 s"));
}

TEST_F(Status, SaysThatABackupIsOverdueOrFailed)
{
    book.notes.set("backup_at", std::to_string(at(1).time_since_epoch().count()));
    EXPECT_THAT(asked(at(6)).text, Not(HasSubstr("is due every"))) << "none are configured";
    vitals.backup.every = std::chrono::hours{1};
    EXPECT_THAT(asked(at(3)).text, Not(HasSubstr("is due every")));
    EXPECT_THAT(asked(at(3, 1)).text, HasSubstr("No backup for 2 h 1 min, though one is due every 1 h."));
    vitals.backup.trouble = "cannot write /b/x.db.part: No space left on device";
    expect_golden("status/backup_failed", asked(at(3, 1)));
}

TEST_F(Status, SaysThatSlackRefusesTheTokenAndHowToMendIt)
{
    vitals.sender = {.token_trouble = "token_revoked", .since = at(2, 50)};
    expect_golden("status/token_gone", asked(at(3)));
}

TEST_F(Status, SaysThatTheClockDiffersFromSlacksAndHowToMendIt)
{
    vitals.clock.ahead = -std::chrono::minutes{5};
    EXPECT_THAT(asked(at(3)).text, HasSubstr("5 min behind Slack's"));
    vitals.clock.ahead = std::chrono::minutes{5};
    expect_golden("status/clock", asked(at(3)));
}

TEST_F(Status, SaysThatTheStoreLostRows)
{
    vitals.store.lost_rows =
        "the audit log ends at row 7, but /var/lib/hotwatch/hotwatch.db.head saw row 9: the newest rows were removed";
    expect_golden("status/lost_rows", asked(at(3)));
}

TEST_F(Status, ShowsWhatSlackSaidOfTheAppForAnHour)
{
    note_slack_trouble("app_rate_limited", book, at(2, 30));
    expect_golden("status/rate_limited", asked(at(3)));
    EXPECT_THAT(asked(at(3, 30)).text, Not(HasSubstr("app_rate_limited")));
}

TEST_F(Status, ToldTroublesNameTheMend)
{
    vitals.link.trouble = "link_disabled";
    expect_golden("status/link_told", status::render_link_trouble(vitals.link, "/svc"));
    expect_golden("status/app_rate_limited_told", status::render_slack_trouble("app_rate_limited", "/svc"));
    expect_golden("status/edits_closed_told", status::render_slack_trouble("edit_window_closed", "/svc"));
    expect_golden("status/uninstalled_told", status::render_slack_trouble("app_uninstalled", "/svc"));
}

TEST_F(Status, SettlesWhatWaitsForAPersonForManagersAndTheShellOnly)
{
    park(3, "is_archived", at(2));
    const auto id = book.outbox.parked().front().id;
    const auto asks = [&](auto handler, const UserId& user, const std::string& verb, const std::string& rest)
    {
        auto request = says(user, verb, rest);
        request.words.command = "status";
        return handler(request, book, at(3));
    };
    EXPECT_EQ(asks(drop_call, cleo, "drop", std::to_string(id)).error().why, Refusal::Why::not_allowed);
    EXPECT_EQ(asks(retry_call, mia, "retry", "all").error().why, Refusal::Why::usage);
    EXPECT_EQ(asks(retry_call, mia, "retry", "4711").error().why, Refusal::Why::not_found);
    EXPECT_EQ(asks(retry_call, mia, "retry", std::to_string(id))->object, fmt::format("call {}", id));
    EXPECT_EQ(book.outbox.find(id)->state, CallState::pending);
    EXPECT_EQ(asks(drop_call, mia, "drop", std::to_string(id)).error().why, Refusal::Why::not_found) << "it is owed";
}

TEST_F(Status, SendsNoOldStateAgain)
{
    Call edit;
    edit.method = "chat.update";
    edit.dedupe_key = "card:1";
    edit.args = "{}";
    auto first = *book.outbox.find(book.outbox.add(edit, at(1)));
    first.state = CallState::parked;
    first.error = "is_archived";
    book.outbox.save(first);
    (void)book.outbox.add(edit, at(2));
    auto request = says(mia, "retry", std::to_string(first.id));
    request.words.command = "status";
    EXPECT_EQ(retry_call(request, book, at(3)).error().why, Refusal::Why::not_now);
    request.words.verb = "drop";
    EXPECT_TRUE(drop_call(request, book, at(3)));
}

TEST_F(Status, FromAStoreThatNobodyRunsSaysSo)
{
    vitals = {};
    vitals.store.bytes = 900;
    expect_golden("status/not_running", asked(at(3), Origin::shell));
}

TEST_F(Status, SaysThatNobodyIsOnCall)
{
    book.schedule.replace({});
    EXPECT_THAT(asked(at(3)).text, HasSubstr("*On call:* nobody."));
}

TEST_F(Status, MentionsNobodyWhereManyRead)
{
    EXPECT_THAT(asked(at(3)).text, HasSubstr("<@U01ANA>"));
    EXPECT_THAT(asked(at(3), Origin::mention).text, Not(HasSubstr("<@")));
}

TEST_F(Status, SaysThatItWatchesNoSingleServiceAndShowsTheWhole)
{
    const auto text = asked(at(3), Origin::mention, "agent `sdk` <!here>").text;
    EXPECT_THAT(text, HasSubstr("does not watch single services, \"agent 'sdk' &lt;!here&gt;\" among them"));
    EXPECT_THAT(text, HasSubstr(asked(at(3), Origin::mention).text));
}

TEST_F(Status, ASettingOfTheWorkspaceIsToldOnce)
{
    const auto told = [&] { return owed("chat.postMessage").size(); };
    for (int hour = 3; hour < 23; hour += 2)
    {
        note_slack_trouble("edit_window_closed", book, at(hour));
        note_slack_trouble("app_rate_limited", book, at(hour, 1));
    }
    EXPECT_EQ(told(), 1U + 10U) << "once, and each spell of the other";
}

TEST_F(Status, SaysWhateverIsWrong)
{
    Sentences sentences;
    Call call;
    call.id = 17;
    call.method = "chat.postMessage";
    sentences.says_when("sent again", status::render_retried(call));
    sentences.says_when("let go", status::render_dropped(call));
    sentences.says_when("out of date", status::outdated(call, "/svc"));
    call.method = "conversations.join";
    sentences.says_when("a request sent again", status::render_retried(call));
    sentences.says_when("for managers", status::for_managers("retry", {"Mia"}));
    sentences.says_when("which one", status::which_call("retry", "/svc"));
    sentences.says_when("not waiting", status::not_parked(18, "/svc"));
    for (const auto* trouble :
         {"link_disabled", "too_many_websockets", "ratelimited", "invalid_auth", "dns <failed>", ""})
        sentences.says_when(fmt::format("the link: {}", blocks::escape(trouble)),
                            status::render_link_trouble({.live = 0, .trouble = trouble, .since = at(1)}, "/svc"));
    for (const auto* error : {"is_archived", "not_in_channel", "restricted_action", "user_not_found"})
        park(0, error, at(2));
    park(3, std::string{outcome_unknown} + ": no answer", at(2));
    sentences.says_when("with parked messages", asked(at(3)));
    for (const auto& parked : book.outbox.parked())
        book.outbox.drop(parked.id);
    for (const auto* error :
         {"account_inactive", "cannot_dm_bot", "msg_too_long", "missing_scope", "teapot <error>", "x"})
        park(0, error, at(2));
    vitals.store.free_bytes = 40'000'000;
    book.schedule.replace({}, "UTC", UtcMillis{});
    sentences.says_when("asked of a service, with parked messages, little room and nobody on call",
                        asked(at(3), Origin::slash, "agent sdk"));
    sentences.expect("status/aside");
}

}  // namespace hotwatch::testing
