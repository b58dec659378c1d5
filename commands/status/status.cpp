#include "commands/status/status.hpp"

#include <charconv>

#include "commands/letters.hpp"
#include "commands/render.hpp"
#include "commands/status/render.hpp"

namespace hotwatch
{

namespace
{
constexpr std::chrono::hours day{24};

std::optional<UtcMillis> time_noted(Book& book, std::string_view name)
{
    const auto text = book.notes.get(name);
    std::int64_t count = 0;
    if (text.empty() || std::from_chars(text.data(), text.data() + text.size(), count).ec != std::errc{})
        return std::nullopt;
    return UtcMillis{milliseconds{count}};
}
}  // namespace

Outcome show_status(const Request& request, Book& book, UtcMillis now)
{
    status::Overview overview;
    overview.now = now;
    overview.on_call = on_call_at(now, book);
    overview.may_mention = request.origin == Origin::slash || request.origin == Origin::button;
    const auto open = book.incidents.some_open(status::most_open_shown);
    overview.open_count = open.count;
    for (const auto& incident : open.first)
        overview.open.push_back(incident::view_of(incident, book, now));
    overview.vitals = book.vitals();
    overview.owed = book.outbox.count(CallState::pending) + book.outbox.count(CallState::sending) +
                    book.outbox.count(CallState::unknown);
    overview.oldest_owed = book.outbox.oldest_unsettled();
    overview.parked = book.outbox.parked();
    overview.slack_trouble = status::slack_trouble(book, now);
    overview.backed_up = time_noted(book, "backup_at");
    overview.last_day = book.punctuality.lateness({now - day, now + milliseconds{1}});
    overview.oncall_command = shown_name("oncall", book.policy());
    overview.incident_command = shown_name("incident", book.policy());
    overview.asked_about = trimmed(request.words.rest);
    overview.status_command = shown_name("status", book.policy());
    Reply answer;
    answer.message = render(overview);
    return answer;
}

}  // namespace hotwatch
