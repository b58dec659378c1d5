// What connection.cpp and statement.cpp share: SQLiteCpp, which nobody else includes.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "storage/connection.hpp"

namespace hotwatch
{

struct Statement::Prepared
{
    SQLite::Statement statement;
    bool only_reads = false;
    bool is_lent = false;

    [[nodiscard]] int index_of(Parameter name);
    std::vector<std::pair<Parameter, int>> bound;  // as asked for so far
    std::size_t next = 0;                          // in there
};

struct Connection::Impl
{
    SQLite::Database database;
    std::unordered_map<const char*, std::unique_ptr<Statement::Prepared>> statements;

    std::function<bool()> is_over;    // whether what reads is to be stopped; empty: it is let finish
    bool now_reads = false;           // of the statement at work
    std::int64_t work_until_ask = 0;  // in SQLite's steps, so that quick statements never look at a clock

    /// Counts `steps` of work; true where the statement has to end.
    [[nodiscard]] bool must_stop(std::int64_t steps);
    /// Before each step of the statement: many quick ones in a row are one long question too.
    void note_step(const Statement::Prepared& prepared);

    [[nodiscard]] sqlite3* handle() const { return database.getHandle(); }
    /// Throws the error in our words, with the file and the transaction left in the state that the error calls for.
    [[noreturn]] void fail(const SQLite::Exception& error);
    [[nodiscard]] bool is_in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
};

}  // namespace hotwatch
