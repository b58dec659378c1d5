#include "fixture.hpp"

namespace hotwatch::test
{

namespace
{

using Incidents = BookTest;

TEST_F(Incidents, KeepEveryColumn)
{
    const auto call = book.outbox.add(a_call(), noon);
    Incident full = an_incident(Severity::p0, "Zahlung – „kaputt“ \0 after"s);
    full.state = IncidentState::resolved;
    full.service = "billing";
    full.room = {{"C0INC"}, "1767.000100"};
    full.card_row = call;
    full.started_at = noon - minutes{20};
    full.commander = {"U0BEN"};
    full.acknowledged = Mark{noon + minutes{1}, {"U0BEN"}};
    full.mitigated = Mark{noon + minutes{2}, {"U0CLEO"}};
    full.resolved = Mark{noon + minutes{3}, {"U0DAN"}};
    full.resolution = "rolled back";
    full.last_update = {noon + minutes{2}, {"U0BEN"}};
    full.last_update_text = "looking";
    full.eta = noon + hours{1};
    full.reminders_unanswered = 2;
    full.version = 9;
    full.moved = {noon + minutes{3}, {"U0DAN"}};
    full.moved_why = "it works";
    full.moved_version = 8;
    full.severity_version = 7;
    full.response_from = noon + minutes{1};
    full.paused = minutes{40};
    full.followed_up = Mark{noon + minutes{9}, {"U0CLEO"}};
    full.follow_up = "docs/incidents/queue.md";
    full.announcement_row = call;
    full.id = book.incidents.add(full);

    const auto read = book.incidents.find(full.id);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, full.title);
    EXPECT_EQ(read->severity, Severity::p0);
    EXPECT_EQ(read->state, IncidentState::resolved);
    EXPECT_EQ(read->service, "billing");
    EXPECT_EQ(read->room.channel.value, "C0INC");
    EXPECT_EQ(read->room.thread_ts, "1767.000100");
    EXPECT_EQ(read->card_row, call);
    EXPECT_EQ(read->declared.at, noon);
    EXPECT_EQ(read->declared.by.value, "U0ANA");
    EXPECT_EQ(read->started_at, full.started_at);
    EXPECT_EQ(read->commander.value, "U0BEN");
    EXPECT_EQ(read->acknowledged->at, full.acknowledged->at);
    EXPECT_EQ(read->mitigated->by.value, "U0CLEO");
    EXPECT_EQ(read->resolved->at, full.resolved->at);
    EXPECT_EQ(read->resolved->by.value, "U0DAN");
    EXPECT_EQ(read->resolution, "rolled back");
    EXPECT_EQ(read->last_update.at, full.last_update.at);
    EXPECT_EQ(read->last_update.by.value, "U0BEN");
    EXPECT_EQ(read->last_update_text, "looking");
    EXPECT_EQ(read->eta, full.eta);
    EXPECT_EQ(read->reminders_unanswered, 2);
    EXPECT_EQ(read->version, 9);
    EXPECT_EQ(read->moved.at, full.moved.at);
    EXPECT_EQ(read->moved.by.value, "U0DAN");
    EXPECT_EQ(read->moved_why, "it works");
    EXPECT_EQ(read->moved_version, 8);
    EXPECT_EQ(read->severity_version, 7);
    EXPECT_EQ(read->merged_into, 0);
    EXPECT_EQ(read->response_from, full.response_from);
    EXPECT_EQ(read->paused, minutes{40});
    EXPECT_EQ(read->followed_up->at, full.followed_up->at);
    EXPECT_EQ(read->followed_up->by.value, "U0CLEO");
    EXPECT_EQ(read->follow_up, "docs/incidents/queue.md");
    EXPECT_EQ(read->announcement_row, call);
}

TEST_F(Incidents, SaveWritesWhatBecameOfThem)
{
    const auto target = book.incidents.add(an_incident());
    Incident incident = an_incident();
    incident.id = book.incidents.add(incident);
    incident.state = IncidentState::merged;
    incident.merged_into = target;
    incident.moved = {noon + minutes{9}, {"U0BEN"}};
    incident.moved_why = "the same";
    incident.moved_version = 3;
    incident.severity_version = 2;
    incident.response_from = noon + minutes{4};
    incident.paused = milliseconds{1};
    incident.followed_up = Mark{noon, {"U0BEN"}};
    incident.follow_up = "none";
    incident.announcement_row = book.outbox.add(a_call(), noon);
    book.incidents.save(incident);
    const auto read = book.incidents.find(incident.id).value();
    EXPECT_EQ(read.merged_into, target);
    EXPECT_EQ(read.moved.at, noon + minutes{9});
    EXPECT_EQ(read.moved.by.value, "U0BEN");
    EXPECT_EQ(read.moved_why, "the same");
    EXPECT_EQ(read.moved_version, 3);
    EXPECT_EQ(read.severity_version, 2);
    EXPECT_EQ(read.response_from, noon + minutes{4});
    EXPECT_EQ(read.paused, milliseconds{1});
    EXPECT_EQ(read.followed_up->by.value, "U0BEN");
    EXPECT_EQ(read.follow_up, "none");
    EXPECT_EQ(read.announcement_row, incident.announcement_row);
}

TEST_F(Incidents, AMergedOneNamesAnotherAndNobodyElseDoes)
{
    Incident incident = an_incident();
    incident.id = book.incidents.add(incident);
    const auto other = book.incidents.add(an_incident());
    incident.merged_into = other;
    EXPECT_THROW(book.incidents.save(incident), ConstraintViolated);
    incident.state = IncidentState::merged;
    incident.merged_into = 0;
    EXPECT_THROW(book.incidents.save(incident), ConstraintViolated);
    incident.merged_into = incident.id;
    EXPECT_THROW(book.incidents.save(incident), ConstraintViolated);
    incident.merged_into = other;
    EXPECT_NO_THROW(book.incidents.save(incident));
}

TEST_F(Incidents, AreListedByTheirDeclarationNewestFirst)
{
    std::vector<std::int64_t> made;
    for (const auto after : {minutes{0}, minutes{2}, minutes{2}, minutes{5}})
    {
        auto incident = an_incident();
        incident.declared.at = noon + after;
        made.push_back(book.incidents.add(incident));
    }
    EXPECT_EQ(ids_of(book.incidents.declared_since(noon + minutes{2}, 10)), (std::vector{made[3], made[2], made[1]}));
    EXPECT_EQ(ids_of(book.incidents.declared_since(noon, 2, 1)), (std::vector{made[2], made[1]}));
    EXPECT_TRUE(book.incidents.declared_since(noon + minutes{6}, 10).empty());
}

TEST_F(Incidents, OpenOnesCanBeAskedForByTheFew)
{
    book.incidents.add(an_incident(Severity::p2));
    const auto bad = book.incidents.add(an_incident(Severity::p0));
    EXPECT_EQ(ids_of(book.incidents.open(1)), std::vector{bad});
}

TEST_F(Incidents, OpenOnesOfASeverityAreReadByThePage)
{
    const auto first = book.incidents.add(an_incident(Severity::p2));
    book.incidents.add(an_incident(Severity::p0));
    auto over = an_incident(Severity::p2);
    over.state = IncidentState::cancelled;
    book.incidents.add(over);
    const auto second = book.incidents.add(an_incident(Severity::p2));
    EXPECT_EQ(ids_of(book.incidents.open_with(Severity::p2, 5, 0)), (std::vector{first, second}));
    EXPECT_EQ(ids_of(book.incidents.open_with(Severity::p2, 1, 1)), std::vector{second});
    EXPECT_TRUE(book.incidents.open_with(Severity::p3, 5, 0).empty());
}

TEST_F(Incidents, OpenOnesOfAPersonAreEachReadOnceWorstFirst)
{
    const UserId ben{"U0BEN"};
    auto declared = an_incident(Severity::p2);
    declared.declared.by = ben;
    auto led = an_incident(Severity::p0);
    led.state = IncidentState::acknowledged;
    led.commander = led.declared.by = ben;
    led.acknowledged = Mark{noon, ben};
    auto over = declared;
    over.state = IncidentState::cancelled;
    const auto mild = book.incidents.add(declared);
    const auto worst = book.incidents.add(led);
    book.incidents.add(over);
    book.incidents.add(an_incident(Severity::p0));
    auto handed_on = led;
    handed_on.commander = handed_on.declared.by = UserId{"U0CLEO"};
    handed_on.severity = Severity::p1;
    const auto acknowledged = book.incidents.add(handed_on);
    const auto joined = book.incidents.add(an_incident(Severity::p3));
    book.incidents.give_role(joined, {.role = IncidentRole::scribe, .user = ben, .given = {noon, ben}});
    EXPECT_EQ(ids_of(book.incidents.open_of(ben, 9, 0)), (std::vector{worst, acknowledged, mild, joined}));
    EXPECT_EQ(ids_of(book.incidents.open_of(ben, 1, 2)), std::vector{mild});
}

TEST_F(Incidents, SaveWritesEveryColumn)
{
    Incident incident = an_incident();
    incident.id = book.incidents.add(incident);
    incident.title = "login is failing";
    incident.severity = Severity::p3;
    incident.state = IncidentState::acknowledged;
    incident.service = "login";
    incident.room = {{"C0OTHER"}, "1.2"};
    incident.card_row = book.outbox.add(a_call(), noon);
    incident.started_at = noon;
    incident.commander = {"U0BEN"};
    incident.acknowledged = Mark{noon, {"U0BEN"}};
    incident.last_update = {noon + minutes{9}, {"U0CLEO"}};
    incident.last_update_text = "found it";
    incident.eta = noon + minutes{10};
    incident.reminders_unanswered = 1;
    incident.version = 2;
    book.incidents.save(incident);
    const auto read = book.incidents.find(incident.id).value();
    EXPECT_EQ(read.title, "login is failing");
    EXPECT_EQ(read.severity, Severity::p3);
    EXPECT_EQ(read.state, IncidentState::acknowledged);
    EXPECT_EQ(read.service, "login");
    EXPECT_EQ(read.room.channel.value + read.room.thread_ts, "C0OTHER1.2");
    EXPECT_EQ(read.card_row, incident.card_row);
    EXPECT_EQ(read.started_at, noon);
    EXPECT_EQ(read.commander.value, "U0BEN");
    EXPECT_EQ(read.acknowledged->by.value, "U0BEN");
    EXPECT_FALSE(read.mitigated);
    EXPECT_EQ(read.last_update.by.value, "U0CLEO");
    EXPECT_EQ(read.last_update_text, "found it");
    EXPECT_EQ(read.eta, noon + minutes{10});
    EXPECT_EQ(read.reminders_unanswered, 1);
    EXPECT_EQ(read.version, 2);
}

TEST_F(Incidents, SavingOneThatIsNotThereIsADefect)
{
    Incident incident = an_incident();
    incident.id = 77;
    EXPECT_THROW(book.incidents.save(incident), std::logic_error);
    EXPECT_THROW(book.incidents.set_room(77, {}), std::logic_error);
}

TEST_F(Incidents, AreOpenUntilResolvedWorstFirstThenOldest)
{
    const auto mild = book.incidents.add(an_incident(Severity::p2));
    const auto bad = book.incidents.add(an_incident(Severity::p0));
    const auto also_bad = book.incidents.add(an_incident(Severity::p0));
    auto over = an_incident(Severity::p0);
    over.state = IncidentState::cancelled;
    book.incidents.add(over);
    EXPECT_EQ(ids_of(book.incidents.open()), (std::vector{bad, also_bad, mild}));
}

TEST_F(Incidents, AreFoundByThreadOrByChannelNewestFirst)
{
    auto first = an_incident();
    first.room.thread_ts = "1.1";
    auto second = an_incident();
    second.room.thread_ts = "2.2";
    const auto one = book.incidents.add(first);
    const auto two = book.incidents.add(second);
    auto elsewhere = an_incident();
    elsewhere.room.channel.value = "C0ELSE";
    book.incidents.add(elsewhere);
    EXPECT_EQ(ids_of(book.incidents.in_room({{"C0ROOM"}, "1.1"})), std::vector{one});
    EXPECT_EQ(ids_of(book.incidents.in_room({{"C0ROOM"}, ""})), (std::vector{two, one}));
    EXPECT_EQ(ids_of(book.incidents.in_room({{"C0ROOM"}, ""}, 1)), std::vector{two});
}

TEST_F(Incidents, OnlyOneUnresolvedHasAThread)
{
    auto first = an_incident();
    first.room.thread_ts = "1.1";
    first.id = book.incidents.add(first);
    EXPECT_THROW(book.incidents.add(first), ConstraintViolated);
    first.state = IncidentState::resolved;
    first.resolved = Mark{noon, {"U0ANA"}};
    book.incidents.save(first);
    first.state = IncidentState::open;
    EXPECT_NO_THROW(book.incidents.add(first));
}

TEST_F(Incidents, AreNotResolvedByNobody)
{
    auto incident = an_incident();
    incident.state = IncidentState::resolved;
    EXPECT_THROW(book.incidents.add(incident), ConstraintViolated);
}

TEST_F(Incidents, NewestIsTheLastDeclared)
{
    EXPECT_FALSE(book.incidents.newest());
    book.incidents.add(an_incident());
    const auto last = book.incidents.add(an_incident());
    EXPECT_EQ(book.incidents.newest()->id, last);
    EXPECT_EQ(book.incidents.count(), 2);
}

TEST_F(Incidents, GetTheirRoomWhenSlackHasNamedIt)
{
    const auto id = book.incidents.add(an_incident());
    book.incidents.set_room(id, {{"C0NEW"}, "5.5"});
    EXPECT_EQ(book.incidents.find(id)->room.thread_ts, "5.5");
    EXPECT_EQ(book.incidents.find(id)->room.channel.value, "C0NEW");
}

TEST_F(Incidents, TimelineIsInTheOrderOfEvents)
{
    const auto id = book.incidents.add(an_incident());
    const auto entry = [&](milliseconds at, const std::string& text)
    {
        return TimelineEntry{
            .incident = id, .at = noon + at, .actor = {"U0ANA"}, .action = "note", .text = text, .source = "slash"};
    };
    book.incidents.add(entry(minutes{5}, "later"));
    book.incidents.add(entry(minutes{1}, "earlier, told late"));
    book.incidents.add(entry(minutes{5}, "same moment, told after"));
    const auto all = book.incidents.timeline(id);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].text, "earlier, told late");
    EXPECT_EQ(all[1].text, "later");
    EXPECT_EQ(all[2].text, "same moment, told after");
    EXPECT_EQ(all[0].actor.value, "U0ANA");
    EXPECT_EQ(all[0].source, "slash");
    const auto newest = book.incidents.timeline(id, 2);
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[0].text, "later");
}

TEST_F(Incidents, TimelineIsReadInPartsAndCounted)
{
    const auto id = book.incidents.add(an_incident());
    const auto other = book.incidents.add(an_incident());
    for (int i = 1; i <= 5; ++i)
        book.incidents.add(TimelineEntry{.incident = id,
                                         .at = noon + minutes{i},
                                         .actor = {},
                                         .action = i == 3 ? "snoozed" : "note",
                                         .text = std::to_string(i),
                                         .source = ""});
    EXPECT_EQ(book.incidents.timeline_size(id), 5);
    EXPECT_EQ(book.incidents.timeline_size(other), 0);
    const auto part = book.incidents.timeline_part(id, 1, 2);
    ASSERT_EQ(part.size(), 2U);
    EXPECT_EQ(part[0].text + part[1].text, "23");
    EXPECT_TRUE(book.incidents.timeline_part(id, 5, 2).empty());
    EXPECT_EQ(book.incidents.last(id, "snoozed")->text, "3");
    EXPECT_EQ(book.incidents.last(id, "note")->text, "5");
    EXPECT_FALSE(book.incidents.last(other, "note"));
}

TEST_F(Incidents, TimelineBelongsToAnIncidentThatExists)
{
    EXPECT_THROW(book.incidents.add(
                     TimelineEntry{.incident = 9, .at = noon, .actor = {}, .action = "note", .text = "", .source = ""}),
                 ConstraintViolated);
}

TEST_F(Incidents, RolesHaveOneHolderAndAnyNumberOfResponders)
{
    const auto id = book.incidents.add(an_incident());
    const auto give = [&](IncidentRole role, const std::string& user, minutes at) {
        book.incidents.give_role(id, {.role = role, .user = {user}, .given = {noon + at, {"U0ANA"}}});
    };
    give(IncidentRole::responder, "U0BEN", minutes{2});
    give(IncidentRole::responder, "U0CLEO", minutes{1});
    give(IncidentRole::responder, "U0BEN", minutes{9});  // had it already: since then
    give(IncidentRole::scribe, "U0BEN", minutes{3});
    give(IncidentRole::scribe, "U0CLEO", minutes{4});
    const auto roles = book.incidents.roles(id);
    ASSERT_EQ(roles.size(), 3U);
    EXPECT_EQ(roles[0].role, IncidentRole::scribe);
    EXPECT_EQ(roles[0].user.value, "U0CLEO");
    EXPECT_EQ(roles[1].user.value, "U0CLEO");
    EXPECT_EQ(roles[2].user.value, "U0BEN");
    EXPECT_EQ(roles[2].given.at, noon + minutes{2});
    EXPECT_EQ(roles[2].given.by.value, "U0ANA");
    EXPECT_EQ(book.incidents.roles_of(id, {"U0CLEO"}).size(), 2U);
    book.incidents.take_roles(id, {"U0CLEO"});
    EXPECT_TRUE(book.incidents.roles_of(id, {"U0CLEO"}).empty());
    EXPECT_EQ(book.incidents.roles(id).size(), 1U);
    EXPECT_THROW(give(IncidentRole::commander, "U0BEN", minutes{5}), ConstraintViolated);
}

}  // namespace

}  // namespace hotwatch::test
