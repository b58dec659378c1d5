// A read plan put into the book: its rotation as shifts, its figures as the policy that every rule reads.
#pragma once

#include <string_view>

#include "commands/plan/parse.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// Product section 6's figures, HotDash's: what holds where a plan says nothing.
Policy default_policy();

/// The default figures with the plan's laid over them. Emergency is the channel of P0, support the channel of P2.
Policy policy_of(const Plan& plan);

/// Each shift runs from the handoff's hour on its first day to that hour on the day after its last, local time of
/// `zone`; so shifts that follow one another leave no gap and no overlap, whatever the clocks do.
std::vector<Shift> shifts_of(const Plan& plan, const Handoff& handoff, std::string_view zone);

/// The plan's own handoff and time zone win over those given.
struct PlanSettings
{
    Handoff handoff;
    std::string zone;  // "" where the plan's or New York's holds
};

/// The figures as the configuration finds them: the plan's zone, else the configured one.
Policy policy_to_keep(const Plan& plan, const PlanSettings& settings);

/// Whether this very text, with these settings, was put in force last.
bool is_in_force(std::string_view markdown, const PlanSettings& settings, Book& book);
void note_in_force(std::string_view markdown, const PlanSettings& settings, Book& book);

/// What the figures of a plan would change.
struct FiguresChanged
{
    bool rotation = false;
    bool policy = false;
    bool rules = false;  // escalation, alert rules, goals
    [[nodiscard]] bool any() const { return rotation || policy || rules; }
};
FiguresChanged figures_changed(const Plan& plan, const PlanSettings& settings, Book& book);

/// Puts shifts and stored figures in force, in the caller's transaction; what would not change is not written. A plan
/// without any readable shift leaves the shifts as they are. Its rotation decides from `now` on; what was before stays
/// as the earlier plan had it.
FiguresChanged put_in_force(const Plan& plan, const PlanSettings& settings, Book& book, UtcMillis now);

struct Applied
{
    bool changed = false;  // false: this text was in force already, and the book was not written to
    Plan plan;
};

/// Reads `markdown` and puts its figures in force, where it is not so already. A part that could not be read keeps its
/// default and stands in `plan.problems`.
Applied apply_plan(std::string_view markdown, Book& book, const Handoff& handoff = {}, std::string_view zone = {},
                   UtcMillis now = {});

/// The figures last put in force, or the default ones. What the configuration says is for the caller to lay over them.
Policy load_policy(Book& book);

}  // namespace hotwatch
