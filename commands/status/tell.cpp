#include "commands/status/tell.hpp"

#include <fmt/format.h>

#include <charconv>

#include "commands/incident/card.hpp"
#include "commands/render.hpp"
#include "commands/render_calls.hpp"
#include "commands/status/render.hpp"

namespace hotwatch
{

namespace
{
constexpr std::string_view link_told = "link_trouble_told";  // the note: when; "" the link is well
constexpr std::string_view slack_note = "slack_trouble";     // the note: "<UTC milliseconds> <what>"
constexpr std::chrono::hours spell{1};
constexpr std::chrono::days setting_again{30};

/// The instant with which a note begins.
std::optional<UtcMillis> time_in(std::string_view note)
{
    std::int64_t at = 0;
    if (std::from_chars(note.data(), note.data() + note.size(), at).ec != std::errc{})
        return std::nullopt;
    return UtcMillis{milliseconds{at}};
}

bool waits_for_a_person(const LinkVitals& link)
{
    return !link.trouble.empty() && link.trouble != "ratelimited";
}
}  // namespace

namespace status
{

void tell_emergency(const Message& message, Book& book, UtcMillis now)
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
    call.args = post_args({channel, {}}, message);
    book.outbox.add(std::move(call), now);
}

std::optional<SlackTrouble> slack_trouble(Book& book, UtcMillis now)
{
    const auto note = book.notes.get(slack_note);
    const auto at = time_in(note);
    if (!at || now - *at >= spell)
        return std::nullopt;
    return SlackTrouble{note.substr(note.find(' ') + 1), *at};
}

}  // namespace status

void tell_of_link_trouble(Book& book, UtcMillis now)
{
    const auto& link = book.vitals().link;
    // One that comes and goes is told once an hour, not each time.
    const auto told = time_in(book.notes.get(link_told));
    const bool is_over = link.live > 0 && link.trouble.empty();
    if (told && is_over && now - *told >= spell)
        book.notes.set(link_told, "");
    if (told || !waits_for_a_person(link))
        return;
    book.notes.set(link_told, fmt::format("{}", now.time_since_epoch().count()));
    status::tell_emergency(status::render_link_trouble(link, shown_name("status", book.policy())), book, now);
}

void note_slack_trouble(const std::string& what, Book& book, UtcMillis now)
{
    book.notes.set(slack_note, fmt::format("{} {}", now.time_since_epoch().count(), what));
    const auto told_note = fmt::format("told.{}", what);
    const auto told = time_in(book.notes.get(told_note));
    // A setting of the workspace is no spell: it is said once a month. Of the others an hour without it ends a spell.
    const bool is_setting = what == "edit_window_closed";
    const bool is_news = !told || now - *told >= (is_setting ? setting_again : spell);
    if (is_news || !is_setting)
        book.notes.set(told_note, fmt::format("{}", now.time_since_epoch().count()));
    if (is_news)
        status::tell_emergency(status::render_slack_trouble(what, shown_name("status", book.policy())), book, now);
}

}  // namespace hotwatch
