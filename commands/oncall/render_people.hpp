// How a person's shifts, the plan's names and their ties to Slack read. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/oncall/words.hpp"
#include "commands/reply.hpp"

namespace hotwatch::oncall
{

/// A time in which somebody holds a role; or in which it would be theirs, and an override gives it to another.
struct Duty
{
    Changed changed;
    bool is_lost = false;
};

struct PersonShown
{
    Reader reader;
    Holder person;
    bool is_asker = false;
    std::vector<Duty> duties;        // of twelve weeks, by start
    std::vector<std::string> names;  // of the plan that are theirs
    SomeIncidents waiting;           // for them; only where they ask themselves
};
/// `/oncall who @u`, `/oncall me`.
Message render(const PersonShown& shown);

/// Somebody of the plan, and who in Slack that is.
struct Contact
{
    std::string name;
    std::vector<Role> roles;
    Holder person;  // user empty: not linked yet
};
/// `/oncall contacts`.
Message render_contacts(const std::vector<Contact>& contacts, const Reader& reader);

/// A name that was just tied.
struct Linked
{
    Reader reader;
    std::string name;
    Holder person;
    Holder before;  // whose it was; empty: nobody's
    std::string by;
    UserId asker;
};
Message answer_linked(const Linked& linked);
Message tell_linked(const Linked& linked);
Message tell_unlinked(const Linked& linked);

// Refusals.
Message refuse_nobody(std::string_view typed, const Reader& reader);
Message refuse_several(std::string_view typed, const Reader& reader);
Message refuse_no_person(const Reader& reader);
Message refuse_untied(const std::string& name, const Reader& reader);
Message refuse_shell_as_person(const Reader& reader);
/// The names of the plan that might be meant, each as a button that links it to `person` ("<@U1>").
Message refuse_plan_name(std::string_view typed, const std::vector<std::string>& near, const std::string& person,
                         const Reader& reader);
Message refuse_no_plan_names();
Message refuse_linked_already(const std::string& name, const Holder& person, const Reader& reader);
Message refuse_configured(const std::string& name, const Holder& person, const Reader& reader);
Message refuse_linking_manager(const std::string& name, const std::vector<std::string>& managers);
Message refuse_relinking(const std::string& name, const Holder& person, const std::vector<std::string>& responders,
                         const Reader& reader);
Message refuse_unfit_to_link(const std::string& name, std::string_view why);

}  // namespace hotwatch::oncall
