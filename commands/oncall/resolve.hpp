// Who holds a role at an instant: the one resolver that every reader asks (product section 4).
#pragma once

#include <optional>
#include <string>

#include "commands/oncall/rotation.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// Somebody the plan names. `user` is empty until the name is tied to a Slack user.
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

/// The three holders of a turn, each tied to a Slack user where a link says so.
OnCall holders_of(const Turn& turn, Book& book);

/// Who is on call at `t`; all empty where nobody is.
OnCall on_call_at(UtcMillis t, Book& book);

/// Ties the plan's names to Slack users whose real or display name is exactly the same (product section 2): where one
/// active person carries it, and nothing ties it yet. Links made by hand or configuration are left alone.
void auto_link(Book& book);

/// How a person is called in text: their Slack name, "NAME (shell)" for the console, the id where Slack has not told
/// the name yet. Not escaped, and never a mention.
std::string name_of(const UserId& user, Book& book);

}  // namespace hotwatch
