#include "storage/verify.hpp"

#include <fmt/format.h>

#include "storage/audit_chain.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql select_chain = R"sql(
    SELECT seq, at, action, object, actor, digest, hash, salt, text FROM audit ORDER BY seq
)sql";

constexpr Sql select_stray_timer = R"sql(
    SELECT timer.id, timer.kind, timer.subject, coalesce(incident.state, '')
    FROM timer LEFT JOIN incident ON incident.id = timer.subject
    WHERE (timer.kind = 'update_reminder' AND NOT coalesce(incident.is_open, 0))
        OR (timer.kind = 'close_incident' AND coalesce(incident.state, '') <> 'resolved')
    ORDER BY timer.id LIMIT 1
)sql";

constexpr Sql select_never_closing = R"sql(
    SELECT incident.id FROM incident
    LEFT JOIN timer ON timer.kind = 'close_incident' AND timer.subject = incident.id
    WHERE incident.state = 'resolved' AND timer.id IS NULL ORDER BY incident.id LIMIT 1
)sql";

constexpr Sql select_odd_call = R"sql(
    SELECT id, state FROM outbox WHERE state <> 'sent' AND json_valid(args) = 0 ORDER BY id LIMIT 1
)sql";

// A row that goes out after another waits for ever where that one comes later, or is itself. A card may come later: one
// that took a lost card's place, and names none that was there before.
constexpr Sql select_call_after_later = R"sql(
    SELECT id, after_id FROM outbox WHERE state <> 'sent' AND after_id >= id
        AND NOT EXISTS (SELECT 1 FROM outbox AS card WHERE card.id = outbox.after_id AND card.is_kept = 1
            AND card.id <> outbox.id)
    ORDER BY id LIMIT 1
)sql";

/// A pragma gives one row for each fault it finds.
std::string integrity_problem(Connection& connection)
{
    const auto found = connection.ask("PRAGMA integrity_check(1)");
    if (found != "ok")
        return "the file is damaged: " + found;
    auto row = connection.prepare("PRAGMA foreign_key_check");
    if (!row.step())
        return {};
    const auto table = row.text();
    const auto id = row.integer();
    return fmt::format("{} row {} names a row of {} that does not exist", table, id, row.text());
}

std::string audit_problem(Connection& connection)
{
    auto row = connection.prepare(select_chain);
    std::string previous;
    for (std::int64_t expected = 1; row.step(); ++expected)
    {
        AuditRow audit{.seq = row.integer(),
                       .at = row.time(),
                       .action = row.text(),
                       .object = row.text(),
                       .actor = row.text(),
                       .text = {}};
        const auto digest = row.text();
        auto hash = row.text();
        const bool is_erased = row.next_is_null();
        const auto salt = row.text();
        audit.text = row.text();
        if (audit.seq != expected)
            return fmt::format("audit row {} is missing", expected);
        if (audit_hash(audit, digest, previous) != hash)
            return fmt::format("audit row {} was altered: its hash does not follow from its columns and the row before",
                               expected);
        if (!is_erased && audit_digest(salt, audit.text) != digest)
            return fmt::format("audit row {} was altered: its text is not the one that was recorded", expected);
        previous = std::move(hash);
    }
    return {};
}

/// Each open incident with a cadence has its reminder, each resolved one will close, and no timer stands for nothing.
std::string timer_problem(Connection& connection, Book& book)
{
    for (const auto& incident : book.incidents.open())
        if (book.policy().of(incident.severity).update_every &&
            !book.timers.find(TimerKind::update_reminder, incident.id))
            return fmt::format("incident row {} (INC-{}) is {} and owes updates, but has no update_reminder in timer",
                               incident.id, incident.id, incident_states.of(incident.state));
    if (auto never_closing = connection.prepare(select_never_closing); never_closing.step())
    {
        const auto id = never_closing.integer();
        return fmt::format("incident row {} (INC-{}) is resolved, but has no close_incident in timer", id, id);
    }
    auto stray = connection.prepare(select_stray_timer);
    if (!stray.step())
        return {};
    const auto id = stray.integer();
    const auto kind = stray.text();
    const auto subject = stray.integer();
    const auto state = stray.text();
    return fmt::format("timer row {} ({}) is for incident {}, which {}", id, kind, subject,
                       state.empty() ? std::string{"does not exist"} : fmt::format("is {}", state));
}

std::string outbox_problem(Connection& connection)
{
    if (auto odd = connection.prepare(select_odd_call); odd.step())
    {
        const auto id = odd.integer();
        return fmt::format("outbox row {} ({}) has arguments that are not JSON", id, odd.text());
    }
    if (auto after = connection.prepare(select_call_after_later); after.step())
    {
        const auto id = after.integer();
        return fmt::format("outbox row {} waits for row {}, which comes after it", id, after.integer());
    }
    return {};
}

std::string first_problem(Connection& connection, Book& book)
{
    if (auto problem = integrity_problem(connection); !problem.empty())
        return problem;
    if (auto problem = audit_problem(connection); !problem.empty())
        return problem;
    if (auto problem = timer_problem(connection, book); !problem.empty())
        return problem;
    return outbox_problem(connection);
}

}  // namespace

Verdict verify_book(Connection& connection, Book& book)
{
    Verdict verdict;
    try
    {
        verdict.problem = first_problem(connection, book);
        verdict.audit_rows = book.audit.count();
        verdict.incidents = book.incidents.count();
        verdict.owed = book.outbox.count(CallState::pending) + book.outbox.count(CallState::sending) +
                       book.outbox.count(CallState::unknown);
        verdict.parked = book.outbox.count_parked();
    }
    catch (const StoreBroken& damage)
    {
        if (verdict.problem.empty())
            verdict.problem = fmt::format("the file is damaged: {}", damage.what());
    }
    catch (const std::logic_error& mismatch)
    {
        // Our own statements fit the schema that the migrations make: one that does not fit was altered, or rotted.
        if (verdict.problem.empty())
            verdict.problem = fmt::format("the schema is damaged: {}", mismatch.what());
    }
    return verdict;
}

}  // namespace hotwatch
