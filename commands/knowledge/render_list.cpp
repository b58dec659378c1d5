// Lists of entries: all of a kind, what may be meant, and nothing.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/blocks.hpp"
#include "commands/knowledge/render.hpp"
#include "commands/knowledge/render_parts.hpp"
#include "commands/render.hpp"

namespace hotwatch::knowledge
{

namespace
{
using blocks::Button;
using nlohmann::json;

Message lines(const std::string& lead, const std::vector<Entry>& entries, const std::string& last = {},
              const std::vector<Button>& buttons = {})
{
    json all = json::array({blocks::section(lead)});
    std::string text = lead;
    for (auto& line : entry_lines(entries))
        all.push_back(std::move(line));
    for (const auto& entry : entries)
        text += fmt::format("\n• {}: `{}`", blocks::escape(entry.title), entry.key);
    if (!last.empty())
        all.push_back(blocks::section(last));
    if (!buttons.empty())
        all.push_back(blocks::actions(buttons));
    return blocks::message(last.empty() ? text : text + "\n" + last, all);
}

std::string_view plural(const List& list)
{
    if (list.command == "runbook")
        return list.count == 1 ? "runbook" : "runbooks";
    if (list.is_articles)
        return list.count == 1 ? "article" : "articles";
    return list.count == 1 ? "FAQ entry" : "FAQ entries";
}

Button page_button(std::string label, const List& list, int page)
{
    return {.label = std::move(label),
            .action_id = fmt::format("hotwatch.run#page{}", page),
            .value = fmt::format("{} list{} {}", list.command, list.is_articles ? " articles" : "", page),
            .style = Button::Style::plain,
            .spoken = fmt::format("Page {} of {}", page, list.pages)};
}

std::string nobody_or(const OnCall& on_call)
{
    if (on_call.primary.name.empty())
        return "Nobody is on call now.";
    auto text = fmt::format("On call now: *{}*", blocks::escape(on_call.primary.name));
    if (!on_call.backup.name.empty())
        text += fmt::format(", backup {}", blocks::escape(on_call.backup.name));
    return text + ".";
}

std::string ways_on(const List& list, const Policy& policy)
{
    const auto name = shown_name(list.command, policy);
    auto text = list.command == "runbook" ? fmt::format("Search: `{} queue not loading`", name)
                                          : fmt::format("Ask in your own words: `{} how do I report a fault?`", name);
    if (list.articles > 0)
        text += fmt::format("\nThere {} also {} {}: `{} list articles`", list.articles == 1 ? "is" : "are",
                            list.articles, list.articles == 1 ? "article" : "articles", name);
    if (list.page < list.pages)
        text += fmt::format("\nNext page: `{} list {}{}`", name, list.is_articles ? "articles " : "", list.page + 1);
    return text;
}
}  // namespace

Message render_list(const List& list, const Policy& policy)
{
    if (list.count == 0)
        return lines(list.is_articles ? std::string{"There are no articles yet: they are what a plan says besides."}
                                      : fmt::format("There are no {} yet. Add one: `{} add`", plural(list),
                                                    shown_name(list.command, policy)),
                     {}, list.articles > 0 ? ways_on(list, policy) : std::string{});
    auto lead = fmt::format("{} {}", list.count, plural(list));
    if (list.pages > 1)
        lead += fmt::format(", page {} of {}", list.page, list.pages);
    std::vector<Button> buttons;
    if (list.page > 1)
        buttons.push_back(page_button("Previous page", list, list.page - 1));
    if (list.page < list.pages)
        buttons.push_back(page_button("Next page", list, list.page + 1));
    return lines(lead + ":", list.entries, ways_on(list, policy), buttons);
}

Message render_found(std::string_view question, std::string_view command, const std::vector<Entry>& found,
                     const Policy& policy)
{
    return lines(fmt::format("Several may fit \"{}\":", quoted(question)), found,
                 fmt::format("More words narrow it down: `{} {} …`", shown_name(command, policy), quoted(question)));
}

Message render_unsure(std::string_view question, const std::vector<Entry>& found, const OnCall& on_call)
{
    return lines(fmt::format("Not sure that one of these answers \"{}\":", quoted(question)), found,
                 "If none does, ask. " + nobody_or(on_call));
}

Message render_nothing(std::string_view question, std::string_view command, const std::vector<Entry>& elsewhere,
                       const OnCall& on_call, const Policy& policy)
{
    const auto name = shown_name(command, policy);
    const bool is_runbook = command == "runbook";
    const auto lead = is_runbook ? fmt::format("No runbook fits \"{}\".", quoted(question))
                                 : fmt::format("I know nothing about \"{}\".", quoted(question));
    const auto who = nobody_or(on_call);
    if (!elsewhere.empty())
        return lines(lead + " This may help all the same:", elsewhere, who);
    const auto keep = is_runbook ? fmt::format("Once you know what helps, keep it for the next one: `{} add`", name)
                                 : fmt::format("Once you know the answer, keep it for the next one: "
                                               "`{} add \"question\" :: answer`",
                                               name);
    return lines(lead + " " + who, {}, keep);
}

}  // namespace hotwatch::knowledge
