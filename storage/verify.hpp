// Proves the book: the file, the references, the audit chain, and that no promise is missing.
#pragma once

#include "storage/connection.hpp"
#include "storage/database.hpp"

namespace hotwatch
{

/// Everything but the witness beside the store. Reads the whole store; stops at the first problem, which names its
/// table and row.
Verdict verify_book(Connection& connection, Book& book);

}  // namespace hotwatch
