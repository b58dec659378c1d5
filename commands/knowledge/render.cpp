#include "commands/knowledge/render.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "commands/blocks.hpp"
#include "commands/knowledge/find.hpp"
#include "commands/knowledge/page.hpp"
#include "commands/knowledge/render_parts.hpp"
#include "commands/knowledge/render_rich.hpp"
#include "commands/knowledge/steps.hpp"
#include "commands/render.hpp"

namespace hotwatch::knowledge
{

namespace
{
using blocks::Button;
using nlohmann::json;

std::vector<Piece> pieces_in(const Entry& entry)
{
    return entry.kind == EntryKind::runbook ? pieces_of_runbook(entry.body) : pieces_of(entry.body);
}

/// What is shown of it: a step, or one of its pages.
struct Excerpt
{
    std::vector<Piece> pieces;
    int page = 1;
    int pages = 1;
    int step = 0;
    int steps = 0;
};

Excerpt excerpt_of(const Shown& shown)
{
    const auto pieces = pieces_in(shown.entry);
    Excerpt excerpt;
    excerpt.steps = knowledge::steps_in(pieces);
    if (shown.step > 0 && excerpt.steps > 0)
    {
        excerpt.step = std::min(shown.step, excerpt.steps);
        excerpt.pieces = pages_of(step_of(pieces, excerpt.step)).front();
        return excerpt;
    }
    auto pages = pages_of(pieces);
    excerpt.pages = static_cast<int>(pages.size());
    excerpt.page = std::clamp(shown.page, 1, excerpt.pages);
    excerpt.pieces = std::move(pages[static_cast<std::size_t>(excerpt.page) - 1]);
    return excerpt;
}

std::string heading(const Shown& shown, const Excerpt& excerpt)
{
    const auto title = blocks::escape(shown.entry.title);
    if (excerpt.step > 0)
        return fmt::format("*{}*, step {} of {}", title, excerpt.step, excerpt.steps);
    return excerpt.pages > 1 ? fmt::format("*{}*, page {} of {}", title, excerpt.page, excerpt.pages)
                             : fmt::format("*{}*", title);
}

/// Where it is from, and what people made of it.
std::string history(const Shown& shown)
{
    const auto& entry = shown.entry;
    std::string text = fmt::format("{} `{}`", capital(word(entry.kind)), entry.key);
    if (shown.edited_by.empty())
        text += ", from the plan";
    else
        text += fmt::format(", version {} of {} by {}", entry.version, blocks::date(entry.edited.at),
                            blocks::escape(shown.edited_by));
    if (entry.helped > 0)
        text += fmt::format(". Helped {}", people(entry.helped));
    if (entry.not_helpful > 0)
        text += fmt::format("{}{} found it not helpful", entry.helped > 0 ? "; " : ". ", people(entry.not_helpful));
    if (entry.last_used)
        text += fmt::format(", last {}", blocks::date(*entry.last_used));
    return text + ".";
}

/// What is not shown here, and how it is.
std::string what_else(const Shown& shown, const Excerpt& excerpt, const Policy& policy)
{
    const auto& entry = shown.entry;
    if (excerpt.step > 0)
        return fmt::format(" All of it: {}", way_to(entry, policy));
    if (excerpt.page < excerpt.pages)
        return fmt::format(" It goes on: {}", way_to(entry, fmt::format(" --page {}", excerpt.page + 1), policy));
    if (excerpt.pages > 1)
        return fmt::format(" Its beginning: {}", way_to(entry, policy));
    if (excerpt.steps > 1)
        return fmt::format(" One step by itself: {}", way_to(entry, fmt::format(" {}", excerpt.steps), policy));
    return {};
}

std::string others_line(const std::vector<Entry>& others)
{
    std::string text;
    for (const auto& entry : others)
        text += fmt::format("{}{} (`{}`)", text.empty() ? "Or: " : "; ", blocks::escape(entry.title), entry.key);
    return text;
}

std::vector<Button> buttons_of(const Shown& shown, const Excerpt& excerpt)
{
    const auto& entry = shown.entry;
    std::vector<Button> buttons;
    if (shown.can_share)
        buttons.push_back(entry_button("Share", "share", entry));
    buttons.push_back(entry_button("Helped", "helped", entry));
    buttons.push_back(entry_button("Not helpful", "not-helpful", entry));
    const auto line = fmt::format("{} show {}", command_of(entry.kind), entry.key);
    if (excerpt.step == 0 && excerpt.page < excerpt.pages)
        buttons.push_back({.label = "Next page",
                           .action_id = "hotwatch.run#next",
                           .value = fmt::format("{} --page {}", line, excerpt.page + 1)});
    if (excerpt.step > 0 && excerpt.step < excerpt.steps)
        buttons.push_back({.label = "Next step",
                           .action_id = "hotwatch.run#next",
                           .value = fmt::format("{} {}", line, excerpt.step + 1)});
    return buttons;
}
}  // namespace

int pages_in(const Entry& entry)
{
    return static_cast<int>(pages_of(pieces_in(entry)).size());
}

int steps_in(const Entry& entry)
{
    return entry.kind == EntryKind::runbook ? knowledge::steps_in(pieces_in(entry)) : 0;
}

Message render_entry(const Shown& shown, const Policy& policy)
{
    const auto excerpt = excerpt_of(shown);
    json all = json::array();
    const auto lead =
        shown.shared_by.empty() ? shown.lead : fmt::format("Shared by {}:", blocks::escape(shown.shared_by));
    if (!lead.empty())
        all.push_back(blocks::section(lead));
    all.push_back(blocks::section(heading(shown, excerpt)));
    for (auto& block : rich_blocks(excerpt.pieces))
        all.push_back(std::move(block));
    all.push_back(blocks::context(history(shown) + what_else(shown, excerpt, policy)));
    all.push_back(blocks::actions(buttons_of(shown, excerpt)));
    if (!shown.others.empty())
    {
        all.push_back(blocks::context(others_line(shown.others)));
        all.push_back(blocks::actions(title_buttons(shown.others)));
    }
    return blocks::message(fmt::format("{}{}{}\n{}", lead, lead.empty() ? "" : "\n", heading(shown, excerpt),
                                       blocks::escape(plain_text(excerpt.pieces))),
                           all);
}

}  // namespace hotwatch::knowledge
