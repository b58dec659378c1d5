// Who holds a role at an instant: the one resolver that every reader asks (product section 4).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "commands/oncall/roster.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// Somebody the plan names, or an override. `user` is empty until the name is tied to a Slack user.
struct Holder
{
    std::string name;
    UserId user;
    friend bool operator==(const Holder&, const Holder&) = default;
};

struct OnCall
{
    Holder primary;
    Holder backup;
    Holder manager;
    friend bool operator==(const OnCall&, const OnCall&) = default;
};

/// Who holds a role, and what made it so.
struct Cover
{
    Holder holder;                    // empty: nobody
    Holder planned;                   // whom the rotation names; the holder where nothing overrides it
    std::optional<Override> changed;  // the override that decides
};

/// One instant: the turn that covers it and who holds each role.
struct Watch
{
    UtcMillis at;
    std::optional<Turn> turn;     // none: outside the rotation
    std::array<Cover, 3> covers;  // by role
    [[nodiscard]] const Cover& of(Role role) const { return covers[static_cast<std::size_t>(role)]; }
};

/// Who is on call at `t`, overrides laid over the rotation; all empty where nobody is.
OnCall on_call_at(UtcMillis t, Book& book);

/// The same with its reasons.
Watch watch_at(UtcMillis t, Book& book);

/// What decides from the start of `window` to its end. Precondition: no plan was imported after its start, which holds
/// from now on.
Roster roster_of(const Period& window, Book& book);
Watch watch_at(UtcMillis t, const Roster& roster, Book& book);

/// Who holds a stretch.
Holder holder_of(const Stretch& stretch, Book& book);

/// The one active member of the workspace whose real or display name is exactly this; nullopt where it is nobody's, or
/// several people's.
std::optional<Person> bearer_of(std::string_view name, Book& book);

/// Ties the plan's names to Slack users whose real or display name is exactly the same (product section 2): where one
/// active member carries it, and nothing ties it yet. Links made by hand or configuration are left alone.
void auto_link(Book& book);

/// The names in the plan's rotation, each once, in the order of the alphabet.
std::vector<std::string> names_of_plan(Book& book);

/// How a person is called in text: their Slack name, "NAME (shell)" for the console, the id where Slack has not told
/// the name yet. Not escaped, and never a mention.
std::string name_of(const UserId& user, Book& book);

}  // namespace hotwatch
