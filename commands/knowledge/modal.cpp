#include "commands/knowledge/modal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/knowledge/find.hpp"
#include "commands/knowledge/limits.hpp"
#include "commands/knowledge/parts.hpp"
#include "commands/knowledge/render.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch::knowledge
{

namespace
{
using nlohmann::json;

constexpr int field_holds = 3'000;           // Slack's limit for an input
constexpr std::size_t field_filled = 2'400;  // so that there is room to write in each
constexpr std::size_t most_fields = 20;

struct Field
{
    std::string_view block_id;
    std::string_view label;
    std::string_view hint;
    PartKind part = PartKind::other;
};

constexpr std::array runbook_fields{
    Field{"symptoms", "Symptoms", "What people see.", PartKind::symptoms},
    Field{"diagnosis", "Diagnosis", "What to look at. Commands between ``` lines; a # line above one is its title.",
          PartKind::diagnosis},
    Field{"causes", "Likely causes", "", PartKind::causes},
    Field{"resolution", "Resolution", "What to do, one option after the other.", PartKind::resolution},
    Field{"workaround", "Workaround", "What people can do meanwhile.", PartKind::workaround},
    Field{"more", "Anything else", "With headings of its own: ## Heading", PartKind::other},
};
constexpr Field answer_field{field_text, "Answer", "Markdown; commands between ``` lines."};

std::span<const Field> fields_of(EntryKind kind)
{
    static constexpr std::array answer{answer_field};
    return kind == EntryKind::runbook ? std::span<const Field>{runbook_fields} : std::span<const Field>{answer};
}

/// What the field shows of the body.
std::string value_of(const Field& field, EntryKind kind, std::string_view body)
{
    if (kind != EntryKind::runbook)
        return std::string{body};
    std::string value;
    std::vector<Part> rest;
    for (const auto& part : parts_of(body))
        if (part.kind == PartKind::other)
            rest.push_back(part);
        else if (part.kind == field.part)
            value.append(value.empty() ? "" : "\n\n").append(part.text);
    return field.part == PartKind::other ? body_of(rest) : value;
}

/// A portion of a text that fills a field. How it goes on from the one before stands in its block_id, so that the parts
/// make the same text again.
struct Portion
{
    std::string text;
    bool is_paragraph = false;  // an empty line stood before it
};

/// Cut before a paragraph where that can be, else between lines; the first may be empty. Each leaves room to write.
std::vector<Portion> portions(std::string_view text)
{
    std::vector<Portion> all{{}};
    bool is_first = true;
    while (!text.empty())
    {
        auto bytes = std::max<std::size_t>(bytes_within(text, field_filled), 1);
        if (bytes < text.size())
        {
            const auto head = text.substr(0, bytes);
            const auto paragraph = head.rfind("\n\n");
            const auto line =
                paragraph != std::string_view::npos && paragraph > bytes / 2 ? paragraph : head.rfind('\n');
            bytes = line == std::string_view::npos || line == 0 ? bytes : line;
        }
        if (!is_first)
            all.emplace_back().is_paragraph = text.starts_with("\n\n");
        is_first = false;
        all.back().text = trimmed(text.substr(0, bytes), "\n");
        text.remove_prefix(bytes);
    }
    return all;
}

std::string block_id_of(std::string_view block_id, std::size_t number, bool is_paragraph)
{
    return number == 0 ? std::string{block_id} : fmt::format("{}{}{}", block_id, is_paragraph ? '.' : '-', number + 1);
}

/// What was written in a field and those that go on from it.
std::string written_in(const Request& request, std::string_view block_id)
{
    std::string text;
    for (std::size_t i = 0; i < most_fields; ++i)
        for (const bool is_paragraph : {false, true})
        {
            const auto field = request.fields.find(block_id_of(block_id, i, is_paragraph));
            if (field == request.fields.end() || (i == 0 && is_paragraph))
                continue;
            const auto written = clean(field->second, true);
            if (trimmed(written).empty())
                continue;
            text.append(text.empty()   ? ""
                        : is_paragraph ? "\n\n"
                                       : "\n")
                .append(trimmed(std::string_view{written}, "\n"));
        }
    return text;
}

json title_field(EntryKind kind, std::string_view title)
{
    blocks::TextField field;
    field.block_id = field_title;
    field.label = kind == EntryKind::faq ? "Question" : kind == EntryKind::runbook ? "What is wrong" : "Title";
    field.value = title;
    field.hint = kind == EntryKind::runbook ? "Its name, as people would look for it: Approval queue not loading"
                                            : "As people would ask it.";
    field.max_length = static_cast<int>(longest_title);
    return blocks::input(field);
}

/// nullopt: too long for a form.
std::optional<json> blocks_of(EntryKind kind, std::string_view title, std::string_view body)
{
    json all = json::array({title_field(kind, title)});
    for (const auto& each : fields_of(kind))
    {
        const auto values = portions(value_of(each, kind, body));
        for (std::size_t i = 0; i < values.size(); ++i)
        {
            blocks::TextField field;
            field.block_id = block_id_of(each.block_id, i, values[i].is_paragraph);
            field.label = i == 0 ? std::string{each.label} : fmt::format("{}, continued", each.label);
            field.hint = i == 0 ? each.hint : "";
            field.value = values[i].text;
            field.multiline = true;
            field.optional = kind == EntryKind::runbook || i > 0;
            field.max_length = field_holds;
            all.push_back(blocks::input(field));
        }
    }
    std::optional<json> fitting;
    if (all.size() <= most_fields)
        fitting.emplace(std::move(all));
    return fitting;
}

Message with_form_words(EntryKind kind, const std::string& key, const Policy& policy)
{
    const auto name = shown_name(command_of(kind), policy);
    if (key.empty())
        return render_how_to_add(command_of(kind), policy);
    return render_text(kind == EntryKind::runbook
                           ? fmt::format("To change one part in words: `{} edit {} workaround :: text`", name, key)
                           : fmt::format("To change it in words: `{} edit {} :: text`", name, key));
}
}  // namespace

Modal add_form(EntryKind kind, std::string_view title, std::string_view text, const Policy& policy)
{
    auto all = blocks_of(kind, title, text);
    if (!all)
        all = blocks_of(kind, title, {});  // far more than a form holds: what was typed is still where it was typed
    const auto name = kind == EntryKind::runbook ? "New runbook" : "New FAQ entry";
    return {blocks::view(fmt::format("{}.add", command_of(kind)), name, "Add", "", *all)
                .dump(-1, ' ', false, json::error_handler_t::replace),
            with_form_words(kind, {}, policy)};
}

std::optional<Modal> edit_form(const Entry& entry, const Policy& policy)
{
    const auto all = blocks_of(entry.kind, entry.title, entry.body);
    if (!all)
        return std::nullopt;
    return Modal{blocks::view(fmt::format("{}.edit", command_of(entry.kind)), fmt::format("Edit {}", word(entry.kind)),
                              "Save", fmt::format("{}.{}", entry.id, entry.version), *all)
                     .dump(-1, ' ', false, json::error_handler_t::replace),
                 with_form_words(entry.kind, entry.key, policy)};
}

std::string body_in(const Request& request, EntryKind kind)
{
    if (kind != EntryKind::runbook)
        return written_in(request, field_text);
    std::vector<Part> parts;
    std::vector<Part> before;
    for (const auto& each : runbook_fields)
    {
        auto text = written_in(request, each.block_id);
        if (each.part != PartKind::other)
            parts.push_back({each.part, std::string{heading_of(each.part)}, contained(text, 2)});
        else
            for (auto& part : parts_of(text))  // what has no heading would else become the last part's
                (part.heading.empty() ? before : parts).push_back(std::move(part));
    }
    parts.insert(parts.begin(), before.begin(), before.end());
    return body_of(parts);
}

std::string_view body_field(EntryKind kind)
{
    return fields_of(kind).front().block_id;
}

}  // namespace hotwatch::knowledge
