// What is said of changes to knowledge, and why something was not changed.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/blocks.hpp"
#include "commands/knowledge/find.hpp"
#include "commands/knowledge/render.hpp"
#include "commands/knowledge/render_parts.hpp"
#include "commands/render.hpp"

namespace hotwatch::knowledge
{

namespace
{
using nlohmann::json;

std::string bold_title(const Entry& entry)
{
    return fmt::format("*{}*", blocks::escape(entry.title));
}

std::string the_kind(std::string_view command)
{
    return command == "runbook" ? "runbook" : "entry";
}

Message with_titles(const std::string& text, const std::vector<Entry>& entries)
{
    json all = json::array({blocks::section(text)});
    std::string reads = text;
    for (const auto& entry : entries)
        reads += fmt::format("\n• {}: `{}`", blocks::escape(entry.title), entry.key);
    if (!entries.empty())
        all.push_back(blocks::actions(title_buttons(entries)));
    return blocks::message(reads, all);
}

Message with_buttons(const std::string& text, const std::vector<blocks::Button>& buttons)
{
    return blocks::message(text, json::array({blocks::section(text), blocks::actions(buttons)}));
}
}  // namespace

Message render_added(const Entry& entry, const Policy& policy)
{
    const auto text = fmt::format("Added the {} {}. From now on it is found: {}", word(entry.kind), bold_title(entry),
                                  way_to(entry, policy));
    return with_buttons(text, {entry_button("Show", "show", entry), entry_button("Edit", "edit", entry)});
}

Message render_saved(const Entry& entry, bool leaves_plan, const Policy& policy)
{
    auto text = fmt::format("Saved {} as version {}: {}", bold_title(entry), entry.version, way_to(entry, policy));
    if (leaves_plan)
        text +=
            "\nIt came from the plan. Your text stands from now on: importing the plan leaves it alone, and says so.";
    return with_buttons(text, {entry_button("Show", "show", entry), entry_button("Edit", "edit", entry)});
}

Message render_unchanged(const Entry& entry, const Policy& policy)
{
    return render_text(fmt::format("{} reads exactly like that already; nothing was changed. {}", bold_title(entry),
                                   way_to(entry, policy)));
}

Message render_voted(const Entry& entry, bool helped)
{
    if (helped)
        return render_text(
            fmt::format("Noted: {} helped you. So far it helped {}.", bold_title(entry), people(entry.helped)));
    return with_buttons(fmt::format("Noted: {} did not help you. If you know what does, put it in.", bold_title(entry)),
                        {entry_button("Edit", "edit", entry)});
}

Message render_voted_before(const Entry& entry, bool helped)
{
    return render_text(fmt::format("You said before that {} {}; each person counts once.", bold_title(entry),
                                   helped ? "helped you" : "did not help you"));
}

Message render_unknown(std::string_view text, std::string_view command, const std::vector<Entry>& near,
                       const Policy& policy)
{
    const auto lead = fmt::format("There is no {} called \"{}\".", the_kind(command), quoted(text));
    if (near.empty())
        return render_text(fmt::format("{} `{} list` shows all.", lead, shown_name(command, policy)));
    return with_titles(lead + " Did you mean:", near);
}

Message render_which(std::string_view command, std::string_view verb, std::string_view example, const Policy& policy)
{
    const auto name = shown_name(command, policy);
    if (example.empty())
        return render_text(fmt::format("There is no {} yet. Add one: `{} add`", the_kind(command), name));
    return render_text(fmt::format("Say which {}: `{} {} {}`. `{} list` shows all.", the_kind(command), name,
                                   verb.empty() ? "show" : verb, example, name));
}

Message render_retired(const Entry& entry, std::string_view by, const std::vector<Entry>& near, const Policy& policy)
{
    const auto who = by.empty() ? std::string{} : fmt::format(" by {}", blocks::escape(by));
    const auto lead = fmt::format("{} was retired {}{} and is no longer used.", bold_title(entry),
                                  blocks::date(entry.edited.at), who);
    if (near.empty())
        return render_text(
            fmt::format("{} `{} list` shows what is.", lead, shown_name(command_of(entry.kind), policy)));
    return with_titles(lead + " What is:", near);
}

Message render_exists(const Entry& entry, const Policy& policy)
{
    const auto text = fmt::format("{} is there already, so nothing was added. Edit that one instead: `{} edit {}`",
                                  bold_title(entry), shown_name(command_of(entry.kind), policy), entry.key);
    return with_buttons(text, {entry_button("Show", "show", entry), entry_button("Edit", "edit", entry)});
}

Message render_too_long(std::string_view what, std::size_t is, std::size_t most)
{
    return render_text(
        fmt::format("{} has {} characters and can have {} at most. Nothing was changed.", what, is, most));
}

Message render_how_to_add(std::string_view command, const Policy& policy)
{
    const auto name = shown_name(command, policy);
    if (command == "runbook")
        return render_text(fmt::format("A runbook needs a name and its text, with `::` between them: "
                                       "`{} add \"Queue is slow\" :: ## Symptoms …`",
                                       name));
    return render_text(fmt::format("An FAQ entry needs its question and the answer, with `::` between them: "
                                   "`{} add \"Can I approve several at once?\" :: Not yet: one by one.`",
                                   name));
}

Message render_no_such_part(std::string_view part, const Entry& entry, const Policy& policy)
{
    return render_text(
        fmt::format("A runbook's parts are symptoms, diagnosis, causes, resolution and workaround; there "
                    "is none called \"{}\". `{} edit {} workaround :: text` changes one, `{} edit {} :: "
                    "text` all of them.",
                    quoted(part), shown_name("runbook", policy), entry.key, shown_name("runbook", policy), entry.key));
}

Message render_not_in_form(const Entry& entry, const Policy& policy)
{
    const auto name = shown_name(command_of(entry.kind), policy);
    if (entry.kind == EntryKind::runbook)
        return render_text(fmt::format("{} is too long for a form in Slack. Change one part of it in words: "
                                       "`{} edit {} workaround :: text`, or change it in the plan.",
                                       bold_title(entry), name, entry.key));
    return render_text(fmt::format("{} is too long for a form in Slack. Replace it in words: `{} edit {} :: text`, or "
                                   "change it in the plan.",
                                   bold_title(entry), name, entry.key));
}

std::string conflict_text(const Entry& entry, std::string_view who)
{
    return fmt::format(
        "{} changed this entry while you were writing (it has version {} now), so yours was not saved over "
        "it. Your text is still here: copy it, cancel this form, open it again and put your text in.",
        who.empty() ? "An import of the plan" : who, entry.version);
}

std::string changed_lead(const Entry& entry, std::string_view who)
{
    return fmt::format(
        "{} was changed {} by {} after that button was posted, so nothing was done. It now reads:", bold_title(entry),
        blocks::date(entry.edited.at), who.empty() ? std::string{"the plan"} : blocks::escape(who));
}

}  // namespace hotwatch::knowledge
