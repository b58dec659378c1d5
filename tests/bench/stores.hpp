// Stores for the benchmarks, made and read through the book.
#pragma once

#include <filesystem>
#include <string>

#include "storage/database.hpp"

namespace bench
{

/// Numbers in the shape of identifiers.
class CountedIds : public hotwatch::IdSource
{
  public:
    std::string uuid() override;
    std::string salt() override;

  private:
    std::int64_t made_ = 0;
};

/// One declaration as the desk stores it, in an open transaction: its key, incident, timeline, card, timer and audit
/// row. With `is_history`, resolved and its card sent.
void store_declaration(hotwatch::Book& book, std::int64_t number, hotwatch::UtcMillis at, bool is_history);

/// A new store at `path` with so many incidents of the last hours, all resolved.
void make_store(const std::filesystem::path& path, std::int64_t incidents);

/// What a store holds, of a Hotwatch that has ended.
struct Size
{
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
};
Size size_of(const std::filesystem::path& store);

/// What is wrong with the store of a Hotwatch that has ended; "" where it is well and holds `incidents`, and nothing is
/// owed to Slack any more.
std::string problem_of(const std::filesystem::path& store, std::int64_t incidents);

/// Makes every armed reminder fall due at `at`. Returns how many there are.
std::int64_t make_all_due(const std::filesystem::path& store, hotwatch::UtcMillis at);

}  // namespace bench
