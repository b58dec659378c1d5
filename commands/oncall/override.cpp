// `override`: somebody holds a role for a time to come.
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/change.hpp"
#include "commands/oncall/modal.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/oncall/person.hpp"
#include "commands/oncall/render_people.hpp"
#include "commands/oncall/when.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

namespace
{
using namespace oncall;

constexpr std::size_t longest_reason = 300;
constexpr std::array begins{"from", "starting"};
constexpr std::array ends{"to", "until", "till", "til", "-", "–", "—"};
constexpr std::array lasts{"for"};

bool is_in(const auto& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

bool is_time_word(const std::string& word)
{
    const auto low = lowered(word);
    return is_in(begins, low) || is_in(ends, low) || is_in(lasts, low);
}

/// The parts of the line as they were typed, or a form's fields.
struct Typed
{
    std::string role;
    std::string person;
    std::string from;    // "" now
    std::string to;      // "" not said
    std::string length;  // instead of `to`
    std::string reason;
};

/// Takes what belongs to one of the time words off the front of `words`.
std::string take_until_time_word(std::span<const std::string>& words)
{
    const auto end = std::ranges::find_if(words, is_time_word);
    const auto count = static_cast<std::size_t>(end - words.begin());
    auto text = joined(words.first(count));
    words = words.subspan(count);
    return text;
}

/// "@ben fri 09:00 to …": what follows a mention, without a "from", is when it begins.
void split_off_beginning(Typed& typed)
{
    const auto end = typed.person.find(' ');
    const bool is_mention = typed.person.starts_with("<@") || typed.person.starts_with('@');
    if (end == std::string::npos || !is_mention || !moment(typed.person.substr(end), "UTC", UtcMillis{}))
        return;
    typed.from = typed.person.substr(end + 1);
    typed.person.erase(end);
}

Typed parts_of(std::span<const std::string> words, const std::string& zone, UtcMillis now)
{
    Typed typed;
    while (!words.empty() && !is_time_word(words.front()))
    {
        auto& part = typed.role.empty() && parse_role(words.front()) ? typed.role : typed.person;
        part += (part.empty() ? "" : " ") + words.front();
        words = words.subspan(1);
    }
    split_off_beginning(typed);
    if (!words.empty() && is_in(begins, lowered(words.front())))
    {
        words = words.subspan(1);
        typed.from = take_until_time_word(words);
    }
    if (words.empty())
        return typed;
    const bool is_length = is_in(lasts, lowered(words.front()));
    words = words.subspan(1);
    if (is_length)
    {
        typed.length = words.empty() ? std::string{} : words.front();
        words = words.empty() ? words : words.subspan(1);
    }
    else
    {
        // Where it ends and the reason begins: the longest that is a time.
        const auto start = moment(typed.from, zone, now).value_or(now);
        const auto count =
            std::max<std::size_t>(std::min<std::size_t>(1, words.size()),
                                  longest_moment(words, [&](const std::string& text)
                                                 { return moment_after(start, text, zone, now).has_value(); }));
        typed.to = joined(words.first(count));
        words = words.subspan(count);
    }
    typed.reason = joined(words);
    return typed;
}

Typed typed_by(const Request& request, UtcMillis now)
{
    if (request.origin == Origin::form)
        return {said_in(request, field_role),
                said_in(request, field_person),
                said_in(request, field_from),
                said_in(request, field_to),
                {},
                said_in(request, field_reason)};
    return parts_of(request.words.args, request.zone, now);
}

/// "14:00" said within that minute means now, not tomorrow.
std::optional<UtcMillis> beginning(const std::string& text, const Request& request, UtcMillis now)
{
    if (text.empty())
        return now;
    const auto minute = std::chrono::floor<std::chrono::minutes>(now) - milliseconds{1};
    if (const auto at = moment(text, request.zone, minute); at && *at <= now && now - *at < std::chrono::minutes{1})
        return now;
    return moment(text, request.zone, now);
}

boost::system::result<Period, Refusal> period_of(const Typed& typed, const Request& request, Book& book, UtcMillis now)
{
    const auto reader = reader_of(request, book, now);
    const auto refuse_time = [&](std::string_view name, Message message)
    { return refuse_in_field(request, Refusal::Why::usage, name, std::move(message)); };

    const auto start = beginning(typed.from, request, now);
    if (!start)
        return refuse_time(field_from, refuse_end(typed.from, reader));
    if (*start < now)
        return refuse_time(field_from, refuse_past(reader));
    std::optional<UtcMillis> end;
    if (typed.length.empty())
        end = moment_after(*start, typed.to, request.zone, now);
    else if (const auto length = parse_duration(typed.length))
        end = *start + *length;
    if (!end)
        return refuse_time(field_to, refuse_end(typed.length.empty() ? typed.to : typed.length, reader));
    if (*end <= *start)
        return refuse_time(field_to, refuse_backwards(reader));
    const auto length = std::chrono::floor<seconds>(*end - *start);
    if (length < shortest_override || length > longest_override)
        return refuse_time(field_to, refuse_length(length, reader));
    return Period{*start, *end};
}

/// The same once more, whatever the clock says when it is pressed.
std::string line_of(const Wanted& wanted, UtcMillis now)
{
    const auto length = std::chrono::ceil<seconds>(wanted.period.end - wanted.period.start);
    auto line = fmt::format("oncall override {} <@{}> ", role_name(wanted.role), wanted.user.value);
    line += wanted.period.start <= now
                ? fmt::format("from now for {}s", length.count())
                : fmt::format("from {} to {}", exactly(wanted.period.start), exactly(wanted.period.end));
    return wanted.reason.empty() ? line : line + " -- " + wanted.reason;
}
}  // namespace

Outcome override_role(const Request& request, Book& book, UtcMillis now)
{
    const auto typed = typed_by(request, now);
    const auto reader = reader_of(request, book, now);
    const bool has_time = !typed.from.empty() || !typed.to.empty() || !typed.length.empty();
    const bool is_asked_in_form = request.origin != Origin::form && !has_time;
    const auto role = parse_role(typed.role);
    if (!role && !typed.role.empty())
        return refuse_in_field(request, Refusal::Why::usage, field_role, refuse_role(typed.role, reader));

    UserId user;
    if (!typed.person.empty())
    {
        const auto person = somebody_meant(typed.person, request, book, now);
        if (!person && !role)
            return refuse(Refusal::Why::usage, refuse_role(typed.person.substr(0, typed.person.find(' ')), reader));
        if (!person)
            return refuse_in_field(request, person.error().why, field_person, person.error().message);
        if (person->user.empty())
            return refuse_in_field(request, Refusal::Why::not_found, field_person, refuse_untied(person->name, reader));
        user = person->user;
    }
    if (is_asked_in_form)
        return ask_for(request, override_form(role.value_or(Role::primary), user, reader), "override");
    if (!role)
        return refuse_in_field(request, Refusal::Why::usage, field_role, refuse_role("", reader));
    if (user.empty())
        return refuse_in_field(request, Refusal::Why::usage, field_person, refuse_no_person(reader));

    const auto period = period_of(typed, request, book, now);
    if (!period)
        return period.error();
    Wanted wanted;
    wanted.role = *role;
    wanted.user = user;
    wanted.period = *period;
    wanted.reason = blocks::cut(typed.reason, longest_reason);
    if (const auto over = request.words.flags.find("over"); over != request.words.flags.end())
        wanted.over = ids_in(over->second);
    wanted.line = line_of(wanted, now);
    return put_in_place(request, wanted, book, now);
}

}  // namespace hotwatch
