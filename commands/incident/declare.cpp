// `declare`: from words or form to an incident with its card and its reminders.
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/card.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/page.hpp"
#include "commands/incident/person.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/render_people.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr std::size_t longest_service = 80;

struct Declaration
{
    std::optional<Severity> severity;
    std::string text;  // as typed; the title is its beginning
    std::string service;
    std::optional<UtcMillis> started_at;
    UserId commander;
};

std::string one_line(std::string text)
{
    std::ranges::replace(text, '\n', ' ');
    std::ranges::replace(text, '\t', ' ');
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
    text.erase(text.find_last_not_of(' ') + 1);
    const bool is_quoted = text.size() > 2 && text.front() == '"' && text.find('"', 1) == text.size() - 1;
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// "P4", "sev7": meant as a severity, but there is none of that number.
bool is_wrong_severity(std::string_view word)
{
    const auto digits = word.find_first_of("0123456789");
    const auto prefix = word.substr(0, digits);
    return digits != std::string_view::npos && digits > 0 && word.size() - digits == 1 && !parse_severity(word) &&
           (prefix == "P" || prefix == "p" || prefix == "sev" || prefix == "SEV" || prefix == "Sev");
}

/// "3 services are down": the severity, or a number that the title begins with? Nothing is declared on a guess.
bool may_be_severity_or_title(std::string_view first, std::string_view after)
{
    return first.size() == 1 && parse_severity(first) && !trimmed(after).empty();
}

std::string usage(const Book& book)
{
    return shown_name("incident", book.policy()) + " declare P1 Approval queue not loading";
}

boost::system::result<Declaration, Refusal> read_words(const Request& request, Book& book)
{
    Declaration said_so;
    std::string text = request.words.rest;
    if (const auto field = request.fields.find(std::string{field_title}); request.origin == Origin::form)
    {
        text = field == request.fields.end() ? std::string{} : field->second;
        said_so.severity = parse_severity(said(request, field_severity));
    }
    else
    {
        const auto end = std::min(text.find_first_of(" \n\t"), text.size());
        const auto first = std::string_view{text}.substr(0, end);
        if (is_wrong_severity(first))
            return refuse(
                Refusal::Why::usage,
                how_to(fmt::format("Severities go from P0, the worst, to P3; there is no {}.", blocks::escape(first)),
                       usage(book)));
        const auto after = std::string_view{text}.substr(end);
        if (may_be_severity_or_title(first, after))
            return refuse(Refusal::Why::ambiguous,
                          ask_about_digit(*parse_severity(first), trimmed(after), flags_of(request), book.policy()));
        said_so.severity = parse_severity(first);
        if (said_so.severity)
            text.erase(0, end);
    }
    said_so.text = one_line(clean(text, true));
    return said_so;
}

boost::system::result<Declaration, Refusal> read(const Request& request, Book& book, UtcMillis now)
{
    auto declaration = read_words(request, book);
    if (!declaration)
        return declaration;
    declaration->service = blocks::cut(said(request, field_service), longest_service);
    if (const auto started = said(request, field_started); !started.empty())
    {
        declaration->started_at = parse_time(started, request.zone, now, Nearest::past);
        if (!declaration->started_at || *declaration->started_at > now)
            return refuse_field(request, field_started,
                                fmt::format("\"{}\" is not a time in the past that I can read. Write it as 02:50, or "
                                            "2026-11-24 02:50; it is read in "
                                            "your time zone.",
                                            blocks::escape(started)));
    }
    if (const auto commander = said(request, "commander"); !commander.empty())
    {
        const auto user = role_taker(commander, request, book);
        if (!user)
            return refuse(Refusal::Why::not_found, plain(user.error()));
        declaration->commander = *user;
    }
    return declaration;
}

Incident incident_from(const Declaration& declaration, const Request& request, Book& book, UtcMillis now)
{
    Incident incident;
    incident.title = blocks::cut(declaration.text, longest_incident_title);
    incident.severity = declaration.severity.value_or(Severity::p2);
    incident.service = declaration.service;
    incident.room.channel = channel_of(incident.severity, book);
    incident.declared = incident.moved = incident.last_update = {now, request.user};
    incident.response_from = now;
    incident.started_at = declaration.started_at;
    incident.commander = declaration.commander;
    // Declaring by the one who would be asked to answer is the answer (product section 6, "Paging").
    if (!request.user.empty() && asked_first(on_call_at(now, book), book).user == request.user)
        incident = moved(incident, Move::acknowledge, {now, request.user}, {});
    return incident;
}
}  // namespace

Outcome declare_incident(const Request& request, Book& book, UtcMillis now)
{
    const auto declaration = read(request, book, now);
    if (!declaration)
        return declaration.error();
    if (declaration->text.empty() && request.origin == Origin::form)
        return refuse_field(request, field_title, "Say in a few words what is broken.");
    if (declaration->text.empty())
        return ask_for(request, declare_form(book.policy(), declaration->severity.value_or(Severity::p2)), "declare",
                       "");

    auto incident = incident_from(*declaration, request, book, now);
    incident.id = book.incidents.add(incident);
    start_reminders(incident, book, now);
    post_card(incident, book, now);
    note(request, incident, "declared", declaration->text, book, now);
    if (incident.acknowledged)
        note(request, incident, "acknowledged", "by declaring it, as the one who would be asked", book, now);
    else
        page(request, incident, {}, book, now);
    if (!incident.commander.empty())
        brief(incident.commander,
              {.view = view_of(incident, book, now),
               .role = IncidentRole::commander,
               .who = name_of(incident.commander, book),
               .by = name_of(request.user, book),
               .before = {},
               .is_oneself = incident.commander == request.user},
              book, now);
    if (incident.title != declaration->text)
        say_in_room(incident, render_whole_title(declaration->text), SendClass::card, book, now);
    auto answer = reply(incident, answer_declared(view_of(incident, book, now), declaration->severity.has_value()));
    // The card is news to everybody else; who filled in a form learns the id by it.
    answer.says_more = !declaration->severity || request.origin == Origin::form;
    return answer;
}

}  // namespace hotwatch
