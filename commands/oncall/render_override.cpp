#include "commands/oncall/render_override.hpp"

#include <fmt/format.h>

#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
constexpr std::size_t most_listed = 10;
constexpr std::size_t most_acknowledged = 3;  // buttons; more would not fit a phone's screen

/// "@ana", "@ana and @ben", "@ana, @ben and @mia".
std::string all_shown(const std::vector<Holder>& holders, bool may_mention)
{
    std::string text;
    for (std::size_t i = 0; i < holders.size(); ++i)
        text += (i == 0 ? "" : i + 1 == holders.size() ? " and " : ", ") + shown(holders[i], may_mention);
    return text;
}

std::string instead_of(const std::vector<Holder>& relieved, bool may_mention)
{
    return relieved.empty() ? ", where nobody was planned" : ", in place of " + all_shown(relieved, may_mention);
}

blocks::Button cancel_button(const Override& change)
{
    auto button = run_button(fmt::format("Cancel {}", label(change)), fmt::format("oncall cancel {}", change.id),
                             fmt::format("Cancel {}", label(change)));
    button.asks = "Those whom it concerns are told.";
    button.asks_title = fmt::format("Cancel {}?", label(change));
    button.refuses = "Keep it";
    return button;
}

std::vector<blocks::Button> buttons_for_holder(const Placed& placed)
{
    std::vector<blocks::Button> buttons;
    for (const auto& incident : placed.waiting.first)
        if (buttons.size() < most_acknowledged)
            buttons.push_back(acknowledge_button(incident));
    buttons.push_back(cancel_button(placed.change));
    return buttons;
}

/// Who is told, and who cannot be because no name ties them to Slack. Goes on after the names of the relieved.
std::string who_is_told(const Placed& placed)
{
    std::size_t told = 0;
    std::vector<Holder> untied;
    for (const auto& relieved : placed.relieved)
        if (relieved.user.empty())
            untied.push_back(relieved);
        else
            told += relieved.user == placed.asker ? 0 : 1;
    std::string text = ".";
    if (placed.is_own && told > 0)
        text = told == placed.relieved.size() ? fmt::format(", who {} told.", told == 1 ? "is" : "are")
                                              : ". Those who can be reached are told.";
    else if (!placed.is_own)
        text = told == 0 ? ". They are told." : told == 1 ? ". Both are told." : ". All are told.";
    if (!untied.empty())
        text += fmt::format(" {} {} not linked to anybody in Slack and could not be told.", all_shown(untied, false),
                            untied.size() == 1 ? "is" : "are");
    return text;
}

/// The backup who takes over leaves nobody behind.
std::string doubled_note(const Placed& placed)
{
    if (!placed.doubled)
        return {};
    return fmt::format(
        "\n{} the {} as well, so there is no second person. To name a backup: `{} override backup @somebody {}`",
        placed.is_own ? "You are" : shown(placed.holder, placed.reader.may_mention) + " is", role_name(*placed.doubled),
        placed.reader.command,
        placed.change.period.contains(placed.reader.now) ? "for 2h" : "from fri 09:00 to fri 18:00");
}

/// "@ana is primary on call now until …".
std::string who_has_it(const Cancelled& cancelled, bool may_mention)
{
    const auto& instead = cancelled.instead;
    const bool is_now = cancelled.left.contains(cancelled.reader.now);
    return fmt::format("{} {} {} on call {}", instead.empty() ? "Nobody" : all_shown(instead, may_mention),
                       !is_now              ? "will be"
                       : instead.size() > 1 ? "are"
                                            : "is",
                       role_name(cancelled.change.role), span(cancelled.left, cancelled.reader.now));
}

Message render_listed(std::string text, const std::vector<Listed>& listed, const Reader& reader)
{
    std::vector<blocks::Button> buttons;
    for (std::size_t i = 0; i < listed.size() && i < most_listed; ++i)
    {
        const auto& one = listed[i];
        text +=
            fmt::format("\n*{}*: {} is {} {}{}{} (by {})", one.change.id, shown(one.holder, reader.may_mention),
                        role_name(one.change.role), span(one.change.in_force(), reader.now),
                        instead_of(one.instead_of, reader.may_mention), because(one.change), blocks::escape(one.by));
        buttons.push_back(cancel_button(one.change));
    }
    if (listed.size() > most_listed)
        text += fmt::format("\n… and {} more, later: `{} schedule 12`", listed.size() - most_listed, reader.command);
    return render_text(text, buttons);
}

bool is_running(const Placed& placed)
{
    return placed.change.period.contains(placed.reader.now);
}
}  // namespace

Message answer_placed(const Placed& placed)
{
    const auto& change = placed.change;
    const auto& reader = placed.reader;
    const auto who = placed.is_own ? std::string{"You"} : shown(placed.holder, reader.may_mention);
    const auto verb = is_running(placed) ? (placed.is_own ? "are" : "is") : "will be";
    const auto text = fmt::format("{} {} {} on call {}, for {}{}{} This is {}{}.", who, verb, role_name(change.role),
                                  span(change.period, reader.now),
                                  blocks::duration(change.period.end - std::max(reader.now, change.period.start)),
                                  instead_of(placed.relieved, reader.may_mention), who_is_told(placed), label(change),
                                  because(change));
    return render_text(text + doubled_note(placed) + waiting_lines(placed.waiting, reader.now),
                       placed.is_own ? buttons_for_holder(placed) : std::vector{cancel_button(change)});
}

Message tell_placed(const Placed& placed)
{
    const auto& change = placed.change;
    const auto text = fmt::format("*You {} {} on call* {}{}. {} put you there ({}{}). `{} me` shows all your shifts.",
                                  is_running(placed) ? "are" : "will be", role_name(change.role),
                                  span(change.period, placed.reader.now), instead_of(placed.relieved, true),
                                  blocks::escape(placed.by), label(change), because(change), placed.reader.command);
    return render_text(text + waiting_lines(placed.waiting, placed.reader.now), buttons_for_holder(placed));
}

Message tell_relieved(const Placed& placed, bool returns)
{
    const auto& change = placed.change;
    auto text =
        fmt::format("*You {} relieved as {}* {}: {} {}", is_running(placed) ? "are" : "will be", role_name(change.role),
                    span(change.period, placed.reader.now), blocks::escape(placed.holder.name),
                    is_running(placed) ? "is on call instead" : "will be on call instead");
    text += placed.is_own
                ? fmt::format(" ({}{}).", label(change), because(change))
                : fmt::format(", arranged by {} ({}{}).", blocks::escape(placed.by), label(change), because(change));
    return render_text(text + (returns ? " After that it is yours again." : ""), {cancel_button(change)});
}

Message news_placed(const Placed& placed)
{
    const auto& change = placed.change;
    return render_text(fmt::format("{} {} {} on call {}{}{}{}.", blocks::escape(placed.holder.name),
                                   is_running(placed) ? "is" : "will be", role_name(change.role),
                                   span(change.period, placed.reader.now), instead_of(placed.relieved, false),
                                   placed.is_own ? "" : ", arranged by " + blocks::escape(placed.by), because(change)));
}

Message answer_cancelled(const Cancelled& cancelled)
{
    const auto& reader = cancelled.reader;
    if (!cancelled.decides)
        return render_text(
            fmt::format("{} is cancelled. Who is on call does not change: a newer override still applies.",
                        title(cancelled.change)));
    return render_text(
        fmt::format("{} is cancelled. {}.", title(cancelled.change), who_has_it(cancelled, reader.may_mention)));
}

Message tell_cancelled(const Cancelled& cancelled)
{
    const auto& change = cancelled.change;
    const bool was_running = cancelled.left.contains(cancelled.reader.now);
    return render_text(fmt::format(
        "*You {} {} on call{}:* {} cancelled {}{}. {}.", was_running ? "are no longer" : "will not be",
        role_name(change.role), was_running ? std::string{} : " " + span(cancelled.left, cancelled.reader.now),
        blocks::escape(cancelled.by), label(change), because(change), who_has_it(cancelled, true)));
}

Message tell_reinstated(const Cancelled& cancelled)
{
    const bool was_running = cancelled.left.contains(cancelled.reader.now);
    return render_text(fmt::format("*You {} {} on call {}, {}:* {} cancelled {}, which {} {} in your place.",
                                   was_running ? "are" : "will be", role_name(cancelled.change.role),
                                   was_running ? "again" : "after all", span(cancelled.left, cancelled.reader.now),
                                   blocks::escape(cancelled.by), label(cancelled.change),
                                   was_running ? "had put" : "would have put", blocks::escape(cancelled.holder.name)));
}

Message news_cancelled(const Cancelled& cancelled)
{
    return render_text(fmt::format("{}: {} cancelled {} ({}).", who_has_it(cancelled, false),
                                   blocks::escape(cancelled.by), label(cancelled.change),
                                   blocks::escape(cancelled.holder.name)));
}

Message render_overrides(const std::vector<Listed>& listed, const Reader& reader)
{
    if (listed.empty())
        return render_text(fmt::format("No override runs or is to come: the rotation decides. To take over: `{0} take "
                                       "2h`. To plan one: `{0} override primary @somebody from fri 09:00 to fri 18:00`",
                                       reader.command));
    return render_listed("Overrides, running and to come:", listed, reader);
}

Message refuse_no_id(const std::vector<Listed>& listed, const Reader& reader)
{
    if (listed.empty())
        return render_text("There is nothing to cancel: no override runs or is to come.");
    return render_listed("Which override do you want to cancel?", listed, reader);
}

}  // namespace hotwatch::oncall
