// Answers that go out at once and unrecorded: the store is full, or a slow commit was put off. One at a time for each
// asker, so that the verdict never overtakes "still storing".
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "bot/clock.hpp"
#include "bot/event.hpp"
#include "bot/slack/transport.hpp"

namespace hotwatch
{

class DirectAnswers
{
  public:
    DirectAnswers(const Clock& clock, slack::Transport& transport) : clock_(clock), transport_(transport) {}

    /// By response_url; where that is spent or there is none, by postEphemeral in the channel. `done` is told whether
    /// Slack took it. false: there is no message or no way, so nothing is said and `done` is dropped.
    bool say(DirectAnswer answer, std::function<void(bool)> done = {});
    /// Says again what Slack had no time for; cheap where nothing is due.
    void on_tick();
    [[nodiscard]] std::optional<SteadyTime> wake_at() const;
    /// Askers whose answer is under way or waits.
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

  private:
    struct Waiting
    {
        DirectAnswer answer;
        std::function<void(bool)> done;
        std::optional<SteadyTime> again_at;  // Slack said when
        int tries = 0;
    };
    void say_first(const std::string& asker);
    void heard(const std::string& asker, const slack::ApiResult& result);

    const Clock& clock_;
    slack::Transport& transport_;
    std::map<std::string, std::deque<Waiting>> waiting_;  // by asker: the first is under way, or due again
};

}  // namespace hotwatch
