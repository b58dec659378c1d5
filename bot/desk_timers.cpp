// The desk's side of time: what fell due, and what has been kept long enough.
#include "bot/defect.hpp"
#include "bot/desk.hpp"
#include "bot/log.hpp"

namespace hotwatch
{

namespace
{
constexpr auto failed_timer_again = std::chrono::minutes{1};
constexpr auto keep_keys = std::chrono::hours{72};
constexpr auto keep_sent_calls = std::chrono::hours{24 * 7};
constexpr auto keep_response_urls = std::chrono::minutes{30};
constexpr auto keep_punctuality = std::chrono::hours{24 * 35};  // a monthly report looks back that far
constexpr auto clean_every = std::chrono::minutes{10};
}  // namespace

void Desk::fire_timers(UtcMillis now)
{
    for (const auto& timer : book_.timers.due(now, settings_.timers_per_batch))
    {
        const auto fire = [&]
        {
            auto fired = rules_.fire(timer, book_, now);
            book_.punctuality.kept(timer.kind, timer.due_at, now);
            if (!fired.action.empty())
                book_.audit.add({.at = now,
                                 .action = std::move(fired.action),
                                 .object = std::move(fired.object),
                                 .actor = "hotwatch",
                                 .text = {}});
        };
        const auto defect = defect_in(database_, fire);
        if (defect.empty())
            continue;
        // It must not keep the others from firing, so it is tried again a little later, and loudly.
        log::error("timer {} of {} failed: {}", timer.id, timer.subject, defect);
        Timer later = timer;
        later.due_at = now + failed_timer_again;
        book_.timers.arm(later);
    }
}

void Desk::clean_up(UtcMillis now)
{
    if (now - cleaned_at_ < clean_every)
        return;
    cleaned_at_ = now;
    const auto erase = [&]
    {
        book_.seen.erase_old(now - keep_keys, now - keep_response_urls);
        book_.punctuality.erase_old(now - keep_punctuality);
        book_.outbox.erase_old(now - keep_sent_calls, now - keep_response_urls);
    };
    // What could not be cleaned up takes room; it must not keep the batch from being recorded.
    const auto defect = defect_in(database_, erase);
    if (!defect.empty())
        log::error("old rows could not be cleaned up: {}", defect);
}

}  // namespace hotwatch
