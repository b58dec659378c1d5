#include "bot/presses.hpp"

#include <fmt/format.h>

#include "bot/answers.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/render_rights.hpp"
#include "commands/table.hpp"

namespace hotwatch::presses
{

namespace
{
/// A list keeps its buttons: each of them is about something else. So do /oncall's, whose lines carry what follows '#'.
/// News stays news.
bool is_one_question(const slack::Click& click)
{
    if (click.action_id.ends_with("#news"))
        return false;
    return click.action_id.find('#') == std::string::npos || click.value.starts_with("incident ");
}

void take_off(const Press& press, const Pressed& pressed, Book& book, UtcMillis now)
{
    if (!press.response_url.empty())
        answers::owe_replacement(book, press.response_url, render_pressed(pressed, book.policy()), now);
}

/// As `remember` wrote it: the person's id, after a blank what was changed, and on a line of its own what was run,
/// where other buttons share the key.
Pressed pressed_in(const Seen& seen, const Press& press, Book& book)
{
    const auto end = seen.answer.find('\n');
    const auto told = seen.answer.substr(0, end);
    const auto blank = told.find(' ');
    return {.line = end == std::string::npos ? press.line : seen.answer.substr(end + 1),
            .who = name_of(UserId{told.substr(0, blank)}, book),
            .at = seen.at,
            .object = blank == std::string::npos ? "" : told.substr(blank + 1)};
}
}  // namespace

Press press_of(const slack::Content& content, const Request& request)
{
    const auto* click = std::get_if<slack::Click>(&content);
    if (click == nullptr || !click->action_id.starts_with(run_line) || click->message_ts.empty())
        return {};
    const auto* verb = find_verb(request.words.command, request.words.verb);
    if (verb == nullptr || !verb->writes)
        return {};
    // Of "#either" buttons only one is ever done, whoever presses which.
    const bool is_either = click->action_id.find("#either.") != std::string::npos;
    return {.key = fmt::format("pressed:{}/{}/{}", click->channel.value, click->message_ts,
                               is_either ? "either" : click->value),
            .line = click->value,
            .by = click->user,
            .response_url = is_one_question(*click) ? click->response_url : std::string{}};
}

std::optional<Refusal> pressed_before(const Press& press, Book& book, UtcMillis now)
{
    const auto seen = press.key.empty() ? std::nullopt : book.seen.find(press.key);
    if (!seen)
        return std::nullopt;
    const auto pressed = pressed_in(*seen, press, book);
    take_off(press, pressed, book, now);
    return Refusal{
        .why = Refusal::Why::not_now, .message = render_pressed_before(pressed, book.policy()), .fields = {}};
}

void remember(const Press& press, const std::string& object, Book& book, UtcMillis now)
{
    if (press.key.empty())
        return;
    auto told = object.empty() ? press.by.value : press.by.value + " " + object;
    if (press.key.ends_with("/either"))
        told += "\n" + press.line;
    const Seen seen{.key = press.key, .at = now, .answer = std::move(told), .response_url = {}, .ack_written = true};
    book.seen.add(seen);
    take_off(press, pressed_in(seen, press, book), book, now);
}

}  // namespace hotwatch::presses
