// What one event costs in the book, and that it costs the same however much the book holds.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "storage/database.hpp"

namespace
{

using namespace hotwatch;

constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};

class CountedIds : public IdSource
{
  public:
    std::string uuid() override { return fmt::format("00000000-0000-4000-8000-{:012}", ++made_); }
    std::string salt() override { return fmt::format("{:032x}", ++made_); }

  private:
    std::int64_t made_ = 0;
};

/// A declaration as the desk stores it; resolved at once where it is only there to fill the book.
void declare(Database& database, std::int64_t number, bool is_history)
{
    Book& book = database.book();
    const auto key = fmt::format("trigger {}", number);
    database.savepoint();
    benchmark::DoNotOptimize(book.seen.find(key));
    Incident incident;
    incident.title = "checkout is failing for some customers";
    incident.severity = Severity::p1;
    incident.room = {{"C0SUPPORT"}, fmt::format("{}.000100", number)};
    incident.declared = incident.last_update = {noon, {"U0ANA"}};
    if (is_history)
    {
        incident.state = IncidentState::resolved;
        incident.resolved = incident.declared;
    }
    const auto id = book.incidents.add(incident);
    book.incidents.add(TimelineEntry{.incident = id,
                                     .at = noon,
                                     .actor = {"U0ANA"},
                                     .action = "declared",
                                     .text = incident.title,
                                     .source = "slash"});
    Call call;
    call.dedupe_key = fmt::format("card {}", id);
    call.method = "chat.postMessage";
    call.conversation = incident.room.channel.value;
    call.args = R"({"channel":"C0SUPPORT","text":"P1 checkout is failing for some customers","blocks":[]})";
    const auto row = book.outbox.add(call, noon);
    if (is_history)
    {
        auto sent = book.outbox.find(row).value();
        sent.state = CallState::sent;
        book.outbox.save(sent);
    }
    else
        book.timers.arm({.subject = id, .urgency = 1, .due_at = noon + std::chrono::minutes{30}, .grid_at = noon});
    book.audit.add({.at = noon,
                    .action = "incident declare",
                    .object = fmt::format("INC-{}", id),
                    .actor = "U0ANA",
                    .text = incident.title});
    book.seen.add(
        {.key = key, .at = noon, .answer = R"({"text":"declared"})", .response_url = {}, .ack_written = true});
    benchmark::DoNotOptimize(book.outbox.take_news());
    database.release();
}

constexpr int batch = 64;

void event_of_a_batch(benchmark::State& state)
{
    CountedIds ids;
    Database database{"", ids};
    std::int64_t number = 0;
    database.begin();
    while (number < state.range(0))
        declare(database, ++number, true);
    database.commit();
    for (auto _ : state)
    {
        database.begin();
        for (int i = 0; i < batch; ++i)
            declare(database, ++number, false);
        database.commit();
    }
    state.SetItemsProcessed(state.iterations() * batch);
    state.counters["us_per_event"] = benchmark::Counter(static_cast<double>(state.iterations()) * batch / 1e6,
                                                        benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(event_of_a_batch)->Arg(0)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
