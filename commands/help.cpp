// Help, made from the table: at most ten lines, examples first (product section 3).
#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
bool is_offered(std::string_view command)
{
    for (const auto& verb : verbs())
        if (verb.command == command && !verb.help.empty())
            return true;
    return false;
}

std::string help_of_verb(const Verb& verb, const Policy& policy)
{
    const auto name = shown_name(verb.command, policy);
    std::string text;
    if (!verb.example.empty())
        text += fmt::format("For example: `{} {}`\n", name, blocks::escape(verb.example));
    text += fmt::format("`{}`: {}", trimmed(fmt::format("{} {}", name, blocks::escape(verb.usage))), verb.help);
    if (!verb.aliases.empty())
        text += fmt::format("\nAlso understood: {}", fmt::join(verb.aliases, ", "));
    return text;
}

constexpr std::size_t most_lines = 10;  // product section 3

/// One line a verb; those that no longer fit are named in the last.
std::string help_of_command(std::string_view command, const Policy& policy)
{
    const auto name = shown_name(command, policy);
    const std::string_view hint =
        command == "incident"
            ? "\nSlack runs no slash commands in threads. Write there: `@hotwatch on it`, `@hotwatch update: …`"
            : "";
    std::vector<const Verb*> offered;
    for (const auto& verb : verbs())
        if (verb.command == command && !verb.help.empty())
            offered.push_back(&verb);
    const auto room = most_lines - (hint.empty() ? 0 : 1);
    const auto shown = offered.size() <= room ? offered.size() : room - 1;
    std::string text;
    for (std::size_t i = 0; i < shown; ++i)
        text += fmt::format("{}`{}`: {}", text.empty() ? "" : "\n",
                            trimmed(fmt::format("{} {}", name, blocks::escape(offered[i]->example))), offered[i]->help);
    for (std::size_t i = shown; i < offered.size(); ++i)
        text += fmt::format("{}`{}`", i == shown ? "\nAlso: " : ", ", offered[i]->name);
    if (shown < offered.size())
        text += fmt::format(". `{} help {}` explains one.", name, offered[shown]->name);
    return text.append(hint);
}

std::string help_of_all(const Policy& policy)
{
    const auto incident = shown_name("incident", policy);
    const auto oncall = shown_name("oncall", policy);
    return fmt::format("`{0} declare P1 Approval queue not loading`: declare an incident\n"
                       "`{0}`: this room's incident, elsewhere the open ones\n"
                       "`{1}`: who is on call\n"
                       "`{2}`: is all well?\n"
                       "`{3} how do I report a fault?`: answers; `{4} queue not loading`: what to try\n"
                       "`{0} help`, `{0} help update`, `{1} help`: all there is\n"
                       "In threads, where Slack runs no slash commands: `@hotwatch on it`, `@hotwatch who's on call?`\n"
                       "`/hotwatch incident …` works too, should another app own a name.",
                       incident, oncall, shown_name("status", policy), shown_name("faq", policy),
                       shown_name("runbook", policy));
}
}  // namespace

Message help(std::string_view topic, const Policy& policy)
{
    auto rest = topic;
    const auto word = take_word(rest).text;
    const auto command = command_name(word, {}, policy).command;
    if (word.empty() || (command.empty() && lowered(word) == "help") || command == "hotwatch")
        return render_text(help_of_all(policy));
    if (command.empty())
    {
        if (const auto* verb = find_verb("incident", lowered(word)); verb != nullptr && !verb->help.empty())
            return render_text(help_of_verb(*verb, policy));
        const auto found = std::ranges::find_if(verbs(), [name = lowered(word)](const Verb& verb)
                                                { return verb.name == name && !verb.help.empty(); });
        return render_text(found != verbs().end() ? help_of_verb(*found, policy) : help_of_all(policy));
    }
    if (!is_offered(command))
        return render_not_built_in(*find_verb(command, ""), policy);
    const auto name = lowered(take_word(rest).text);
    const auto* verb = name.empty() ? nullptr : find_verb(command, name);
    return render_text(verb != nullptr && !verb->help.empty() ? help_of_verb(*verb, policy)
                                                              : help_of_command(command, policy));
}

}  // namespace hotwatch
