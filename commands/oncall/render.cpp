#include "commands/oncall/render.hpp"

#include <fmt/ranges.h>

#include <set>

#include "commands/blocks.hpp"
#include "commands/oncall/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
constexpr std::size_t most_coming = 3;

std::string cover_line(Role role, const Cover& cover, bool may_mention)
{
    auto line = fmt::format("*{}:* {}", role_title(role), shown(cover.holder, may_mention));
    if (cover.changed)
        line += fmt::format(" until {}, in place of {} ({})", blocks::date(cover.changed->in_force().end),
                            shown(cover.planned, may_mention), label(*cover.changed));
    return line;
}

std::string cover_lines(const Watch& watch, bool may_mention)
{
    std::string lines;
    for (const auto role : every_role)
        lines += "\n" + cover_line(role, watch.of(role), may_mention);
    return lines;
}

bool is_anybody_on_call(const Watch& watch)
{
    for (const auto& cover : watch.covers)
        if (!cover.holder.name.empty())
            return true;
    return false;
}

/// "@ana (backup @ben)".
std::string pair_shown(const Watch& watch, bool may_mention)
{
    const auto& backup = watch.of(Role::backup).holder;
    return shown(watch.of(Role::primary).holder, may_mention) +
           (backup.name.empty() ? std::string{} : fmt::format(" (backup {})", shown(backup, may_mention)));
}

/// What ends a time in which nobody is on call.
std::string first_shift(const Watch& next, const Reader& reader)
{
    return fmt::format(" The next shift, {}, {} {}: {}.", blocks::escape(next.turn->shift.label),
                       next.at <= reader.now ? "started" : "starts", blocks::date(next.at),
                       pair_shown(next, reader.may_mention));
}

std::string coming_lines(const std::vector<Changed>& coming, const Reader& reader)
{
    std::string lines = coming.empty() ? "" : "\nChanges that begin before that:";
    for (std::size_t i = 0; i < coming.size(); ++i)
    {
        if (i == most_coming)
            return lines + fmt::format("\n… and {} more: `{} overrides`", coming.size() - i, reader.command);
        lines += fmt::format("\n• {}", change_text(coming[i], reader));
    }
    return lines;
}

/// Names of the plan that are not linked to anybody in Slack, and how to link the first.
std::string untied_note(const Watch& watch, const Reader& reader)
{
    std::set<std::string> names;
    for (const auto& cover : watch.covers)
        if (!cover.holder.name.empty() && cover.holder.user.empty())
            names.insert(cover.holder.name);
    if (names.empty())
        return {};
    std::set<std::string> escaped;
    for (const auto& name : names)
        escaped.insert(blocks::escape(name));
    return fmt::format("\n{} {} not linked to anybody in Slack, so they cannot be notified. To link: `{}`",
                       fmt::join(escaped, ", "), escaped.size() == 1 ? "is" : "are",
                       link_example(*names.begin(), reader.command));
}

/// A gap of the plan between this shift and the next.
std::string gap_note(const Standing& standing)
{
    const auto& turn = standing.watch.turn;
    if (!turn || !standing.next || standing.next->at <= turn->shift.period.end)
        return {};
    return fmt::format("\n⚠️ From {} until then the plan names nobody.", blocks::date(turn->shift.period.end));
}

std::vector<blocks::Button> buttons_of(const Standing& standing)
{
    std::vector<blocks::Button> buttons;
    if (standing.may_take)
    {
        const auto& primary = standing.watch.of(Role::primary).holder;
        auto& take = buttons.emplace_back(
            run_button("Take", "oncall take primary until " + exactly(standing.watch.turn->shift.period.end),
                       "Take over as primary"));
        take.asks_title = "Take over as primary?";
        take.asks = primary.name.empty()
                        ? "You become primary on call until the shift ends."
                        : fmt::format("You become primary on call until the shift ends, in place of {}.",
                                      blocks::cut(primary.name, 100));
    }
    buttons.push_back(run_button("Schedule", "oncall schedule", "Show the coming shifts"));
    buttons.push_back(run_button("My shifts", "oncall me", "Show my shifts"));
    return buttons;
}
}  // namespace

Message render(const Standing& standing)
{
    const auto& reader = standing.reader;
    const auto& watch = standing.watch;
    std::string text;
    if (watch.turn)
        text = fmt::format("On call now ({}), until {}, for another {}:{}", blocks::escape(watch.turn->shift.label),
                           blocks::date(watch.turn->shift.period.end),
                           blocks::duration(watch.turn->shift.period.end - reader.now),
                           cover_lines(watch, reader.may_mention));
    else if (is_anybody_on_call(watch))
        text = "On call now, outside the plan's rotation:" + cover_lines(watch, reader.may_mention);
    else
        text = "*Nobody is on call now.*";
    if (standing.next)
        text += is_anybody_on_call(watch) ? fmt::format("\nNext handoff: {}, to {}.", blocks::date(standing.next->at),
                                                        pair_shown(*standing.next, reader.may_mention))
                                          : first_shift(*standing.next, reader);
    text += gap_note(standing);
    text += coming_lines(standing.coming, reader) + repeat_note(standing.repeats, reader.now) +
            untied_note(watch, reader) + waiting_lines(standing.waiting, reader.now);
    return render_text(text, buttons_of(standing));
}

Message render_next(const Standing& standing)
{
    const auto& reader = standing.reader;
    const auto& next = *standing.next;
    return render_text(fmt::format("Next handoff: {}, in {} ({}, until {}):{}", blocks::date(next.at),
                                   blocks::duration(next.at - reader.now), blocks::escape(next.turn->shift.label),
                                   blocks::date(next.turn->shift.period.end), cover_lines(next, reader.may_mention)) +
                       gap_note(standing) + coming_lines(standing.coming, reader) +
                       repeat_note(standing.repeats, reader.now) + untied_note(next, reader));
}

Message render_at(const Standing& standing)
{
    const auto& reader = standing.reader;
    const auto& watch = standing.watch;
    const auto when = watch.at < reader.now ? fmt::format("{} ago", blocks::duration(reader.now - watch.at))
                                            : fmt::format("in {}", blocks::duration(watch.at - reader.now));
    std::string text;
    if (watch.turn)
        text = fmt::format("On call {}, {} ({}, {} until {}):{}", blocks::date(watch.at), when,
                           blocks::escape(watch.turn->shift.label), blocks::date(watch.turn->shift.period.start),
                           blocks::date(watch.turn->shift.period.end), cover_lines(watch, reader.may_mention));
    else if (is_anybody_on_call(watch))
        text = fmt::format("On call {}, {}, outside the plan's rotation:{}", blocks::date(watch.at), when,
                           cover_lines(watch, reader.may_mention));
    else
        text = fmt::format("*Nobody {} on call {}*, {}.", watch.at < reader.now ? "was" : "is", blocks::date(watch.at),
                           when) +
               (standing.next ? first_shift(*standing.next, reader) : std::string{});
    return render_text(text + repeat_note(standing.repeats, reader.now));
}

Message render_no_rotation()
{
    return render_text("No rotation is loaded, so nobody is on call. A plan with an *On-Call Rotation* table makes "
                       "one: week or dates, primary, backup, manager. Put it in force: `hotwatch plan import FILE`.");
}

Message refuse_moment(std::string_view typed, const Reader& reader)
{
    const auto what = typed.empty() ? std::string{"Say when."}
                                    : fmt::format("\"{}\" is not a time that I can read.", one_line(typed));
    return render_text(
        fmt::format("{} For example: `{} at fri 09:00`, `tomorrow 18:00`, `+90m`, `2026-11-24 18:00`, in "
                    "your time zone.",
                    what, reader.command));
}

}  // namespace hotwatch::oncall
