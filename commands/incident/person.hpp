// Whom a word means: a mention, a name, oneself.
#pragma once

#include <optional>
#include <string>

#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::incident
{

/// "<@U1>", "@ana", "Ana Ortiz", "me". nullopt: nobody, or several people of that name.
std::optional<UserId> person_meant(const std::string& word, const Request& request, Book& book);

}  // namespace hotwatch::incident
