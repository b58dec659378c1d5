// How knowledge reads: an entry, lists, what was found, what was not, and refusals. Pure; golden files hold each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/oncall/resolve.hpp"
#include "commands/reply.hpp"
#include "storage/book.hpp"

namespace hotwatch::knowledge
{

/// An entry as it is shown.
struct Shown
{
    Entry entry;
    std::string edited_by;      // their name; "" the plan
    std::string lead;           // mrkdwn above it, "" none
    std::vector<Entry> others;  // what else may have been meant, as buttons
    std::string shared_by;      // who posts it for everybody; "" an answer
    int page = 1;
    int step = 0;  // of a runbook; 0 all of it
    bool can_share = false;
};

/// How many pages and steps an entry has: what `page` and `step` may be.
int pages_in(const Entry& entry);
int steps_in(const Entry& entry);

/// Title, text, what is known of its use, and buttons. A page or step that is not there shows the nearest one.
Message render_entry(const Shown& shown, const Policy& policy);

struct List
{
    std::string_view command;  // "runbook", "faq"
    bool is_articles = false;  // of /faq
    std::vector<Entry> entries;
    int page = 1;
    int pages = 1;
    std::int64_t count = 0;     // of all pages
    std::int64_t articles = 0;  // beside FAQ entries
};
Message render_list(const List& list, const Policy& policy);
inline constexpr int entries_in_page = 10;

/// Several may be meant: one line and button each.
Message render_found(std::string_view question, std::string_view command, const std::vector<Entry>& found,
                     const Policy& policy);

/// All that was found lacks some of the words asked for: one line and button each, and who can be asked.
Message render_unsure(std::string_view question, const std::vector<Entry>& found, const OnCall& on_call);

/// Nothing fits: said so, with who can be asked. `elsewhere`: what the other kinds have.
Message render_nothing(std::string_view question, std::string_view command, const std::vector<Entry>& elsewhere,
                       const OnCall& on_call, const Policy& policy);

// Answers to changes.
Message render_added(const Entry& entry, const Policy& policy);
Message render_saved(const Entry& entry, bool leaves_plan, const Policy& policy);
Message render_unchanged(const Entry& entry, const Policy& policy);
Message render_voted(const Entry& entry, bool helped);
Message render_voted_before(const Entry& entry, bool helped);

// Refusals.
Message render_unknown(std::string_view text, std::string_view command, const std::vector<Entry>& near,
                       const Policy& policy);
/// None was named, or a button names none. `example`: the key of one that there is; "" none.
Message render_which(std::string_view command, std::string_view verb, std::string_view example, const Policy& policy);
Message render_retired(const Entry& entry, std::string_view by, const std::vector<Entry>& near, const Policy& policy);
Message render_exists(const Entry& entry, const Policy& policy);
Message render_too_long(std::string_view what, std::size_t is, std::size_t most);
Message render_how_to_add(std::string_view command, const Policy& policy);
Message render_no_such_part(std::string_view part, const Entry& entry, const Policy& policy);
Message render_not_in_form(const Entry& entry, const Policy& policy);
/// Somebody else's edit came first: `who` may be "". Plain text, for a form's field.
std::string conflict_text(const Entry& entry, std::string_view who);
/// The lead above an entry that was edited after the pressed button was drawn.
std::string changed_lead(const Entry& entry, std::string_view who);

/// Plain words for an entry's kind: "runbook", "FAQ entry", "article".
std::string_view word(EntryKind kind);
/// "`/runbook show approval-queue-not-loading`": how to get at the entry.
std::string way_to(const Entry& entry, const Policy& policy);

}  // namespace hotwatch::knowledge
