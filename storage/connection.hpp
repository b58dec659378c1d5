// The narrow way to the database: prepare, bind, step, begin, savepoint, commit. All that a second database would have
// to implement; SQLiteCpp and SQLite's codes end here.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records.hpp"

namespace hotwatch
{

/// SQL as a literal of the program: built at compile time only, so no statement can be pasted together from input, and
/// its address names the prepared statement for the life of the connection.
class Sql
{
  public:
    consteval Sql(const char* text) : text_(text) {}
    [[nodiscard]] const char* text() const { return text_; }

  private:
    const char* text_;
};

/// The name of a parameter, ":id": a literal, so that its address can stand for it.
class Parameter
{
  public:
    consteval Parameter(const char* name) : name_(name) {}
    [[nodiscard]] const char* name() const { return name_; }
    friend bool operator==(const Parameter&, const Parameter&) = default;

  private:
    const char* name_;
};

class Connection;

/// A prepared statement on loan: bind, step, read; handed back (reset, bindings cleared) when it leaves its scope.
/// Columns are read from left to right, each read moves on by one.
class Statement
{
  public:
    Statement(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    Statement& bind(Parameter name, std::string_view value);
    Statement& bind(Parameter name, UtcMillis value);
    Statement& bind(Parameter name, std::optional<UtcMillis> value);
    Statement& bind_blob(Parameter name, std::string_view bytes);
    Statement& bind_null(Parameter name);
    template <std::integral Number>
    Statement& bind(Parameter name, Number value)
    {
        return bind_integer(name, static_cast<std::int64_t>(value));
    }
    /// 0 stands for "no row" in the records, NULL in references.
    Statement& bind_reference(Parameter name, std::int64_t id) { return id == 0 ? bind_null(name) : bind(name, id); }

    /// True: there is a row to read. Throws ConstraintViolated, StoreFull (the transaction is then rolled back whole),
    /// StoreBroken, ReadStopped.
    bool step();
    /// A statement that gives no rows. Returns how many it changed.
    std::int64_t run();

    [[nodiscard]] std::int64_t integer();
    [[nodiscard]] bool boolean() { return integer() != 0; }
    [[nodiscard]] double real();
    [[nodiscard]] std::string text();  // text or blob; "" for NULL
    [[nodiscard]] UtcMillis time() { return UtcMillis{milliseconds{integer()}}; }
    [[nodiscard]] std::optional<UtcMillis> optional_time();
    [[nodiscard]] bool next_is_null() const;  // reads nothing
    void skip() { ++column_; }
    [[nodiscard]] std::vector<std::int64_t> integers();  // the first column of all rows

  private:
    friend class Connection;
    struct Prepared;
    Statement(Connection& connection, Prepared& prepared) : connection_(&connection), prepared_(&prepared) {}
    Statement& bind_integer(Parameter name, std::int64_t value);

    Connection* connection_;
    Prepared* prepared_;
    int column_ = 0;
};

class Connection
{
  public:
    /// Opens or creates the file, "" in memory; `vfs` names SQLite's layer to the operating system, "" the usual one.
    Connection(const std::string& path, const std::string& vfs);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Statement prepare(Sql sql);
    /// A statement without parameters: the first column of its first row as text, "" where there is none.
    std::string ask(Sql sql);
    /// Several statements, from a migration.
    void run_script(const std::string& sql);

    void begin();
    /// On return the transaction is on disk. Otherwise it is rolled back: StoreFull, StoreBroken.
    void commit();
    void roll_back() noexcept;
    void savepoint();
    void release();
    void roll_back_to_savepoint();
    [[nodiscard]] bool is_in_transaction() const;

    [[nodiscard]] std::int64_t last_id() const;
    [[nodiscard]] std::int64_t changes() const;  // rows written since it was opened
    [[nodiscard]] std::vector<std::string> prepared() const;

    /// See Database::stop_reads_when.
    void stop_reads_when(std::function<bool()> is_over);

    /// Forbids statements that can damage the file. Returns whether SQLite now does.
    [[nodiscard]] bool be_defensive();
    /// A file that is damaged, not ours or lost to an I/O error is closed as it lies, without a checkpoint into it.
    void leave_untouched_at_close(bool untouched) noexcept;
    [[nodiscard]] bool is_left_untouched() const noexcept;

  private:
    friend class Statement;
    friend class StoreCopy;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotwatch
