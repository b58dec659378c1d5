// From a request to its handler, or to what should have been typed instead.
#include <algorithm>

#include <fmt/format.h>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
Refusal usage(Message message)
{
    return {.why = Refusal::Why::usage, .message = std::move(message), .fields = {}};
}

Refusal not_built_in(const Verb& verb, const Policy& policy, std::string_view rest = {})
{
    return {.why = Refusal::Why::unavailable, .message = render_not_built_in(verb, policy, rest), .fields = {}};
}

bool is_offered(const Verb& verb)
{
    return !verb.help.empty() || verb.name == "help";
}

/// The one verb of the command that begins so; nullptr where none or several do.
const Verb* by_prefix(std::string_view command, std::string_view start)
{
    const Verb* found = nullptr;
    for (const auto& verb : verbs())
        if (verb.command == command && is_offered(verb) && start.size() >= 2 && verb.name.starts_with(start))
        {
            if (found != nullptr)
                return nullptr;
            found = &verb;
        }
    return found;
}

constexpr std::size_t shortest_guess = 3;  // letters; anything is near to less

std::string_view nearest_verb(std::string_view command, std::string_view word)
{
    std::vector<std::string_view> names;
    if (word.size() < shortest_guess)
        return {};
    for (const auto& verb : verbs())
        if (verb.command == command && is_offered(verb))
        {
            names.push_back(verb.name);
            names.insert(names.end(), verb.aliases.begin(), verb.aliases.end());
        }
    return nearest(word, names);
}

/// The command that a word after `/hotwatch` stands for: a name with a slip in it, or a verb whose command was left
/// out.
std::string command_meant(std::string_view word)
{
    if (const auto* verb = find_verb("incident", word); verb != nullptr && is_offered(*verb))
        return fmt::format("incident {}", word);
    std::vector<std::string_view> names;
    for (const auto& verb : verbs())
        if (verb.name.empty() && is_offered(verb))
            names.push_back(verb.command);
    if (const auto name = nearest(word, names); !name.empty())
        return std::string{name};
    const auto verb = nearest_verb("incident", word);
    return verb.empty() ? std::string{} : fmt::format("incident {}", verb);
}

/// The bare command was followed by a word that is no verb, where it takes no text; or by one that is meant to write,
/// but for a slip: text after "::" is no question.
bool is_astray(const Words& words, const Verb& verb)
{
    if (!words.verb.empty() || words.args.empty())
        return false;
    if (words.command == "status")  // its text is the name of a service, which is hardly ever so near to a verb
        return !nearest_verb(words.command, lowered(words.args.front())).empty();
    if (verb.takes_text)
        return words.rest.find("::") != std::string::npos && !nearest_verb(words.command, words.args.front()).empty();
    return !(words.command == "incident" && words.args.size() == 1 && parse_incident_id(words.args.front()));
}

/// What was probably meant by a line whose first word is no verb: run at once where it can only be one read, else
/// proposed.
Outcome set_right(const Request& request, Book& book, UtcMillis now)
{
    const auto& words = request.words;
    const auto& policy = book.policy();
    std::string_view after = words.rest;
    const auto typed = take_word(after).text;
    const auto word = lowered(trimmed(typed, "/:,?!."));
    const auto propose = [&](std::string_view line)
    {
        const auto whole = fmt::format("{} {}", line, trimmed(after));
        return usage(render_did_you_mean(words.command, typed, std::string{trimmed(std::string_view{whole})}, policy));
    };

    if (words.command == "hotwatch")
    {
        const auto line = command_meant(word);
        return line.empty() ? usage(render_unknown_word(words.command, typed, policy)) : propose(line);
    }
    if (const auto* verb = by_prefix(words.command, word); verb != nullptr && verb->writes)
        return propose(fmt::format("{} {}", verb->command, verb->name));
    else if (verb != nullptr)
    {
        Request again = request;
        again.words = parse_command(words.command, fmt::format("{} {}", verb->name, after));
        return run(again, book, now);
    }
    if (const auto name = nearest_verb(words.command, word); !name.empty())
        return propose(fmt::format("{} {}", words.command, name));
    if (words.command != "incident")
        return usage(render_unknown_word(words.command, typed, policy));

    if (parse_severity(typed) && trimmed(after).empty())
        return propose(fmt::format("incident list {}", typed));
    return usage(render_declare_instead(typed, words.rest, policy));
}

/// "INC-12 ack", as some other bots want it: the incident first, the verb after it.
Refusal turn_round(const Words& words, const Policy& policy)
{
    std::string_view after = words.rest;
    const auto id = take_word(after).text;
    const auto typed = take_word(after).text;
    const auto word = lowered(trimmed(typed, ":,?!."));
    const auto* verb = find_verb("incident", word);
    if (verb != nullptr && verb->handler == nullptr)
        return not_built_in(*verb, policy);
    const auto name = verb != nullptr && is_offered(*verb) ? verb->name : nearest_verb("incident", word);
    if (name.empty())
        return usage(render_unknown_word("incident", typed, policy));
    const auto line = fmt::format("incident {} {} {}", name, id, trimmed(after));
    return usage(render_did_you_mean("incident", fmt::format("{} {}", id, typed), std::string{trimmed(line)}, policy));
}

/// Flags are never swallowed: one that the verb does not know, or that lacks its value, stops the command.
std::optional<Refusal> wrong_flag(const Words& words, const Verb& verb, const Policy& policy)
{
    for (const auto& [flag, value] : words.flags)
    {
        if (flag.starts_with("--"))
            return usage(render_unknown_flag(verb, flag, policy));
        if (value.empty())
            return usage(render_flag_without_value(verb, flag, policy));
    }
    return std::nullopt;
}
}  // namespace

Outcome run(const Request& request, Book& book, UtcMillis now)
{
    const auto& words = request.words;
    const auto& policy = book.policy();
    const auto* verb = find_verb(words.command, words.verb);
    if (verb == nullptr)
        return usage(request.origin == Origin::button || request.origin == Origin::form ? render_gone(policy)
                                                                                        : help("", policy));
    if (verb->handler == nullptr)
        return not_built_in(*verb, policy, words.rest);
    const bool is_stray = is_astray(words, *verb);
    if (is_stray && words.command == "incident" && parse_incident_id(words.args.front()))
        return turn_round(words, policy);
    if (is_stray)
        return set_right(request, book, now);
    if (auto refusal = wrong_flag(words, *verb, policy))
        return std::move(*refusal);
    auto outcome = verb->handler(request, book, now);
    if (outcome && !verb->writes && words.flags.contains("share"))
        outcome->to = Reply::To::channel;
    return outcome;
}

}  // namespace hotwatch
