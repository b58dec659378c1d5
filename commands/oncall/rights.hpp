// Who can be on call at all.
#pragma once

#include <string_view>

#include "storage/book.hpp"

namespace hotwatch::oncall
{

/// Why nobody can be on call by that id: "a guest", "a bot", "deactivated in Slack"; "" where they can.
std::string_view unfit_for_duty(const UserId& user, Book& book);

}  // namespace hotwatch::oncall
