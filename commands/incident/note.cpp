// `note`: something for the timeline, now or at the time it happened.
#include <fmt/format.h>

#include "commands/grammar.hpp"
#include "commands/incident/guards.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/letters.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

struct Noted
{
    std::optional<UtcMillis> at;
    std::string unread;  // meant as a time, but none
    std::string text;
};

bool starts_with_digit(std::string_view word)
{
    return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

/// "at 03:10 the text", "at fri 09:00 the text". "at least two tried" is text.
Noted read_note(const Request& request, const std::string& typed, UtcMillis now)
{
    Noted noted;
    std::string_view rest = typed;
    if (lowered(take_word(rest).text) != "at")
    {
        noted.text = long_text(typed);
        return noted;
    }
    auto after_one = rest;
    const auto one = take_word(after_one).text;
    auto after_two = after_one;
    const auto two = take_word(after_two).text;
    const auto read = [&](const std::string& words) { return parse_time(words, request.zone, now, Nearest::past); };
    if (const auto time = read(one + " " + two); time && !two.empty())
        noted = {time, {}, long_text(after_two)};
    else if (const auto single = read(one))
        noted = {single, {}, long_text(after_one)};
    else
        noted = {std::nullopt, starts_with_digit(one) ? one : std::string{}, long_text(typed)};
    return noted;
}

Noted read_fields(const Request& request, UtcMillis now)
{
    Noted noted;
    noted.text = told(request, {});
    if (const auto at = said(request, field_at); !at.empty())
    {
        noted.at = parse_time(at, request.zone, now, Nearest::past);
        if (!noted.at)
            noted.unread = at;
    }
    return noted;
}
}  // namespace

Outcome add_note(const Request& request, Book& book, UtcMillis now)
{
    const auto found = meant_unmerged(request, book, now);
    if (!found)
        return found.error();
    const auto& incident = found->incident;
    const auto noted =
        request.origin == Origin::form ? read_fields(request, now) : read_note(request, found->rest, now);
    if (!noted.unread.empty() || (noted.at && *noted.at > now))
        return refuse_field(request, field_at, no_past_time(noted.unread.empty() ? "that" : noted.unread));
    if (noted.text.empty() && request.origin == Origin::form)
        return refuse_field(request, field_text, "Say what the timeline should hold.");
    if (noted.text.empty())
        return ask_for(request, note_form(view_of(incident, book, now)), "note", incident);

    note(request, incident, "note", noted.text, book, noted.at.value_or(now));
    return reply_without_news(incident, answer_noted(view_of(incident, book, now), noted.at));
}

}  // namespace hotwatch
