#include "commands/oncall/render_people.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/incident/lifecycle.hpp"
#include "commands/incident/words.hpp"
#include "commands/render.hpp"

namespace hotwatch::oncall
{

namespace
{
constexpr std::size_t most_duties = 8;
constexpr std::size_t most_acknowledged = 3;
constexpr std::size_t most_contacts = 40;
constexpr std::size_t most_buttons = 5;

std::string duty_line(const Duty& duty, const Reader& reader)
{
    const auto& stretch = duty.changed.stretch;
    if (duty.is_lost)
        return fmt::format("\n• not {} {}: {} is ({})", role_name(stretch.role), span(stretch.period, reader.now),
                           shown(duty.changed.holder, reader.may_mention), label(*stretch.changed));
    return fmt::format("\n• {} {}{}", role_name(stretch.role), span(stretch.period, reader.now),
                       stretch.changed
                           ? fmt::format(", in place of {} ({}{})", shown(duty.changed.planned, reader.may_mention),
                                         label(*stretch.changed), because(*stretch.changed))
                           : "");
}

std::string waiting_line(const Incident& incident, const UserId& user)
{
    return fmt::format("\n{}: {}", incident::headline(incident),
                       incident.state == IncidentState::open ? "nobody has acknowledged it"
                       : incident.commander == user          ? "you are the commander"
                                                             : "");
}

std::vector<blocks::Button> buttons_of(const PersonShown& shown)
{
    std::vector<blocks::Button> buttons;
    for (const auto& incident : shown.waiting.first)
        if (incident.state == IncidentState::open && buttons.size() < most_acknowledged)
            buttons.push_back(acknowledge_button(incident));
    return buttons;
}
}  // namespace

Message render(const PersonShown& person)
{
    const auto& reader = person.reader;
    const auto who = person.is_asker ? std::string{"You"} : shown(person.person, reader.may_mention);
    std::string text;
    if (person.duties.empty())
    {
        text = fmt::format("{} {} no shift in the next 12 weeks.", who, person.is_asker ? "have" : "has");
        if (person.names.empty())
            text += fmt::format(" No name in the plan is linked to {}; `{} contacts` lists the names.",
                                person.is_asker ? "you" : "them", reader.command);
    }
    else
    {
        text = person.is_asker ? std::string{"Your shifts:"} : fmt::format("Shifts of {}:", who);
        for (std::size_t i = 0; i < person.duties.size() && i < most_duties; ++i)
            text += duty_line(person.duties[i], reader);
        if (person.duties.size() > most_duties)
            text += fmt::format("\n… and {} more within 12 weeks", person.duties.size() - most_duties);
    }
    if (person.waiting.count > 0)
        text += "\nWaiting for you:";
    for (const auto& incident : person.waiting.first)
        text += waiting_line(incident, person.person.user);
    text += incident::and_more(person.waiting, person.waiting.first.size());
    return render_text(text, buttons_of(person));
}

Message render_contacts(const std::vector<Contact>& contacts, const Reader& reader)
{
    std::string text = "Who is who in the plan:";
    std::vector<blocks::Button> buttons;
    std::string first_untied;
    for (std::size_t i = 0; i < contacts.size() && i < most_contacts; ++i)
    {
        const auto& contact = contacts[i];
        std::vector<std::string_view> roles;
        for (const auto role : contact.roles)
            roles.push_back(role_name(role));
        const bool is_tied = !contact.person.user.empty();
        text += fmt::format("\n• {} ({}): {}", blocks::escape(contact.name), fmt::join(roles, ", "),
                            is_tied ? shown(contact.person, reader.may_mention) : "*not linked yet*");
        if (is_tied)
            continue;
        first_untied = first_untied.empty() ? contact.name : first_untied;
        if (buttons.size() < most_buttons)
            buttons.push_back(run_button("Link " + blocks::cut(contact.name, 60), link_line(contact.name, ""),
                                         "Link " + contact.name + " to somebody in Slack"));
    }
    if (contacts.size() > most_contacts)
        text += fmt::format("\n… and {} more", contacts.size() - most_contacts);
    if (!first_untied.empty())
        text += fmt::format("\nAnyone not linked cannot be notified. To link: `{}`",
                            link_example(first_untied, reader.command));
    return render_text(text, buttons);
}

Message answer_linked(const Linked& linked)
{
    const auto& reader = linked.reader;
    const auto is_own = linked.person.user == linked.asker;
    auto text = fmt::format("{} is {} now.", blocks::escape(linked.name),
                            is_own ? "you" : shown(linked.person, reader.may_mention));
    if (!linked.before.user.empty())
        text += fmt::format(" It was {} before.",
                            linked.before.user == linked.asker ? "you" : shown(linked.before, reader.may_mention));
    const bool both = !linked.before.user.empty() && linked.before.user != linked.asker && !is_own;
    const bool one = !is_own || (!linked.before.user.empty() && linked.before.user != linked.asker);
    return render_text(text + (both ? " Both are told." : one ? " They are told." : ""));
}

Message tell_linked(const Linked& linked)
{
    return render_text(
        fmt::format("*You are {} in the plan now:* {} linked that name to you. Its shifts are yours, and "
                    "its pages come to you. `{} me` shows when.",
                    blocks::escape(linked.name), blocks::escape(linked.by), linked.reader.command));
}

Message tell_unlinked(const Linked& linked)
{
    return render_text(
        fmt::format("*You are no longer {} in the plan:* {} linked that name to {}. Its shifts and pages "
                    "are no longer yours. `{} me` shows what is.",
                    blocks::escape(linked.name), blocks::escape(linked.by), blocks::escape(linked.person.name),
                    linked.reader.command));
}

Message refuse_nobody(std::string_view typed, const Reader& reader)
{
    return render_text(fmt::format("\"{}\" is nobody I know, in Slack or in the plan. Write @ and pick the person from "
                                   "Slack's list; `{} contacts` shows the plan's names.",
                                   one_line(typed), reader.command));
}

Message refuse_several(std::string_view typed, const Reader&)
{
    return render_text(fmt::format("Several people are called \"{}\". Write @ and pick the person from Slack's list.",
                                   one_line(typed)));
}

Message refuse_no_person(const Reader& reader)
{
    return render_text(fmt::format("Say who. For example: `{0} who @ana`, `{0} override primary @ana from fri 09:00 to "
                                   "fri 18:00`",
                                   reader.command));
}

Message refuse_untied(const std::string& name, const Reader& reader)
{
    return render_text(fmt::format("{} is not linked to anybody in Slack yet. To link: `{}`", blocks::escape(name),
                                   link_example(name, reader.command)));
}

Message refuse_shell_as_person(const Reader& reader)
{
    return render_text(
        fmt::format("The shell has no shifts. For somebody's: `{0} who @ana`, or `{0} me` with --as", reader.command));
}

Message refuse_plan_name(std::string_view typed, const std::vector<std::string>& near, const std::string& person,
                         const Reader& reader)
{
    std::vector<blocks::Button> buttons;
    for (const auto& name : near)
        if (buttons.size() < most_buttons)
            buttons.push_back(run_button(blocks::cut(name, 70), link_line(name, person), "Link " + name));
    return render_text(fmt::format("The plan's rotation names nobody \"{}\". Whom do you mean? For example: `{}`",
                                   one_line(typed), link_example(near.front(), reader.command)),
                       buttons);
}

Message refuse_no_plan_names()
{
    return render_text("The plan's rotation names nobody yet, so there is nothing to link. Put one in force that "
                       "does: `hotwatch plan import FILE`.");
}

Message refuse_linked_already(const std::string& name, const Holder& person, const Reader& reader)
{
    return render_text(
        fmt::format("{} is {} already. Nothing was changed.", blocks::escape(name), shown(person, reader.may_mention)));
}

Message refuse_configured(const std::string& name, const Holder& person, const Reader& reader)
{
    return render_text(
        fmt::format("{} is {} by `[people]` in hotwatch.toml, which would say so again at the next start. "
                    "Change it there. Nothing was changed.",
                    blocks::escape(name), shown(person, reader.may_mention)));
}

Message refuse_linking_manager(const std::string& name, const std::vector<std::string>& managers)
{
    const auto who = managers.empty() ? std::string{} : fmt::format(" ({})", fmt::join(managers, ", "));
    return render_text(fmt::format("{} is a manager in the plan, and managers approve rollbacks: only a manager{} can "
                                   "say who that is, or whoever runs Hotwatch, at the shell. Nothing was changed.",
                                   blocks::escape(name), blocks::escape(who)));
}

Message refuse_relinking(const std::string& name, const Holder& person, const std::vector<std::string>& responders,
                         const Reader& reader)
{
    const auto who = responders.empty() ? std::string{} : fmt::format(" ({})", fmt::join(responders, ", "));
    return render_text(fmt::format("{} is {} already. Only somebody of the rotation{} or a manager can change that. "
                                   "Nothing was changed.",
                                   blocks::escape(name), shown(person, reader.may_mention), blocks::escape(who)));
}

Message refuse_unfit_to_link(const std::string& name, std::string_view why)
{
    return render_text(fmt::format("{} is {} and cannot stand for somebody of the plan. Nothing was changed.",
                                   blocks::escape(name), why));
}

}  // namespace hotwatch::oncall
