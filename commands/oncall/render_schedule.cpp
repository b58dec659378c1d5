// How the coming shifts read: one line each, overrides below the turn in which they begin.
#include <fmt/format.h>

#include <algorithm>

#include "commands/blocks.hpp"
#include "commands/oncall/render.hpp"
#include "commands/oncall/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
/// The manager of every turn, where it is one person throughout: said once, not on each line.
const Holder* lasting_manager(const std::vector<Row>& rows)
{
    const Holder* manager = nullptr;
    for (const auto& row : rows)
    {
        if (row.label.empty() && row.primary.name.empty())
            continue;
        if (manager != nullptr && !(row.manager == *manager))
            return nullptr;
        manager = &row.manager;
    }
    return manager != nullptr && !manager->name.empty() ? manager : nullptr;
}

/// Somebody holds another's role at this moment: what stands in the plan is not who to call.
bool is_primary_now(const Changed& change, const Reader& reader)
{
    return change.stretch.role == Role::primary && change.stretch.period.contains(reader.now);
}

/// In bold is who is primary; in the turn that runs, an override may have taken that from the planned one.
std::string row_line(const Row& row, bool with_manager, const Reader& reader)
{
    const auto when =
        fmt::format("{}{}", row.period.contains(reader.now) ? "since " : "", blocks::date(row.period.start));
    const bool is_replaced =
        std::ranges::any_of(row.changes, [&](const Changed& change) { return is_primary_now(change, reader); });
    if (row.primary.name.empty() && row.backup.name.empty())
        return fmt::format("\n• {} until {}: {}", when, blocks::date(row.period.end),
                           is_replaced ? "nobody, as planned" : "*nobody*");
    const auto primary = shown(row.primary, reader.may_mention);
    auto line = fmt::format("\n• {} ({}{}): {}", when, blocks::escape(row.label),
                            row.changes.empty() ? "" : ", as planned", is_replaced ? primary : "*" + primary + "*");
    if (!row.backup.name.empty())
        line += fmt::format(", backup {}", shown(row.backup, reader.may_mention));
    if (with_manager && !row.manager.name.empty())
        line += fmt::format(", manager {}", shown(row.manager, reader.may_mention));
    return line;
}
}  // namespace

Message render(const ScheduleShown& schedule)
{
    const auto& reader = schedule.reader;
    const auto* manager = lasting_manager(schedule.rows);
    auto text = schedule.weeks == 1 ? std::string{"On call for the next week:"}
                                    : fmt::format("On call for the next {} weeks:", schedule.weeks);
    for (const auto& row : schedule.rows)
    {
        text += row_line(row, manager == nullptr, reader);
        for (const auto& change : row.changes)
            text += "\n    ↳ " + change_text(change, reader, is_primary_now(change, reader));
    }
    if (manager != nullptr)
        text += fmt::format("\nManager throughout: {}", shown(*manager, reader.may_mention));
    return render_text(text + repeat_note(schedule.repeats, reader.now));
}

Message refuse_weeks(std::string_view typed, const Reader& reader)
{
    return render_text(fmt::format("\"{}\" is no number of weeks from 1 to 12. For example: `{} schedule 6`",
                                   one_line(typed), reader.command));
}

}  // namespace hotwatch::oncall
