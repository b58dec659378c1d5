#include "commands/help.hpp"

#include <fmt/format.h>

#include "commands/blocks.hpp"

namespace hotwatch
{

namespace
{
using blocks::Button;
using nlohmann::json;

constexpr std::size_t shown_at_most = 80;  // of what somebody typed, when it is quoted back

Message with_button(const std::string& text, Button button)
{
    return blocks::message(text, json::array({blocks::section(text), blocks::actions({std::move(button)})}));
}

Message plain(const std::string& text)
{
    return blocks::message(text, json::array({blocks::section(text)}));
}

std::vector<std::string_view> names_of(std::string_view command)
{
    std::vector<std::string_view> names;
    for (const auto& verb : verbs())
        if (verb.command == command && (!verb.help.empty() || verb.name == "help"))
        {
            names.push_back(verb.name);
            names.insert(names.end(), verb.aliases.begin(), verb.aliases.end());
        }
    return names;
}
}  // namespace

std::string shown_name(std::string_view command, const Policy& policy)
{
    const auto found = policy.commands.find(std::string{command});
    return found != policy.commands.end() && !found->second.empty() ? found->second : fmt::format("/{}", command);
}

Message help(std::string_view command, const Policy& policy)
{
    const auto first = command.substr(0, command.find(' '));
    const auto named = command_name(first, "", policy);
    std::string text;
    if (named.command == "incident" || named.command == "oncall")
    {
        const auto name = shown_name(named.command, policy);
        for (const auto& verb : verbs())
            if (verb.command == named.command && !verb.help.empty())
            {
                const auto line = verb.example.empty() ? name : fmt::format("{} {}", name, verb.example);
                text += fmt::format("{}`{}` {}", text.empty() ? "" : "\n", line, verb.help);
            }
        if (named.command == "incident")
            text += "\nIn an incident's thread, mention the bot instead: `@hotwatch ack`, `@hotwatch update: …`";
        return plain(text);
    }
    if (!named.command.empty() && named.command != "hotwatch")
        return render_not_built_in(named.command, policy);
    const auto incident = shown_name("incident", policy);
    text =
        fmt::format("`{0} declare P1 Approval queue not loading` declares an incident\n"
                    "`{0}` lists the open ones, or shows the one of this thread\n"
                    "`{1}` tells who is on call\n"
                    "`{0} help` and `{1} help` show the rest\n"
                    "Slash commands do not work in threads: there, write `@hotwatch on it` or `@hotwatch update: …`\n"
                    "`/hotwatch <command>` works for every command, whatever its name is here.",
                    incident, shown_name("oncall", policy));
    return plain(text);
}

Message render_unknown_verb(const Words& words, const Policy& policy)
{
    const auto name = shown_name(words.command, policy);
    const auto& typed = words.args.front();
    const auto shown = blocks::escape(blocks::cut(typed, shown_at_most));
    const auto meant = nearest(typed, names_of(words.command));
    if (meant.empty())
    {
        auto text = fmt::format("`{}` does not know \"{}\". ", name, shown);
        text += words.command == "incident" ? fmt::format("To declare an incident: `{} declare P1 {}`", name, shown)
                                            : fmt::format("`{} help` shows what it knows.", name);
        return plain(text);
    }
    const auto line =
        fmt::format("{} {}{}", words.command, meant, words.rest.substr(std::min(typed.size(), words.rest.size())));
    return with_button(fmt::format("`{}` does not know \"{}\". Did you mean `{} {}`?", name, shown, name, meant),
                       {fmt::format("Run {} {}", name, meant), "hotwatch.run", line, Button::Style::primary,
                        fmt::format("Run {} {}", name, meant)});
}

Message render_unknown_flag(const Verb& verb, std::string_view flag, const Policy& policy)
{
    const auto bare =
        flag.substr(flag.find_first_not_of('-') == std::string_view::npos ? 0 : flag.find_first_not_of('-'));
    const auto name = fmt::format("{} {}", shown_name(verb.command, policy), verb.name);
    auto text = fmt::format("`{}` does not know --{}. ", name, blocks::escape(blocks::cut(bare, shown_at_most)));
    if (const auto meant = nearest(bare, verb.flags); !meant.empty())
        text += fmt::format("Did you mean --{}? ", meant);
    else if (verb.flags.empty())
        text += "It takes no flags. ";
    else
        text += fmt::format("It takes --{}. ", fmt::join(verb.flags, ", --"));
    return plain(text + fmt::format("Nothing was done. Text that begins with dashes goes after ` -- `. Usage: `{} {}`",
                                    shown_name(verb.command, policy), blocks::escape(verb.usage)));
}

Message render_not_built_in(std::string_view command, const Policy& policy)
{
    return plain(fmt::format("`{}` is not part of this version of Hotwatch yet. `{}` and `{}` are.",
                             shown_name(command, policy), shown_name("incident", policy),
                             shown_name("oncall", policy)));
}

Message render_suggestion(const std::string& declaration)
{
    const auto shown = blocks::escape(blocks::cut(declaration, 300));
    return with_button(
        fmt::format("Shall this be declared as an incident? *{}*", shown),
        {"Declare", "hotwatch.run", "incident declare " + declaration, Button::Style::danger, "Declare this incident"});
}

}  // namespace hotwatch
