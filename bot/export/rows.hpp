// What can be exported, and the rows of each.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/export/row.hpp"
#include "storage/book.hpp"

namespace hotwatch::exports
{

struct Subject
{
    std::string_view name;   // "incidents", as it is typed
    std::string_view about;  // for help and errors
    std::vector<std::string_view> columns;
    /// Every row in its natural order, oldest first. `now` is the moment that the book shows.
    void (*each)(Book& book, UtcMillis now, const Visit& visit);
};

/// In the order of product section 1.
const std::vector<Subject>& subjects();

/// One fact to one row, by a table of columns. Secrets that people typed are taken out here.
class Context
{
  public:
    Context(Book& book, UtcMillis now) : book_(book), now_(now) {}
    [[nodiscard]] Book& book() const { return book_; }
    [[nodiscard]] UtcMillis now() const { return now_; }
    /// A person's name, asked of the book once.
    const std::string& name_of(const UserId& user);

  private:
    Book& book_;
    UtcMillis now_;
    std::map<std::string, std::string> names_;
};

template <typename Fact>
struct ColumnOf
{
    std::string_view name;
    Cell (*cell)(const Fact& fact, Context& context);
};

/// "" is nothing.
Cell text(std::string_view text);
Cell instant(const std::optional<UtcMillis>& t);  // "2026-11-24T09:00:00.000Z"
Cell incident_name(std::int64_t id);              // "INC-12"; 0 is nothing
Cell person(const UserId& user);                  // the id; nobody is nothing
Cell person_name(const UserId& user, Context& context);

template <typename Fact>
Row row_of(const std::vector<ColumnOf<Fact>>& columns, const Fact& fact, Context& context)
{
    Row row;
    row.reserve(columns.size());
    for (const auto& column : columns)
        row.push_back({column.name, column.cell(fact, context)});
    return row;
}

template <typename Fact>
std::vector<std::string_view> names_of(const std::vector<ColumnOf<Fact>>& columns)
{
    std::vector<std::string_view> names;
    for (const auto& column : columns)
        names.push_back(column.name);
    return names;
}

Subject incidents();
Subject timeline();
Subject shifts();
Subject faq();
Subject runbooks();
Subject audit();

}  // namespace hotwatch::exports
