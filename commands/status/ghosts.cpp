#include "commands/status/ghosts.hpp"

#include <fmt/format.h>

#include "commands/render.hpp"
#include "commands/status/render.hpp"
#include "commands/status/tell.hpp"

namespace hotwatch
{

namespace
{
constexpr std::string_view told = "ghosts_told";  // the note: when; "" none are known
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
    status::tell_emergency(status::render_ghosts(link, shown_name("status", book.policy())), book, now);
}

}  // namespace hotwatch
