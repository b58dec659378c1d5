// Whom a word means: a mention, a name, oneself.
#pragma once

#include <boost/system/result.hpp>

#include <optional>
#include <string>

#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// "<@U1>", "@ana", "Ana Ortiz", "me". nullopt: nobody, or several people of that name.
std::optional<UserId> person_meant(const std::string& word, const Request& request, Book& book);

/// The person for a role, or why nobody can have one by that word, as mrkdwn: nobody known, an app, a guest, or
/// somebody who left.
boost::system::result<UserId, std::string> role_taker(const std::string& word, const Request& request, Book& book);

struct Assigned;
/// Owes whoever was given a role its brief by direct message, unless they gave it to themselves.
void brief(const UserId& user, const Assigned& assigned, Book& book, UtcMillis now);

}  // namespace hotwatch::incident
