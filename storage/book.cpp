#include "storage/book.hpp"

#include <algorithm>

namespace hotwatch
{

Book::Book(Connection& connection, IdSource& ids)
    : incidents(connection),
      timers(connection),
      outbox(connection, ids),
      seen(connection),
      people(connection),
      schedule(connection),
      audit(connection, ids),
      notes(connection),
      knowledge(connection),
      punctuality(connection)
{
}

void Book::go_back_to(std::size_t mark) noexcept
{
    outbox.news_.resize(std::min(mark, outbox.news_.size()));
    audit.head_.reset();
}

}  // namespace hotwatch
