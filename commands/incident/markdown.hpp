// People's text in a Markdown document: literal, whatever it holds. Pure.
#pragma once

#include <string>
#include <string_view>

namespace hotwatch::incident::markdown
{

/// In one line; every sign that Markdown or HTML would obey is escaped.
std::string line(std::string_view text);

/// Its lines one by one as a quotation, each after `indent`.
std::string quote(std::string_view text, std::string_view indent);

}  // namespace hotwatch::incident::markdown
