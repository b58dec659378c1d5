// JSON looked at from outside: where an object's members stand in its text, without reading what is in them. For texts
// that are large and of which little is wanted; it costs some percent of a parse. What comes from Slack is validated
// first (interpret, parse_frame).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::slack
{

struct Member
{
    std::string_view name;   // as written, without its quotes
    std::string_view value;  // as written, quotes and brackets included
};

/// The members in their order. nullopt where the text is no object, or not well formed as far as can be seen from
/// outside: strings end, brackets match. Never reads beyond the text, never recurses.
std::optional<std::vector<Member>> outline(std::string_view object);

/// The value of that member, "" where there is none. Looks no further than it must.
std::string_view member(std::string_view object, std::string_view name);

/// What a string value says; "" where the value is no string.
std::string text_of(std::string_view value);

/// The first element of an array, "" where there is none.
std::string_view first_element(std::string_view array);

}  // namespace hotwatch::slack
