#include "commands/incident/render.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::incident
{

namespace
{
using blocks::Button;
using nlohmann::json;
using Style = blocks::Button::Style;

std::vector<Button> card_buttons(const Incident& incident)
{
    std::vector<Button> buttons;
    if (!is_unresolved(incident.state))
        return buttons;
    if (incident.state == IncidentState::open)
        buttons.push_back(button("Acknowledge", "ack", incident, Style::primary));
    buttons.push_back(button("Post update", "update", incident));
    buttons.push_back(button("Resolve", "resolve", incident));
    if (incident.state != IncidentState::open)
        buttons.push_back(button("Join", "join", incident));
    return buttons;
}

std::string due_line(std::string_view name, const Clock& clock, std::string_view done)
{
    if (clock.stopped)
        return fmt::format("*{}:* {} {}{}", name, done, blocks::date(*clock.stopped),
                           clock.late(*clock.stopped) > milliseconds{0}
                               ? fmt::format(", {} late", blocks::duration(clock.late(*clock.stopped)))
                               : std::string{});
    return fmt::format("*{}:* due by {}", name, blocks::date(clock.due));
}

/// Mentions whom it is asked of, unless they declared it themselves. Where nobody can be asked by name, whoever reads
/// it.
std::string who_is_asked(const View& view)
{
    const auto& primary = view.on_call.primary;
    const auto name = primary.name.empty() ? std::string{"nobody"} : blocks::escape(primary.name);
    const auto& asked = view.asked;
    if (view.incident.state != IncidentState::open || asked.user == view.incident.declared.by)
        return name;
    const auto please = asked.user.empty() ? std::string{"whoever reads this, please acknowledge"}
                                           : blocks::mention(asked.user) + ", please acknowledge";
    if (asked.is_primary)
        return please;
    const auto why = asked.why.empty() ? std::string{"not linked to a Slack user"} : asked.why;
    return fmt::format("{}{}; {}", name, primary.name.empty() ? "" : ", " + why, please);
}

/// "Scribe: Ben", a line for each role.
std::string parts_shown(const View& view)
{
    std::string text;
    std::optional<IncidentRole> line;
    for (const auto& part : view.parts)
    {
        auto name = std::string{word(part.role)};
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
        text += line == part.role ? ", "
                                  : fmt::format("{}*{}{}:* ", line ? "\n" : "", name,
                                                part.role == IncidentRole::responder ? "s" : "");
        text += blocks::escape(part.name);
        line = part.role;
    }
    return text.empty() ? text : text + "\n";
}

std::string card_facts(const View& view)
{
    const auto& incident = view.incident;
    std::string text = fmt::format("*State:* {}\n*Commander:* {}\n", word(incident.state), commander_shown(view));
    text += parts_shown(view);
    if (!incident.service.empty())
        text += fmt::format("*Service:* {}\n", blocks::escape(incident.service));
    text += fmt::format("*Declared:* {} by {}\n", blocks::date(incident.declared.at), blocks::escape(view.declared_by));
    if (incident.started_at)
        text += fmt::format("*Started:* {}\n", blocks::date(*incident.started_at));
    if (view.clocks.response.is_void)
        text += "*Clocks:* ended without a verdict";
    else
        text += due_line("Response", view.clocks.response, "given") + "\n" +
                due_line("Resolution", view.clocks.resolution, "reached");
    if (is_unresolved(incident.state))
    {
        if (view.next_update)
            text += fmt::format("\n*Next update:* due by {}", blocks::date(*view.next_update));
        if (incident.eta)
            text += fmt::format("\n*Fix expected:* {}", blocks::date(*incident.eta));
        text += "\n*On call:* " + who_is_asked(view);
    }
    return text;
}

std::string last_words(const View& view)
{
    const auto& incident = view.incident;
    if (!is_unresolved(incident.state))
    {
        auto text = ended(view);
        const auto owed = owed_afterwards(view);
        return owed.empty() ? text : text + " " + owed;
    }
    if (incident.last_update_text.empty())
        return {};
    return fmt::format("*Last update* {} by {}: {}", blocks::date(incident.last_update.at),
                       blocks::escape(view.updated_by), shortened(incident.last_update_text, 600, view));
}
}  // namespace

blocks::Button button(std::string label_text, std::string_view verb, const Incident& incident,
                      blocks::Button::Style style)
{
    auto spoken = fmt::format("{} {}", label_text, label(incident));
    return {std::move(label_text), fmt::format("incident.{}", verb),
            fmt::format("{}.{}", incident.id, incident.version), style, std::move(spoken)};
}

Message say(const std::string& text, const std::vector<blocks::Button>& buttons)
{
    return render_text(text, buttons);
}

Message render_card(const View& view)
{
    const auto& incident = view.incident;
    json all = json::array({blocks::section(headline(incident)), blocks::section(card_facts(view))});
    if (const auto last = last_words(view); !last.empty())
        all.push_back(blocks::section(last));
    if (const auto buttons = card_buttons(incident); !buttons.empty())
        all.push_back(blocks::actions(buttons));
    auto text = fmt::format("{}: {} is {}. {}", blocks::severity(incident.severity), label(incident),
                            word(incident.state), blocks::escape(incident.title));
    if (is_unresolved(incident.state))
        text += ". On call: " + who_is_asked(view);
    return blocks::message(text, all);
}

}  // namespace hotwatch::incident
