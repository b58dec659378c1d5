#include "commands/table.hpp"

#include <algorithm>

#include "commands/grammar.hpp"
#include "commands/help.hpp"
#include "commands/incident/incident.hpp"
#include "commands/oncall/oncall.hpp"

namespace hotwatch
{

namespace
{
/// `/incident suggest P0 queue is down`, what a loose mention becomes: shown with one button, declared only when that
/// is pressed.
Outcome suggest_declaration(const Request& request, Book&, UtcMillis)
{
    Reply reply;
    reply.message = render_suggestion(request.words.rest);
    return reply;
}

/// Commands whose rules are not part of this version say so; nothing pretends.
Outcome not_built_in(const Request& request, Book& book, UtcMillis)
{
    return Refusal{.why = Refusal::Why::unavailable,
                   .message = render_not_built_in(request.words.command, book.policy()),
                   .fields = {}};
}

Outcome give_help(const Request& request, Book& book, UtcMillis)
{
    Reply reply;
    reply.message =
        help(request.words.command == "hotwatch" ? request.words.rest : request.words.command, book.policy());
    return reply;
}

const std::vector<Verb>& table()
{
    // clang-format off
    static const std::vector<Verb> rows{
        {.command = "incident", .name = "declare", .aliases = {"open", "new", "create"},
         .flags = {"service", "started", "commander"},
         .usage = "declare [P0-P3] <title> [--service s] [--started 02:50] [--commander @u]",
         .example = "declare P1 Approval queue not loading", .help = "declare an incident",
         .writes = true, .handler = declare_incident},
        {.command = "incident", .name = "ack", .aliases = {"acknowledge"}, .flags = {},
         .usage = "ack [INC-12]", .example = "ack", .help = "you are on it; the response clock stops",
         .writes = true, .handler = acknowledge_incident},
        {.command = "incident", .name = "update", .aliases = {"up"}, .flags = {"eta"},
         .usage = "update [INC-12] [--eta 04:00] <text>", .example = "update restarted the agent, watching",
         .help = "post a status update; the next one is due a cadence later",
         .writes = true, .handler = update_incident},
        {.command = "incident", .name = "resolve", .aliases = {"resolved"}, .flags = {},
         .usage = "resolve [INC-12] <what fixed it>", .example = "resolve rolled back to v41",
         .help = "it is fixed; clocks and reminders end", .writes = true, .handler = resolve_incident},
        {.command = "incident", .name = "snooze", .aliases = {}, .flags = {},
         .usage = "snooze [INC-12] [10m] [why]", .example = "snooze 10m waiting for the restart",
         .help = "move the next reminder, once", .writes = true, .handler = snooze_reminder},
        {.command = "incident", .name = "show", .aliases = {}, .flags = {},
         .usage = "show [INC-12]", .example = "show INC-12", .help = "one incident with its clocks and timeline",
         .writes = false, .handler = show_incident},
        {.command = "incident", .name = "list", .aliases = {"ls"}, .flags = {},
         .usage = "list [open|mine|week|P0]", .example = "list", .help = "open incidents, worst first",
         .writes = false, .handler = show_incident},
        {.command = "incident", .name = "", .aliases = {}, .flags = {},
         .usage = "", .example = "", .help = "this room's incident, elsewhere the open ones",
         .writes = false, .handler = show_incident},
        {.command = "incident", .name = "suggest", .aliases = {}, .flags = {},
         .usage = "", .example = "", .help = "", .writes = false, .handler = suggest_declaration},
        {.command = "oncall", .name = "", .aliases = {"now"}, .flags = {},
         .usage = "", .example = "", .help = "who is on call now, until when, and who is next",
         .writes = false, .handler = show_oncall},
        {.command = "runbook", .name = "", .aliases = {}, .flags = {}, .usage = "", .example = "", .help = "",
         .writes = false, .handler = not_built_in},
        {.command = "faq", .name = "", .aliases = {}, .flags = {}, .usage = "", .example = "", .help = "",
         .writes = false, .handler = not_built_in},
        {.command = "status", .name = "", .aliases = {}, .flags = {}, .usage = "", .example = "", .help = "",
         .writes = false, .handler = not_built_in},
        {.command = "incident", .name = "help", .aliases = {"?"}, .flags = {}, .usage = "", .example = "", .help = "",
         .writes = false, .handler = give_help},
        {.command = "oncall", .name = "help", .aliases = {"?"}, .flags = {}, .usage = "", .example = "", .help = "",
         .writes = false, .handler = give_help},
        {.command = "hotwatch", .name = "help", .aliases = {"?", ""}, .flags = {}, .usage = "", .example = "", .help = "",
         .writes = false, .handler = give_help},
    };
    // clang-format on
    return rows;
}

bool is_called(const Verb& verb, std::string_view name)
{
    return verb.name == name || std::ranges::find(verb.aliases, name) != verb.aliases.end();
}

/// A verb that only reads may be shortened as long as one alone begins so.
const Verb* by_prefix(std::string_view command, std::string_view start)
{
    const Verb* found = nullptr;
    for (const auto& verb : table())
        if (verb.command == command && !verb.help.empty() && verb.name.starts_with(start))
        {
            if (found != nullptr)
                return nullptr;
            found = &verb;
        }
    return found != nullptr && !found->writes && start.size() >= 2 ? found : nullptr;
}

/// The bare command was asked for something it does not know: the first word is a verb that nobody gave it.
bool is_unknown_verb(const Words& words, const Verb& verb)
{
    if (!verb.name.empty() || words.args.empty() || verb.handler == not_built_in)
        return false;
    return !(words.command == "incident" && parse_incident_id(words.args.front()));
}
}  // namespace

std::span<const Verb> verbs()
{
    return table();
}

const Verb* find_verb(std::string_view command, std::string_view name)
{
    const auto found = std::ranges::find_if(table(), [&](const Verb& verb)
                                            { return verb.command == command && is_called(verb, name); });
    return found == table().end() ? nullptr : &*found;
}

Outcome run(const Request& request, Book& book, UtcMillis now)
{
    const auto& words = request.words;
    const auto* verb = find_verb(words.command, words.verb);
    if (verb == nullptr || verb->handler == nullptr)
        return Refusal{.why = Refusal::Why::usage, .message = help("", book.policy()), .fields = {}};
    for (const auto& [flag, value] : words.flags)
        if (flag.starts_with("--"))
            return Refusal{
                .why = Refusal::Why::usage, .message = render_unknown_flag(*verb, flag, book.policy()), .fields = {}};
    if (is_unknown_verb(words, *verb))
    {
        if (const auto* meant = by_prefix(words.command, words.args.front()))
        {
            Request again = request;
            again.words =
                parse_command(words.command, std::string{meant->name} + words.rest.substr(words.args.front().size()));
            return meant->handler(again, book, now);
        }
        return Refusal{.why = Refusal::Why::usage, .message = render_unknown_verb(words, book.policy()), .fields = {}};
    }
    return verb->handler(request, book, now);
}

}  // namespace hotwatch
