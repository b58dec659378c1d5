// How changes of duty read: answers, direct messages, the line in the support channel, refusals. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "commands/oncall/words.hpp"
#include "commands/reply.hpp"

namespace hotwatch::oncall
{

/// An override that was just made.
struct Placed
{
    Reader reader;
    Override change;
    Holder holder;
    std::string by;  // who made it
    UserId asker;
    bool is_own = false;           // the holder made it
    std::vector<Holder> relieved;  // who would have the role in that time
    std::optional<Role> doubled;   // another role that the holder has besides
    SomeIncidents waiting;         // that nobody has acknowledged, where the holder is primary now
};
Message answer_placed(const Placed& placed);
Message tell_placed(const Placed& placed);
/// `returns`: the role is theirs again afterwards.
Message tell_relieved(const Placed& placed, bool returns);
Message news_placed(const Placed& placed);

/// An override that was just cancelled.
struct Cancelled
{
    Reader reader;
    Override change;
    Holder holder;
    std::string by;
    UserId asker;
    Period left;                  // what was still to come of it
    bool decides = false;         // false: newer ones lie over all of it, and nothing passes on
    std::vector<Holder> instead;  // who has the role then, now that it is gone
};
Message answer_cancelled(const Cancelled& cancelled);
/// To whoever held it, and to those who have the role now.
Message tell_cancelled(const Cancelled& cancelled);
Message tell_reinstated(const Cancelled& cancelled);
Message news_cancelled(const Cancelled& cancelled);

/// One override, now or to come, as `overrides` lists it.
struct Listed
{
    Override change;
    Holder holder;
    std::vector<Holder> instead_of;
    std::string by;
};
Message render_overrides(const std::vector<Listed>& listed, const Reader& reader);

// Refusals.
Message refuse_unfit(const std::string& name, std::string_view why);
Message refuse_not_manager(const std::vector<std::string>& managers);
Message refuse_not_responder(const std::vector<std::string>& responders, const std::string& command);
/// `held`: for how long they have it.
Message refuse_already_held(Role role, const Holder& holder, const Stretch& held, bool is_own, const Reader& reader);
/// What stands in the way, and a button that goes over it. `shown_before` stays in the line besides.
Message refuse_conflict(const std::vector<Changed>& others, const std::set<std::int64_t>& shown_before,
                        const std::string& line, const Reader& reader);
Message refuse_take_word(std::string_view word, const Reader& reader);
/// The button of a shift that has ended, or a time that has passed.
Message refuse_over(const Reader& reader);
Message refuse_length(seconds length, const Reader& reader);
/// The shell is nobody whom a page could reach.
Message refuse_shell(const Reader& reader);
Message refuse_no_shift_end(std::optional<UtcMillis> end, const Reader& reader);
Message refuse_role(std::string_view word, const Reader& reader);
Message refuse_end(std::string_view typed, const Reader& reader);
Message refuse_past(const Reader& reader);
Message refuse_backwards(const Reader& reader);
/// `cancel` alone: which one? Those that run or are to come, with their buttons.
Message refuse_no_id(const std::vector<Listed>& listed, const Reader& reader);
Message refuse_no_override(std::string_view typed, const Reader& reader);
Message refuse_cancelled_already(const Override& change, const std::string& by);
Message refuse_ended(const Override& change, const std::string& holder);
Message refuse_cancelling(const Override& change, const std::vector<std::string>& who_may);

}  // namespace hotwatch::oncall
