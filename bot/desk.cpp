#include "bot/desk.hpp"

#include <fmt/format.h>

#include <set>

#include "bot/answers.hpp"
#include "bot/directory.hpp"
#include "bot/log.hpp"
#include "bot/vitals.hpp"
#include "commands/incident/reminder.hpp"

namespace hotwatch
{

namespace
{
constexpr auto retry_full_store = std::chrono::seconds{1};
constexpr auto keep_keys = std::chrono::hours{72};
constexpr auto keep_sent_calls = std::chrono::hours{24 * 7};
constexpr auto keep_response_urls = std::chrono::minutes{30};
constexpr auto keep_punctuality = std::chrono::hours{24 * 35};  // a monthly report looks back that far
constexpr auto measure_every = std::chrono::seconds{10};
constexpr auto clean_every = std::chrono::minutes{10};
}  // namespace

Desk::Desk(Database& database, const Clock& clock, Random& random, DeskSettings settings)
    : database_(database), book_(database.book()), clock_(clock), random_(random), settings_(std::move(settings))
{
    rebuild_sender(clock_.now());
    vitals_.is_running = !settings_.is_offline;
    vitals_.started_at = clock_.now();
}

void Desk::rebuild_sender(UtcMillis now)
{
    sender_ = std::make_unique<slack::Sender>(
        settings_.sender, [this] { return random_.jitter(); },
        [this]
        {
            const auto& channels = book_.policy().channels;
            const auto found = channels.find("emergency");
            if (found == channels.end())
                return std::string{};
            const auto channel = book_.people.channel_named(found->second);
            return channel ? channel->id.value : found->second;
        });
    (void)book_.outbox.take_news();  // what a rolled-back batch added is gone; the rest comes from the table
    std::set<std::int64_t> still_in_flight;
    for (const auto& [id, attempt] : in_flight_)
        still_in_flight.insert(id);
    sender_->restore(book_.outbox.unsettled(), book_.outbox.holds(now), now, still_in_flight);
}

BatchResult Desk::handle(std::vector<Event> events)
{
    std::vector<Event> all = std::exchange(again_, {});
    std::move(events.begin(), events.end(), std::back_inserter(all));

    BatchResult result;
    result.events = events.size();
    take_vitals();
    try
    {
        database_.begin();
        for (const auto& event : all)
            take_guarded(event, result);
        const auto now = clock_.now();
        fire_timers(now);
        clean_up(now);
        send_what_is_due(now, result);
        database_.commit();
    }
    catch (const StoreFull& full)
    {
        log::error("store full: {}", full.what());
        auto refused = without_store(std::move(all));
        refused.events = result.events;
        return refused;
    }
    catch (...)
    {
        database_.roll_back();
        throw;
    }
    health_.store_writes = true;
    vitals_.store.full_since.reset();
    for (const auto& event : all)
        if (const auto* done = std::get_if<AttemptDone>(&event))
            in_flight_.erase(done->attempt.call_id);
    for (const auto& attempt : result.attempts)
        in_flight_.insert_or_assign(attempt.call_id, attempt);
    health_.events += all.size();
    ++health_.commits;
    finish(result);
    return result;
}

/// One event that cannot be handled spoils no other: it is logged, and acknowledged so that it does not come for ever.
void Desk::take_guarded(const Event& event, BatchResult& result)
{
    try
    {
        std::visit([&](const auto& happened) { take(happened, result); }, event);
    }
    catch (const StoreFull&)
    {
        throw;
    }
    catch (const StoreBroken&)
    {
        throw;
    }
    catch (const std::exception& defect)
    {
        log::error("an event could not be handled: {}", defect.what());
        if (const auto* arrived = std::get_if<EnvelopeArrived>(&event))
            result.acks.push_back(
                {.socket = arrived->socket, .envelope_id = arrived->envelope.id, .arrived = arrived->arrived});
    }
}

void Desk::finish(BatchResult& result)
{
    const auto timer = book_.timers.next_due();
    const auto send = settings_.is_offline ? std::nullopt : sender_->wake_at();
    result.wake_at = timer && send ? std::min(*timer, *send) : (timer ? timer : send);
    health_.owed = sender_->waiting() + sender_->in_flight();
    health_.in_flight = sender_->in_flight();
    health_.oldest_owed = sender_->oldest_waiting();
    result.health = health_;
}

/// One event after the other, each rolled back: questions are answered, whatever would have changed something is
/// refused aloud.
BatchResult Desk::without_store(std::vector<Event> events)
{
    database_.roll_back();
    health_.store_writes = false;
    if (!vitals_.store.full_since)
        vitals_.store.full_since = clock_.now();
    book_.set_vitals(vitals_);
    BatchResult result;
    for (auto& event : events)
    {
        BatchResult one;
        bool changed = true;
        try
        {
            const auto before = database_.changes();
            database_.begin();
            take_guarded(event, one);
            changed = database_.changes() != before;
        }
        catch (const StoreFull&)
        {
            log::warn("store still full");
        }
        database_.roll_back();
        if (!changed)
        {
            std::move(one.acks.begin(), one.acks.end(), std::back_inserter(result.acks));
            std::move(one.forms.begin(), one.forms.end(), std::back_inserter(result.forms));
            std::move(one.answers.begin(), one.answers.end(), std::back_inserter(result.answers));
        }
        else if (std::holds_alternative<AttemptDone>(event) || std::holds_alternative<AcksWritten>(event) ||
                 std::holds_alternative<AcksLost>(event) || std::holds_alternative<Started>(event))
            again_.push_back(std::move(event));
        else
            refuse_for_full_store(event, result);
    }
    rebuild_sender(clock_.now());
    finish(result);
    result.wake_at = clock_.now() + retry_full_store;
    return result;
}

void Desk::refuse_for_full_store(const Event& event, BatchResult& result)
{
    if (const auto* line = std::get_if<LineAsked>(&event))
        result.answers.push_back({line->ticket, answers::not_recorded().text, 1});
    const auto* arrived = std::get_if<EnvelopeArrived>(&event);
    if (arrived == nullptr)
        return;
    Ack ack{.socket = arrived->socket, .envelope_id = arrived->envelope.id, .arrived = arrived->arrived};
    const auto asked = asked_by(arrived->envelope.content, book_);
    if (asked)
        ack.path = asked->path;
    if (arrived->envelope.kind == slack::Envelope::Kind::events_api)
        ack.withhold = true;  // Slack sends it again, three times within some minutes
    else if (const auto* form = std::get_if<slack::Submission>(&arrived->envelope.content))
    {
        if (!form->values.empty())
            ack.payload = answers::field_errors_payload({{form->values.begin()->first, answers::not_recorded().text}});
    }
    else if (arrived->envelope.accepts_payload)
        ack.payload = answers::slash_payload(answers::not_recorded(), Reply::To::asker);
    else
    {
        ack.message = answers::not_recorded();
        ack.answer_directly = true;
    }
    result.acks.push_back(std::move(ack));
}

void Desk::take(const Started&, BatchResult&)
{
    const auto now = clock_.now();
    directory::owe_startup_reads(book_, now);
    // Committed, but perhaps never acknowledged: their askers are told once.
    for (const auto& seen : book_.seen.unacknowledged(now - keep_response_urls))
        owe_lost_answer(seen, now);
}

void Desk::take(const AcksLost& event, BatchResult&)
{
    for (const auto& key : event.keys)
        if (const auto seen = book_.seen.find(key); seen && !seen->ack_written)
            owe_lost_answer(*seen, clock_.now());
}

void Desk::owe_lost_answer(const Seen& seen, UtcMillis now)
{
    if (!seen.response_url.empty())
    {
        ReplyPath path;
        path.response_url = seen.response_url;
        answers::owe_private(book_, path, answers::recorded_late(seen.at, answers::text_of_payload(seen.answer)), now);
    }
    book_.seen.ack_written(seen.key);
}

void Desk::take(const MomentCame&, BatchResult&)
{
    // Timers and sends are looked at in every batch; this event only makes sure that there is one.
}

void Desk::take(const AcksWritten& event, BatchResult&)
{
    for (const auto& key : event.keys)
        book_.seen.ack_written(key);
}

void Desk::take(const LinkChanged& event, BatchResult&)
{
    vitals_.link = event.link;
    book_.set_vitals(vitals_);
}

/// Before each batch: its handlers are to speak of Hotwatch as it is now.
void Desk::take_vitals()
{
    if (const auto now = clock_.now(); now - measured_at_ >= measure_every)
    {
        measured_at_ = now;
        measure_store(database_.path(), vitals_.store);
    }
    book_.set_vitals(vitals_);
}

void Desk::take(const FormFailed& event, BatchResult&)
{
    answers::owe_private(book_, event.path, answers::trigger_too_late(event.text_form), clock_.now());
}

void Desk::take(const VerifyAsked& event, BatchResult& result)
{
    const Verdict verdict = database_.verify();
    if (!verdict.problem.empty())
    {
        result.answers.push_back({event.ticket, "broken: " + verdict.problem, 1});
        return;
    }
    result.answers.push_back(
        {event.ticket,
         fmt::format("well: {} incidents, {} audit rows in an unbroken chain, {} calls owed to Slack, "
                     "{} parked for a person",
                     verdict.incidents, verdict.audit_rows, verdict.owed, verdict.parked),
         0});
}

void Desk::fire_timers(UtcMillis now)
{
    for (const auto& timer : book_.timers.due(now, settings_.timers_per_batch))
    {
        database_.savepoint();
        try
        {
            switch (timer.kind)
            {
            case TimerKind::update_reminder:
                fire_update_reminder(timer, book_, now);
                break;
            }
            book_.audit.add({.at = now,
                             .action = "reminder",
                             .object = fmt::format("INC-{}", timer.subject),
                             .actor = "hotwatch",
                             .text = {}});
            book_.punctuality.kept(timer.kind, timer.due_at, now);
            database_.release();
        }
        catch (const StoreFull&)
        {
            throw;
        }
        catch (const StoreBroken&)
        {
            throw;
        }
        catch (const std::exception& defect)
        {
            // A timer that cannot fire must not keep the others from firing; it is tried again a minute later, loudly.
            database_.roll_back_to_savepoint();
            log::error("timer {} of INC-{} failed: {}", timer.id, timer.subject, defect.what());
            Timer later = timer;
            later.due_at = now + std::chrono::minutes{1};
            book_.timers.arm(later);
        }
    }
}

void Desk::clean_up(UtcMillis now)
{
    if (now - cleaned_at_ < clean_every)
        return;
    cleaned_at_ = now;
    book_.seen.erase_old(now - keep_keys, now - keep_response_urls);
    book_.punctuality.erase_old(now - keep_punctuality);
    book_.outbox.erase_old(now - keep_sent_calls, now - keep_response_urls);
}

}  // namespace hotwatch
