#include "tests/bench/stores.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace bench
{

using namespace hotwatch;

std::string CountedIds::uuid()
{
    return fmt::format("00000000-0000-4000-8000-{:012}", ++made_);
}

std::string CountedIds::salt()
{
    return fmt::format("{:032x}", ++made_);
}

void store_declaration(Book& book, std::int64_t number, UtcMillis at, bool is_history)
{
    Incident incident;
    incident.title = "checkout is failing for some customers";
    incident.severity = Severity::p1;
    incident.room = {{"C0SUPPORT"}, fmt::format("{}.000100", number)};
    incident.declared = incident.last_update = {at, {"U0ANA"}};
    if (is_history)
    {
        incident.state = IncidentState::closed;
        incident.resolved = incident.declared;
    }
    incident.id = book.incidents.add(incident);
    book.incidents.add(TimelineEntry{.incident = incident.id,
                                     .at = at,
                                     .actor = {"U0ANA"},
                                     .action = "declared",
                                     .text = incident.title,
                                     .source = "slash"});
    Call call;
    call.dedupe_key = fmt::format("card {}", incident.id);
    call.method = "chat.postMessage";
    call.conversation = incident.room.channel.value;
    call.args = R"({"channel":"C0SUPPORT","text":"P1 checkout is failing for some customers","blocks":[]})";
    incident.card_row = book.outbox.add(call, at);
    book.incidents.save(incident);
    if (is_history)
    {
        auto sent = book.outbox.find(incident.card_row).value();
        sent.state = CallState::sent;
        book.outbox.save(sent);
    }
    else
        book.timers.arm({.subject = incident.id, .urgency = 1, .due_at = at + std::chrono::minutes{30}, .grid_at = at});
    book.audit.add({.at = at,
                    .action = "incident declare",
                    .object = fmt::format("INC-{}", incident.id),
                    .actor = "U0ANA",
                    .text = incident.title});
    book.seen.add({.key = fmt::format("trigger {}", number),
                   .at = at,
                   .answer = R"({"text":"declared"})",
                   .response_url = {},
                   .ack_written = true});
}

void make_store(const std::filesystem::path& path, std::int64_t incidents)
{
    constexpr std::int64_t in_a_transaction = 5'000;
    CountedIds ids;
    Database database{path.string(), ids};
    const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    for (std::int64_t number = 0; number < incidents;)
    {
        database.begin();
        for (const auto end = std::min(number + in_a_transaction, incidents); number < end; ++number)
            store_declaration(database.book(), number, now - std::chrono::hours{1}, true);
        (void)database.book().outbox.take_news();  // there is no sender here to hear of them
        database.commit();
    }
}

Size size_of(const std::filesystem::path& store)
{
    SQLite::Database file{store.string(), SQLite::OPEN_READWRITE};
    Size size;
    size.bytes = file.execAndGet("PRAGMA page_count").getInt64() * file.execAndGet("PRAGMA page_size").getInt64();
    // A full text index is counted by the tables that it is kept in.
    SQLite::Statement tables{file,
                             "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'"};
    while (tables.executeStep())
        size.rows +=
            file.execAndGet(fmt::format("SELECT count(*) FROM \"{}\"", tables.getColumn(0).getString())).getInt64();
    return size;
}

std::string problem_of(const std::filesystem::path& store, std::int64_t incidents)
{
    CountedIds ids;
    Database database{store.string(), ids};
    const auto verdict = database.verify();
    if (!verdict.problem.empty())
        return verdict.problem;
    if (verdict.incidents != incidents)
        return fmt::format("the store holds {} incidents, not {}", verdict.incidents, incidents);
    if (verdict.owed != 0 || verdict.parked != 0)
        return fmt::format("{} calls are still owed to Slack, {} parked", verdict.owed, verdict.parked);
    return {};
}

std::int64_t make_all_due(const std::filesystem::path& store, UtcMillis at)
{
    CountedIds ids;
    Database database{store.string(), ids};
    constexpr int all = std::numeric_limits<int>::max();
    const auto timers = database.book().timers.due(UtcMillis::max(), all);
    database.begin();
    for (auto timer : timers)
    {
        timer.due_at = timer.grid_at = at;
        database.book().timers.arm(timer);
    }
    database.commit();
    return static_cast<std::int64_t>(timers.size());
}

}  // namespace bench
