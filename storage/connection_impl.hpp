// What connection.cpp and statement.cpp share: SQLiteCpp, which nobody else includes.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <memory>
#include <unordered_map>

#include "storage/connection.hpp"

namespace hotwatch
{

struct Statement::Prepared
{
    SQLite::Statement statement;
    bool is_lent = false;
};

struct Connection::Impl
{
    SQLite::Database database;
    std::unordered_map<const char*, std::unique_ptr<Statement::Prepared>> statements;

    [[nodiscard]] sqlite3* handle() const { return database.getHandle(); }
    /// Throws the error in our words, with the file and the transaction left in the state that the error calls for.
    [[noreturn]] void fail(const SQLite::Exception& error);
    [[nodiscard]] bool is_in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
};

}  // namespace hotwatch
