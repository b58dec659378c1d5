#include "bot/direct_answers.hpp"

#include "bot/answers.hpp"
#include "bot/log.hpp"

namespace hotwatch
{

namespace
{
constexpr int most_tries = 5;  // and a response_url may be used no more often
}

bool DirectAnswers::say(DirectAnswer answer, std::function<void(bool)> done)
{
    if (answer.message.text.empty() || !answers::direct_call(answer))
        return false;
    const auto asker = answer.path.channel.value + " " + answer.path.user.value;
    auto& waiting = waiting_[asker];
    waiting.push_back({.answer = std::move(answer), .done = std::move(done), .again_at = {}});
    if (waiting.size() == 1)
        say_first(asker);
    return true;
}

void DirectAnswers::say_first(const std::string& asker)
{
    auto& first = waiting_.at(asker).front();
    first.again_at.reset();
    ++first.tries;
    transport_.call(*answers::direct_call(first.answer),
                    [this, asker](const slack::ApiResult& result) { heard(asker, result); });
}

void DirectAnswers::heard(const std::string& asker, const slack::ApiResult& result)
{
    using Kind = slack::ApiResult::Kind;
    auto& waiting = waiting_.at(asker);
    auto& first = waiting.front();
    if (result.kind == Kind::rate_limited && first.tries < most_tries)
    {
        first.again_at = clock_.steady() + std::max(result.retry_after, seconds{1});
        return;
    }
    // Only what was certainly not taken is said another way: what may have arrived is not said again.
    if (result.kind == Kind::refused && !std::exchange(first.answer.path.response_url, {}).empty() &&
        answers::direct_call(first.answer))
        return say_first(asker);
    if (result.kind != Kind::ok)
        log::warn("an answer did not arrive: {}", result.error);
    const auto done = std::move(first.done);
    waiting.pop_front();
    if (waiting.empty())
        waiting_.erase(asker);
    else
        say_first(asker);
    if (done)
        done(result.kind == Kind::ok);
}

void DirectAnswers::on_tick()
{
    for (auto& [asker, waiting] : waiting_)
        if (waiting.front().again_at && *waiting.front().again_at <= clock_.steady())
            say_first(asker);
}

std::optional<SteadyTime> DirectAnswers::wake_at() const
{
    std::optional<SteadyTime> wake;
    for (const auto& [asker, waiting] : waiting_)
        if (const auto& again_at = waiting.front().again_at)
            wake = std::min(wake.value_or(*again_at), *again_at);
    return wake;
}

}  // namespace hotwatch
