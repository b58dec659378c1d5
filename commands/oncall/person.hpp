// Whom a word means: a mention, a Slack name, a name of the plan, oneself.
#pragma once

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::oncall
{

/// "<@U1>", "@ana", "Ana Ortiz", "Deployment Agent", "me". A person of Slack; or a name of the plan that nobody is tied
/// to, and then `user` is empty. Refuses (not_found): nobody, or several people of that name.
struct Somebody
{
    UserId user;
    std::string name;  // as it is shown
};
boost::system::result<Somebody, Refusal> somebody_meant(std::string_view typed, const Request& request, Book& book,
                                                        UtcMillis now);

/// The name in the plan's rotation that is meant: case, quotes and blanks do not matter. nullopt: none.
std::optional<std::string> plan_name_meant(std::string_view typed, Book& book);

}  // namespace hotwatch::oncall
