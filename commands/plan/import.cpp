#include "commands/plan/import.hpp"

#include <algorithm>

#include "commands/oncall/resolve.hpp"

namespace hotwatch
{

namespace
{
constexpr std::string_view origin_note = "plan.origin";  // "" the built-in plan
constexpr std::string_view text_note = "plan.text";      // of a plan that somebody imported

bool is_kept(std::string_view name, std::string_view value, Book& book)
{
    return book.notes.get(name) == value;
}

void keep(std::string_view name, std::string_view value, Book& book)
{
    if (!is_kept(name, value, book))
        book.notes.set(name, value);
}

bool writes(const plan::Change& change)
{
    return change.what != plan::Change::What::unchanged && !plan::is_conflict(change.what);
}

/// Any of what a team would be supported by; headings with words under them, as every document has, are not enough.
bool makes_a_plan(const Plan& plan)
{
    const auto is_said = [](const PlanSeverity& severity)
    { return severity.has_section || severity.respond_within || severity.resolve_within; };
    return !plan.rotation.empty() || !plan.escalation.empty() || !plan.alerts.empty() || !plan.goals.empty() ||
           plan.handoff || !plan.team_zone.empty() || std::ranges::any_of(plan.severities, is_said) ||
           std::ranges::any_of(plan.entries, [](const PlanEntry& entry) { return entry.kind != EntryKind::article; });
}

/// The store is new and nobody was asked by the plan that is built in: its shifts are no past of this team.
bool is_untouched(Book& book, UtcMillis now)
{
    constexpr auto new_for = std::chrono::days{7};
    constexpr int rows = 1'000;  // of the audit log; a new store has a few
    const auto changes = book.audit.newest(rows);
    const bool is_new =
        changes.size() < rows && (changes.empty() || now - std::ranges::min(changes, {}, &AuditRow::at).at < new_for);
    return is_new && book.incidents.count() == 0 && book.schedule.overrides_in({UtcMillis{}, UtcMillis::max()}).empty();
}

/// Whom nothing ties to a Slack user, and nobody's name says.
std::vector<std::string> untied_in(const Plan& plan, Book& book)
{
    std::vector<std::string> names;
    for (const auto& shift : plan.rotation)
        for (const auto* name : {&shift.primary, &shift.backup, &shift.manager})
            if (!name->empty() && std::ranges::find(names, *name) == names.end() && !book.people.link_of(*name) &&
                !bearer_of(*name, book))
                names.push_back(*name);
    return names;
}
}  // namespace

Imported import_plan(const ImportRequest& request, const PlanSettings& settings, Book& book, UtcMillis now)
{
    Imported imported;
    imported.plan = parse_plan(request.markdown, settings.handoff);
    imported.is_no_plan = !makes_a_plan(imported.plan);
    if (imported.is_no_plan)
        return imported;
    imported.before = load_policy(book);
    imported.after = policy_to_keep(imported.plan, settings);
    imported.changes = plan::changes_in(imported.plan, book, request.take);
    imported.figures = figures_changed(imported.plan, settings, book);
    imported.untied = untied_in(imported.plan, book);
    const auto text = request.origin.empty() ? std::string_view{} : std::string_view{request.markdown};
    const bool is_new_text = !is_in_force(request.markdown, settings, book);
    const bool is_anothers = !is_kept(origin_note, request.origin, book) || !is_kept(text_note, text, book);
    imported.changed =
        is_new_text || is_anothers || imported.figures.any() || std::ranges::any_of(imported.changes, writes);
    imported.is_first = !request.origin.empty() && book.notes.get(origin_note).empty();
    imported.is_from_the_start = imported.is_first && is_untouched(book, now);
    if (request.is_dry || !imported.changed)
        return imported;

    (void)put_in_force(imported.plan, settings, book, imported.is_from_the_start ? UtcMillis{} : now);
    auto_link(book);  // before its names are asked for
    plan::carry_out(imported.changes, imported.plan, book, now);
    note_in_force(request.markdown, settings, book);
    keep(origin_note, request.origin, book);
    keep(text_note, text, book);
    book.audit.add({.at = now,
                    .action = "plan import",
                    .object = request.origin.empty() ? "built-in plan" : request.origin,
                    .actor = request.actor,
                    .text = {}});
    return imported;
}

ImportRequest plan_of(Book& book, std::string_view built_in)
{
    ImportRequest request;
    request.origin = book.notes.get(origin_note);
    request.markdown = request.origin.empty() ? std::string{built_in} : book.notes.get(text_note);
    request.actor = "hotwatch";
    return request;
}

}  // namespace hotwatch
