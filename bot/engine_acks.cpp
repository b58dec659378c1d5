// The engine's acks: written to the socket that their envelope came on, put off where the disk is slow, and answered
// another way where they were lost.
#include "bot/answers.hpp"
#include "bot/engine.hpp"

namespace hotwatch
{

namespace
{
constexpr milliseconds put_off_after{2'000};  // a commit slower than this is answered "still storing"
constexpr milliseconds tell_acks_after{
    250};  // on its own this news is not worth a commit: it rides with the next batch
}  // namespace

std::optional<SteadyTime> Engine::put_off_due() const
{
    return may_be_put_off_.empty() ? std::nullopt : std::optional{may_be_put_off_.front().first + put_off_after};
}

std::optional<SteadyTime> Engine::ack_news_due() const
{
    return acks_written_.empty() ? std::nullopt : std::optional{oldest_ack_written_ + tell_acks_after};
}

void Engine::note_ack_written(std::string key)
{
    if (key.empty())
        return;
    if (acks_written_.empty())
        oldest_ack_written_ = clock_.steady();
    acks_written_.push_back(std::move(key));
    if (is_stopping_)  // nothing comes after it to ride with, and the next start would tell the asker once more
        tell_acks_written();
}

void Engine::tell_acks_written()
{
    if (acks_written_.empty())
        return;
    ++at_desk_;
    desk_.push(AcksWritten{std::exchange(acks_written_, {})});
}

void Engine::write_ack(Ack ack)
{
    const auto waited = waiting_.extract(ack.envelope_id);
    while (!may_be_put_off_.empty() && !waiting_.contains(may_be_put_off_.front().second))
        may_be_put_off_.pop_front();
    if (ack.withhold)
    {
        step(slack::AckSent{ack.socket});
        return;
    }
    if (waited && waited.mapped().was_put_off)
        return give_verdict(std::move(ack));
    const bool says_something = !ack.payload.empty();
    Carried carried{std::move(ack.key), says_something ? std::move(ack.verdict) : DirectAnswer{}};
    if (!link_.has_socket(ack.socket))
        return answer_lost({std::move(carried)});
    writing_[ack.socket].push_back(std::move(carried));
    transport_.send_text(ack.socket, slack::make_ack(ack.envelope_id, ack.payload));
}

/// The one verdict that follows "still storing". Where it does not arrive, that of a change is owed by the store.
void Engine::give_verdict(Ack ack)
{
    const auto tell_desk = [this, key = std::move(ack.key)](bool is_said)
    {
        if (is_said)
            note_ack_written(key);
        else if (!key.empty())
            push(AcksLost{{key}});
    };
    if (!direct_.say(std::move(ack.verdict), tell_desk))
        tell_desk(false);
}

/// Slack sends events again by itself; what a command's asker should have read goes out another way: of a change by the
/// store, of a question at once.
void Engine::answer_lost(std::vector<Carried> lost)
{
    status_.acks_lost += lost.size();
    AcksLost changes;
    for (auto& carried : lost)
        if (carried.key.empty())
            direct_.say(std::move(carried.answer));
        else
            changes.keys.push_back(std::move(carried.key));
    if (!changes.keys.empty())
        push(std::move(changes));
}

void Engine::on_written(slack::SocketId socket)
{
    auto& carried = writing_[socket];
    if (carried.empty())
        return;
    note_ack_written(std::move(carried.front().key));
    carried.pop_front();
    ++status_.acks_written;
    step(slack::AckSent{socket});
}

/// Commands and clicks that the disk has kept waiting are acknowledged before the commit (design, "Answers").
void Engine::put_off(SteadyTime now)
{
    for (auto due = put_off_due(); due && *due <= now; due = put_off_due())
    {
        const auto found = waiting_.find(may_be_put_off_.front().second);
        may_be_put_off_.pop_front();
        if (found == waiting_.end() || !link_.has_socket(found->second.socket))
            continue;
        auto& [id, waiting] = *found;
        waiting.was_put_off = true;
        writing_[waiting.socket].emplace_back();
        const auto words = answers::still_storing();
        transport_.send_text(
            waiting.socket,
            slack::make_ack(id, waiting.accepts_payload ? answers::slash_payload(words, Reply::To::asker) : ""));
        if (!waiting.accepts_payload)
            direct_.say({.path = waiting.path, .message = words});
    }
}

}  // namespace hotwatch
