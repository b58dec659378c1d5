// `add` and `edit`: in words, with "::" before the text, or by form.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/form.hpp"
#include "commands/grammar.hpp"
#include "commands/knowledge/find.hpp"
#include "commands/knowledge/knowledge.hpp"
#include "commands/knowledge/limits.hpp"
#include "commands/knowledge/modal.hpp"
#include "commands/knowledge/parts.hpp"
#include "commands/knowledge/shown.hpp"
#include "commands/letters.hpp"
#include "commands/permission.hpp"
#include "commands/render.hpp"
#include "commands/render_rights.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch
{

namespace
{
using namespace knowledge;

/// One line, without quotes around it.
std::string title_from(std::string_view text)
{
    std::string title{trimmed(clean(text))};
    const bool is_quoted = title.size() > 2 && title.front() == '"' && title.find('"', 1) == title.size() - 1;
    return is_quoted ? trimmed(title.substr(1, title.size() - 2)) : title;
}

struct Typed
{
    std::string before;               // a title, or which entry and part
    std::optional<std::string> text;  // nullopt: no "::" was typed
};

/// `"A title with :: in it" :: text`: cut at the first "::" that stands outside of quotes.
Typed typed_in(std::string_view rest)
{
    auto from = rest.starts_with('"') ? rest.find('"', 1) : 0;
    from = from == std::string_view::npos ? 0 : from;
    const auto at = rest.find("::", from);
    if (at == std::string_view::npos)
        return {title_from(rest), std::nullopt};
    return {title_from(rest.substr(0, at)), std::string{trimmed(rest.substr(at + 2))}};
}

Refusal wrong(const Request& request, std::string_view field, Message message)
{
    if (request.origin != Origin::form)
        return {.why = Refusal::Why::usage, .message = std::move(message), .fields = {}};
    auto text = message.text;
    return {.why = Refusal::Why::field_errors, .message = std::move(message), .fields = {{std::string{field}, text}}};
}

/// Rights are asked for when something is opened for writing, and again when it is saved.
std::optional<Refusal> only_responders(const Request& request, Book& book, UtcMillis now)
{
    if (is_responder(request, book, now))
        return std::nullopt;
    return Refusal{.why = Refusal::Why::not_allowed,
                   .message = render_for_responders("change runbooks and the FAQ", some_responders(book, now)),
                   .fields = {}};
}

/// What no title or text may be, whoever writes it.
std::optional<Refusal> wrong_length(const Request& request, const Entry& entry)
{
    if (const auto units = utf16_units(entry.title); units > longest_title)
        return wrong(request, field_title, render_too_long("The title", units, longest_title));
    if (const auto units = utf16_units(entry.body); units > longest_body)
        return wrong(request, body_field(entry.kind), render_too_long("The text", units, longest_body));
    return std::nullopt;
}

/// The button of a mention's answer runs the same line again: the form then holds what was typed.
Outcome ask_for_new(const Request& request, const Entry& entry, const Policy& policy)
{
    auto form =
        add_form(entry.kind, blocks::cut(entry.title, longest_title), blocks::cut(entry.body, longest_body), policy);
    auto line = fmt::format("{} add {}", request.words.command, request.words.rest);
    if (utf16_units(line) > blocks::longest_value)
        return ask_by_form(request, std::move(form), fmt::format("{}.add", request.words.command), {});
    return ask_by_form(request, std::move(form), "hotwatch.run", std::move(line));
}

std::string field_of(const Request& request, std::string_view name)
{
    const auto field = request.fields.find(std::string{name});
    return field == request.fields.end() ? std::string{} : field->second;
}

/// The text after an edit in words: all of it, or the part that was named. nullopt: there is no such part.
std::optional<std::string> edited_body(const Entry& entry, std::string_view part, const std::string& text)
{
    if (trimmed(part).empty())
        return text;
    const auto kind = entry.kind == EntryKind::runbook ? part_named(part) : std::nullopt;
    if (!kind)
        return std::nullopt;
    auto parts = parts_of(entry.body);
    const auto found = std::ranges::find(parts, *kind, &Part::kind);
    if (found != parts.end())
        found->text = contained(text, found->level);
    else
        parts.push_back({*kind, std::string{heading_of(*kind)}, contained(text, 2)});
    return body_of(parts);
}

constexpr int longest_part = 2;  // words: "likely causes"

/// "approval-queue-not-loading workaround": the entry, and the part where the last words are none of its name.
struct Target
{
    Entry entry;
    std::string part;
};

boost::system::result<Target, Refusal> target_of(const Request& request, const std::string& before, Book& book)
{
    auto entry = meant(request, before, book);
    if (entry)
        return Target{std::move(*entry), {}};
    std::string_view name = before;
    for (int words = 1; words <= longest_part && !id_of_button(request); ++words)
    {
        const auto space = name.find_last_of(blanks);
        if (space == std::string_view::npos)
            break;
        name = name.substr(0, name.find_last_not_of(blanks, space) + 1);
        if (auto found = named(name, request.words.command, book))
            return Target{std::move(*found), std::string{trimmed(std::string_view{before}.substr(name.size()))}};
    }
    return entry.error();
}

Outcome save(Entry entry, const Request& request, Book& book, UtcMillis now)
{
    const auto stored = book.knowledge.find(entry.id).value();
    if (auto refusal = wrong_length(request, entry))
        return std::move(*refusal);
    if (entry.title == stored.title && entry.body == stored.body)
        return answer(render_unchanged(stored, book.policy()));
    if (entry.title != stored.title)
        if (const auto same = book.knowledge.titled(entry.kind, entry.title); same && same->id != entry.id)
            return wrong(request, field_title, render_exists(*same, book.policy()));
    const bool leaves_plan = !stored.plan_key.empty() && !stored.is_edited;
    entry.edited = {now, request.user};
    entry.is_edited = true;
    entry.version = book.knowledge.save(entry);
    auto reply = answer(render_saved(entry, leaves_plan, book.policy()));
    reply.object = object_of(entry);
    return reply;
}

/// A form's submission. One that another edit has overtaken is sent back with what was typed still in it.
Outcome edit_by_form(const Request& request, Book& book, UtcMillis now)
{
    auto entry = meant(request, {}, book);
    if (!entry)
        return entry.error();
    if (request.version != entry->version)
        return wrong(request, field_title, render_text(conflict_text(*entry, editor_of(*entry, book))));
    entry->title = title_from(field_of(request, field_title));
    entry->body = body_in(request, entry->kind);
    if (entry->title.empty())
        return wrong(request, field_title, render_text("It needs a title to be found by."));
    if (entry->body.empty())
        return wrong(request, body_field(entry->kind), render_text("It needs some text."));
    return save(std::move(*entry), request, book, now);
}
}  // namespace

Outcome add_entry(const Request& request, Book& book, UtcMillis now)
{
    if (auto refusal = only_responders(request, book, now))
        return std::move(*refusal);
    Entry entry;
    entry.kind = request.words.command == "runbook" ? EntryKind::runbook : EntryKind::faq;
    const auto typed = typed_in(request.words.rest);
    const bool is_form = request.origin == Origin::form;
    entry.title = is_form ? title_from(field_of(request, field_title)) : typed.before;
    entry.body = is_form ? body_in(request, entry.kind) : typed.text.value_or("");

    if (!is_form && (entry.title.empty() || entry.body.empty()))
        return ask_for_new(request, entry, book.policy());
    if (entry.title.empty())
        return wrong(request, field_title, render_text("It needs a title to be found by."));
    if (entry.body.empty())
        return wrong(request, body_field(entry.kind), render_text("It needs some text."));
    if (auto refusal = wrong_length(request, entry))
        return std::move(*refusal);
    if (const auto same = book.knowledge.titled(entry.kind, entry.title))
        return wrong(request, field_title, render_exists(*same, book.policy()));

    entry.key = book.knowledge.free_key(entry.kind, entry.title);
    entry.edited = {now, request.user};
    entry.is_edited = true;
    entry.id = book.knowledge.add(entry);
    auto reply = answer(render_added(entry, book.policy()));
    reply.object = object_of(entry);
    return reply;
}

Outcome edit_entry(const Request& request, Book& book, UtcMillis now)
{
    if (auto refusal = only_responders(request, book, now))
        return std::move(*refusal);
    if (request.origin == Origin::form)
        return edit_by_form(request, book, now);
    const auto typed = typed_in(request.words.rest);
    auto target = target_of(request, typed.before, book);
    if (!target)
        return target.error();
    auto& entry = target->entry;
    if (!typed.text || typed.text->empty())
    {
        if (!target->part.empty() && !part_named(target->part))
            return refuse(Refusal::Why::usage, render_no_such_part(target->part, entry, book.policy()));
        auto form = edit_form(entry, book.policy());
        return form ? ask_by_form(request, std::move(*form), fmt::format("{}.edit", command_of(entry.kind)),
                                  fmt::format("{}.{}", entry.id, entry.version))
                    : refuse(Refusal::Why::usage, render_not_in_form(entry, book.policy()));
    }
    auto body = edited_body(entry, target->part, *typed.text);
    if (!body)
        return refuse(Refusal::Why::usage, render_no_such_part(target->part, entry, book.policy()));
    entry.body = std::move(*body);
    return save(std::move(entry), request, book, now);
}

}  // namespace hotwatch
