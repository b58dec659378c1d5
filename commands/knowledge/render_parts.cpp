#include "commands/knowledge/render_parts.hpp"

#include <fmt/format.h>

#include "commands/knowledge/find.hpp"
#include "commands/knowledge/render.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch::knowledge
{

namespace
{
constexpr std::size_t quote_shown = 150;
constexpr std::size_t title_shown = 300;
}  // namespace

blocks::Button entry_button(std::string label, std::string_view verb, const Entry& entry)
{
    auto spoken = fmt::format("{}: {}", label, entry.title);
    return {.label = std::move(label),
            .action_id = fmt::format("{}.{}", command_of(entry.kind), verb),
            .value = fmt::format("{}.{}", entry.id, entry.version),
            .style = blocks::Button::Style::plain,
            .spoken = std::move(spoken)};
}

std::vector<blocks::Button> title_buttons(const std::vector<Entry>& entries)
{
    std::vector<blocks::Button> buttons;
    for (const auto& entry : entries)
    {
        buttons.push_back(entry_button(entry.title, "show", entry));
        buttons.back().action_id += fmt::format("#{}", entry.id);
        buttons.back().spoken = fmt::format("Show: {}", entry.title);
    }
    return buttons;
}

std::vector<nlohmann::json> entry_lines(const std::vector<Entry>& entries)
{
    std::vector<nlohmann::json> lines;
    for (const auto& entry : entries)
    {
        auto text = fmt::format("*{}*\n{} `{}`", blocks::escape(blocks::cut(entry.title, title_shown)),
                                capital(word(entry.kind)), entry.key);
        if (entry.helped > 0)
            text += fmt::format(", helped {}", people(entry.helped));
        auto button = entry_button("Show", "show", entry);
        button.action_id += fmt::format("#{}", entry.id);
        auto& line = lines.emplace_back(blocks::section(std::move(text)));
        line["accessory"] = blocks::actions({button})["elements"][0];
    }
    return lines;
}

std::string people(int count)
{
    return count == 1 ? "1 person" : fmt::format("{} people", count);
}

std::string capital(std::string_view text)
{
    std::string capital{text};
    if (!capital.empty() && capital.front() >= 'a' && capital.front() <= 'z')
        capital.front() = static_cast<char>(capital.front() - 'a' + 'A');
    return capital;
}

std::string quoted(std::string_view text)
{
    std::string line{trimmed(text)};
    for (char& c : line)
        if (c == '\n' || c == '\t')
            c = ' ';
    return blocks::escape(blocks::cut(line, quote_shown));
}

std::string way_to(const Entry& entry, std::string_view after, const Policy& policy)
{
    return fmt::format("`{} show {}{}`", shown_name(command_of(entry.kind), policy), entry.key, after);
}

std::string way_to(const Entry& entry, const Policy& policy)
{
    return way_to(entry, {}, policy);
}

std::string_view word(EntryKind kind)
{
    switch (kind)
    {
    case EntryKind::faq:
        return "FAQ entry";
    case EntryKind::runbook:
        return "runbook";
    case EntryKind::article:
        return "article";
    }
    return "";
}

}  // namespace hotwatch::knowledge
