#include "bot/desk.hpp"

#include <fmt/format.h>

#include <set>

#include "bot/answers.hpp"
#include "bot/defect.hpp"
#include "bot/directory.hpp"
#include "bot/log.hpp"
#include "bot/slack/call_args.hpp"
#include "bot/vitals.hpp"
#include "commands/incident/card.hpp"
#include "commands/status/ghosts.hpp"
#include "commands/status/tell.hpp"
#include "commands/status/trouble.hpp"

namespace hotwatch
{

namespace
{
constexpr auto measure_every = std::chrono::seconds{10};
constexpr auto clocks_may_differ = std::chrono::minutes{1};
constexpr auto answered_late_within = std::chrono::minutes{30};  // as long as a response_url lives

/// A sender that is thrown away knew what its rows take from those before them. Where that stands in the store, the new
/// one learns it too.
void take_what_is_known(Call& row, Book& book)
{
    if (row.after == 0 || !slack::lacks_result(row))
        return;
    if (const auto before = book.outbox.find(row.after); before && before->state == CallState::sent)
        slack::take_result(row, before->result_channel, before->result_ts);
}
}  // namespace

Desk::Desk(Database& database, const Clock& clock, Random& random, DeskSettings settings, Rules rules)
    : database_(database),
      book_(database.book()),
      clock_(clock),
      random_(random),
      settings_(std::move(settings)),
      rules_(std::move(rules)),
      copies_(database, clock, settings_.is_offline ? BackupPlan{} : settings_.backups)
{
    rebuild_sender(clock_.now());
    vitals_.is_running = !settings_.is_offline;
    vitals_.started_at = clock_.now();
    vitals_.store.lost_rows = database_.lost_rows();
    health_.has_lost_rows = !database_.lost_rows().empty();
    plan_backups(settings_.backups);
}

/// `heard`: outcomes in there are known, whatever else is in flight.
void Desk::rebuild_sender(UtcMillis now, const std::vector<Event>& heard)
{
    sender_is_stale_ = false;
    sender_ = std::make_unique<slack::Sender>(
        settings_.sender, [this] { return random_.jitter(); },
        [this]
        {
            std::vector<std::string> channels;
            for (const auto* key : {"emergency", "support"})
                if (auto channel = incident::channel_for(key, book_).value; !channel.empty())
                    channels.push_back(std::move(channel));
            return channels;
        },
        [this](const std::string& name)
        {
            const auto channel = book_.people.channel_named(name);
            return channel ? channel->id.value : std::string{};
        });
    (void)book_.outbox.take_news();  // what a rolled-back batch added is gone; the rest comes from the table
    std::set<std::int64_t> still_in_flight;
    for (const auto& [id, attempt] : in_flight_)
        still_in_flight.insert(id);
    for (const auto& event : heard)
        if (const auto* done = std::get_if<AttemptDone>(&event))
            still_in_flight.erase(done->attempt.call_id);
    auto rows = book_.outbox.unsettled();
    for (auto& row : rows)
        take_what_is_known(row, book_);
    asked_who_.restore(rows);
    sender_->restore(std::move(rows), book_.outbox.holds(now), now, still_in_flight);
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
        if (sender_is_stale_)
            rebuild_sender(now, all);
        fire_timers(now);
        refuse_unknown(now);
        tell_of_ghosts(book_, now);
        tell_of_link_trouble(book_, now);
        clean_up(now);
        copies_.begin_due(newest_backup(), now);
        send_what_is_due(now, result);
        if (!health_.store_writes)  // a batch that changes nothing would commit on a full disk too
            book_.notes.set("room_since", fmt::format("{}", now.time_since_epoch().count()));
        database_.commit();
    }
    catch (const StoreFull& full)
    {
        if (health_.store_writes)
            log::error("the store cannot write: {}", full.what());
        auto refused = without_store(std::move(all));
        refused.events = result.events;
        return refused;
    }
    catch (...)
    {
        database_.roll_back();
        throw;
    }
    vitals_.store.full_since.reset();
    note_committed(all, result);
    finish(result);
    return result;
}

void Desk::note_committed(const std::vector<Event>& events, const BatchResult& result)
{
    if (!std::exchange(health_.store_writes, true))
        log::info("the store writes again");
    put_in_force();
    for (const auto& event : events)
        if (const auto* done = std::get_if<AttemptDone>(&event))
            in_flight_.erase(done->attempt.call_id);
    for (const auto& attempt : result.attempts)
        in_flight_.insert_or_assign(attempt.call_id, attempt);
    health_.events += events.size();
    ++health_.commits;
}

/// One event that cannot be handled spoils no other: nothing of it is kept, it is logged, and acknowledged so that it
/// does not come for ever.
void Desk::take_guarded(const Event& event, BatchResult& result)
{
    BatchResult own;
    const auto defect =
        defect_in(database_, [&] { std::visit([&](const auto& happened) { take(happened, own); }, event); });
    if (defect.empty())
        return result.append(std::move(own));
    log::error("an event could not be handled: {}", defect);
    sender_is_stale_ |= std::holds_alternative<AttemptDone>(event);
    apologise(event, result);
}

void Desk::apologise(const Event& event, BatchResult& result)
{
    if (const auto* line = std::get_if<LineAsked>(&event))
        result.answers.push_back({line->ticket, answers::apology().text, 1});
    if (const auto* kept = std::get_if<BackupKept>(&event); kept != nullptr && kept->ticket != 0)
        result.answers.push_back({kept->ticket, answers::apology().text, 1});
    if (const auto* changed = std::get_if<ConfigChanged>(&event))
        result.answers.push_back({changed->ticket, answers::apology().text, 1});
    if (const auto* plan = std::get_if<PlanGiven>(&event))
        result.answers.push_back({plan->ticket, answers::apology().text, 1});
    if (const auto* arrived = std::get_if<EnvelopeArrived>(&event))
        result.acks.push_back(answers::ack_that_says(*arrived, answers::apology(), result.direct));
}

void Desk::finish(BatchResult& result)
{
    const auto timer = book_.timers.next_due();
    const auto send = settings_.is_offline ? std::nullopt : sender_->wake_at();
    result.wake_at = timer && send ? std::min(*timer, *send) : (timer ? timer : send);
    if (const auto refusal = asked_who_.ends_at())
        result.wake_at = std::min(result.wake_at.value_or(*refusal), *refusal);
    if (const auto backup = copies_.due_at(newest_backup()))
        result.wake_at = std::min(result.wake_at.value_or(*backup), *backup);
    health_.owed = sender_->waiting() + sender_->in_flight();
    health_.in_flight = sender_->in_flight();
    health_.oldest_owed = sender_->oldest_waiting();
    health_.token_trouble = sender_->token_trouble();
    result.health = health_;
}

void Desk::take(const Started&, BatchResult&)
{
    const auto now = clock_.now();
    directory::owe_startup_reads(book_, now);
    // Committed, but perhaps never acknowledged: their askers are told once.
    for (const auto& seen : book_.seen.unacknowledged(now - answered_late_within))
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
        warn_of_little_space();
    }
    if (auto trouble = sender_->token_trouble(); trouble != vitals_.sender.token_trouble)
        vitals_.sender = {std::move(trouble), clock_.now()};
    book_.set_vitals(vitals_);
}

/// Once a spell.
void Desk::warn_of_little_space()
{
    const auto& store = vitals_.store;
    const bool is_little = store.free_bytes > 0 && store.free_bytes < status::little_space;
    if (is_little && !has_little_space_)
        log::warn("the disk of the store has only {} MB left: free some space before it is full",
                  store.free_bytes / 1'000'000);
    has_little_space_ = is_little;
}

/// Two answers in a row have to say so: one may have been long on its way, or a virtual clock may just be moving.
void Desk::compare_clocks(const slack::ApiResult& answer)
{
    const auto theirs = slack::http_date(answer.date);
    if (!theirs || !health_.store_writes)  // what waited for room on the disk is old
        return;
    const auto ahead = clock_.now() - *theirs;
    const auto before = std::exchange(clock_ahead_, ahead);
    const bool differ = std::chrono::abs(ahead) > clocks_may_differ && std::chrono::abs(before) > clocks_may_differ &&
                        (ahead > milliseconds{0}) == (before > milliseconds{0});
    if (differ && vitals_.clock.ahead == milliseconds{0})
        log::warn("the clock is {} s {} Slack's: let the machine keep its time, then restart Hotwatch",
                  std::chrono::abs(ahead).count() / 1'000, ahead > milliseconds{0} ? "ahead of" : "behind");
    vitals_.clock.ahead = differ ? ahead : milliseconds{0};
}

void Desk::take(const FormFailed& event, BatchResult&)
{
    answers::owe_private(book_, event.path, answers::trigger_too_late(event.text_form), clock_.now());
}

}  // namespace hotwatch
