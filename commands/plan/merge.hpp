// A plan's knowledge against what the book holds: what is new, what changed on which side, and what becomes of it
// (product section 2).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/parse.hpp"
#include "storage/book.hpp"

namespace hotwatch::plan
{

/// Whose text stands where plan and Slack both changed one; neither: Slack's stands, and is asked about again.
enum class Side
{
    neither,
    plan,
    slack
};

struct Change
{
    enum class What
    {
        unchanged,
        added,  // or back again after it was retired
        replaced,
        retired,
        settled,           // a conflict in which Slack's text was taken
        both_changed,      // the plan's text and Slack's: a conflict
        written_in_slack,  // under the very title that is new in the plan: a conflict
        retired_in_slack,  // and changed in the plan since: a conflict
        gone_but_edited    // from the plan, and edited in Slack: a conflict
    };
    What what = What::unchanged;
    EntryKind kind = EntryKind::article;
    std::string title;
    int line = 0;          // in the plan; 0 where it is gone from there
    std::int64_t id = 0;   // of the stored entry; 0: it is new
    std::size_t from = 0;  // which of the plan's entries; nothing where it is gone
    friend bool operator==(const Change&, const Change&) = default;
};

bool is_conflict(Change::What what);

/// What an import does, one change for each entry of the plan in its order, then for what is gone from it. `stored` as
/// Knowledge::from_plan gives it; `same_title` finds a live entry that was written in Slack. Pure but for that.
std::vector<Change> changes_between(const std::vector<PlanEntry>& entries, const std::vector<Entry>& stored, Side take,
                                    const std::function<std::optional<Entry>(EntryKind, std::string_view)>& same_title);

/// The same against the book.
std::vector<Change> changes_in(const Plan& plan, Book& book, Side take);

/// Writes them. Entries keep their id, key, votes and every version; what the plan writes has no author.
void carry_out(const std::vector<Change>& changes, const Plan& plan, Book& book, UtcMillis now);

/// Of the text as imported; what Entry::plan_hash holds.
std::string hash_of(const PlanEntry& entry);

}  // namespace hotwatch::plan
