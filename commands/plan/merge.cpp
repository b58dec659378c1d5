#include "commands/plan/merge.hpp"

#include <map>
#include <set>

#include <fmt/format.h>

#include "commands/plan/digest.hpp"

namespace hotwatch::plan
{

namespace
{
using What = Change::What;
using Key = std::pair<EntryKind, std::string>;

/// Of those that were imported under one key the live one counts, else the newest.
std::map<Key, const Entry*> by_key(const std::vector<Entry>& stored)
{
    std::map<Key, const Entry*> found;
    for (const auto& entry : stored)
    {
        auto& kept = found[{entry.kind, entry.plan_key}];
        if (kept == nullptr || kept->is_retired || !entry.is_retired)
            kept = &entry;
    }
    return found;
}

/// A conflict, or what `take` makes of it.
What decided(What conflict, Side take, What for_plan)
{
    return take == Side::neither ? conflict : take == Side::plan ? for_plan : What::settled;
}

bool says_the_same(const PlanEntry& entry, const Entry& stored)
{
    return entry.title == stored.title && entry.body == stored.body;
}

What what_becomes_of(const PlanEntry& entry, const Entry& stored, Side take)
{
    const bool is_new_text = hash_of(entry) != stored.plan_hash;
    if (!stored.is_edited)
        return stored.is_retired ? What::added : is_new_text ? What::replaced : What::unchanged;
    if (!is_new_text)
        return What::unchanged;
    if (stored.is_retired)
        return decided(What::retired_in_slack, take, What::replaced);
    if (says_the_same(entry, stored))
        return What::replaced;  // both made the same of it: it is the plan's again
    return decided(What::both_changed, take, What::replaced);
}

Entry written_by_plan(Entry entry, const PlanEntry& from, UtcMillis now)
{
    entry.kind = from.kind;
    entry.title = from.title;
    entry.body = from.body;
    entry.edited = {now, {}};
    entry.plan_key = from.key;
    entry.plan_hash = hash_of(from);
    entry.is_edited = false;
    entry.is_retired = false;
    return entry;
}

void add(const PlanEntry& from, Book& book, UtcMillis now)
{
    auto entry = written_by_plan({}, from, now);
    // A heading that comes again has its number in its key: thousands of them need not be counted up each time.
    const bool comes_again = from.key.ends_with(')');
    entry.key = book.knowledge.free_key(entry.kind, comes_again ? from.key : from.title);
    book.knowledge.add(entry);
}

void replace(std::int64_t id, const PlanEntry& from, Book& book, UtcMillis now)
{
    const auto stored = book.knowledge.find(id).value();
    auto entry = written_by_plan(stored, from, now);
    if (stored.is_retired)  // its key may have been given away meanwhile
        entry.key = book.knowledge.free_key(entry.kind, entry.title);
    book.knowledge.save(entry);
}

void retire(std::int64_t id, Book& book)
{
    auto entry = book.knowledge.find(id).value();
    entry.is_retired = true;
    entry.is_edited = false;
    book.knowledge.save(entry);
}

/// Slack's text stands. In the plan still: under this plan's text, so that only the next change is asked about. Gone
/// from the plan: it is the team's own from now on.
void settle(std::int64_t id, const PlanEntry* from, Book& book)
{
    auto entry = book.knowledge.find(id).value();
    entry.plan_key = from != nullptr ? from->key : std::string{};
    entry.plan_hash = from != nullptr ? hash_of(*from) : std::string{};
    entry.is_edited = true;
    book.knowledge.save(entry);
}
}  // namespace

bool is_conflict(What what)
{
    return what == What::both_changed || what == What::written_in_slack || what == What::retired_in_slack ||
           what == What::gone_but_edited;
}

std::string hash_of(const PlanEntry& entry)
{
    return fmt::format("{:016x}", digest(entry.title + "\n" + entry.body));
}

std::vector<Change> changes_between(const std::vector<PlanEntry>& entries, const std::vector<Entry>& stored, Side take,
                                    const std::function<std::optional<Entry>(EntryKind, std::string_view)>& same_title)
{
    std::vector<Change> changes;
    std::set<std::int64_t> met;  // a plan may have a title twice
    auto known = by_key(stored);
    for (std::size_t at = 0; at < entries.size(); ++at)
    {
        const auto& entry = entries[at];
        Change change{.kind = entry.kind, .title = entry.title, .line = entry.line, .from = at};
        if (const auto found = known.find({entry.kind, entry.key}); found != known.end())
        {
            change.what = what_becomes_of(entry, *found->second, take);
            change.id = found->second->id;
            known.erase(found);
        }
        else if (const auto own = same_title(entry.kind, entry.title); own && met.insert(own->id).second)
        {
            change.what = decided(What::written_in_slack, take, What::replaced);
            change.id = own->id;
        }
        else
            change.what = What::added;
        changes.push_back(std::move(change));
    }
    for (const auto& entry : stored)
    {
        const auto left = known.find({entry.kind, entry.plan_key});
        if (left == known.end() || left->second != &entry || entry.is_retired)
            continue;
        const auto what = entry.is_edited ? decided(What::gone_but_edited, take, What::retired) : What::retired;
        changes.push_back({.what = what, .kind = entry.kind, .title = entry.title, .line = 0, .id = entry.id});
    }
    return changes;
}

std::vector<Change> changes_in(const Plan& plan, Book& book, Side take)
{
    return changes_between(plan.entries, book.knowledge.from_plan(), take,
                           [&book](EntryKind kind, std::string_view title) -> std::optional<Entry>
                           {
                               auto found = book.knowledge.titled(kind, title);
                               return found && found->plan_key.empty() ? found : std::nullopt;
                           });
}

void carry_out(const std::vector<Change>& changes, const Plan& plan, Book& book, UtcMillis now)
{
    // Keys that are free again come first: what took a heading's place may then have its key.
    for (const auto& change : changes)
        if (change.what == What::retired)
            retire(change.id, book);
    for (const auto& change : changes)
    {
        const auto* from = change.line != 0 ? &plan.entries.at(change.from) : nullptr;
        if (change.what == What::added && change.id == 0)
            add(*from, book, now);
        else if (change.what == What::added || change.what == What::replaced)
            replace(change.id, *from, book, now);
        else if (change.what == What::settled)
            settle(change.id, from, book);
    }
}

}  // namespace hotwatch::plan
