// What the team knows: FAQ entries, runbooks and articles, with their versions, and how they are found.
#pragma once

#include <functional>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch
{

class Connection;

enum class EntryKind
{
    faq,
    runbook,
    article
};

/// One piece of knowledge. Its text is Markdown; a runbook's parts stand under fixed headings ("## Symptoms",
/// "## Diagnosis", "## Likely causes", "## Resolution", "## Workaround"), so that editing it is editing one text.
struct Entry
{
    std::int64_t id = 0;
    EntryKind kind = EntryKind::faq;
    std::string key;         // "approval-queue-not-loading": what `show` takes; one live entry for each kind and key
    std::string title;       // an FAQ's question; a runbook's or article's heading
    std::string body;        // Markdown
    int version = 1;         // grows with each edit; every version is kept
    Mark edited;             // by: empty for the plan
    std::string plan_key;    // the normalised heading it was imported under; "" where it was written in Slack
    std::string plan_hash;   // of the text as last imported
    bool is_edited = false;  // in Slack since it was imported (or since its birth, where plan_key is "")
    bool is_retired = false;
    int helped = 0;       // people who said so last; changed by `voted` alone
    int not_helpful = 0;  // likewise
    std::optional<UtcMillis> last_used;
};

/// One text that an entry had.
struct EntryVersion
{
    int version = 1;
    Mark edited;
    std::string title;
    std::string body;
};

/// A found entry, best first. `rank` is larger for better matches, comparable within one search only.
struct Found
{
    Entry entry;
    double rank = 0;
    bool has_all_words = false;  // every word that was asked for and carries meaning stands in it
};

class Knowledge
{
  public:
    explicit Knowledge(Connection& connection) : connection_(connection) {}
    /// Version 1, with its place in the index; returns the new id. Throws ConstraintViolated where a live entry of that
    /// kind has the key, or key or title is empty.
    std::int64_t add(const Entry& entry);
    /// As edited by entry.edited: where title or body differ from what is stored, the version grows by one and the new
    /// text is kept as that version; entry.version is not looked at, votes and last use are not written. Returns the
    /// version that now stands.
    int save(const Entry& entry);
    [[nodiscard]] std::optional<Entry> find(std::int64_t id);                           // retired ones too
    [[nodiscard]] std::optional<Entry> find(EntryKind kind, std::string_view key);      // live ones
    [[nodiscard]] std::optional<Entry> titled(EntryKind kind, std::string_view title);  // live; case and marks aside
    [[nodiscard]] std::vector<Entry> from_plan();  // those with a plan_key, retired ones too; oldest first
    [[nodiscard]] std::vector<Entry> list(std::optional<EntryKind> kind, int most, int skip = 0);  // live, by title
    /// All of a kind by id, retired ones too, one at a time.
    void walk(EntryKind kind, const std::function<void(const Entry&)>& visit);
    [[nodiscard]] std::int64_t count(std::optional<EntryKind> kind);    // live ones
    [[nodiscard]] std::vector<EntryVersion> versions(std::int64_t id);  // oldest first
    /// A key for a new entry of that title: its words joined by dashes, "-2" and so on where that is taken.
    [[nodiscard]] std::string free_key(EntryKind kind, std::string_view title);
    /// Live entries for words as a person wrote them, best first. Any text is a search: nothing in it is syntax, and
    /// its cost is bounded however long it is. Words that most texts have ("how", "the") count only where there are no
    /// others. A word counts for more the fewer entries have it, and in a title; an entry with more of the words wins.
    [[nodiscard]] std::vector<Found> search(std::string_view words, std::optional<EntryKind> kind, int most);
    /// What somebody says of it counts once, and may be changed. False: they said so before.
    bool voted(std::int64_t id, const UserId& by, bool helped, UtcMillis at);

  private:
    void add_to_index(std::int64_t id, const Entry& entry);
    void take_from_index(const Entry& stored);  // with the very text that was added: the index keeps none of its own

    Connection& connection_;
};

}  // namespace hotwatch
