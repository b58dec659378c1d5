#include "commands/table.hpp"

#include <algorithm>
#include <array>

#include "commands/faq/faq.hpp"
#include "commands/incident/incident.hpp"
#include "commands/knowledge/knowledge.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/render.hpp"
#include "commands/runbook/runbook.hpp"
#include "commands/status/status.hpp"

namespace hotwatch
{

namespace
{
/// What a loose mention becomes ("P0 queue is down"): shown with one button, declared only when that is pressed.
Outcome suggest_declaration(const Request& request, Book& book, UtcMillis)
{
    Reply reply;
    reply.message = render_suggestion(request.words.rest, book.policy());
    return reply;
}

/// What begins like a verb and may be a question ("resolve DNS errors how?"): recorded only when the button is pressed.
Outcome propose_line(const Request& request, Book& book, UtcMillis)
{
    Reply reply;
    reply.message = render_proposal(request.words.rest, book.policy());
    return reply;
}

Outcome give_help(const Request& request, Book& book, UtcMillis)
{
    const auto& words = request.words;
    Reply reply;
    reply.message = help(words.command == "hotwatch" ? words.rest : words.command + " " + words.rest, book.policy());
    return reply;
}

// A row without `help` is understood but not offered; one without a handler says that this version cannot do it.
// Help shows the rows in this order.
const std::vector<Verb>& table()
{
    // clang-format off
    static const std::vector<Verb> rows{
        {.command = "incident", .name = "declare", .aliases = {"open", "new", "create"},
         .flags = {"service", "started", "commander"},
         .usage = "declare [P0-P3] <title> [--service s] [--started 02:50] [--commander @u]",
         .example = "declare P1 Approval queue not loading", .help = "declare an incident",
         .writes = true, .handler = declare_incident},
        {.command = "incident", .name = "ack", .aliases = {"acknowledge", "on it"},
         .usage = "ack [INC-12]", .example = "ack", .help = "you are on it; the response clock stops",
         .writes = true, .handler = acknowledge_incident},
        {.command = "incident", .name = "update", .aliases = {"up"}, .flags = {"eta"},
         .usage = "update [INC-12] [--eta 04:00] <text>", .example = "update restarted the agent, watching",
         .help = "post a status update; the reminders start anew",
         .writes = true, .handler = update_incident},
        {.command = "incident", .name = "resolve", .aliases = {"resolved"},
         .usage = "resolve [INC-12] <what fixed it>", .example = "resolve rolled back to v41",
         .help = "it is fixed; clocks and reminders end", .writes = true, .handler = resolve_incident},
        {.command = "incident", .name = "severity", .aliases = {"sev", "priority"},
         .usage = "severity [INC-12] <P0-P3> [reason]", .example = "severity P0 all operators are affected",
         .help = "it is worse than was thought, or less", .writes = true, .handler = change_severity},
        {.command = "incident", .name = "assign", .aliases = {"role"},
         .usage = "assign [INC-12] <commander|communications|scribe|responder> @user", .example = "assign scribe @ana",
         .help = "give somebody a role; they get a brief", .writes = true, .handler = assign_role},
        {.command = "incident", .name = "", .flags = {"share"},
         .usage = "[INC-12] [--share]", .help = "this room's incident, elsewhere the open ones",
         .handler = show_incident},
        {.command = "incident", .name = "list", .aliases = {"ls"}, .flags = {"page", "share"},
         .usage = "list [open|mine|week|P0] [--share]", .example = "list mine", .help = "open incidents, worst first",
         .handler = list_incidents},
        {.command = "incident", .name = "show", .flags = {"share"},
         .usage = "show [INC-12] [--share]", .example = "show INC-12", .help = "one incident with its clocks and timeline",
         .handler = show_incident},
        {.command = "incident", .name = "lead", .usage = "lead [INC-12] @user", .example = "lead @ana",
         .help = "make somebody the commander", .writes = true, .handler = assign_role},
        {.command = "incident", .name = "join", .usage = "join [INC-12]", .example = "join INC-12",
         .help = "you work on it too", .writes = true, .handler = join_incident},
        {.command = "incident", .name = "leave", .usage = "leave [INC-12]", .example = "leave INC-12",
         .help = "you work on it no more", .writes = true, .handler = leave_incident},
        {.command = "incident", .name = "note", .usage = "note [INC-12] [at 03:10] <text>",
         .example = "note at 03:10 the database was restarted", .help = "for the timeline only",
         .writes = true, .handler = add_note},
        {.command = "incident", .name = "snooze",
         .usage = "snooze [INC-12] [10m] [why]", .example = "snooze 10m waiting for the restart",
         .help = "move the next reminder, once", .writes = true, .handler = snooze_reminder},
        {.command = "incident", .name = "mitigate", .aliases = {"mitigated"}, .usage = "mitigate [INC-12] [text]",
         .example = "mitigate failed over to the second region", .help = "the damage is contained; the work goes on",
         .writes = true, .handler = mitigate_incident},
        {.command = "incident", .name = "reopen", .usage = "reopen [INC-12] <why>",
         .example = "reopen INC-12 the queue is stuck again", .help = "it is not over",
         .writes = true, .handler = reopen_incident},
        {.command = "incident", .name = "report", .usage = "report [INC-12] <link or text> | show",
         .example = "report INC-12 https://wiki.example.com/queue-outage", .help = "where its report stands",
         .writes = true, .handler = report_incident},
        {.command = "incident", .name = "close", .flags = {"faq", "force"},
         .usage = "close [INC-12] [--faq=<entry>|not-needed] [--force]", .example = "close INC-12",
         .help = "nothing is owed any more", .writes = true, .handler = close_incident},
        {.command = "incident", .name = "cancel", .usage = "cancel [INC-12] <why>",
         .example = "cancel INC-12 a planned restart", .help = "it was nothing; it counts in no figure",
         .writes = true, .handler = cancel_incident},
        {.command = "incident", .name = "merge", .usage = "merge [INC-3] into <INC-12>",
         .example = "merge INC-3 into INC-12", .help = "the two are one",
         .writes = true, .handler = merge_incident},
        {.command = "incident", .name = "timeline", .flags = {"before", "entry", "share"},
         .usage = "timeline [INC-12] [--entry=3] [--before=16] [--share]", .example = "timeline INC-12",
         .help = "all that happened", .handler = show_timeline},
        {.command = "incident", .name = "search", .aliases = {"find"}, .flags = {"share"},
         .usage = "search <words> [--share]", .example = "search queue not loading",
         .help = "incidents that say so, in title, updates, notes or resolution", .takes_text = true,
         .handler = search_incidents},
        {.command = "incident", .name = "paged", .usage = "paged [INC-12]", .example = "paged",
         .help = "why you were paged, and what to do now", .handler = explain_page},
        {.command = "incident", .name = "help", .aliases = {"?"}, .handler = give_help},
        {.command = "incident", .name = "suggest", .handler = suggest_declaration},
        {.command = "incident", .name = "propose", .takes_text = true, .handler = propose_line},
        {.command = "incident", .name = "escalate"},
        {.command = "incident", .name = "request"},
        {.command = "incident", .name = "sla"},
        {.command = "incident", .name = "why"},
        {.command = "incident", .name = "action"},
        {.command = "incident", .name = "actions"},
        {.command = "incident", .name = "drill"},

        {.command = "oncall", .name = "", .aliases = {"now"}, .flags = {"share"}, .usage = "[--share]",
         .help = "who is on call now, until when, and who is next", .handler = show_oncall},
        {.command = "oncall", .name = "take", .flags = {"over"},
         .usage = "take [primary|backup|manager] [2h|until 18:00]", .example = "take 2h",
         .help = "you are on call now, until the shift ends or for a while", .writes = true, .handler = take_role},
        {.command = "oncall", .name = "override", .flags = {"over"},
         .usage = "override <role> @u from <time> to <time> [reason]",
         .example = "override primary @ana from fri 09:00 to fri 18:00 dentist",
         .help = "somebody holds a role for a time to come", .writes = true, .handler = override_role},
        {.command = "oncall", .name = "schedule", .aliases = {"shifts", "weeks"}, .flags = {"share"},
         .usage = "schedule [weeks] [--share]", .example = "schedule 6",
         .help = "the coming shifts with their overrides, 4 weeks or up to 12", .handler = show_schedule},
        {.command = "oncall", .name = "me", .aliases = {"mine"}, .usage = "me", .example = "me",
         .help = "your own shifts, and what waits for you", .handler = show_me},
        {.command = "oncall", .name = "who", .aliases = {"whois"}, .flags = {"share"}, .usage = "who <@u> [--share]",
         .example = "who @ana", .help = "when somebody is on call", .handler = show_who},
        {.command = "oncall", .name = "at", .flags = {"share"}, .usage = "at <time> [--share]", .example = "at fri 09:00",
         .help = "who is on call at another time, also in the past", .handler = show_oncall_at},
        {.command = "oncall", .name = "next", .flags = {"share"}, .usage = "next [--share]", .example = "next",
         .help = "the next handoff", .handler = show_next},
        {.command = "oncall", .name = "overrides", .flags = {"share"}, .usage = "overrides [--share]",
         .example = "overrides", .help = "what runs or is to come, with Cancel", .handler = show_overrides},
        {.command = "oncall", .name = "cancel", .usage = "cancel <number>", .example = "cancel 3",
         .help = "take an override back", .writes = true, .handler = cancel_override},
        {.command = "oncall", .name = "link", .usage = "link \"Name in the plan\" @u",
         .example = "link \"Deployment Agent\" @ben", .help = "who in Slack a name of the plan is", .writes = true,
         .handler = link_name},
        {.command = "oncall", .name = "contacts", .flags = {"share"}, .usage = "contacts [--share]",
         .example = "contacts", .help = "everyone in the plan, and who is not linked yet", .handler = show_contacts},
        {.command = "oncall", .name = "help", .aliases = {"?"}, .handler = give_help},
        {.command = "oncall", .name = "swap"},
        {.command = "oncall", .name = "cover"},
        {.command = "oncall", .name = "handoff"},
        {.command = "oncall", .name = "accept"},
        {.command = "oncall", .name = "page"},
        {.command = "oncall", .name = "rotation"},
        {.command = "oncall", .name = "gaps"},
        {.command = "oncall", .name = "why"},
        {.command = "oncall", .name = "calendar"},

        {.command = "runbook", .name = "", .aliases = {"search", "find"}, .flags = {"share"},
         .usage = "[words] [--share]", .example = "queue not loading",
         .help = "the runbook that fits; without words all of them", .takes_text = true, .handler = search_runbooks},
        {.command = "runbook", .name = "show", .flags = {"page", "share"},
         .usage = "show <name> [step] [--page 2] [--share]", .example = "show approval-queue-not-loading 4",
         .help = "one in full, or one step of it; --share posts it here", .handler = show_entry},
        {.command = "runbook", .name = "list", .aliases = {"ls"}, .flags = {"share"}, .usage = "list [page] [--share]",
         .example = "list", .help = "all by name", .handler = list_entries},
        {.command = "runbook", .name = "add", .aliases = {"new", "create"}, .usage = "add [\"name\" :: text]",
         .example = "add", .help = "write a new one, in a form or after ::", .writes = true, .takes_text = true,
         .handler = add_entry},
        {.command = "runbook", .name = "edit", .aliases = {"change"}, .usage = "edit <name> [part] [:: text]",
         .example = "edit slow-performance workaround :: close other tabs",
         .help = "change one, in a form or after ::", .writes = true, .takes_text = true, .handler = edit_entry},
        {.command = "runbook", .name = "share", .usage = "share <name>", .handler = share_entry},
        {.command = "runbook", .name = "helped", .usage = "helped <name>", .writes = true, .handler = entry_helped},
        {.command = "runbook", .name = "not-helpful", .usage = "not-helpful <name>", .writes = true,
         .handler = entry_not_helpful},
        {.command = "runbook", .name = "help", .aliases = {"?"}, .handler = give_help},
        {.command = "runbook", .name = "run"},
        {.command = "runbook", .name = "from"},
        {.command = "runbook", .name = "history"},
        {.command = "runbook", .name = "diff"},
        {.command = "runbook", .name = "restore"},
        {.command = "runbook", .name = "retire"},
        {.command = "runbook", .name = "stale"},
        {.command = "runbook", .name = "lint"},
        {.command = "runbook", .name = "onboard"},

        {.command = "faq", .name = "", .aliases = {"ask", "search", "find"}, .flags = {"share"},
         .usage = "<question> [--share]", .example = "how do I report a fault?",
         .help = "the answer, from FAQ, runbooks and articles; without a question all of them", .takes_text = true,
         .handler = ask_faq},
        {.command = "faq", .name = "show", .flags = {"page", "share"}, .usage = "show <name> [--page 2] [--share]",
         .example = "show emergency-contacts", .help = "one in full; --share posts it here", .handler = show_entry},
        {.command = "faq", .name = "list", .aliases = {"ls"}, .flags = {"share"},
         .usage = "list [articles] [page] [--share]", .example = "list articles", .help = "all by name",
         .handler = list_entries},
        {.command = "faq", .name = "add", .aliases = {"new", "create"}, .usage = "add [\"question\" :: answer]",
         .example = "add \"Can I approve several at once?\" :: Not yet", .help = "keep an answer, in a form or after ::",
         .writes = true, .takes_text = true, .handler = add_entry},
        {.command = "faq", .name = "edit", .aliases = {"change"}, .usage = "edit <name> [:: answer]",
         .example = "edit can-i-approve-several-at-once", .help = "change one, in a form or after ::", .writes = true,
         .takes_text = true, .handler = edit_entry},
        {.command = "faq", .name = "share", .usage = "share <name>", .handler = share_entry},
        {.command = "faq", .name = "helped", .usage = "helped <name>", .writes = true, .handler = entry_helped},
        {.command = "faq", .name = "not-helpful", .usage = "not-helpful <name>", .writes = true,
         .handler = entry_not_helpful},
        {.command = "faq", .name = "help", .aliases = {"?"}, .handler = give_help},
        {.command = "faq", .name = "retire"},
        {.command = "faq", .name = "gaps"},

        {.command = "status", .name = "", .aliases = {"now"}, .flags = {"share"}, .usage = "[--share]",
         .help = "overall health, who is on call, what is open, and how Hotwatch itself is", .takes_text = true,
         .handler = show_status},
        {.command = "status", .name = "retry", .usage = "retry <number>", .example = "retry 17",
         .help = "send again what could not be posted", .writes = true, .handler = retry_call},
        {.command = "status", .name = "drop", .usage = "drop <number>", .example = "drop 17",
         .help = "let go of what could not be posted", .writes = true, .handler = drop_call},
        {.command = "status", .name = "help", .aliases = {"?"}, .handler = give_help},
        {.command = "status", .name = "check"},
        {.command = "status", .name = "probes"},
        {.command = "status", .name = "watch"},
        {.command = "status", .name = "unwatch"},
        {.command = "status", .name = "alerts"},
        {.command = "status", .name = "silence"},
        {.command = "status", .name = "unsilence"},
        {.command = "status", .name = "maintenance"},
        {.command = "status", .name = "uptime"},
        {.command = "status", .name = "metrics"},
        {.command = "status", .name = "report"},

        {.command = "hotwatch", .name = "", .handler = give_help},
        {.command = "hotwatch", .name = "help", .aliases = {"?"}, .handler = give_help},
    };
    // clang-format on
    return rows;
}

constexpr std::array command_list{
    Command{"oncall", "Who is on call now, and until when"},
    Command{"incident", "Declare an incident and carry it through"},
    Command{"runbook", "What to try: symptoms, diagnosis, steps"},
    Command{"faq", "Questions and answers"},
    Command{"status", "Is all well: the service, and Hotwatch itself"},
    Command{"hotwatch", "Any command of Hotwatch, whatever its own name is here"},
};
}  // namespace

std::span<const Command> commands()
{
    return command_list;
}

std::span<const Verb> verbs()
{
    return table();
}

const Verb* find_verb(std::string_view command, std::string_view name)
{
    const auto is_meant = [&](const Verb& verb)
    {
        return verb.command == command &&
               (verb.name == name || std::ranges::find(verb.aliases, name) != verb.aliases.end());
    };
    const auto found = std::ranges::find_if(table(), is_meant);
    return found == table().end() ? nullptr : &*found;
}

bool is_switch(std::string_view flag)
{
    return flag == "share" || flag == "force";
}

}  // namespace hotwatch
