// Who was, is and will be on call: each turn and role, with what people changed laid over the rotation.
#include "bot/export/rows.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch::exports
{

namespace
{
constexpr std::chrono::weeks shown_ahead{8};  // the rotation repeats for ever

struct Fact
{
    Stretch stretch;
    std::string label;  // of the turn; "" outside the rotation
    Holder holder;
};

std::string_view role_word(Role role)
{
    constexpr std::array words{"primary", "backup", "manager"};
    return words.at(static_cast<std::size_t>(role));
}

const std::vector<ColumnOf<Fact>>& columns()
{
    static const std::vector<ColumnOf<Fact>> all{
        {"from", [](const Fact& f, Context&) { return instant(f.stretch.period.start); }},
        {"until", [](const Fact& f, Context&) { return instant(f.stretch.period.end); }},
        {"role", [](const Fact& f, Context&) { return text(role_word(f.stretch.role)); }},
        {"person", [](const Fact& f, Context&) { return person(f.holder.user); }},
        {"person_name", [](const Fact& f, Context& c)
         { return f.holder.user.empty() ? text(f.holder.name) : person_name(f.holder.user, c); }},
        {"shift", [](const Fact& f, Context&) { return text(f.label); }},
        {"repetition", [](const Fact& f, Context&) { return Cell{std::int64_t{f.stretch.round}}; }},
        {"planned_name", [](const Fact& f, Context&) { return text(f.stretch.planned); }},
        {"override",
         [](const Fact& f, Context&) { return f.stretch.changed ? Cell{f.stretch.changed->id} : Cell{Nothing{}}; }},
        {"override_reason",
         [](const Fact& f, Context&) { return f.stretch.changed ? text(f.stretch.changed->reason) : Cell{Nothing{}}; }},
        {"override_by", [](const Fact& f, Context&)
         { return f.stretch.changed ? person(f.stretch.changed->made.by) : Cell{Nothing{}}; }},
        {"override_by_name", [](const Fact& f, Context& c)
         { return f.stretch.changed ? person_name(f.stretch.changed->made.by, c) : Cell{Nothing{}}; }},
    };
    return all;
}

/// When somebody was on call first; `end` where nobody ever is.
UtcMillis first_duty(Book& book, UtcMillis end)
{
    auto first = end;
    if (const auto rotation = book.schedule.rotation_at(UtcMillis{}); rotation && !rotation->shifts.empty())
        first = std::min(first, rotation->shifts.front().period.start);
    for (const auto& change : book.schedule.overrides_in({UtcMillis{}, end}))
        first = std::min(first, change.period.start);
    return first;
}

/// The turn that covers `t`, or the time without one that does.
Period turn_or_gap(const Roster& roster, UtcMillis t, UtcMillis end)
{
    end = std::min(end, roster.rotation.in_force.end);
    if (const auto turn = turn_at(roster, t))
        return {t, std::min(end, turn->shift.period.end)};
    if (const auto next = next_turn(roster, t); next && next->shift.period.start > t)
        return {t, std::min(end, next->shift.period.start)};
    return {t, end};
}

void each_shift(Book& book, UtcMillis now, const Visit& visit)
{
    Context context{book, now};
    const auto end = now + shown_ahead;
    for (auto t = first_duty(book, end); t < end;)
    {
        auto roster = roster_of({t, t + milliseconds{1}}, book);
        const auto period = turn_or_gap(roster, t, end);
        roster.overrides = book.schedule.overrides_in(period);
        const auto turn = turn_at(roster, t);
        for (const auto role : every_role)
            for (const auto& stretch : stretches(roster, role, period))
            {
                const Fact fact{stretch, turn ? turn->shift.label : std::string{}, holder_of(stretch, book)};
                if (!fact.holder.name.empty() || !fact.holder.user.empty())
                    visit(row_of(columns(), fact, context));
            }
        t = period.end;
    }
}
}  // namespace

Subject shifts()
{
    return {"shifts", "who was on call and will be, eight weeks ahead, with overrides laid over the rotation",
            names_of(columns()), each_shift};
}

}  // namespace hotwatch::exports
