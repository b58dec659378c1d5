// What the files that render knowledge share. Pure.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "commands/blocks.hpp"
#include "commands/reply.hpp"
#include "storage/book.hpp"

namespace hotwatch::knowledge
{

/// A button that does `verb` to the entry as it is drawn now.
blocks::Button entry_button(std::string label, std::string_view verb, const Entry& entry);

/// One button each, which shows the entry; they may stand in one message with others.
std::vector<blocks::Button> title_buttons(const std::vector<Entry>& entries);

/// A line for each entry with its button beside it.
std::vector<nlohmann::json> entry_lines(const std::vector<Entry>& entries);

/// "1 person", "3 people".
std::string people(int count);
std::string capital(std::string_view text);

/// What somebody asked, to be quoted back: one line, cut, escaped.
std::string quoted(std::string_view text);

/// The way to an entry with more behind the key: "`/runbook show key --page 2`".
std::string way_to(const Entry& entry, std::string_view after, const Policy& policy);

}  // namespace hotwatch::knowledge
