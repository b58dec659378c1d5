// The desk while the disk is full: questions are answered, whatever would change something is refused aloud, and what
// must not be lost waits for room.
#include "bot/answers.hpp"
#include "bot/desk.hpp"
#include "bot/log.hpp"

namespace hotwatch
{

namespace
{
constexpr auto retry_full_store = std::chrono::seconds{1};
constexpr std::size_t most_remembered = 10'000;  // keys of messages; Slack sends each again three times at most

bool asks_something(const Event& event)
{
    return std::holds_alternative<EnvelopeArrived>(event) || std::holds_alternative<LineAsked>(event) ||
           std::holds_alternative<PlanGiven>(event);
}

/// Nothing of it has to be recorded.
bool is_over(const Event& event)
{
    return std::holds_alternative<MomentCame>(event) || std::holds_alternative<LinkChanged>(event);
}
}  // namespace

BatchResult Desk::without_store(std::vector<Event> events)
{
    database_.roll_back();
    health_.store_writes = false;
    new_settings_.reset();
    if (!vitals_.store.full_since)
        vitals_.store.full_since = clock_.now();
    book_.set_vitals(vitals_);
    rebuild_sender(clock_.now());  // what the batch told it is void
    BatchResult result;
    for (auto& event : events)
    {
        if (asks_something(event))
            answer_or_refuse(event, result);
        else if (const auto* failed = std::get_if<FormFailed>(&event))
            result.direct.push_back({failed->path, answers::trigger_too_late(failed->text_form)});
        else if (const auto* copy = std::get_if<CopyAsked>(&event))
            copies_.ask(copy->ticket);  // nothing of it is recorded: it is made, or says why not, now
        else if (!is_over(event))
            again_.push_back(std::move(event));
    }
    finish(result);
    result.wake_at = clock_.now() + retry_full_store;
    return result;
}

/// Handled for its answer alone and taken back: the answer is true where nothing was changed.
void Desk::answer_or_refuse(const Event& event, BatchResult& result)
{
    BatchResult own;
    bool changed = true;
    only_answers_ = true;
    try
    {
        const auto before = database_.changes();
        database_.begin();
        take_guarded(event, own);
        changed = database_.changes() != before;
    }
    catch (const StoreFull& full)
    {
        log::debug("not even for a moment: {}", full.what());
    }
    only_answers_ = false;
    database_.roll_back();
    new_settings_.reset();
    if (changed)
        return refuse_for_full_store(event, result);
    const auto* arrived = std::get_if<EnvelopeArrived>(&event);
    if (!own.direct.empty() && arrived != nullptr && !is_first_word(*arrived))
        own.direct.clear();
    result.append(std::move(own));
}

/// A message that came before is not answered again. Kept in memory alone: there is nowhere else.
bool Desk::is_first_word(const EnvelopeArrived& event)
{
    if (!std::holds_alternative<slack::Message>(event.envelope.content))
        return true;
    if (told_unrecorded_.size() > most_remembered)
        told_unrecorded_.clear();
    bool is_first = true;
    for (auto& key : slack::dedupe_keys(event.envelope))
        is_first = told_unrecorded_.insert(std::move(key)).second && is_first;
    return is_first;
}

void Desk::refuse_for_full_store(const Event& event, BatchResult& result)
{
    if (const auto* line = std::get_if<LineAsked>(&event))
        result.answers.push_back({line->ticket, answers::not_recorded().text, 1});
    if (const auto* plan = std::get_if<PlanGiven>(&event))
        result.answers.push_back({plan->ticket, answers::not_recorded().text, 1});
    const auto* arrived = std::get_if<EnvelopeArrived>(&event);
    if (arrived == nullptr)
        return;
    if (arrived->envelope.kind == slack::Envelope::Kind::events_api)
    {
        // Slack sends it again, three times within some minutes.
        result.acks.push_back(
            {.socket = arrived->socket, .envelope_id = arrived->envelope.id, .verdict = {}, .withhold = true});
        if (asked_by(arrived->envelope.content, book_) && is_first_word(*arrived))
            result.direct.push_back(
                {.path = private_path_of(arrived->envelope.content), .message = answers::not_recorded_yet()});
    }
    else
        result.acks.push_back(answers::ack_that_says(*arrived, answers::not_recorded(), result.direct));
}

}  // namespace hotwatch
