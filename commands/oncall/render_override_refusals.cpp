// Why a change of duty cannot be, and what to do instead.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/oncall/render_override.hpp"
#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{

std::string example(const Reader& reader)
{
    return fmt::format("`{} override primary @somebody from fri 09:00 to fri 18:00 dentist`", reader.command);
}

/// ": ana, ben"; "" where nobody is known.
std::string such_as(const std::vector<std::string>& names)
{
    return names.empty() ? std::string{} : blocks::escape(fmt::format(" ({})", fmt::join(names, ", ")));
}

/// "--over=1,3": what the person has seen and wants replaced.
std::string over_flag(const std::vector<Changed>& others, std::set<std::int64_t> shown_before)
{
    for (const auto& other : others)
        shown_before.insert(other.stretch.changed->id);
    return fmt::format("--over={}", fmt::join(shown_before, ","));
}

/// The line with the flag in front of its text, which may say anything.
std::string with_flag(const std::string& line, const std::string& flag)
{
    const auto text = line.find(" -- ");
    return text == std::string::npos ? line + " " + flag : line.substr(0, text) + " " + flag + line.substr(text);
}
}  // namespace

Message refuse_unfit(const std::string& name, std::string_view why)
{
    return render_text(fmt::format("{} is {} and cannot be on call. Nothing was changed.", blocks::escape(name), why));
}

Message refuse_not_manager(const std::vector<std::string>& managers)
{
    return render_text(
        fmt::format("Only a manager{} can say who is manager, because managers approve rollbacks. Nothing was changed.",
                    such_as(managers)));
}

Message refuse_not_responder(const std::vector<std::string>& responders, const std::string& command)
{
    return render_text(fmt::format("Only somebody of the rotation{} or a manager can put another person on call. You "
                                   "can take over yourself: `{} take 2h`",
                                   such_as(responders), command));
}

Message refuse_already_held(Role role, const Holder& holder, const Stretch& held, bool is_own, const Reader& reader)
{
    const bool is_now = held.period.contains(reader.now);
    return render_text(fmt::format(
        "{} {} {} {}, {}{}. Nothing was changed.", is_own ? "You" : shown(holder, reader.may_mention),
        is_own ? "are" : "is", role_name(role), is_now ? "already" : "then already",
        is_now ? "until " + blocks::date(held.period.end) : span(held.period, reader.now),
        held.changed ? fmt::format(" ({}{})", label(*held.changed), because(*held.changed)) : " (by the rotation)"));
}

Message refuse_conflict(const std::vector<Changed>& others, const std::set<std::int64_t>& shown_before,
                        const std::string& line, const Reader& reader)
{
    std::string text = "Nothing is changed yet: this would replace what others arranged:";
    for (const auto& other : others)
        text += fmt::format("\n• {}", change_text(other, reader));
    const auto flag = over_flag(others, shown_before);
    const auto again = with_flag(line, flag);
    if (again.size() > blocks::longest_value)
        return render_text(text + fmt::format("\nTo replace it, send it again with `{}`.", flag));
    return render_text(
        text, {run_button("Replace it", again, "Replace what others arranged", blocks::Button::Style::primary)});
}

Message refuse_take_word(std::string_view word, const Reader& reader)
{
    return render_text(
        fmt::format("\"{0}\" is no role and no length of time. Nothing was changed. For example: `{1} take`, "
                    "`{1} take 2h`, `{1} take backup until 18:00`",
                    one_line(word), reader.command));
}

Message refuse_over(const Reader& reader)
{
    return render_text(
        fmt::format("That time is over. Nothing was changed. `{}` shows who is on call now.", reader.command));
}

Message refuse_length(seconds length, const Reader& reader)
{
    return render_text(
        fmt::format("That would be {}. Somebody can hold another's role for 15 min to 14 days; what lasts "
                    "longer belongs in the plan's rotation. For example: `{} take 2h`",
                    blocks::duration(length), reader.command));
}

Message refuse_shell(const Reader& reader)
{
    return render_text(fmt::format("The shell is nobody who can be on call. For somebody else: `{} override primary "
                                   "@somebody for 2h`",
                                   reader.command));
}

Message refuse_no_shift_end(std::optional<UtcMillis> end, const Reader& reader)
{
    const auto why = end ? fmt::format("This shift ends {}, in {}, and 14 days are the most.", blocks::date(*end),
                                       blocks::duration(*end - reader.now))
                         : std::string{"No rotation says when this shift ends."};
    return render_text(fmt::format("{} Say how long: `{} take 2h`", why, reader.command));
}

Message refuse_role(std::string_view word, const Reader& reader)
{
    const auto what = word.empty() ? std::string{"Say which role:"} : fmt::format("\"{}\" is no role:", one_line(word));
    return render_text(fmt::format("{} primary, backup or manager. For example: {}", what, example(reader)));
}

Message refuse_end(std::string_view typed, const Reader& reader)
{
    const auto what = typed.empty() ? std::string{"Say until when."}
                                    : fmt::format("\"{}\" is not a time that I can read.", one_line(typed));
    return render_text(fmt::format("{} For example: {}", what, example(reader)));
}

Message refuse_past(const Reader& reader)
{
    return render_text(
        fmt::format("That begins in the past, and who was on call then does not change. For example: {}, "
                    "or `from now`",
                    example(reader)));
}

Message refuse_backwards(const Reader& reader)
{
    return render_text(
        fmt::format("That ends before it begins. Nothing was changed. For example: {}", example(reader)));
}

Message refuse_no_override(std::string_view typed, const Reader& reader)
{
    return render_text(fmt::format("There is no override \"{}\". `{} overrides` shows those that run or are to come.",
                                   one_line(typed), reader.command));
}

Message refuse_cancelled_already(const Override& change, const std::string& by)
{
    return render_text(fmt::format("{} was cancelled already, {} by {}. Nothing was changed.", title(change),
                                   blocks::date(change.cancelled->at), blocks::escape(by)));
}

Message refuse_ended(const Override& change, const std::string& holder)
{
    return render_text(fmt::format("{} ended {}: {} was {} until then. Nothing was changed.", title(change),
                                   blocks::date(change.period.end), blocks::escape(holder), role_name(change.role)));
}

Message refuse_cancelling(const Override& change, const std::vector<std::string>& who_may)
{
    return render_text(fmt::format("Only those whom {} concerns{} or a manager can cancel it. Nothing was changed.",
                                   label(change), such_as(who_may)));
}

}  // namespace hotwatch::oncall
