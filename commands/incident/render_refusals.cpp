// What is said when something cannot be done: why not, and what to do instead.
#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/incident/lifecycle.hpp"
#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"
#include "commands/render.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch::incident
{

Message plain(const std::string& text)
{
    return say(text);
}

Message already_over(const View& view)
{
    const auto& incident = view.incident;
    auto text = ended(view) + " Nothing was changed.";
    if (after(incident.state, Move::reopen))
        text += fmt::format(" If it is not over: `{} reopen {} &lt;why&gt;`.", view.command, label(incident));
    return say(text);
}

Message reminder_was_answered(const View& view)
{
    const auto& incident = view.incident;
    auto text = fmt::format("This reminder of {} is answered: {} posted an update {}. Nothing was snoozed.",
                            label(incident), blocks::escape(view.updated_by), blocks::date(incident.last_update.at));
    if (view.next_update)
        text += fmt::format(" The next one comes at {}; to move that: `{} snooze {} 10m &lt;why&gt;`",
                            blocks::time_of_day(*view.next_update), view.command, label(incident));
    return say(text);
}

Message snoozed_before(const View& view, const std::optional<std::pair<std::string, UtcMillis>>& by, UtcMillis until)
{
    auto text = fmt::format("The next reminder of {} is snoozed already, until {}", label(view.incident),
                            blocks::time_of_day(until));
    if (by)
        text += fmt::format(": {} did it {}", blocks::escape(by->first), blocks::date(by->second));
    return say(text + fmt::format(". An update starts the interval anew: `{} update {} no news yet`", view.command,
                                  label(view.incident)));
}

Message how_to(const std::string& text, const std::string& example)
{
    return say(fmt::format("{} For example: `{}`", text, blocks::escape(example)));
}

Message ask_about_digit(Severity meant, std::string_view title, const std::string& flags, const Policy& policy)
{
    const auto digit = static_cast<int>(meant);
    const auto as_severity = fmt::format("incident declare {}P{} {}", flags, digit, title);
    const auto as_title = fmt::format("incident declare {}P2 {} {}", flags, digit, title);
    const auto text = fmt::format("Is {} the severity, or does the title begin with it? Nothing is declared yet.\n"
                                  "As the severity: `{}`\nIn the title: `{}`",
                                  digit, shown_line(as_severity, policy), shown_line(as_title, policy));
    if (utf16_units(as_title) > blocks::longest_value)
        return say(text);
    return say(text, {{.label = fmt::format("Declare as P{}", digit),
                       .action_id = "hotwatch.run#either.severity",
                       .value = as_severity},
                      {.label = fmt::format("Declare as P2, {} in the title", digit),
                       .action_id = "hotwatch.run#either.title",
                       .value = as_title}});
}

Message ask_which(const SomeIncidents& incidents, std::string_view verb, std::string_view before_id,
                  std::string_view after_id)
{
    std::string text = "Which incident do you mean?";
    std::vector<blocks::Button> buttons;
    for (const auto& incident : incidents.first)
    {
        text += "\n" + headline(incident);
        // Action ids are unique within a message (platform section 15); what follows '#' is not part of the verb.
        auto choice = button(label(incident), verb, incident);
        choice.action_id += fmt::format("#{}", incident.id);
        choice.spoken = fmt::format("{}, {}", label(incident), incident.title);
        auto line = fmt::format("{} {} {}", before_id, label(incident), after_id);
        if (!after_id.empty() && line.size() <= blocks::longest_value)
        {
            choice.action_id = fmt::format("hotwatch.run#{}", incident.id);
            choice.value = std::move(line);
        }
        buttons.push_back(std::move(choice));
    }
    if (const auto more = and_more(incidents, incidents.first.size()); !more.empty())
        text += fmt::format("{}: name it, as in `{}`.", more, label(incidents.first.back()));
    return say(text, buttons);
}

Message nothing_open(const std::optional<View>& newest, const std::string& command)
{
    std::string text = "No incident is open.";
    if (newest && !is_unresolved(newest->incident.state))
        text += " The newest: " + ended(*newest);
    return say(text + fmt::format(" To declare one: `{} declare P1 Approval queue not loading`", command));
}

Message no_such_incident(std::int64_t id, const std::string& command)
{
    return say(fmt::format("There is no INC-{}. `{} list` shows the open ones.", id, command));
}

}  // namespace hotwatch::incident
