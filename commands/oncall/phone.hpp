// How somebody can be called whom Slack does not reach: what the plan's articles on contacts say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/oncall/resolve.hpp"
#include "storage/book.hpp"

namespace hotwatch::oncall
{

/// Their phone as the plan writes it; of the primary on call, else the plan's on-call or emergency phone. "" where it
/// has neither. Only for people who are asked to act in their place (product section 6, "Paging").
std::string phone_of(const Holder& who, Book& book, UtcMillis now);

/// The first phone number in a line, "" none: six to fifteen digits, no date. Pure.
std::string phone_in(std::string_view line);

/// Who is to be called: by any of these names.
struct Called
{
    std::vector<std::string> names;
    bool is_primary = false;
};
/// Their number in one article: in a line with one of their names, in an article of their name, or as its on-call
/// phone.
/// "" none. Pure.
std::string phone_in(std::string_view title, std::string_view body, const Called& called);

}  // namespace hotwatch::oncall
