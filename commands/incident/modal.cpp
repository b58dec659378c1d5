#include "commands/incident/modal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/blocks.hpp"
#include "commands/incident/modal_inputs.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
using nlohmann::json;

blocks::TextField text_field(std::string_view id, std::string label_text, std::string hint, bool multiline,
                             bool optional, int most)
{
    blocks::TextField field;
    field.block_id = id;
    field.label = std::move(label_text);
    field.hint = std::move(hint);
    field.multiline = multiline;
    field.optional = optional;
    field.max_length = most;
    return field;
}

std::string name_of(Severity severity)
{
    return fmt::format("P{}", static_cast<int>(severity));
}
}  // namespace

std::string form_metadata(const Incident& incident)
{
    return fmt::format("{}.{}", incident.id, incident.version);
}

json severity_input(const Policy& policy, Severity chosen)
{
    std::vector<blocks::Choice> choices;
    for (const auto severity : {Severity::p0, Severity::p1, Severity::p2, Severity::p3})
    {
        const auto& definition = policy.of(severity).definition;
        choices.push_back({definition.empty() ? blocks::severity(severity)
                                              : fmt::format("{}: {}", blocks::severity(severity), definition),
                           name_of(severity)});
    }
    return blocks::select(std::string{field_severity}, "Severity", choices, name_of(chosen));
}

Modal declare_form(const Policy& policy, Severity chosen)
{
    const json all = json::array({
        severity_input(policy, chosen),
        blocks::input(text_field(field_title, "What is broken", "One line. Everybody will know the incident by it.",
                                 false, false, 3'000)),
        blocks::input(text_field(field_service, "Service", "", false, true, 80)),
        blocks::input(text_field(field_started, "When it started", "If before now, such as 02:50, in your time zone.",
                                 false, true, 40)),
    });
    const auto command = shown_name("incident", policy);
    return {blocks::view("incident.declare", "Declare an incident", "Declare", "", all).dump(),
            how_to("Say what is broken; a severity from P0 to P3 may stand before it.",
                   command + " declare P1 Approval queue not loading")};
}

Modal update_form(const View& view)
{
    const auto& incident = view.incident;
    const auto last = incident.last_update_text.empty()
                          ? std::string{"No update so far."}
                          : fmt::format("Last update, {}: {}", blocks::date(incident.last_update.at),
                                        blocks::cut(blocks::escape(incident.last_update_text), 500));
    const json all = json::array({
        blocks::section(headline(incident)),
        blocks::context(last),
        blocks::input(text_field(field_text, "What is known, and what is being done",
                                 "Posted in the incident's thread.", true, false, 3'000)),
        blocks::input(text_field(field_eta, "When it may be fixed", "Such as 04:00 or +90m, in your time zone.", false,
                                 true, 40)),
    });
    return {blocks::view("incident.update", fmt::format("Update {}", label(incident)), "Post update",
                         form_metadata(incident), all)
                .dump(),
            how_to(fmt::format("An update of {} needs its text.", label(incident)),
                   fmt::format("{} update {} restarted the agent, watching", view.command, label(incident)))};
}

Modal resolve_form(const View& view)
{
    const auto& incident = view.incident;
    const json all = json::array({
        blocks::section(headline(incident)),
        blocks::input(text_field(field_text, "What fixed it", "Stands in the thread, on the card and in the report.",
                                 true, false, 3'000)),
    });
    return {blocks::view("incident.resolve", fmt::format("Resolve {}", label(incident)), "Resolve",
                         form_metadata(incident), all)
                .dump(),
            how_to(fmt::format("Resolving {} needs a word on what fixed it.", label(incident)),
                   fmt::format("{} resolve {} restarted the agent, queue is draining", view.command, label(incident)))};
}

}  // namespace hotwatch::incident
