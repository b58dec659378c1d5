#include "storage/connection.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <unordered_map>

#include "storage/database.hpp"

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
    [[noreturn]] void fail(const SQLite::Exception& error);
    [[nodiscard]] bool is_in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
};

namespace
{

constexpr int busy_timeout_ms =
    2'000;  // a backup tool that looks in for a moment; another Hotwatch never gets this far
constexpr int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;  // one thread at a time

[[noreturn]] void throw_as_ours(const SQLite::Exception& error)
{
    const std::string what = fmt::format("{} (SQLite code {})", error.what(), error.getExtendedErrorCode());
    if (error.getErrorCode() < 0)
        throw std::logic_error{what};  // SQLiteCpp's own: no row to read, no such column
    switch (error.getErrorCode() & 0xff)
    {
    case SQLITE_FULL:
        throw StoreFull{what};
    case SQLITE_CONSTRAINT:
        throw ConstraintViolated{what};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw StoreHeld{fmt::format("the store is in use by another program: {}", what)};
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_INTERRUPT:
        throw std::logic_error{what};  // a defect of the caller, not of the file
    default:
        throw StoreBroken{what};
    }
}

}  // namespace

/// Throws the error in our words, with the file and the transaction left in the state that the error calls for.
void Connection::Impl::fail(const SQLite::Exception& error)
{
    try
    {
        throw_as_ours(error);
    }
    catch (const StoreFull&)
    {
        // SQLite may or may not have rolled back by itself; afterwards it has.
        if (is_in_transaction())
            sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
    catch (const StoreBroken&)
    {
        sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        throw;
    }
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), prepared_(std::exchange(other.prepared_, nullptr)), column_(other.column_)
{
}

Statement::~Statement()
{
    if (prepared_ == nullptr)
        return;
    (void)prepared_->statement.tryReset();  // repeats the error of the last step, which was thrown then
    prepared_->statement.clearBindings();   // SQLite promises that this cannot fail
    prepared_->is_lent = false;
}

Statement& Statement::bind(const char* name, std::string_view value)
{
    try
    {
        prepared_->statement.bind(name, std::string{value});
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

Statement& Statement::bind(const char* name, UtcMillis value)
{
    return bind_integer(name, value.time_since_epoch().count());
}

Statement& Statement::bind(const char* name, std::optional<UtcMillis> value)
{
    return value ? bind(name, *value) : bind_null(name);
}

Statement& Statement::bind_blob(const char* name, std::string_view bytes)
{
    try
    {
        prepared_->statement.bind(name, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

Statement& Statement::bind_null(const char* name)
{
    try
    {
        prepared_->statement.bind(name);
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

Statement& Statement::bind_integer(const char* name, std::int64_t value)
{
    try
    {
        prepared_->statement.bind(name, value);
    }
    catch (const SQLite::Exception& error)
    {
        connection_->impl_->fail(error);
    }
    return *this;
}

bool Statement::step()
{
    column_ = 0;
    try
    {
        return prepared_->statement.executeStep();
    }
    catch (const SQLite::Exception& error)
    {
        (void)prepared_->statement.tryReset();
        connection_->impl_->fail(error);
    }
}

std::int64_t Statement::run()
{
    try
    {
        return prepared_->statement.exec();
    }
    catch (const SQLite::Exception& error)
    {
        (void)prepared_->statement.tryReset();
        connection_->impl_->fail(error);
    }
}

std::int64_t Statement::integer()
{
    return prepared_->statement.getColumn(column_++).getInt64();
}

std::string Statement::text()
{
    return prepared_->statement.getColumn(column_++).getString();
}

std::optional<UtcMillis> Statement::optional_time()
{
    if (!next_is_null())
        return time();
    skip();
    return std::nullopt;
}

bool Statement::next_is_null() const
{
    return prepared_->statement.getColumn(column_).isNull();
}

std::vector<std::int64_t> Statement::integers()
{
    std::vector<std::int64_t> all;
    while (step())
        all.push_back(integer());
    return all;
}

Connection::Connection(const std::string& path, const std::string& vfs)
{
    try
    {
        impl_.reset(new Impl{SQLite::Database{path.empty() ? ":memory:" : path, open_flags, busy_timeout_ms, vfs}, {}});
    }
    catch (const SQLite::Exception& error)
    {
        throw_as_ours(error);
    }
}

Connection::~Connection() = default;

Statement Connection::prepare(Sql sql)
{
    auto& prepared = impl_->statements[sql.text()];
    if (!prepared)
    {
        try
        {
            prepared.reset(new Statement::Prepared{SQLite::Statement{impl_->database, sql.text()}});
        }
        catch (const SQLite::Exception& error)
        {
            impl_->fail(error);
        }
    }
    if (prepared->is_lent)
        throw std::logic_error{fmt::format("a statement is used inside itself: {}", sql.text())};
    prepared->is_lent = true;
    return Statement{*this, *prepared};
}

std::string Connection::ask(Sql sql)
{
    auto statement = prepare(sql);
    return statement.step() ? statement.text() : std::string{};
}

void Connection::run_script(const std::string& sql)
{
    try
    {
        impl_->database.exec(sql);
    }
    catch (const SQLite::Exception& error)
    {
        impl_->fail(error);
    }
}

void Connection::begin()
{
    prepare("BEGIN IMMEDIATE").run();
}

void Connection::commit()
{
    try
    {
        prepare("COMMIT").run();
    }
    catch (...)
    {
        roll_back();
        throw;
    }
}

void Connection::roll_back() noexcept
{
    // An error here leaves SQLite outside of a transaction as well: that is all a rollback has to reach.
    if (is_in_transaction())
        sqlite3_exec(impl_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::savepoint()
{
    prepare("SAVEPOINT event").run();
}

void Connection::release()
{
    prepare("RELEASE event").run();
}

void Connection::roll_back_to_savepoint()
{
    prepare("ROLLBACK TO event").run();
    release();
}

bool Connection::is_in_transaction() const
{
    return impl_->is_in_transaction();
}

std::int64_t Connection::last_id() const
{
    return sqlite3_last_insert_rowid(impl_->handle());
}

std::int64_t Connection::changes() const
{
    return sqlite3_total_changes64(impl_->handle());
}

std::vector<std::string> Connection::prepared() const
{
    std::vector<std::string> texts;
    for (const auto& [text, statement] : impl_->statements)
        texts.emplace_back(text);
    return texts;
}

bool Connection::be_defensive()
{
    int is_on = 0;
    return sqlite3_db_config(impl_->handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, &is_on) == SQLITE_OK && is_on == 1;
}

void Connection::leave_untouched_at_close(bool untouched) noexcept
{
    sqlite3_db_config(impl_->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, untouched ? 1 : 0, nullptr);
}

}  // namespace hotwatch
