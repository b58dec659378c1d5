#include "commands/oncall/words.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "commands/incident/words.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
constexpr std::size_t reason_shown = 200;
constexpr std::size_t most_waiting = 5;
}  // namespace

std::string_view role_name(Role role)
{
    return role == Role::primary ? "primary" : role == Role::backup ? "backup" : "manager";
}

std::string_view role_title(Role role)
{
    return role == Role::primary ? "Primary" : role == Role::backup ? "Backup" : "Manager";
}

std::optional<Role> parse_role(std::string_view word)
{
    const auto low = lowered(trimmed(word, ":,"));
    for (const auto role : every_role)
        if (low == role_name(role))
            return role;
    return low == "secondary" ? std::optional{Role::backup} : std::nullopt;
}

std::string shown(const Holder& holder, bool may_mention)
{
    if (holder.name.empty())
        return "nobody";
    return may_mention && !holder.user.empty() ? blocks::mention(holder.user) : blocks::escape(holder.name);
}

std::string label(const Override& change)
{
    return fmt::format("override {}", change.id);
}

std::string title(const Override& change)
{
    return fmt::format("Override {}", change.id);
}

std::string because(const Override& change)
{
    return change.reason.empty() ? std::string{} : ": " + blocks::escape(blocks::cut(change.reason, reason_shown));
}

std::string span(const Period& period, UtcMillis now)
{
    return fmt::format("{} until {}", period.contains(now) ? "now" : blocks::date(period.start),
                       blocks::date(period.end));
}

std::string span(const Period& period, const Reader& reader)
{
    return reader.may_mention ? span(period, reader.now)
                              : fmt::format("{} until {}", blocks::date(period.start), blocks::date(period.end));
}

std::string exactly(UtcMillis t)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(t)));
}

std::string change_text(const Changed& change, const Reader& reader, bool in_bold)
{
    const auto& stretch = change.stretch;
    const auto who = shown(change.holder, reader.may_mention);
    return fmt::format("{} is {} {} ({}{})", in_bold ? "*" + who + "*" : who, role_name(stretch.role),
                       span(stretch.period, reader), label(*stretch.changed), because(*stretch.changed));
}

std::string repeat_note(const std::optional<Repeats>& repeats, UtcMillis now)
{
    if (!repeats)
        return {};
    return repeats->since <= now ? fmt::format("\nThe plan's own dates ended {}; since then its rotation repeats.",
                                               blocks::date(repeats->since))
                                 : fmt::format("\nThe plan's own dates end {}; from then on its rotation repeats.",
                                               blocks::date(repeats->since));
}

std::string waiting_lines(const SomeIncidents& waiting, UtcMillis now)
{
    if (waiting.count == 0)
        return {};
    std::string lines = "\nWaiting for an acknowledgement:";
    for (std::size_t i = 0; i < waiting.first.size() && i < most_waiting; ++i)
        lines += fmt::format("\n{}, declared {} ago", incident::headline(waiting.first[i]),
                             blocks::duration(now - waiting.first[i].declared.at));
    return lines + incident::and_more(waiting, most_waiting);
}

blocks::Button run_button(std::string label_text, std::string line, std::string spoken, blocks::Button::Style style)
{
    blocks::Button button;
    button.action_id = "hotwatch.run#" + label_text;  // unique in the message (platform section 15)
    button.label = std::move(label_text);
    button.value = std::move(line);
    button.style = style;
    button.spoken = std::move(spoken);
    return button;
}

blocks::Button acknowledge_button(const Incident& incident)
{
    blocks::Button button;
    button.label = fmt::format("Acknowledge INC-{}", incident.id);
    button.action_id = fmt::format("incident.ack#{}", incident.id);
    button.value = fmt::format("{}.{}", incident.id, incident.version);
    button.style = blocks::Button::Style::primary;
    button.spoken = fmt::format("Acknowledge INC-{}, {}", incident.id, incident.title);
    return button;
}

std::string link_line(std::string_view name, std::string_view person)
{
    std::string bare{name};
    std::erase(bare, '"');
    return fmt::format("oncall link \"{}\" {}", bare, person);
}

std::string link_example(std::string_view name, std::string_view command)
{
    return fmt::format("{} link \"{}\" @somebody", command, one_line(name));
}

}  // namespace hotwatch::oncall
