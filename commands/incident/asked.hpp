// Whom an incident is asked of first, while nobody has taken it on.
#pragma once

#include <string>
#include <vector>

#include "commands/oncall/resolve.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

struct Asked
{
    UserId user;          // empty: nobody can be reached by a direct message; the emergency channel is asked
    std::string missing;  // the plan's name for the primary, where they cannot be asked
    std::string why;      // "deactivated in Slack"; "" where no Slack user is tied to that name
    std::string phone{};  // of who is missing; filled in for pages, where the plan has one
    bool is_primary = false;
};

/// Who can be asked, in this order: the primary on call, the manager on call, `[people] managers`. Left out: names that
/// no Slack user is tied to, and people who cannot answer (deactivated, guests, bots).
std::vector<UserId> people_to_ask(const OnCall& on_call, Book& book);

/// The first of them.
Asked asked_first(const OnCall& on_call, Book& book);

}  // namespace hotwatch::incident
