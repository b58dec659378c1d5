// The forms with which an incident is brought somewhere else, or somebody to it.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/blocks.hpp"
#include "commands/incident/modal.hpp"
#include "commands/incident/modal_inputs.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch::incident
{

namespace
{
using nlohmann::json;

constexpr std::size_t most_of_text = 3'000;
constexpr int most_of_time = 40;

/// The verb's form: `title` and the incident above `inputs`.
std::string form(std::string_view verb, std::string_view title, std::string_view submit, const View& view, json inputs,
                 std::string_view close = "Cancel")
{
    json all = json::array({blocks::section(headline(view.incident))});
    for (auto& input : inputs)
        all.push_back(std::move(input));
    return blocks::view(fmt::format("incident.{}", verb), fmt::format("{} {}", title, label(view.incident)), submit,
                        form_metadata(view.incident), all, close)
        .dump();
}

json text_input(std::string label_text, std::string hint, bool optional = false, std::string value = {})
{
    blocks::TextField field;
    field.block_id = field_text;
    field.label = std::move(label_text);
    field.hint = std::move(hint);
    field.value = std::move(value);
    field.multiline = true;
    field.optional = optional;
    field.max_length = static_cast<int>(most_of_text);
    return blocks::input(field);
}

Message in_words(const View& view, const std::string& text, std::string_view verb, std::string_view rest)
{
    return how_to(text, fmt::format("{} {} {} {}", view.command, verb, label(view.incident), rest));
}
}  // namespace

Modal reopen_form(const View& view)
{
    return {form("reopen", "Reopen", "Reopen", view,
                 json::array({text_input("Why it is not over", "Posted in the incident's thread.")})),
            in_words(view, fmt::format("Reopening {} needs a word on why.", label(view.incident)), "reopen",
                     "the queue is stuck again")};
}

Modal cancel_form(const View& view)
{
    return {form("cancel", "Cancel", "Cancel incident", view,
                 json::array({text_input("Why it is no incident", "Posted in the incident's thread. Its clocks and "
                                                                  "reminders end, and it counts in no figure.")}),
                 "Back"),
            in_words(view, fmt::format("Cancelling {} needs a word on why.", label(view.incident)), "cancel",
                     "a planned restart, nothing is broken")};
}

Modal merge_form(const View& view, const std::vector<Incident>& others)
{
    std::vector<blocks::Choice> choices;
    for (const auto& other : others)
        choices.push_back(
            {fmt::format("{} · {} · {}", blocks::severity(other.severity), label(other), other.title), label(other)});
    return {form("merge", "Merge", "Merge", view,
                 json::array({blocks::select(std::string{field_target}, "It becomes part of", choices, "")})),
            in_words(view, fmt::format("Say what {} becomes part of.", label(view.incident)), "merge",
                     fmt::format("into {}", others.empty() ? "INC-12" : label(others.front())))};
}

Modal report_form(const View& view)
{
    const auto name = report_name(view.incident.severity);
    const auto& written = view.incident.follow_up;
    const bool fits = utf16_units(written) <= most_of_text;
    auto hint = std::string{"Posted in the incident's thread."};
    if (!fits)
        hint += fmt::format(" What is written so far is longer than a form holds, and what you enter takes its place; "
                            "to read it: {} report {} show",
                            view.command, label(view.incident));
    return {form("report", "Report of", "Record", view,
                 json::array({text_input(fmt::format("Link to the {}, or its text", name), std::move(hint), false,
                                         fits ? written : std::string{})})),
            in_words(view, fmt::format("Give the {} of {} as a link or as text.", name, label(view.incident)), "report",
                     "https://wiki.example.com/queue-outage")};
}

Modal severity_form(const View& view, const Policy& policy)
{
    return {form("severity", "Severity of", "Change", view,
                 json::array({severity_input(policy, view.incident.severity),
                              text_input("Why", "Posted in the incident's thread.", true)})),
            in_words(view,
                     fmt::format("{} is {}. Say what it is from now on.", label(view.incident),
                                 blocks::severity(view.incident.severity)),
                     "severity", "P1 it spreads")};
}

Modal assign_form(const View& view, IncidentRole chosen)
{
    std::vector<blocks::Choice> roles;
    for (const auto role :
         {IncidentRole::commander, IncidentRole::communications, IncidentRole::scribe, IncidentRole::responder})
        roles.push_back({role == IncidentRole::commander        ? "Commander: decides, and sees to updates"
                         : role == IncidentRole::communications ? "Communications: tells those outside"
                         : role == IncidentRole::scribe         ? "Scribe: keeps the timeline"
                                                                : "Responder: works on it",
                         std::string{word(role)}});
    return {form("assign", "Assign", "Assign", view,
                 json::array({blocks::select(std::string{field_role}, "Role", roles, word(chosen)),
                              blocks::user_select(std::string{field_person}, "Person")})),
            in_words(view, fmt::format("Say who does what in {}.", label(view.incident)), "assign", "scribe @ana")};
}

Modal note_form(const View& view)
{
    blocks::TextField at;
    at.block_id = field_at;
    at.label = "When it happened";
    at.hint = "If before now, such as 03:10, in your time zone.";
    at.optional = true;
    at.max_length = most_of_time;
    return {form("note", "Note on", "Add", view,
                 json::array({text_input("What the timeline should hold", "It is not posted."), blocks::input(at)})),
            in_words(view, fmt::format("A note on {} needs its text.", label(view.incident)), "note",
                     "at 03:10 the database was restarted")};
}

}  // namespace hotwatch::incident
