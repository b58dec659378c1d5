#include "commands/status/ghosts.hpp"

#include <fmt/format.h>

#include "commands/incident/card.hpp"
#include "commands/render.hpp"
#include "commands/render_calls.hpp"
#include "commands/status/render.hpp"

namespace hotwatch
{

namespace
{
constexpr std::string_view told = "ghosts_told";  // the note: when; "" none are known

void post(const LinkVitals& link, Book& book, UtcMillis now)
{
    const auto channel = incident::emergency_channel(book);
    if (channel.empty())
        return;
    Call call;
    call.kind = CallKind::look_up;
    call.send_class = SendClass::digest;
    call.severity = 1;
    call.method = "chat.postMessage";
    call.conversation = fmt::format("channel:{}", channel.value);
    call.args = post_args({channel, {}}, status::render_ghosts(link, shown_name("status", book.policy())));
    book.outbox.add(std::move(call), now);
}
}  // namespace

void tell_of_ghosts(Book& book, UtcMillis now)
{
    const auto& link = book.vitals().link;
    const bool is_told = !book.notes.get(told).empty();
    // Before the first greeting nothing is known, so an old spell is not over yet.
    if (is_told && link.slack_counts > 0 && link.ghosts == 0)
        book.notes.set(told, "");
    if (is_told || !link.ghosts_last)
        return;
    book.notes.set(told, fmt::format("{}", now.time_since_epoch().count()));
    post(link, book, now);
}

}  // namespace hotwatch
