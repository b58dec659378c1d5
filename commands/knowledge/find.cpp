#include "commands/knowledge/find.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "commands/grammar.hpp"
#include "commands/knowledge/render.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch::knowledge
{

namespace
{
constexpr int most_near = 3;
constexpr int most_keys = 300;   // in which a slip is looked for; a store with more is searched by words alone
constexpr double clearly = 1.5;  // times as good as the next

std::span<const EntryKind> kinds_of(std::string_view command)
{
    static constexpr std::array all{EntryKind::faq, EntryKind::article, EntryKind::runbook};
    static constexpr std::array runbooks{EntryKind::runbook};
    return command == "runbook" ? std::span<const EntryKind>{runbooks} : std::span<const EntryKind>{all};
}

std::optional<EntryKind> only_kind(std::string_view command)
{
    return command == "runbook" ? std::optional{EntryKind::runbook} : std::nullopt;
}

/// The live entry whose key is `text` but for a slip or two.
std::optional<Entry> slipped(std::string_view text, std::string_view command, Book& book)
{
    const auto kind = only_kind(command);
    if (book.knowledge.count(kind) > most_keys)
        return std::nullopt;
    const auto entries = book.knowledge.list(kind, most_keys);
    std::vector<std::string_view> keys;
    for (const auto& entry : entries)
        keys.push_back(entry.key);
    const auto key = nearest(text, keys);
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return key.empty() || found == entries.end() ? std::nullopt : std::optional{*found};
}

Refusal refuse(Refusal::Why why, Message message)
{
    return {.why = why, .message = std::move(message), .fields = {}};
}
}  // namespace

std::string_view command_of(EntryKind kind)
{
    return kind == EntryKind::runbook ? "runbook" : "faq";
}

std::optional<Entry> named(std::string_view text, std::string_view command, Book& book)
{
    const auto wanted = lowered(trimmed(text, " \t\n`\"'"));
    if (wanted.empty())
        return std::nullopt;
    for (const auto kind : kinds_of(command))
    {
        if (auto entry = book.knowledge.find(kind, wanted))
            return entry;
        if (auto entry = book.knowledge.titled(kind, wanted))
            return entry;
    }
    return std::nullopt;
}

std::vector<Entry> near_to(std::string_view text, std::string_view command, Book& book)
{
    std::vector<Entry> near;
    if (auto entry = slipped(lowered(trimmed(text)), command, book))
        near.push_back(std::move(*entry));
    for (auto& found : book.knowledge.search(text, only_kind(command), most_near))
        if (std::ssize(near) < most_near && std::ranges::find(near, found.entry.id, &Entry::id) == near.end())
            near.push_back(std::move(found.entry));
    return near;
}

std::optional<std::int64_t> id_of_button(const Request& request)
{
    const bool is_drawn = request.origin == Origin::button || request.origin == Origin::form;
    const bool has_id = request.words.rest.starts_with("INC-");  // how intake names what a button stands for
    return is_drawn && has_id ? parse_incident_id(request.words.rest) : std::nullopt;
}

Refusal which_one(const Request& request, Book& book)
{
    std::string example;
    for (const auto kind : kinds_of(request.words.command))
        if (const auto first = book.knowledge.list(kind, 1); example.empty() && !first.empty())
            example = first.front().key;
    return refuse(Refusal::Why::usage, render_which(request.words.command, request.words.verb, example, book.policy()));
}

boost::system::result<Entry, Refusal> meant(const Request& request, std::string_view text, Book& book)
{
    const auto& command = request.words.command;
    const auto& policy = book.policy();
    const auto id = id_of_button(request);
    if (!id)
    {
        if (trimmed(text).empty())
            return which_one(request, book);
        if (auto entry = named(text, command, book))
            return std::move(*entry);
        return refuse(Refusal::Why::not_found, render_unknown(text, command, near_to(text, command, book), policy));
    }
    auto entry = book.knowledge.find(*id);
    if (!entry)
        return which_one(request, book);
    if (entry->is_retired)
        return refuse(Refusal::Why::not_now, render_retired(*entry, name_of(entry->edited.by, book),
                                                            near_to(entry->title, command, book), policy));
    return std::move(*entry);
}

bool is_clear(const std::vector<Found>& found)
{
    if (found.empty())
        return false;
    if (found.size() == 1)
        return true;
    const bool is_only_whole = found[0].has_all_words && !found[1].has_all_words;
    return is_only_whole || (found[0].has_all_words && found[0].rank >= clearly * found[1].rank);
}

std::vector<Entry> entries_of(const std::vector<Found>& found)
{
    std::vector<Entry> entries;
    for (const auto& each : found)
        entries.push_back(each.entry);
    return entries;
}

}  // namespace hotwatch::knowledge
