// Rows as text: JSON or CSV. Pure; one row at a time, so that an export of a million takes no more memory than one of
// ten.
#pragma once

#include <string>

#include "bot/export/row.hpp"

namespace hotwatch::exports
{

enum class Format
{
    json,
    csv
};

/// An object in one line, its keys in the order of the columns.
std::string as_json(const Row& row);

/// RFC 4180, with its line end. A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a
/// line end) gets a ' before it.
std::string as_csv(const Row& row);

/// The columns' names as the first line of a CSV.
std::string csv_heading(const Row& row);

}  // namespace hotwatch::exports
