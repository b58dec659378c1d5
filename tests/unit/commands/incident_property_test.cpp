// Random lives of incidents: whatever people type in whatever order, the states follow the table, exactly the timers
// that are owed are there, and the clocks say what the timeline says.
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "commands/due.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/view.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

namespace
{
using namespace std::chrono_literals;
using Handler = Outcome (*)(const Request&, Book&, UtcMillis);

/// What the clocks must say, read from the timeline alone.
struct Told
{
    UtcMillis response_from;
    std::optional<UtcMillis> acknowledged;
    std::optional<UtcMillis> resolved;
    std::optional<UtcMillis> cancelled;
    milliseconds paused{0};
};

Told told_by(const std::vector<TimelineEntry>& timeline)
{
    Told told;
    for (const auto& entry : timeline)
    {
        if (entry.action == "declared")
            told.response_from = entry.at;
        else if (entry.action == "acknowledged" && !told.acknowledged)
            told.acknowledged = entry.at;
        else if (entry.action == "severity" && !told.acknowledged)
            told.response_from = entry.at;
        else if (entry.action == "resolved")
            told.resolved = entry.at;
        else if (entry.action == "cancelled")
            told.cancelled = entry.at;
        else if (entry.action == "reopened" && told.resolved)
        {
            told.paused += entry.at - *told.resolved;
            told.resolved.reset();
        }
        else if (entry.action == "reopened")
        {
            told.paused += entry.at - *told.cancelled;
            told.acknowledged.reset();
            told.response_from = entry.at;
        }
    }
    return told;
}

bool follows(IncidentState from, IncidentState to)
{
    using incident::Move;
    for (const auto move :
         {Move::acknowledge, Move::mitigate, Move::resolve, Move::reopen, Move::close, Move::cancel, Move::merge})
        if (incident::after(from, move) == to)
            return true;
    return from == to;
}
}  // namespace

class AnyLife : public IncidentBook, public ::testing::WithParamInterface<unsigned>
{
  protected:
    int pick(int below) { return std::uniform_int_distribution<int>{0, below - 1}(dice); }

    /// One thing that somebody types, presses or sends, at `now`.
    void act(UtcMillis now)
    {
        struct Verb
        {
            const char* name;
            Handler handler;
            const char* text;
        };
        static const std::vector<Verb> verbs{{"ack", acknowledge_incident, ""},
                                             {"join", join_incident, ""},
                                             {"leave", leave_incident, ""},
                                             {"update", update_incident, "still looking"},
                                             {"note", add_note, "at 20:00 seen"},
                                             {"severity", change_severity, nullptr},
                                             {"assign", assign_role, "scribe <@U04CLEO>"},
                                             {"lead", assign_role, "<@U02BEN>"},
                                             {"mitigate", mitigate_incident, "contained"},
                                             {"resolve", resolve_incident, "restarted"},
                                             {"reopen", reopen_incident, "it is back"},
                                             {"report", report_incident, "https://wiki/x"},
                                             {"close", close_incident, ""},
                                             {"cancel", cancel_incident, "nothing"},
                                             {"merge", merge_incident, nullptr},
                                             {"snooze", snooze_reminder, "5m"},
                                             {"declare", declare_incident, nullptr}};
        const auto& verb = verbs[static_cast<std::size_t>(pick(static_cast<int>(verbs.size())))];
        const std::vector<UserId> people{ana, ben, mia, cleo, UserId{"U05DORA"}};
        auto request = says(people[static_cast<std::size_t>(pick(5))], verb.name, "");
        const auto count = static_cast<int>(book.incidents.count());
        const auto id = fmt::format("INC-{}", 1 + pick(std::max(1, count)));
        if (std::string_view{verb.name} == "declare")
            request.words.rest = fmt::format("P{} Something", pick(4));
        else if (std::string_view{verb.name} == "merge")
            request.words.rest = fmt::format("{} into INC-{}", id, 1 + pick(std::max(1, count)));
        else if (std::string_view{verb.name} == "severity")
            request.words.rest = fmt::format("{} P{} so it seems", id, pick(4));
        else
            request.words.rest = fmt::format("{} {}", id, verb.text);
        if (pick(4) == 0)
            request.words.flags = {{std::string_view{verb.name} == "close" ? "faq" : "none", "not-needed"}};
        if (pick(5) == 0)
            request.version = 1 + pick(6);

        last = fmt::format("{} {} by {}", verb.name, request.words.rest, request.user.value);
        const auto before = database.changes();
        const auto outcome = verb.handler(request, book, now);
        const bool may_write = outcome && !outcome->object.empty();
        EXPECT_TRUE(may_write || database.changes() == before)
            << "a refusal wrote, or a change has no name for the audit: " << last;
    }

    void fire(UtcMillis now)
    {
        for (const auto& timer : book.timers.due(now, 1'000))
            (void)fire_timer(timer, book, now);
    }

    void check(UtcMillis now)
    {
        for (std::int64_t id = 1; id <= book.incidents.count(); ++id)
        {
            const auto incident = book.incidents.find(id).value();
            const auto view = incident::view_of(incident, book, now);
            SCOPED_TRACE(fmt::format("INC-{} after {}", id, last));
            const auto before = states.contains(id) ? states.at(id) : incident.state;
            EXPECT_TRUE(follows(before, incident.state))
                << incident::word(before) << " to " << incident::word(incident.state);
            states[id] = incident.state;

            const bool is_worked_on = incident::is_unresolved(incident.state);
            const auto reminder = book.timers.find(TimerKind::update_reminder, id);
            EXPECT_EQ(reminder.has_value(), is_worked_on && view.policy.update_every.has_value());
            EXPECT_TRUE(!reminder || reminder->due_at > now);
            const auto closing = book.timers.find(TimerKind::close_incident, id);
            EXPECT_EQ(closing.has_value(), incident.state == IncidentState::resolved);
            EXPECT_EQ(incident.merged_into != 0, incident.state == IncidentState::merged);
            EXPECT_TRUE(!is_worked_on || incident.acknowledged.has_value() == (incident.state != IncidentState::open));
            EXPECT_EQ(view.clocks.response.is_void,
                      incident.state == IncidentState::cancelled || incident.state == IncidentState::merged);

            const auto told = told_by(book.incidents.timeline(id));
            EXPECT_EQ(view.clocks.response.start, told.response_from);
            EXPECT_EQ(view.clocks.response.stopped, told.acknowledged);
            EXPECT_EQ(view.clocks.resolution.start, incident.declared.at);
            EXPECT_EQ(view.clocks.resolution.stopped, told.resolved);
            EXPECT_EQ(view.clocks.resolution.paused, told.paused);
            EXPECT_EQ(view.clocks.resolution.due, incident.declared.at + view.policy.resolve_within + told.paused);
        }
        EXPECT_EQ(database.verify().problem, "") << last;
    }

    std::mt19937 dice{GetParam()};
    std::string last = "nothing";
    std::map<std::int64_t, IncidentState> states;
};

TEST_P(AnyLife, KeepsTheTableTheTimersAndTheClocks)
{
    auto now = at(3);
    (void)declared("P0 Down", now);
    (void)declared("P2 Slow", now);
    for (int step = 0; step < 60 && !HasFailure(); ++step)
    {
        now += std::chrono::minutes{1 + pick(90)} + milliseconds{pick(1'000)};
        if (pick(10) == 0)
            now += std::chrono::hours{26};
        fire(now);
        act(now);
        fire(now);
        check(now);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyLife, ::testing::Range(1U, 25U));

}  // namespace hotwatch::testing
