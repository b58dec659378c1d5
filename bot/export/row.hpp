// What an export is made of: rows of named cells, the same for every format.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hotwatch::exports
{

struct Nothing
{
    friend bool operator==(const Nothing&, const Nothing&) = default;
};

struct NamedPerson
{
    std::string id;
    std::string name;
    friend bool operator==(const NamedPerson&, const NamedPerson&) = default;
};

using Cell = std::variant<Nothing, bool, std::int64_t, std::string, std::vector<NamedPerson>>;

struct Column
{
    std::string_view name;
    Cell cell;
};

/// Every row of one export has the same columns in the same order.
using Row = std::vector<Column>;

using Visit = std::function<void(const Row& row)>;

}  // namespace hotwatch::exports
