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

constexpr int longest_time = 3;  // words: "2026-11-24 03:10 UTC"

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
    std::string words;  // of the time, as far as it is read
    std::string first;
    for (int count = 0; count < longest_time && !trimmed(rest).empty(); ++count)
    {
        const auto word = take_word(rest).text;
        first = first.empty() ? word : first;
        words += (words.empty() ? "" : " ") + word;
        if (const auto time = parse_time(words, request.zone, now, Nearest::past))
            noted = {time, {}, long_text(rest)};
    }
    if (!noted.at)
        noted = {std::nullopt, starts_with_digit(first) ? first : std::string{}, long_text(typed)};
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
